"""A file that an editor uploaded and has not yet confirmed."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class ImportBatch(models.Model):
    """The bytes and the preview between uploading and confirming; gone after confirming, or after a day.

    In the database and not in a folder: the next request may reach another machine.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    at = models.DateTimeField(_("uploaded on"), default=timezone.now)
    name = models.CharField(_("file name"), max_length=255)
    format = models.CharField(_("format"), max_length=16)
    data = models.BinaryField(_("file"))
    preview = models.JSONField(_("preview"), default=dict)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def prune(cls) -> None:
        """Delete what nobody confirmed within a day."""
        cls.objects.filter(at__lt=timezone.now() - KEPT).delete()
