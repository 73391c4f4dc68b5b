"""The words that a moderator left out of a reaction, kept beside it, and given back when placing is undone."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from comments.enums import EditStatus
from comments.models import Comment, Decision, Edit


def shorten(*, comment: Comment, text: str, decision: Decision) -> Edit:
    """Show `text` instead of the writer's own, which stays in an `Edit` that bears the moment of `decision`.

    Part of the transaction that places the reaction; `comment` is locked by it.
    """
    edit = Edit.objects.create(
        comment=comment,
        old_text=comment.text,
        new_text=text,
        status=EditStatus.APPLIED,
        decided_at=decision.at,
        decided_by=decision.by,
        by_name=decision.by_name,
        reason=_("shortened by the editors"),
    )
    comment.text = text
    comment.save(update_fields=["text"])
    return edit


def give_back(decisions: Collection[int]) -> None:
    """Put the writer's own words back where one of these decisions, now undone, had shortened them."""
    if not decisions:
        return
    undone = Decision.objects.filter(pk__in=decisions).values_list("comment_id", "at")
    moments = dict(undone)
    for edit in Edit.objects.filter(comment__in=moments, decided_at__in=moments.values()).select_related(
        "comment"
    ):
        mine = edit.decided_at == moments[edit.comment_id]
        if mine and edit.comment.text == edit.new_text:
            edit.comment.text = edit.old_text
            edit.comment.save(update_fields=["text"])
