"""Reference lists on their way in, and those that made way: nothing an editor pasted or corrected is lost."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.models.work import Work

KEPT = timedelta(days=7)


class PastedList(models.Model):
    """A pasted list between pasting and confirming, with its preview. Kept a week, also after it was stored.

    In the database and not in the page: the preview must be of exactly what confirming stores, and a page that goes back
    and forth with 500 lines would pass the limit on what a browser may send.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(Work, models.CASCADE, related_name="+", verbose_name=_("work"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("pasted by")
    )
    at = models.DateTimeField(_("pasted on"), default=timezone.now)
    text = models.TextField(_("text as pasted"))
    html = models.TextField(_("rich text as pasted"), blank=True)
    lines = models.JSONField(
        _("lines"), help_text=_("Of each line its text and the addresses under its words.")
    )
    seen = models.CharField(
        _("list as it was"),
        max_length=64,
        help_text=_("A digest of the list that the preview was compared with."),
    )
    preview = models.JSONField(_("preview"), default=dict)
    stored_at = models.DateTimeField(_("stored on"), null=True, blank=True)

    class Meta:
        verbose_name = _("pasted list")
        verbose_name_plural = _("pasted lists")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.work} ({self.at:%d-%m-%Y %H:%M})"

    @classmethod
    def prune(cls) -> None:
        """Delete what is older than a week."""
        cls.objects.filter(at__lt=timezone.now() - KEPT).delete()


class FormerList(models.Model):
    """A whole reference list as it was before another came in its place, so that it can come back, corrections and all.

    `rows` holds every column of every line. Kept without end: a list is small, and what an editor corrected is work.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="former_lists", verbose_name=_("work"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    at = models.DateTimeField(_("replaced on"), default=timezone.now)
    count = models.PositiveIntegerField(_("references"))
    rows = models.JSONField(_("lines"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("former reference list")
        verbose_name_plural = _("former reference lists")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.work} ({self.at:%d-%m-%Y %H:%M})"
