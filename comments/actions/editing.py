"""Changing what was sent in: the writer writes, a moderator takes it over or does not.

Words that nobody has read yet are replaced at once; the old ones stay in an `Edit`. Words that readers see stay where
they are until a moderator has read the new ones.

How long: until somebody replied, or fifteen minutes passed since the reaction was placed, or before that since its
writer confirmed it. Before the confirmation the clock stands still, because only the letter brings the link.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import spam
from comments.actions import suspecting
from comments.actions.moderating import AlreadyDone, NotDone
from comments.actors import WRITER
from comments.enums import EditStatus, State
from comments.models import Comment, Edit
from comments.tasks import mail_edit, mail_moderators
from config.jobs import DECISION_SETTLES, enqueue, enqueue_later

WINDOW = timedelta(minutes=15)
MOST = 30  # changes of one reaction that are kept; nobody needs more, and a robot must not fill the table
# How it was sent in stays true whatever the words become: a robot must not wash its reaction clean by changing it.
ABOUT_SENDING = frozenset({"trap", "no_stamp", "quick", "no_puzzle", "busy_network", "busy_address"})
CHANGEABLE = (State.AWAITING_EMAIL, State.WAITING, State.PLACED)


class NotEditable(Exception):
    """The words stay as they are; `why` is `state`, `answered`, `late`, `often` or, for an erased reaction, `gone`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_editable(comment: Comment) -> None:
    """Raise `NotEditable` where the writer can no longer change the words; one query."""
    if comment.state not in CHANGEABLE or comment.erased_at:
        raise NotEditable("state")
    started = comment.placed_at or comment.confirmed_at
    if started and timezone.now() - started > WINDOW:
        raise NotEditable("late")
    if Comment.objects.filter(Q(parent=comment) | Q(in_reply_to=comment)).placed().exists():
        raise NotEditable("answered")


def waiting_edit(comment: Comment) -> Edit | None:
    """Return the change that waits for a moderator, None where none does."""
    return Edit.objects.filter(comment=comment, status=EditStatus.WAITING).first()


@transaction.atomic
def edit(*, comment: Comment, text: str, signals: Sequence[spam.Signal] = ()) -> Comment:
    """Take the writer's new words, with what stands out in them; the same words change nothing. Raises `NotEditable`.

    A second change before a moderator came takes the place of the first: only the last one is asked about. Where the
    placing was undone with a change waiting, the new words replace both texts, and that change is closed.
    """
    locked = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if locked is None:
        raise NotEditable("gone")
    check_editable(locked)
    now, waiting = timezone.now(), waiting_edit(locked)
    if waiting and locked.state != State.PLACED:
        waiting.status, waiting.decided_at, waiting.by_name = EditStatus.REFUSED, now, str(WRITER)
        waiting.save(update_fields=["status", "decided_at", "by_name"])
        locked.edit_waiting, waiting = False, None
        locked.save(update_fields=["edit_waiting"])
    if text == (waiting.new_text if waiting else locked.text):
        return locked
    if not waiting and Edit.objects.filter(comment=locked).count() >= MOST:
        raise NotEditable("often")
    kept = [stored for stored in locked.signals if stored.get("name") in ABOUT_SENDING]
    locked.signals = kept + [signal.as_json() for signal in signals]
    locked.score = sum(int(stored["weight"]) for stored in locked.signals)
    locked.priority = suspecting.priority(text, article_text=locked.article.summary_text)
    changed = {"signals", "score", "priority"}
    if locked.state != State.PLACED:
        Edit.objects.create(
            comment=locked,
            old_text=locked.text,
            new_text=text,
            status=EditStatus.APPLIED,
            decided_at=now,
            by_name=str(WRITER),
        )
        locked.text, locked.edited_at = text, now
        changed |= {"text", "edited_at"}
    elif waiting:
        waiting.new_text, waiting.at = text, now
        waiting.save(update_fields=["new_text", "at"])
    else:
        Edit.objects.create(comment=locked, old_text=locked.text, new_text=text, at=now)
        locked.edit_waiting, locked.queued_at = True, now
        changed |= {"edit_waiting", "queued_at"}
        enqueue(mail_moderators, comment_id=locked.pk)
    locked.save(update_fields=changed)
    return locked


@transaction.atomic
def apply_edit(*, edit: Edit, by: User, seen: str | None = None) -> Edit:
    """Show readers the writer's new words. Raises `AlreadyDone` or `NotDone`, in words for the moderator.

    `seen` is the new text that the moderator's page showed: where the writer has changed it since, nothing happens.
    """
    comment, locked = _locked(edit)
    if seen is not None and seen != locked.new_text:
        raise NotDone(_("The writer has changed the text since; please look again."))
    if comment.state != State.PLACED:
        raise NotDone(_("This reaction is no longer placed, so its change cannot be either."))
    comment.text, comment.edited_at = locked.new_text, locked.at
    return _decided(comment, locked, EditStatus.APPLIED, by=by, reason="", changed={"text", "edited_at"})


@transaction.atomic
def refuse_edit(*, edit: Edit, by: User, reason: str) -> Edit:
    """Keep the old words; the reason is required and goes to the writer. Raises `AlreadyDone` or `NotDone`."""
    if not reason.strip():
        raise NotDone(_("Please give a reason."))
    comment, locked = _locked(edit)
    return _decided(comment, locked, EditStatus.REFUSED, by=by, reason=reason.strip(), changed=set())


def _locked(edit: Edit) -> tuple[Comment, Edit]:
    """Lock the reaction and its change, in the order in which everybody does; both may have been erased meanwhile."""
    comment = Comment.objects.select_for_update().filter(pk=edit.comment_id).first()
    locked = Edit.objects.select_for_update().filter(pk=edit.pk).first()
    if comment is None or locked is None:
        raise NotDone(_("This reaction no longer exists."))
    if locked.status != EditStatus.WAITING:
        raise AlreadyDone(
            _("%(name)s decided about this change already: %(outcome)s.")
            % {"name": locked.by_name, "outcome": locked.get_status_display()}
        )
    return comment, locked


def _decided(
    comment: Comment, edit: Edit, status: EditStatus, *, by: User, reason: str, changed: set[str]
) -> Edit:
    edit.status, edit.decided_at, edit.decided_by, edit.reason = status, timezone.now(), by, reason
    edit.by_name = by.get_full_name() or by.get_username()
    edit.save()
    comment.edit_waiting = False
    comment.save(update_fields={"edit_waiting", *changed})
    enqueue_later(mail_edit, [{"edit_id": edit.pk}], wait=DECISION_SETTLES)
    return edit
