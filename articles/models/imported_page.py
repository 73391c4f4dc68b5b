"""Pages that were imported, as they were."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class ImportedPage(models.Model):
    """The text of an imported page, whole, and what was remarkable about it.

    `title_key` stands for the page's own title, whole. It finds the article again after an editor renamed it; the address
    would not do, because two long titles may begin with the same hundred letters.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="imported_pages", verbose_name=_("article")
    )
    title_key = models.CharField(_("fingerprint of the title"), max_length=64)
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
            models.Index(fields=["title_key", "-imported_at"], name="importedpage_by_title")
        ]  # the last import

    def __str__(self) -> str:
        return self.file_name
