"""The owner of an address confirms a reaction, by the link in the letter."""

from dataclasses import dataclass
from datetime import timedelta
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
from comments.tasks import LETTERS, LETTERS_WITHIN, letters_lately, mail_received
from config.jobs import enqueue

DOUBLE_PRESS = timedelta(minutes=5)  # so long a second press of the same button is answered as the first was
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
    proves: bool = False  # who holds the link owns the address: it was used just now, and within its term


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
    # First the reaction, then its links: the order in which everybody locks them. Both may have been erased meanwhile.
    rows = Comment.objects.select_for_update(of=("self",)).select_related("article")
    comment = rows.filter(pk=link.comment_id).first()
    current = MailLink.objects.filter(pk=link.pk).first()
    if comment is None or current is None:
        return Found(Stand.UNKNOWN)
    now = timezone.now()
    if (stand := _stand(current, comment)) is not Stand.OPEN:
        used = current.used_at
        proves = used is not None and used > now - DOUBLE_PRESS and current.expires_at > now
        return Found(stand, comment, _followed(comment), proves)
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


def too_many_letters(email: str) -> bool:
    """Tell whether letters went to this address so often that a stranger's mailbox may be the victim."""
    return letters_lately(email) >= LETTERS


def is_held_back(comment: Comment) -> bool:
    """Tell, before the letter about a reaction that awaits it could go, that it will not: its address had enough of them.

    The same rule as in `mail_received`, as it was when the reaction came in; letters of earlier reactions that were still
    on their way count.
    """
    if MailLink.objects.filter(comment=comment, purpose=LinkPurpose.OWN).exists():
        return False
    at = comment.posted_at
    earlier = Comment.objects.from_address(comment.email).filter(
        pk__lt=comment.pk, state=State.AWAITING_EMAIL
    )
    sent = MailLink.objects.filter(comment__email=comment.email, made_at__lte=at)
    on_their_way = earlier.filter(posted_at__gt=at - LETTERS_WITHIN).exclude(mail_links__in=sent)
    return letters_lately(comment.email, at=at) + on_their_way.count() >= LETTERS


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
