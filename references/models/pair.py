"""Two works that may be the same publication, and what an editor said about that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class PairState(models.TextChoices):
    """What is known of a pair."""

    OPEN = "open", _("probably the same")
    DIFFERENT = "different", _("not the same")


class PairQuerySet(models.QuerySet["WorkPair"]):
    """How the desk asks for pairs."""

    def open(self) -> "PairQuerySet":
        """Pairs that wait for an editor."""
        return self.filter(state=PairState.OPEN)


class WorkPair(models.Model):
    """Works that look alike, with the score and the reasons of that moment.

    A pair that an editor called different stays, so that it is never proposed again. One that is merged goes with the
    work that goes. `lines` are the citations that the answer "different" took out of waiting; undoing puts those back.
    """

    low = models.ForeignKey(Work, models.CASCADE, related_name="pairs_low", verbose_name=_("older work"))
    high = models.ForeignKey(Work, models.CASCADE, related_name="pairs_high", verbose_name=_("newer work"))
    score = models.PositiveSmallIntegerField(_("score"))
    reasons = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found on"), default=timezone.now)
    state = models.CharField(_("status"), max_length=10, choices=PairState.choices, default=PairState.OPEN)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    lines = models.JSONField(default=list, blank=True)
    batch = models.UUIDField(null=True, blank=True)  # what was answered in one go is undone in one go

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("probable duplicate")
        verbose_name_plural = _("probable duplicates")
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="workpair_once"),
            models.CheckConstraint(name="workpair_low_before_high", condition=Q(low__lt=F("high"))),
            models.CheckConstraint(name="workpair_score_in_percent", condition=Q(score__lte=100)),
            models.CheckConstraint(
                name="workpair_answer_is_dated", condition=Q(state="open") | Q(answered_at__isnull=False)
            ),
        ]
        indexes = [
            # the duplicates list, oldest first
            models.Index(fields=["found_at", "id"], name="workpair_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} ≟ {self.high_id} ({self.score})"
