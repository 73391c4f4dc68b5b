"""Which works an article stands on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import SourceKind
from articles.models.article import Article
from references.models import Work


class Source(models.Model):
    """Article → work; the study it explains, or a work mentioned in the text."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sources", verbose_name=_("article"))
    work = models.ForeignKey(Work, models.PROTECT, related_name="sources", verbose_name=_("work"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(
        _("kind"), max_length=10, choices=SourceKind.choices, default=SourceKind.DISCUSSED
    )

    # Of two rows that become one when works are merged, the one that says that the article explains the study.
    merge_first = ("-kind", "position", "pk")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "work"],
                name="source_once_per_article",
                violation_error_message=_("This work is already a source of the article."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.work}"
