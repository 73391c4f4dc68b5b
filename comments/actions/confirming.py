"""The owner of an address confirms a reaction, by the link in the letter."""

from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comments import moves
from comments.actions import links, trusting
from comments.actions.posting import Banned, follow
from comments.actors import WRITER
from comments.enums import LinkPurpose, Rhythm, State, Verb
from comments.models import Ban, Comment, Decision, MailLink, Subscription
from comments.tasks import LETTERS, letters_lately, mail_received
from config.jobs import enqueue

NEVER = "never"  # beside the rhythms: no mail about the article


class NotAwaited(Exception):
    """This reaction does not wait for its letter (any more)."""


class Stand(Enum):
    """How it stands with a link that confirms."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    DECIDED = "decided"  # removed by its writer or a moderator before it was confirmed
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Found:
    """What a link leads to."""

    stand: Stand
    comment: Comment | None = None
    follows: Subscription | None = None
    proves: bool = False  # who holds the link owns the address: it is within its term


def look(token: str) -> Found:
    """Look what a link opens, changing nothing."""
    link = links.find(token=token, purpose=LinkPurpose.CONFIRM)
    if link is None or link.comment is None:
        return Found(Stand.UNKNOWN)
    return Found(_stand(link, link.comment), link.comment, _wish(link.comment))


@transaction.atomic
def confirm(*, token: str, rhythm: str = "") -> Found:
    """Bring the reaction before the moderators; pressing twice is the same as once.

    `rhythm` is how often its writer wants mail about the article, empty for what was chosen before and "never" for not
    at all; it counts only where the form had a tick for mail.
    """
    link = links.find(token=token, purpose=LinkPurpose.CONFIRM)
    if link is None or link.comment_id is None:
        return Found(Stand.UNKNOWN)
    # First the reaction, then its links: the order in which everybody locks them.
    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("article").get(pk=link.comment_id)
    )
    link.refresh_from_db()
    if (stand := _stand(link, comment)) is not Stand.OPEN:
        return Found(stand, comment, _followed(comment), link.expires_at > timezone.now())
    now = timezone.now()
    MailLink.objects.filter(comment=comment, purpose=LinkPurpose.CONFIRM, used_at=None).update(used_at=now)
    target = moves.target(Verb.CONFIRM, comment.state)
    Decision.objects.create(
        comment=comment, verb=Verb.CONFIRM, from_state=comment.state, to_state=target, by_name=str(WRITER)
    )
    comment.state, comment.confirmed_at, comment.queued_at = target, now, now
    comment.save(update_fields=["state", "confirmed_at", "queued_at"])
    _settle_wish(comment, rhythm)
    trusting.to_the_queue(comment)
    return Found(Stand.CONFIRMED, comment, _followed(comment), True)


@transaction.atomic
def send_again(*, comment: Comment) -> None:
    """Send the letter with the link once more; two presses are one letter. Raises `NotAwaited`."""
    if not Comment.objects.filter(pk=comment.pk, state=State.AWAITING_EMAIL).exists():
        raise NotAwaited
    enqueue(mail_received, comment_id=comment.pk, after_link=_last_link(comment))


@transaction.atomic
def correct_address(*, comment: Comment, email: str) -> Comment:
    """Send the letter to another address, because the first was mistyped; links that went to that one end.

    Raises `NotAwaited`, and `Banned` for an address that may not send in.
    """
    email = email.lower()
    locked = Comment.objects.select_for_update(of=("self",)).select_related("article")
    found = locked.filter(pk=comment.pk, state=State.AWAITING_EMAIL).first()
    if found is None:
        raise NotAwaited
    if Ban.objects.against(email=email, ip=None).exists():
        raise Banned
    last = _last_link(found)
    MailLink.objects.filter(comment=found, used_at=None).update(expires_at=timezone.now())
    if (wish := _wish(found)) and email != found.email:
        wish.ended_at = timezone.now()
        wish.save(update_fields=["ended_at"])
        follow(article=found.article, email=email)
    found.email = email
    found.save(update_fields=["email"])
    enqueue(mail_received, comment_id=found.pk, after_link=last)
    return found


def too_many_letters(comment: Comment) -> bool:
    """Tell whether this reaction's letter went out so often that a stranger's mailbox may be the victim."""
    return letters_lately(comment) >= LETTERS


def _last_link(comment: Comment) -> int:
    last = MailLink.objects.filter(comment=comment, purpose=LinkPurpose.OWN).aggregate(last=Max("pk"))["last"]
    return last or 0


def _stand(link: MailLink, comment: Comment) -> Stand:
    if comment.state == State.AWAITING_EMAIL:
        return Stand.OPEN if link.is_usable() else Stand.EXPIRED
    return Stand.CONFIRMED if comment.confirmed_at and comment.state != State.REMOVED else Stand.DECIDED


def _wish(comment: Comment) -> Subscription | None:
    """The tick in the form for mail, not confirmed yet."""
    wishes = Subscription.objects.unconfirmed().filter(article=comment.article_id, email=comment.email)
    return wishes.first()


def _followed(comment: Comment) -> Subscription | None:
    following = Subscription.objects.confirmed().filter(article=comment.article_id, email=comment.email)
    return following.first()


def _settle_wish(comment: Comment, rhythm: str) -> None:
    """Start the mails, or forget the wish; the same proof counts for both."""
    if (wish := _wish(comment)) is None:
        return
    if rhythm == NEVER:
        wish.ended_at = timezone.now()
    else:
        wish.confirmed_at = timezone.now()
        wish.rhythm = rhythm if rhythm in Rhythm.values else wish.rhythm
    wish.token_hash = ""
    wish.save(update_fields=["ended_at", "confirmed_at", "rhythm", "token_hash"])
