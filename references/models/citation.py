"""One numbered line of a study's reference list."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class CitationStatus(models.TextChoices):
    """How far a line has come. A likely one has a work of its own, and an editor is asked whether we had it already."""

    MATCHED = "matched", _("matched")
    PARSED = "parsed", _("read")
    LIKELY = "likely", _("probably")
    CHECK = "check", _("to check")


class Citation(models.Model):
    """Citing work → cited work at a position, with the line as it was found; the raw text is never thrown away."""

    citing = models.ForeignKey(Work, models.CASCADE, related_name="citations", verbose_name=_("citing work"))
    cited = models.ForeignKey(
        Work, models.PROTECT, related_name="cited_in", null=True, blank=True, verbose_name=_("cited work")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    raw = models.TextField(_("text as found"))
    status = models.CharField(
        _("status"), max_length=8, choices=CitationStatus.choices, default=CitationStatus.PARSED
    )
    labels = models.JSONField(
        _("link labels in the text"),
        default=list,
        blank=True,
        help_text=_("DOI, PMC and PubMed, as the list named them."),
    )
    found = models.JSONField(
        _("how identifiers were found"),
        default=dict,
        blank=True,
        help_text=_("For each identifier: text, link or search."),
    )

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["citing", "position"]
        constraints = [
            # Deferred, so that a list can be renumbered within one transaction.
            models.UniqueConstraint(
                fields=["citing", "position"],
                name="citation_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="citation_position_from_one",
                condition=Q(position__gte=1),
                violation_error_message=_("References are numbered from 1."),
            ),
            models.CheckConstraint(
                name="citation_not_of_itself",
                condition=Q(cited=None) | ~Q(citing=F("cited")),
                violation_error_message=_("A study does not cite itself."),
            ),
            models.CheckConstraint(
                name="citation_unread_only_when_to_check",
                condition=Q(cited__isnull=False) | Q(status=CitationStatus.CHECK),
                violation_error_message=_("A reference without a work must stay marked “to check”."),
            ),
        ]
        indexes = [
            # the list of what waits for an editor, a small part of all lines
            models.Index(fields=["citing", "position"], name="citation_likely", condition=Q(status="likely")),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.raw[:80]}"
