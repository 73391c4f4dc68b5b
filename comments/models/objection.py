"""Somebody does not agree with a decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import ObjectionOutcome, Objector
from comments.models.comment import Comment
from comments.models.report import Report


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """How the site asks for objections."""

    def open(self) -> "ObjectionQuerySet":
        """Objections that nobody has handled, oldest first."""
        return self.filter(handled_at=None).order_by("at", "pk")


class Objection(models.Model):
    """The words of the writer or of the reader who reported; once each (Digital Services Act, article 20)."""

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="objections", verbose_name=_("reaction")
    )
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="objections", verbose_name=_("report")
    )
    by = models.CharField(_("who objects"), max_length=8, choices=Objector.choices)
    email = models.EmailField(_("e-mail address"), max_length=254)
    text = models.TextField(_("why"))
    at = models.DateTimeField(_("sent on"), default=timezone.now)
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
    outcome = models.CharField(_("outcome"), max_length=9, choices=ObjectionOutcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_handled_with_outcome",
                condition=Q(handled_at=None, handled_by=None, outcome="")
                | Q(handled_at__isnull=False) & ~Q(outcome=""),
                violation_error_message=_("A handled objection has a moment and an outcome."),
            ),
        ]
        indexes = [
            # the moderators' list: objections still open, oldest first
            models.Index(fields=["at", "id"], name="objection_open", condition=Q(handled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_by_display()} ({self.at:%Y-%m-%d})"
