"""Pages that were imported, as they were."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class ImportedPage(models.Model):
    """The text of an imported page, whole, and what was remarkable about it.

    `slug` is the address made from the page's own title. It finds the article again after an editor renamed it.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="imported_pages", verbose_name=_("article")
    )
    slug = models.SlugField(_("address from the page"), max_length=120)
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    text = models.TextField(_("text of the page"))
    warnings = models.JSONField(_("warnings"), default=list)
    imported_at = models.DateTimeField(_("imported on"), default=timezone.now)

    class Meta:
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")
        ordering = ["-imported_at", "-pk"]
        indexes = [
            models.Index(fields=["slug", "-imported_at"], name="importedpage_by_address")
        ]  # the last import

    def __str__(self) -> str:
        return self.file_name
