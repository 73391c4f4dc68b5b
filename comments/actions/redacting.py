"""Placing a reaction without the words that the magnifying glass proposes to leave out."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments import loep
from comments.actions import moderating, shortening
from comments.enums import Verb
from comments.models import Comment


def proposal(comment: Comment) -> str:
    """Return the words with every proposal carried out; empty where nothing is proposed. Needs the article."""
    marks = loep.marks(comment.text, comment.article.summary_text)
    proposed = loep.redacted(comment.text, marks)
    return "" if proposed == comment.text else proposed


@transaction.atomic
def place_shortened(
    *,
    comment: Comment,
    by: User,
    seen: Mapping[int, int] | None = None,
    read: Mapping[int, str] | None = None,
    anyway: bool = False,
) -> moderating.Outcome:
    """Place a reaction with the proposed words left out, each place of them marked as such in the text.

    What the reader wrote stays in an `Edit`; undoing the decision gives it back. `seen`, `read` and `anyway` as in
    `moderating.decide_many`. Raises `NotDone` where nothing is proposed (any more).
    """
    outcome = moderating.decide_many(
        Verb.APPROVE, ids=[comment.pk], by=by, seen=seen, read=read, anyway=anyway
    )
    for decision in outcome.done:
        placed = Comment.objects.select_related("article").get(pk=decision.comment_id)
        text = proposal(placed)
        if not text:
            raise moderating.NotDone(_("There is nothing to leave out in this reaction."))
        shortening.shorten(comment=placed, text=text, decision=decision)
    return outcome
