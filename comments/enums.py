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
    """What can happen to a reaction; the label completes "already … by Anna at 14:02"."""

    CONFIRM = "confirm", _("confirmed by e-mail")
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


class EditStatus(models.TextChoices):
    """Where a writer's change of an own reaction stands."""

    WAITING = "waiting", _("waits for a check")
    APPLIED = "applied", _("taken over")
    REFUSED = "refused", _("not taken over")


class LinkPurpose(models.TextChoices):
    """What a mailed link is for; a link for one thing never opens another."""

    CONFIRM = "confirm", _("confirm a reaction")
    OWN = "own", _("edit or remove an own reaction")
    MINE = "mine", _("see one's own reactions")
    MODERATE = "moderate", _("decide about a reaction")
    OBJECT = "object", _("object to a decision")


class Rhythm(models.TextChoices):
    """How often somebody who follows an article wants mail."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")


class Objector(models.TextChoices):
    """Who objects to a decision."""

    WRITER = "writer", _("the writer of the reaction")
    REPORTER = "reporter", _("the reader who reported it")


class ObjectionOutcome(models.TextChoices):
    """What came of an objection."""

    UPHELD = "upheld", _("the decision was changed")
    DISMISSED = "dismissed", _("the decision stands")
