"""What a moderator decides about reactions; one at a time or many together, by the same code.

Every decision locks the reactions, reads the table of moves, changes the state and writes the history in one
transaction. So of two moderators who press at the same moment one decides, and the other is told who did and when.
The same holds for a page that was open for a while: a caller says what its moderator saw, and where somebody decided
since, nothing happens. Placing what a colleague just rejected must be a choice, not an accident of an old page.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moves
from comments.actions import shortening
from comments.actions.refusing import (
    AboveIsMissing,
    AlreadyDone,
    NotDone,
    above_is_missing,
    already,
    cannot_undo,
    never_confirmed,
    not_confirmed,
    standing,
    too_late,
)
from comments.enums import EditStatus, State, Verb
from comments.models import Comment, Decision, Edit
from comments.tasks import ABOUT_DECISIONS, announce, mail_decision
from config.jobs import DECISION_SETTLES, enqueue_later

__all__ = ["AboveIsMissing", "AlreadyDone", "NotDone", "Outcome"]

_CHANGE_WAITS = Exists(Edit.objects.filter(comment=OuterRef("pk"), status=EditStatus.WAITING))


@dataclass
class Outcome:
    """What came of a decision about several reactions; `batch` undoes all of it."""

    done: list[Decision] = field(default_factory=list)
    refused: list[tuple[Comment, NotDone]] = field(default_factory=list)
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class _Asked:
    """What a moderator asked for, of every reaction alike."""

    verb: Verb
    by: User
    reason: str = ""
    seen: Mapping[int, int] = field(default_factory=dict)
    read: Mapping[int, str] = field(default_factory=dict)
    anyway: bool = False


def fingerprint(text: str) -> str:
    """Return a short name for exactly these words, for a page to send along."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def approve(*, comment: Comment, by: User, anyway: bool = False) -> Decision:
    """Place a reaction; readers see it at their next request.

    Below a reaction that is not placed it would stand under "this reaction was removed", so that raises
    `AboveIsMissing` first; `anyway` says that the moderator knows.
    """
    return _one(Verb.APPROVE, comment, by=by, reason="", anyway=anyway)


def reject(*, comment: Comment, by: User, reason: str) -> Decision:
    """Turn a reaction down; the reason is required, for colleagues and for the writer who asks."""
    return _one(Verb.REJECT, comment, by=by, reason=reason)


def spam(*, comment: Comment, by: User, reason: str = "") -> Decision:
    """Mark a reaction as spam."""
    return _one(Verb.SPAM, comment, by=by, reason=reason)


def remove(*, comment: Comment, by: User, reason: str = "") -> Decision:
    """Take a reaction away; replies to it stay, below a line that says so."""
    return _one(Verb.REMOVE, comment, by=by, reason=reason)


def undo(*, comment: Comment, by: User, decision: Decision, anyway: bool = False) -> Decision:
    """Take `decision` back: the reaction returns to the state it came from; `anyway` as in `approve`."""
    return _only(comment, _undo({comment.pk: decision}, by=by, anyway=anyway))


def decide_many(
    verb: Verb,
    *,
    ids: Collection[int],
    by: User,
    reason: str = "",
    seen: Mapping[int, int] | None = None,
    read: Mapping[int, str] | None = None,
    anyway: bool = False,
) -> Outcome:
    """Do one verb to many reactions; the many-row form of the four above, with the same `anyway`.

    `seen` holds per reaction the number of the last decision that the moderator's page showed, 0 for none; `read` the
    `fingerprint` of the words it showed, which a writer may change while they wait. A reaction that is not in them is
    taken as it stands now.
    """
    return _decide(_Asked(verb, by, reason, seen or {}, read or {}, anyway), ids)


def undo_batch(*, batch: uuid.UUID, by: User) -> Outcome:
    """Take back everything that was decided together; the many-row form of `undo`."""
    decisions = Decision.objects.filter(batch=batch).exclude(verb=Verb.UNDO)
    return _undo({decision.comment_id: decision for decision in decisions}, by=by, anyway=False)


def latest_of(comments: Collection[Comment]) -> dict[int, Decision]:
    """Return per reaction the last decision, undone or not; none for one about which nothing was decided."""
    found = Decision.objects.filter(comment__in=comments).order_by("comment_id", "-pk").distinct("comment_id")
    return {decision.comment_id: decision for decision in found}


