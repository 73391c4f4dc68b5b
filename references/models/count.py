"""How often a work was cited, by whose count and on which day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class CitationCount(models.Model):
    """A count without source and date says nothing, so all three are required."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="citation_counts", verbose_name=_("work"))
    count = models.PositiveIntegerField(_("times cited"))
    source = models.CharField(_("counted by"), max_length=60)
    as_of = models.DateField(_("on"))

    class Meta:
        verbose_name = _("citation count")
        verbose_name_plural = _("citation counts")
        ordering = ["work", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "source", "as_of"], name="citationcount_once_per_source_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} ({self.source}, {self.as_of})"
