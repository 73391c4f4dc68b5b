"""Sending in a reaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from comments import network, spam
from comments.actions import suspecting, trusting
from comments.actions.closing import is_open
from comments.enums import State
from comments.locking import hold
from comments.models import Ban, Comment, Subscription
from comments.models.comment import MAX_DEPTH, CommentQuerySet
from comments.tasks import mail_received
from config.jobs import enqueue

SAME_WITHIN = timedelta(minutes=10)
_STANDS = (State.AWAITING_EMAIL, State.WAITING, State.PLACED)


class PostRefused(Exception):
    """The reaction was not stored; the page gives the typed words back with the reason."""


class ArticleClosed(PostRefused):
    """The article is not there for readers any more."""


class ThreadClosed(PostRefused):
    """No reactions are taken below this article any more."""


class AnsweredGone(PostRefused):
    """What it replies to is not placed, or belongs to another article."""


class Banned(PostRefused):
    """This address, domain or network may not send in reactions."""


@transaction.atomic
def post(
    *,
    article: Article,
    name: str,
    email: str,
    kind: str,
    text: str,
    consent: bool,
    reply_to: Comment | None = None,
    subscribe: bool = False,
    ip: str | None = None,
    signals: Sequence[spam.Signal] = (),
    confirmed: bool = False,
) -> Comment:
    """Store a reader's reaction, and send its writer a letter.

    It waits for the writer to confirm the address, and only then for a moderator; `confirmed` says that this browser
    proved before that the address is its owner's, so that it goes straight to the moderators. Raises a `PostRefused`.

    The same words from the same address within ten minutes are one reaction, however often the button was pressed:
    callers that arrive together wait for each other on a lock named after those words, and the later ones find the row.
    With another name or kind they are another reaction, and so they are once somebody decided about the first.
    """
    email = email.lower()
    hold(article.pk, email, text, reply_to.pk if reply_to else 0)
    same = Comment.objects.from_address(email).filter(article=article, text=text, name=name, kind=kind)
    if earlier := _just_now(same, reply_to):
        return earlier
    if not article.is_live():
        raise ArticleClosed
    if not is_open(article):
        raise ThreadClosed
    if Ban.objects.against(email=email, ip=ip).exists():
        raise Banned
    if reply_to and not _stays(reply_to, article):
        raise AnsweredGone
    now = timezone.now()
    comment = Comment.objects.create(
        article=article,
        parent=reply_to,
        kind=kind,
        state=State.WAITING if confirmed else State.AWAITING_EMAIL,
        name=name,
        email=email,
        text=text,
        consent_at=now if consent else None,
        posted_at=now,
        confirmed_at=now if confirmed else None,
        queued_at=now,
        network=network.truncated(ip),
        signals=[signal.as_json() for signal in signals],
        score=spam.score(signals),
        priority=suspecting.priority(text, article_text=article.summary_text),
    )
    if subscribe:
        follow(article=article, email=email, confirmed=confirmed)
    if confirmed:
        trusting.to_the_queue(comment)
    enqueue(mail_received, comment_id=comment.pk)
    return comment


def follow(*, article: Article, email: str, confirmed: bool = False) -> None:
    """Note that somebody wants mail about this article; nothing is sent until the owner of the address confirms.

    `confirmed` says that the address was proven to be theirs already.
    """
    now = timezone.now() if confirmed else None
    try:
        with transaction.atomic():
            Subscription.objects.create(article=article, email=email.lower(), confirmed_at=now)
    except IntegrityError:  # follows already, or asked before
        if confirmed:
            asked = Subscription.objects.unconfirmed().filter(article=article, email=email.lower())
            asked.update(confirmed_at=now, token_hash="")


def _stays(answered: Comment, article: Article) -> bool:
    """Whether a reaction can be answered; it stays until this transaction ends.

    Without the lock its writer could have it erased between this look and the storing, which the database would refuse.
    On the deepest level the new row points at the one above as well. The database would lock that one last, while
    moderators lock a conversation from its top down, so each could wait for the other: here it is locked first.
    """
    above = answered.parent_id if answered.depth == MAX_DEPTH else None
    wanted = [pk for pk in (above, answered.pk) if pk]
    rows = Comment.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("path")
    found = {comment.pk: comment for comment in rows}.get(answered.pk)
    return found is not None and found.is_placed() and found.article_id == article.pk


def _just_now(same: CommentQuerySet, reply_to: Comment | None) -> Comment | None:
    """Return the one of these that a second press of the button repeats, None where this is a new reaction.

    What was removed or refused is not: whoever sends it in once more must not be thanked for nothing.
    """
    recent = same.filter(posted_at__gt=timezone.now() - SAME_WITHIN, state__in=_STANDS)
    for comment in recent.select_related("parent", "in_reply_to"):
        if comment.answers() == reply_to:
            return comment
    return None
