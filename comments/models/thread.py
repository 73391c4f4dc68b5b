"""Whether readers can still react below an article."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Thread(models.Model):
    """What a moderator chose for one article's thread; an article without such a row follows the site's rule."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="thread", verbose_name=_("article"))
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("closed by"),
    )
    stays_open = models.BooleanField(
        _("stays open"),
        default=False,
        help_text=_("Also after the number of days after which threads close."),
    )

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.CheckConstraint(
                name="thread_open_or_closed",
                condition=Q(closed_at=None) | Q(stays_open=False),
                violation_error_message=_("A thread is closed or stays open, not both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)
