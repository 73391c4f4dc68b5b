"""Publish and withdraw."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.actions import relating
from articles.actions.auditing import Actor, record
from articles.actions.locking import in_turn
from articles.models import Article
from articles.workflow import target
from config.kit.html import to_text


class NothingToPublish(ValueError):
    """The explanation holds no word."""


@transaction.atomic
def publish(*, article: Article, by: Actor, at: datetime | None = None) -> Article:
    """Show `article` to readers from `at` on (now when not given and not set before).

    Raises `MoveNotAllowed` where the table of moves says no, and `NothingToPublish` without a word of explanation.

    A republished article keeps its first date: readers know it by that.
    """
    in_turn()
    current = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if not to_text(article.summary):
        raise NothingToPublish
    article.status = target("publish", current.status)
    article.published_at = at or article.published_at or current.published_at or timezone.now()
    article.published_by_id = by.pk if by else None
    article.withdrawn_at = article.withdrawn_by = None
    article.withdrawn_reason = ""
    article.save(
        update_fields=[
            *("status", "published_at", "published_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason"),
            "updated_at",
        ]
    )
    relating.refresh(article=article)
    record(verb="publish", article=article, by=by)
    return article


@transaction.atomic
def withdraw(*, article: Article, by: Actor, reason: str) -> Article:
    """Take `article` away from readers; its address answers 410 with `reason`. Raises `MoveNotAllowed`, ValueError."""
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason")
    in_turn()
    current = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    article.status = target("withdraw", current.status)
    article.withdrawn_at = timezone.now()
    article.withdrawn_by_id = by.pk if by else None
    article.withdrawn_reason = reason.strip()
    article.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "updated_at"])
    record(verb="withdraw", article=article, by=by, detail={"reason": article.withdrawn_reason})
    return article
