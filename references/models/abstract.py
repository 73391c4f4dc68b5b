"""A labelled part of a work's abstract, in the language of publication."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from references.models.work import SEARCHED, Work


class AbstractSection(models.Model):
    """One section of a structured abstract; an unstructured abstract is one section without a label."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="abstract_sections", verbose_name=_("work"))
    position = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("heading"), max_length=100, blank=True)
    text = models.TextField(_("text"))
    inferred = models.BooleanField(
        _("heading inferred"),
        default=False,
        help_text=_("The heading was not in the source; it follows from the order."),
    )
    search_en = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("abstract section")
        verbose_name_plural = _("abstract (English)")
        ordering = ["work", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "position"],
                name="abstractsection_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [GinIndex(fields=["search_en"], name="abstractsection_search")]  # search: English words

    def __str__(self) -> str:
        return self.label or self.text[:60]
