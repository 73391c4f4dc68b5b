"""Who decided what about a reaction, and when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import State, Verb
from comments.models.comment import Comment
from config.kit.append_only import AppendOnly, AppendOnlyQuerySet


class DecisionQuerySet(AppendOnlyQuerySet["Decision"]):
    """How the site asks for decisions."""

    def in_order(self) -> "DecisionQuerySet":
        """As they were taken."""
        return self.order_by("pk")


class Decision(AppendOnly):
    """One line of a reaction's history. The name is kept as text, so that it outlives the account.

    Undoing is a decision too. It points at the one it undoes, and the database sees to it that this happens once.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions", verbose_name=_("reaction"))
    verb = models.CharField(_("what"), max_length=8, choices=Verb.choices)
    from_state = models.CharField(_("from"), max_length=16, choices=State.choices)
    to_state = models.CharField(_("to"), max_length=16, choices=State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("who"), max_length=200)
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    batch = models.UUIDField(_("taken together"), default=uuid.uuid4, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_undo_names_what",
                condition=models.Q(verb=Verb.UNDO, undoes__isnull=False)
                | ~models.Q(verb=Verb.UNDO) & models.Q(undoes=None),
                violation_error_message=_("Undoing needs a decision to undo."),
            ),
            models.CheckConstraint(
                name="decision_changes_state",
                condition=~models.Q(from_state=models.F("to_state")),
                violation_error_message=_("A decision changes the state."),
            ),
        ]
        indexes = [
            models.Index(fields=["batch"], name="decision_batch"),  # undo of what was decided in bulk
            models.Index(fields=["at"], name="decision_by_day"),  # the moderators' weekly figures
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.get_verb_display()}"
