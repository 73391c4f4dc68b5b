"""The editors answer a reader, in the thread."""

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.actions import moderating
from comments.actions.refusing import NotDone
from comments.enums import Kind, State, Verb
from comments.models import Comment
from comments.models.comment import NAME_LIMIT, TEXT_LIMIT
from config.kit.text import tidy, tidy_lines

SAME_WITHIN = timedelta(minutes=10)


@transaction.atomic
def answer(
    *,
    comment: Comment,
    by: User,
    text: str,
    name: str = "",
    anyway: bool = False,
    seen: Mapping[int, int] | None = None,
    read: Mapping[int, str] | None = None,
) -> Comment:
    """Place an answer by the editors below `comment`; one that still waits is placed along with it.

    `name` stands above the answer; without one it is "Redactie". No address is stored: the answer is the site's, and
    its history says who wrote it. The same words again, within ten minutes, are the first answer (a double click).
    A closed thread takes the editors' answer too. Raises `NotDone` with the reason in words; `anyway`,
    `seen` and `read` as in `moderating.decide_many`.
    """
    text, name = tidy_lines(text), tidy(name)[:NAME_LIMIT] or _("The editors")
    if not text:
        raise NotDone(_("Please write an answer first."))
    if len(text) > TEXT_LIMIT:
        raise NotDone(_("This answer is too long: at most 5,000 characters fit."))
    # Locked, so that a double click waits here and then finds the first answer.
    answered = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk).first()
    if answered is None:
        raise NotDone(_("This reaction no longer exists."))
    if earlier := _same_words(answered, text):
        return earlier
    if not answered.is_placed():
        outcome = moderating.decide_many(
            Verb.APPROVE, ids=[answered.pk], by=by, seen=seen, read=read, anyway=anyway
        )
        if outcome.refused:
            raise outcome.refused[0][1]
    made = Comment.objects.create(
        article_id=answered.article_id,
        parent=answered,
        kind=Kind.ADDITION,
        name=name,
        email="",
        text=text,
        by_editor=True,
        state=State.WAITING,
        posted_at=timezone.now(),
    )
    moderating.approve(comment=made, by=by)
    return made


def _same_words(answered: Comment, text: str) -> Comment | None:
    recent = Comment.objects.placed().filter(article_id=answered.article_id, by_editor=True, text=text)
    for made in recent.filter(posted_at__gt=timezone.now() - SAME_WITHIN).select_related(
        "parent", "in_reply_to"
    ):
        if made.answers() == answered:
            return made
    return None
