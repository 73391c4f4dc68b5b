"""A moderator decides from the mail, without logging in: the link is bound to one reaction, one person and one verb."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from comments.actions import links, moderating
from comments.enums import LinkPurpose, Verb
from comments.mail import MODERATE
from comments.models import Comment, Decision


class LinkRefused(Exception):
    """The link opens nothing (any more). `why`: unknown, expired, used or rights."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Opened:
    """What a link that works shows: the reaction, the verb, and the number of its last decision (0 for none)."""

    comment: Comment
    verb: Verb
    seen: int
    by: User


def open_link(token: str) -> Opened:
    """Look what a link opens, changing nothing; `LinkRefused` says why it opens nothing."""
    link = links.find(token=token, purpose=LinkPurpose.MODERATE)
    if link is None or link.user is None or link.comment is None:
        raise LinkRefused("unknown")
    if not (link.user.is_active and link.user.has_perm(MODERATE)):
        raise LinkRefused("rights")
    if not link.is_usable():
        raise LinkRefused("used" if link.used_at else "expired")
    latest = moderating.latest_of([link.comment]).get(link.comment.pk)
    return Opened(link.comment, Verb(link.verb), latest.pk if latest else 0, link.user)


def decide(*, token: str, reason: str = "", seen: int | None = None) -> Decision:
    """Do what the link is for; used up only when it was done.

    `seen` is what the page showed (`Opened.seen`). Raises `LinkRefused`, or `moderating.NotDone` in words where the
    reaction does not allow it (any more).
    """
    opened = open_link(token)
    with transaction.atomic():
        # Checked once more under the lock: of two presses the second finds the link used.
        if links.take(token=token, purpose=LinkPurpose.MODERATE) is None:
            raise LinkRefused("used")
        outcome = moderating.decide_many(
            opened.verb,
            ids=[opened.comment.pk],
            by=opened.by,
            reason=reason,
            seen={} if seen is None else {opened.comment.pk: seen},
        )
        if outcome.refused:
            raise outcome.refused[0][1]  # rolls back, so the link still works when the reaction does
        return outcome.done[0]


def decided_since(token: str) -> Decision | None:
    """Return the last decision about the reaction of a used link, for a page that explains why the link is over."""
    link = links.find(token=token, purpose=LinkPurpose.MODERATE)
    if link is None or link.comment is None or link.used_at is None:
        return None
    return moderating.latest_of([link.comment]).get(link.comment.pk)
