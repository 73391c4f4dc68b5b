"""An imported reaction that found no article."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stray(models.Model):
    """Kept whole, so that importing again after its article was published places it; never shown to readers."""

    external_id = models.CharField(_("number elsewhere"), max_length=200, unique=True)
    address = models.CharField(_("page it belongs to"), max_length=1000, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    row = models.JSONField(_("as it was in the file"))
    why = models.CharField(_("why it was not placed"), max_length=300)
    imported_at = models.DateTimeField(_("imported on"), default=timezone.now)

    class Meta:
        verbose_name = _("reaction without an article")
        verbose_name_plural = _("reactions without an article")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email"], name="stray_by_address")]  # "my reactions", erasure

    def __str__(self) -> str:
        return self.external_id
