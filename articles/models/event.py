"""Who did what to an article, and when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.kit.append_only import AppendOnly, AppendOnlyQuerySet


class EditorialEvent(AppendOnly):
    """One line of the log. Append-only, and without foreign keys, so that it outlives what it describes."""

    verb = models.CharField(_("what"), max_length=20)
    article_id = models.BigIntegerField(_("article number"))
    title = models.CharField(_("article"), max_length=300)
    actor = models.CharField(_("who"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    detail = models.JSONField(_("details"), default=dict, blank=True)

    objects = AppendOnlyQuerySet["EditorialEvent"].as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("log of articles")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["article_id", "-at"], name="event_of_article")
        ]  # history on the change page

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}: {self.title}"
