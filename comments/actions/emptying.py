"""Taking words out of the tables for good: what erasing on request and the retention terms share.

A reaction that nobody answered goes whole, with everything that hangs on it. One that was answered keeps its place in
the thread, empty, so that the answers keep theirs; so does one that was imported, because its number is what keeps a
second import from bringing the words back. Of one that was written here and goes whole only the number stays, beside
the imported ones without an article: a file that `export_comments` made before would bring the words back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.enums import State, Verb
from comments.identity import own_id
from comments.models import Comment, Decision, Edit, MailLink, Objection, Report, Stray

_EMPTY: dict[str, Any] = {
    "name": "",
    "email": "",
    "text": "",
    "body_html": "",
    "network": None,
    "signals": [],
    "score": 0,
    "priority": 0,
    "edit_waiting": False,
    "pinned_at": None,
    "state": State.REMOVED,
}


@dataclass(frozen=True)
class Emptied:
    """How many reactions went whole, and how many left an empty place behind."""

    gone: int = 0
    places: int = 0


@transaction.atomic
def empty(*, ids: Collection[int], who: str) -> Emptied:
    """Take the words of these reactions out of the database; `who` did it, for the history of the places that stay.

    Rows are locked in the order of the thread, as moderators' actions do, so that neither waits for the other for ever.
    """
    comments = list(Comment.objects.select_for_update().filter(pk__in=ids).order_by("path"))
    leave = _with_answers(comments)
    places = [comment for comment in comments if comment.pk in leave]
    gone = [comment for comment in comments if comment.pk not in leave]
    found = [comment.pk for comment in comments]
    forget_in_log(Comment, found)
    for model in (Report, Objection):
        forget_in_log(model, model._default_manager.filter(comment__in=found).values_list("pk", flat=True))
    _strip(places, who)
    _remember_numbers(gone)
    Comment.objects.filter(pk__in=[comment.pk for comment in gone]).delete()
    return Emptied(gone=len(gone), places=len(places))


def forget_reasons(ids: Collection[int]) -> None:
    """Empty the reasons of decisions about these: a moderator may have quoted the words, or named who wrote them.

    What was decided, when and by whom stays; the queryset of `Decision` refuses every change, so this goes around it.
    """
    models.QuerySet(Decision).filter(comment__in=ids).exclude(reason="").update(reason="")


def forget_in_log(model: type[models.Model], ids: Iterable[object]) -> None:
    """Take the descriptions of these rows out of the admin's log; who did what when stays.

    The log repeats an object as text ("Rosa: Ik kreeg in mei…"), which would outlive the object itself.
    """
    lines = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in ids]
    )
    lines.update(object_repr=_("erased"), change_message="")


def _remember_numbers(gone: Collection[Comment]) -> None:
    """Keep the numbers under which an export can hold these; one whose address was never confirmed is in none."""
    exported = [comment for comment in gone if comment.state != State.AWAITING_EMAIL]
    numbers = [Stray(external_id=own_id(comment), row={}, why=_("erased")) for comment in exported]
    Stray.objects.bulk_create(numbers, ignore_conflicts=True)


def _with_answers(comments: Collection[Comment]) -> set[int]:
    """Return which of these must leave a place: answered by one that stays, or imported."""
    ids = [comment.pk for comment in comments]
    answers: dict[int | None, list[int]] = defaultdict(list)
    below = Comment.objects.filter(Q(parent__in=ids) | Q(in_reply_to__in=ids))
    for pk, parent, really in below.values_list("pk", "parent", "in_reply_to"):
        answers[parent].append(pk)
        answers[really].append(pk)
    leave: set[int] = set()
    going: set[int] = set()
    # An answer always has a higher number than what it answers, so from the highest down each one's answers are known.
    for comment in sorted(comments, key=lambda comment: -comment.pk):
        stays = comment.external_id or any(answer not in going for answer in answers[comment.pk])
        (leave if stays else going).add(comment.pk)
    return leave


def _strip(places: Collection[Comment], who: str) -> None:
    """Empty the rows that stay, and take away what hangs on them."""
    ids = [comment.pk for comment in places]
    for model in (Edit, Objection, Report, MailLink):
        model._default_manager.filter(comment__in=ids).delete()
    forget_reasons(ids)
    Decision.objects.bulk_create(
        Decision(
            comment=comment, verb=Verb.REMOVE, from_state=comment.state, to_state=State.REMOVED, by_name=who
        )
        for comment in places
        if comment.state != State.REMOVED
    )
    Comment.objects.filter(pk__in=ids).update(**_EMPTY, erased_at=timezone.now())
