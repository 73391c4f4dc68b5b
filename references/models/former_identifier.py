"""Identifiers that a work was known by before a merge: who still cites by them means the work that stayed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class IdentifierKind(models.TextChoices):
    """Which column of a work it stood in."""

    DOI = "doi", "DOI"
    PMID = "pmid", "PMID"
    PMCID = "pmcid", "PMCID"


class FormerIdentifierQuerySet(models.QuerySet["FormerIdentifier"]):
    """How the site asks for former identifiers."""

    def known_by(self, *, dois: set[str], pmids: set[str], pmcids: set[str]) -> "FormerIdentifierQuerySet":
        """Those that are one of these canonical identifiers, with the works that they lead to."""
        asked = {"doi": dois, "pmid": pmids, "pmcid": pmcids}
        any_of = Q(*(Q(kind=kind, value__in=values) for kind, values in asked.items()), _connector=Q.OR)
        return self.filter(any_of).select_related("work").defer("work__search_en")


class FormerIdentifier(models.Model):
    """An identifier that was dropped when two works became one.

    It leads to one work. Where a work has the same value in its own column, that work is meant (`actions.matching`).
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="former_identifiers", verbose_name=_("work"))
    kind = models.CharField(_("kind"), max_length=8, choices=IdentifierKind.choices)
    value = models.CharField(_("identifier"), max_length=300)

    objects = FormerIdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("former identifier")
        verbose_name_plural = _("former identifiers")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="formeridentifier_leads_to_one_work"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
