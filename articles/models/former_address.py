"""Addresses that articles used to have; they keep working."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class FormerAddress(models.Model):
    """An old address part that now redirects for good (301), because printed and shared links outlive a rename."""

    slug = models.SlugField(_("former address"), max_length=120, unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="former_addresses", verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
