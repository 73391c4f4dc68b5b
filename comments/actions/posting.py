"""Sending in a reaction."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2b

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article
from comments import network, spam
from comments.models import Ban, Comment, Subscription
from comments.tasks import mail_moderators
from config.jobs import enqueue

SAME_WITHIN = timedelta(minutes=10)


class PostRefused(Exception):
    """The reaction was not stored; the page gives the typed words back with the reason."""


class ArticleClosed(PostRefused):
    """The article is not there for readers any more."""


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
) -> Comment:
    """Store a reader's reaction for a moderator to look at, and tell the moderators.

    The same words from the same address within ten minutes are one reaction, however often the button was pressed:
    callers that arrive together wait for each other on a lock named after those words, and the later ones find the row.
    """
    email = email.lower()
    _one_at_a_time(article.pk, email, text, reply_to.pk if reply_to else 0)
    if earlier := _same_words(article=article, email=email, text=text, reply_to=reply_to):
        return earlier
    if not article.is_live():
        raise ArticleClosed
    if Ban.objects.against(email=email, ip=ip).exists():
        raise Banned
    if reply_to and not (reply_to.article_id == article.pk and reply_to.is_placed()):
        raise AnsweredGone
    now = timezone.now()
    comment = Comment.objects.create(
        article=article,
        parent=reply_to,
        kind=kind,
        name=name,
        email=email,
        text=text,
        consent_at=now if consent else None,
        posted_at=now,
        network=network.truncated(ip),
        signals=[signal.as_json() for signal in signals],
        score=spam.score(list(signals)),
    )
    if subscribe:
        follow(article=article, email=email)
    enqueue(mail_moderators, comment_id=comment.pk)
    return comment


def follow(*, article: Article, email: str) -> None:
    """Note that somebody wants mail about this article; nothing is sent until the owner of the address confirms."""
    try:
        with transaction.atomic():
            Subscription.objects.create(article=article, email=email.lower())
    except IntegrityError:  # follows already, or asked before
        return


def _one_at_a_time(*parts: object) -> None:
    """Hold a lock named after `parts` until the transaction ends."""
    digest = blake2b(repr(parts).encode("utf-8", "replace"), digest_size=8).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, signed=True)])


def _same_words(*, article: Article, email: str, text: str, reply_to: Comment | None) -> Comment | None:
    recent = Comment.objects.from_address(email).filter(posted_at__gt=timezone.now() - SAME_WITHIN)
    for comment in recent.filter(article=article, text=text).select_related("parent", "in_reply_to"):
        if comment.answers() == reply_to:
            return comment
    return None
