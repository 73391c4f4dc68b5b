"""A moderator decides from the mail, without logging in: the link is bound to one reaction, one person and one verb."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments import loep, moves
from comments.actions import links, moderating
from comments.actions.refusing import too_late
from comments.enums import LinkPurpose, State, Verb
from comments.mail import MODERATE
from comments.models import Comment, Decision


class LinkRefused(Exception):
    """The link opens nothing (any more). `why`: unknown, expired, used or rights."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Opened:
    """What a link that works shows: the reaction, the verb, and the last decision, if there is one."""

    comment: Comment
    verb: Verb
    latest: Decision | None
    by: User

    @property
    def possible(self) -> bool:
        """Whether there is still something to decide: the letter asked about a reaction that waits."""
        waits = self.comment.state == State.WAITING and moves.may(self.verb, self.comment.state)
        return waits and not self.needs_desk

    @property
    def needs_desk(self) -> bool:
        """Whether placing asks for more than one press: somebody in need is not helped by being published."""
        return self.verb == Verb.APPROVE and self.comment.is_urgent and self.comment.state == State.WAITING

    @property
    def marks(self) -> list[loep.Mark]:
        """What the magnifying glass sees in the words."""
        return loep.marks(self.comment.text, self.comment.article.summary_text)

    @property
    def seen(self) -> int:
        """What the page sends along: the number of the last decision, 0 for none."""
        return self.latest.pk if self.latest else 0

    @property
    def read(self) -> str:
        """What the page sends along: a print of the words that it showed."""
        return moderating.fingerprint(self.comment.text)


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
    return Opened(link.comment, Verb(link.verb), latest, link.user)


@transaction.atomic
def decide(*, token: str, reason: str = "", seen: int = 0, read: str = "") -> Decision:
    """Do what the link is for; used up only when it was done.

    `seen` and `read` are what the page showed (`Opened`); who does not say saw nothing, and so overrules nobody and places
    no words. Raises `LinkRefused`, or `moderating.NotDone` in words where the reaction does not allow it (any more).
    """
    opened = open_link(token)
    link = links.take(token=token, purpose=LinkPurpose.MODERATE)
    if link is None or link.comment is None:
        # Of two presses the second waited, and finds the link used; or the writer erased the reaction meanwhile.
        raise LinkRefused("used" if links.find(token=token, purpose=LinkPurpose.MODERATE) else "unknown")
    comment = link.comment  # as it is now that it is locked
    if comment.state != State.WAITING:
        raise too_late(comment, moderating.latest_of([comment]).get(comment.pk))
    if opened.needs_desk:
        raise moderating.NotDone(_("Somebody may be in need here. Please log in and decide in the queue."))
    outcome = moderating.decide_many(
        opened.verb,
        ids=[comment.pk],
        by=opened.by,
        reason=reason,
        seen={comment.pk: seen},
        read={comment.pk: read},
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
