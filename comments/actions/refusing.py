"""Why something a moderator asked for was not done, in words for the moderator."""

from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments.actors import WRITER
from comments.enums import State, Verb
from comments.models import Comment, Decision


class NotDone(Exception):
    """Nothing was changed; the text says why, for the moderator."""


class AlreadyDone(NotDone):
    """Somebody else was first."""


class AboveIsMissing(NotDone):
    """It answers what readers do not see. Not a mistake by itself, so `anyway` does it all the same."""


def standing(history: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that were not undone, oldest first."""
    undone = {decision.undoes_id for decision in history}
    return [decision for decision in history if decision.verb != Verb.UNDO and decision.pk not in undone]


def is_writers(decision: Decision) -> bool:
    """Whether the writer decided this, by a link in a letter; no moderator takes that back.

    A removal without an account may also be by somebody whose account is gone; the name tells those apart.
    """
    if decision.verb == Verb.CONFIRM:
        return True
    return decision.verb == Verb.REMOVE and decision.by_id is None and decision.by_name == str(WRITER)


def never_confirmed(comments: Collection[Comment]) -> set[int]:
    """Return which of these left "waits for e-mail" without a confirmation: by being marked as spam.

    The history tells, not the missing moment alone: what was sent in before letters were sent, what was imported and
    what the editors wrote have no such moment either. One query, and none where no reaction is of that kind.
    """
    asked = [
        comment.pk
        for comment in comments
        if comment.confirmed_at is None and comment.state in {State.SPAM, State.REJECTED}
    ]
    if not asked:
        return set()
    left = Decision.objects.filter(comment__in=asked, from_state=State.AWAITING_EMAIL)
    return set(left.values_list("comment_id", flat=True))


def cannot_undo(comment: Comment, wanted: Decision, history: Sequence[Decision]) -> NotDone | None:
    """Return what stands in the way of taking `wanted` back, None where nothing does."""
    for decision in history:
        if decision.undoes_id == wanted.pk:
            return AlreadyDone(already(decision))
    left = standing(history)
    if left and left[-1].pk != wanted.pk:
        return AlreadyDone(already(left[-1]))
    if comment.erased_at and not comment.text:
        return NotDone(_("The writer had this reaction erased, so it cannot come back."))
    if left and is_writers(left[-1]):
        return (
            NotDone(_("The writer removed this reaction, so it cannot come back."))
            if left[-1].verb == Verb.REMOVE
            else NotDone(_("The writer confirmed this reaction; that cannot be undone."))
        )
    return None if left else NotDone(_("There is nothing to undo."))


def not_confirmed() -> NotDone:
    """Say that nobody vouched for the address, and what can be done."""
    return NotDone(
        _(
            "Nobody has confirmed the e-mail address of this reaction, so it cannot be placed. Was it no spam? Undo that "
            "decision; then the writer can still confirm."
        )
    )


def too_late(comment: Comment, last: Decision | None) -> NotDone:
    """Say who was first, or where the reaction stands."""
    if last is None:
        return NotDone(
            _("This cannot be done: the reaction is in the state “%s”.") % comment.get_state_display()
        )
    return AlreadyDone(already(last))


def already(decision: Decision, *, look_again: bool = False) -> str:
    """Say who did what, and when."""
    at = timezone.localtime(decision.at)
    when = date_format(at, "H:i" if at.date() == timezone.localdate() else "j F Y H:i")
    said = (
        _("Already %(done)s by %(name)s at %(time)s; please look again.")
        if look_again
        else _("Already %(done)s by %(name)s at %(time)s.")
    )
    return said % {
        "done": decision.get_verb_display(),
        "name": decision.by_name,
        "time": when,
    }


def above_is_missing(comment: Comment) -> AboveIsMissing:
    """Tell the two cases apart: what waits can be placed first, what was removed never comes back by itself."""
    above = comment.answers()
    if above is not None and above.state in {State.WAITING, State.AWAITING_EMAIL}:
        return AboveIsMissing(_("This answers a reaction that is not placed. Place that one first."))
    return AboveIsMissing(
        _(
            "This answers a reaction that is not shown. Readers would see it below “This reaction was removed.”"
        )
    )
