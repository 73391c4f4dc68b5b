"""What was later said about a work by its publisher: retraction, concern, correction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class NoticeKind(models.TextChoices):
    """The kinds are never confused: a correction is not a retraction (NLM "Errata, Retractions, …" fact sheet)."""

    RETRACTION = "retraction", _("retracted")
    CONCERN = "concern", _("expression of concern")
    CORRECTION = "correction", _("corrected")
    REINSTATEMENT = "reinstatement", _("reinstated")


class Notice(models.Model):
    """One notice; history is kept, so a reinstated work shows both lines."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="notices", verbose_name=_("work"))
    kind = models.CharField(_("kind"), max_length=16, choices=NoticeKind.choices)
    date = models.DateField(_("date"))
    source = models.CharField(_("reported by"), max_length=60)
    url = models.URLField(_("web address"), max_length=1000, blank=True)
    note = models.TextField(_("explanation"), blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices (retraction, concern, correction)")
        ordering = ["work", "date"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "kind", "date", "source"], name="notice_once_per_source_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.date})"
