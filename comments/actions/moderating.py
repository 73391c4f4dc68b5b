"""What a moderator decides about reactions; one at a time or many together, by the same code.

Every decision locks the reactions, reads the table of moves, changes the state and writes the history in one
transaction. So of two moderators who press at the same moment one decides, and the other is told who did and when.
The same holds for a page that was open for a while: a caller says what its moderator saw, and where somebody decided
since, nothing happens. Placing what a colleague just rejected must be a choice, not an accident of an old page.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments import moves
from comments.enums import State, Verb
from comments.models import Comment, Decision
from comments.tasks import announce
from config.jobs import enqueue_many


class NotDone(Exception):
    """Nothing was changed; the text says why, for the moderator."""


class AlreadyDone(NotDone):
    """Somebody else was first."""


@dataclass
class Outcome:
    """What came of a decision about several reactions; `batch` undoes all of it."""

    done: list[Decision] = field(default_factory=list)
    refused: list[tuple[Comment, NotDone]] = field(default_factory=list)
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


def approve(*, comment: Comment, by: User) -> Decision:
    """Place a reaction; readers see it at their next request."""
    return _one(Verb.APPROVE, comment, by=by, reason="")


def reject(*, comment: Comment, by: User, reason: str) -> Decision:
    """Turn a reaction down; the reason is required, for colleagues and for the writer who asks."""
    return _one(Verb.REJECT, comment, by=by, reason=reason)


def spam(*, comment: Comment, by: User, reason: str = "") -> Decision:
    """Mark a reaction as spam."""
    return _one(Verb.SPAM, comment, by=by, reason=reason)


def remove(*, comment: Comment, by: User, reason: str = "") -> Decision:
    """Take a reaction away; replies to it stay, below a line that says so."""
    return _one(Verb.REMOVE, comment, by=by, reason=reason)


def undo(*, comment: Comment, by: User, decision: Decision) -> Decision:
    """Take `decision` back: the reaction returns to the state it came from."""
    return _only(comment, _undo({comment.pk: decision}, by=by))


def decide_many(
    verb: Verb, *, ids: Collection[int], by: User, reason: str = "", seen: Mapping[int, int] | None = None
) -> Outcome:
    """Do one verb to many reactions; the many-row form of the four above.

    `seen` holds per reaction the number of the last decision that the moderator's page showed, 0 for none. A reaction
    that is not in it is taken as it stands now.
    """
    return _decide(verb, ids, by=by, reason=reason, seen=seen or {})


def undo_batch(*, batch: uuid.UUID, by: User) -> Outcome:
    """Take back everything that was decided together; the many-row form of `undo`."""
    decisions = Decision.objects.filter(batch=batch).exclude(verb=Verb.UNDO)
    return _undo({decision.comment_id: decision for decision in decisions}, by=by)


def latest_of(comments: Collection[Comment]) -> dict[int, Decision]:
    """Return per reaction the last decision, undone or not; none for one about which nothing was decided."""
    found = Decision.objects.filter(comment__in=comments).order_by("comment_id", "-pk").distinct("comment_id")
    return {decision.comment_id: decision for decision in found}


def latest_standing(comment: Comment) -> Decision | None:
    """Return the decision that undoing would take back, None where nothing was decided."""
    standing = _standing(list(Decision.objects.filter(comment=comment).in_order()))
    return standing[-1] if standing else None


def _one(verb: Verb, comment: Comment, *, by: User, reason: str) -> Decision:
    return _only(comment, _decide(verb, [comment.pk], by=by, reason=reason, seen={}))


def _only(comment: Comment, outcome: Outcome) -> Decision:
    """Return the one decision, or raise what stood in its way; the caller's instance follows the database."""
    if outcome.refused:
        raise outcome.refused[0][1]
    if not outcome.done:
        raise NotDone(_("This reaction no longer exists."))
    comment.refresh_from_db()
    return outcome.done[0]


@transaction.atomic
def _decide(verb: Verb, ids: Collection[int], *, by: User, reason: str, seen: Mapping[int, int]) -> Outcome:
    if verb == Verb.REJECT and not reason.strip():
        raise NotDone(_("Please give a reason."))
    outcome = Outcome()
    comments = _locked(ids)
    placed = _placed_above(comments)
    latest = latest_of(comments)
    for comment in comments:
        last = latest.get(comment.pk)
        if last and seen.get(comment.pk, last.pk) != last.pk:
            outcome.refused.append((comment, AlreadyDone(_already(last, look_again=True))))
        elif not moves.may(verb, comment.state):
            outcome.refused.append((comment, _too_late(comment, last)))
        elif verb == Verb.APPROVE and _above(comment) not in placed:
            outcome.refused.append((comment, _above_is_missing()))
        else:
            outcome.done.append(
                _line(verb, comment, moves.target(verb, comment.state), by, outcome, reason=reason)
            )
            if verb == Verb.APPROVE:
                placed.add(
                    comment.pk
                )  # in the order of the thread: a reply may be placed together with what it answers
    _store(outcome)
    return outcome


