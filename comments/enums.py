"""The states of a reaction and the kinds around it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a reader wants to do with a reaction."""

    EXPERIENCE = "experience", _("experience")
    QUESTION = "question", _("question")
    ADDITION = "addition", _("addition")


class State(models.TextChoices):
    """Where a reaction stands; `moves.MOVES` says how it gets from one to another. Readers see `placed` only."""

    AWAITING_EMAIL = "awaiting_email", _("waits for e-mail")
    WAITING = "waiting", _("waits for a check")
    PLACED = "placed", _("placed")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    REMOVED = "removed", _("removed")


class Verb(models.TextChoices):
    """What a moderator can do; the label completes "already … by Anna at 14:02"."""

    APPROVE = "approve", _("placed")
    REJECT = "reject", _("rejected")
    SPAM = "spam", _("marked as spam")
    REMOVE = "remove", _("removed")
    UNDO = "undo", _("undone")


class ReportKind(models.TextChoices):
    """Why a reader reports a reaction."""

    MEDICAL = "medical", _("incorrect medical information")
    ADVERTISING = "advertising", _("advertising")
    PERSONAL = "personal", _("personal data")
    HURTFUL = "hurtful", _("hurtful")
    OTHER = "other", _("something else")


class Outcome(models.TextChoices):
    """What came of a report."""

    REMOVED = "removed", _("the reaction was removed")
    KEPT = "kept", _("the reaction stays")


class BanKind(models.TextChoices):
    """What a ban looks at."""

    ADDRESS = "address", _("e-mail address")
    DOMAIN = "domain", _("e-mail domain")
    NETWORK = "network", _("network")
