"""A clinical trial's entry in a register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from references.models.work import Work
from references.registries import RegistrationError, is_impossible, normalize_registration


class TrialRegistration(models.Model):
    """Registry and canonical number; one work may report several trials, one trial may have several reports."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="registrations", verbose_name=_("work"))
    registry = models.CharField(_("register"), max_length=60, blank=True)
    identifier = models.CharField(_("number"), max_length=60)
    raw = models.TextField(_("text as found"), blank=True)

    class Meta:
        verbose_name = _("trial registration")
        verbose_name_plural = _("trial registrations")
        ordering = ["work", "registry", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "registry", "identifier"], name="trialregistration_once_per_work"
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.registry} {self.identifier}".strip()
        return f"{name} ({_('impossible number')})" if self.is_impossible else name

    @property
    def is_impossible(self) -> bool:
        """Whether the register does not give out such numbers; it is then kept as found, and never linked."""
        return is_impossible(self.registry, self.identifier)

    @property
    def url(self) -> str:
        """The registry's page about this trial; empty where the number is not one that we know."""
        try:
            return normalize_registration(self.identifier).url
        except RegistrationError:
            return ""
