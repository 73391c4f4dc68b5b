"""Articles to read next."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import RelatedKind
from articles.models.article import Article


class Related(models.Model):
    """One line under "Gerelateerde artikelen".

    An imported page only names the beginning of a title. Such a hint is kept with `other` empty until an article with
    that title arrives; it is shown to readers only then.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="related", verbose_name=_("article"))
    other = models.ForeignKey(
        Article,
        models.SET_NULL,  # the hint waits again when the article that answered it is deleted
        related_name="related_from",
        null=True,
        blank=True,
        verbose_name=_("related article"),
    )
    kind = models.CharField(
        _("chosen by"), max_length=12, choices=RelatedKind.choices, default=RelatedKind.PINNED
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    hint = models.CharField(_("beginning of the title"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        ordering = ["article", "kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="related_not_itself",
                condition=Q(other=None) | ~Q(article=F("other")),
                violation_error_message=_("An article is not related to itself."),
            ),
        ]
        indexes = [
            # publishing: hints that a new title may answer
            models.Index(fields=["hint"], name="related_waiting", condition=Q(other=None)),
        ]

    def __str__(self) -> str:
        return self.hint or str(self.other)