def latest_standing(comment: Comment) -> Decision | None:
    """Return the decision that undoing would take back, None where nothing was decided."""
    left = standing(list(Decision.objects.filter(comment=comment).in_order()))
    return left[-1] if left else None


def _one(verb: Verb, comment: Comment, *, by: User, reason: str, anyway: bool = False) -> Decision:
    return _only(comment, _decide(_Asked(verb, by, reason, anyway=anyway), [comment.pk]))


def _only(comment: Comment, outcome: Outcome) -> Decision:
    """Return the one decision, or raise what stood in its way; the caller's instance follows the database."""
    if outcome.refused:
        raise outcome.refused[0][1]
    if not outcome.done:
        raise NotDone(_("This reaction no longer exists."))
    comment.refresh_from_db()
    return outcome.done[0]


@transaction.atomic
def _decide(asked: _Asked, ids: Collection[int]) -> Outcome:
    if asked.verb == Verb.REJECT and not asked.reason.strip():
        raise NotDone(_("Please give a reason."))
    outcome = Outcome()
    comments = _locked(ids)
    placed = _placed_above(comments)
    latest = latest_of(comments)
    unproven = never_confirmed(comments) if asked.verb == Verb.APPROVE else set()
    for comment in comments:
        refusal = (
            not_confirmed()
            if comment.pk in unproven
            else _in_the_way(asked, comment, latest.get(comment.pk), placed)
        )
        if refusal:
            outcome.refused.append((comment, refusal))
            continue
        target = moves.target(asked.verb, comment.state)
        outcome.done.append(_line(asked.verb, comment, target, asked.by, outcome, reason=asked.reason))
        if asked.verb == Verb.APPROVE:
            # In the order of the thread: a reply may be placed together with what it answers.
            placed.add(comment.pk)
    _store(outcome)
    return outcome


def _in_the_way(
    asked: _Asked, comment: Comment, last: Decision | None, placed: set[int | None]
) -> NotDone | None:
    """Return why the verb is not done to this reaction, None where it can be."""
    if last and asked.seen.get(comment.pk, last.pk) != last.pk:
        return AlreadyDone(already(last, look_again=True))
    if not moves.may(asked.verb, comment.state):
        return too_late(comment, last)
    if asked.verb != Verb.APPROVE:
        return None
    if comment.pk in asked.read and asked.read[comment.pk] != fingerprint(comment.text):
        return NotDone(_("The writer has changed the text since; please look again."))
    return None if asked.anyway or _above(comment) in placed else above_is_missing(comment)


@transaction.atomic
def _undo(wanted: dict[int, Decision], *, by: User, anyway: bool) -> Outcome:
    outcome = Outcome()
    comments = _locked(wanted)
    placed = _placed_above(comments)
    history: dict[int, list[Decision]] = {pk: [] for pk in wanted}
    for decision in Decision.objects.filter(comment_id__in=wanted).in_order():
        history[decision.comment_id].append(decision)
    for comment in comments:
        decision = wanted[comment.pk]
        refusal = cannot_undo(comment, decision, history[comment.pk])
        returns = decision.from_state == State.PLACED
        if not refusal and returns and not anyway and _above(comment) not in placed:
            refusal = above_is_missing(comment)
        if refusal:
            outcome.refused.append((comment, refusal))
            continue
        outcome.done.append(
            _line(Verb.UNDO, comment, State(decision.from_state), by, outcome, undoes=decision)
        )
        if returns:
            placed.add(comment.pk)
    _store(outcome)
    shortening.give_back([decision.undoes_id for decision in outcome.done if decision.undoes_id])
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
            placed_at = Coalesce(F("placed_at"), timezone.now())
            rows.update(state=state, placed_at=placed_at, edit_waiting=_CHANGE_WAITS)
            enqueue_later(announce, [{"comment_id": pk} for pk in ids], wait=DECISION_SETTLES)
        elif state == State.WAITING:
            rows.update(state=state, placed_at=None, edit_waiting=_CHANGE_WAITS)
        else:
            # A change of what is not shown needs no look; it is there again when the reaction is.
            rows.update(state=state, edit_waiting=False)
    about = [{"decision_id": decision.pk} for decision in outcome.done if decision.verb in ABOUT_DECISIONS]
    enqueue_later(mail_decision, about, wait=DECISION_SETTLES)
