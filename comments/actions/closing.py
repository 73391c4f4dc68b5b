"""When reactions below an article are no longer taken: after so many days, or because a moderator said so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Thread


def taken(*, published_at: datetime | None, closed_at: datetime | None, stays_open: bool | None) -> bool:
    """Tell whether a thread with these facts takes reactions now; the one rule, for the page and for sending in.

    What a moderator chose goes before the site's number of days (`REACTIONS_CLOSE_AFTER_DAYS`, 0 for never), which
    counts from the article's publication. `None` stands for "no moderator chose anything".
    """
    if closed_at is not None:
        return False
    days = settings.REACTIONS_CLOSE_AFTER_DAYS
    if not days or stays_open or published_at is None:
        return True
    return timezone.now() < published_at + timedelta(days=days)


def is_open(article: Article) -> bool:
    """Tell whether readers can react below `article` now; one query."""
    chosen = Thread.objects.filter(article=article).values_list("closed_at", "stays_open").first()
    closed_at, stays_open = chosen or (None, None)
    return taken(published_at=article.published_at, closed_at=closed_at, stays_open=stays_open)


@transaction.atomic
def close(*, article: Article, by: User) -> Thread:
    """Take no more reactions below `article`; what is there stays, and what waits can still be placed.

    Closing twice changes nothing: the first moment and the first name stay.
    """
    thread = _locked(article)
    if thread.closed_at is None:
        thread.closed_at, thread.closed_by, thread.stays_open = timezone.now(), by, False
        thread.save()
    return thread


@transaction.atomic
def reopen(*, article: Article) -> Thread:
    """Take reactions again, also where the site's number of days has passed; the thread then stays open."""
    thread = _locked(article)
    thread.closed_at, thread.closed_by, thread.stays_open = None, None, True
    thread.save()
    return thread


def _locked(article: Article) -> Thread:
    """The article's row, made where there is none; two moderators at once wait for each other."""
    Thread.objects.get_or_create(article=article)
    return Thread.objects.select_for_update().get(article=article)