@transaction.atomic
def _undo(wanted: dict[int, Decision], *, by: User) -> Outcome:
    outcome = Outcome()
    comments = _locked(wanted)
    placed = _placed_above(comments)
    history: dict[int, list[Decision]] = {pk: [] for pk in wanted}
    for decision in Decision.objects.filter(comment_id__in=wanted).in_order():
        history[decision.comment_id].append(decision)
    for comment in comments:
        decision = wanted[comment.pk]
        refusal = _cannot_undo(decision, history[comment.pk])
        if not refusal and decision.from_state == State.PLACED and _above(comment) not in placed:
            refusal = _above_is_missing()
        if refusal:
            outcome.refused.append((comment, refusal))
            continue
        outcome.done.append(
            _line(Verb.UNDO, comment, State(decision.from_state), by, outcome, undoes=decision)
        )
        if decision.from_state == State.PLACED:
            placed.add(comment.pk)
    _store(outcome)
    return outcome


def _locked(ids: Collection[int]) -> list[Comment]:
    """Fetch the reactions for changing; always in the same order, so that two moderators cannot lock each other out."""
    return list(Comment.objects.select_for_update().filter(pk__in=ids).order_by("path"))


def _above(comment: Comment) -> int | None:
    return comment.in_reply_to_id or comment.parent_id


def _placed_above(comments: list[Comment]) -> set[int | None]:
    """Return which of the answered reactions readers can see; None stands for "answers nothing" and is always there."""
    above = {pk for comment in comments if (pk := _above(comment))}
    found = Comment.objects.placed().filter(pk__in=above).values_list("pk", flat=True) if above else ()
    return {None, *found}


def _line(
    verb: Verb,
    comment: Comment,
    to_state: State,
    by: User,
    outcome: Outcome,
    *,
    reason: str = "",
    undoes: Decision | None = None,
) -> Decision:
    return Decision(
        comment=comment,
        verb=verb,
        from_state=comment.state,
        to_state=to_state,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
        reason=reason.strip(),
        undoes=undoes,
        batch=outcome.batch,
    )


def _store(outcome: Outcome) -> None:
    """Write history, states and jobs: a fixed number of statements, whatever the number of reactions."""
    Decision.objects.bulk_create(outcome.done)
    by_target: dict[str, list[int]] = {}
    for decision in outcome.done:
        by_target.setdefault(decision.to_state, []).append(decision.comment_id)
    for state, ids in by_target.items():
        rows = Comment.objects.filter(pk__in=ids)
        if state == State.PLACED:
            rows.update(state=state, placed_at=Coalesce(F("placed_at"), timezone.now()))
            enqueue_many(announce, [{"comment_id": pk} for pk in ids])
        elif state == State.WAITING:
            rows.update(state=state, placed_at=None)
        else:
            rows.update(state=state)


def _standing(history: list[Decision]) -> list[Decision]:
    """Return the decisions that were not undone, oldest first."""
    undone = {decision.undoes_id for decision in history}
    return [decision for decision in history if decision.verb != Verb.UNDO and decision.pk not in undone]


def _cannot_undo(wanted: Decision, history: list[Decision]) -> NotDone | None:
    for decision in history:
        if decision.undoes_id == wanted.pk:
            return AlreadyDone(_already(decision))
    standing = _standing(history)
    if standing and standing[-1].pk != wanted.pk:
        return AlreadyDone(_already(standing[-1]))
    return None if standing else NotDone(_("There is nothing to undo."))


def _too_late(comment: Comment, last: Decision | None) -> NotDone:
    """Say who was first, or where the reaction stands."""
    if last is None:
        return NotDone(
            _("This cannot be done: the reaction is in the state “%s”.") % comment.get_state_display()
        )
    return AlreadyDone(_already(last))


def _already(decision: Decision, *, look_again: bool = False) -> str:
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


def _above_is_missing() -> NotDone:
    return NotDone(_("This answers a reaction that is not placed. Place that one first."))
