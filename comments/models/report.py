"""A reader's warning about a reaction."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import Outcome, ReportKind
from comments.models.comment import Comment


class ReportQuerySet(models.QuerySet["Report"]):
    """How the site asks for reports."""

    def open(self) -> "ReportQuerySet":
        """Reports that nobody has handled, oldest first."""
        return self.filter(handled_at=None).order_by("at", "pk")


class Report(models.Model):
    """What is wrong with a placed reaction, by somebody's lights; an e-mail address only if they want an answer."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("reaction"))
    kind = models.CharField(_("reason"), max_length=12, choices=ReportKind.choices)
    text = models.TextField(_("the reader's explanation"), blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    at = models.DateTimeField(_("reported on"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handled by"),
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(
        _("reason for the outcome"),
        blank=True,
        help_text=_("Sent to the reader who reported it, and to the writer when the reaction is removed."),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [
            # handled_by may become empty when an account goes, so it takes no part.
            models.CheckConstraint(
                name="report_handled_with_outcome",
                condition=Q(handled_at=None, handled_by=None, outcome="")
                | Q(handled_at__isnull=False) & ~Q(outcome=""),
                violation_error_message=_(
                    "A handled report has a moment and an outcome; an open one has neither."
                ),
            ),
        ]
        indexes = [
            # the moderators' list: reports still open, oldest first
            models.Index(fields=["at", "id"], name="report_open", condition=Q(handled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d})"
