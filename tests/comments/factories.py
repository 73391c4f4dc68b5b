"""Reactions for tests: typed functions, keyword only, everything that is not said gets a plain value."""

from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments.actions import moderating
from comments.enums import State, Verb
from comments.models import Comment, Decision, Report, Subscription
from config import groups
from tests.factories import make_article, make_user

_numbers = count(1)


def make_comment(
    *,
    article: Article | None = None,
    reply_to: Comment | None = None,
    state: str = State.PLACED,
    text: str = "",
    name: str = "",
    **values: Any,
) -> Comment:
    """A reaction in the wanted state, straight into the table."""
    number = next(_numbers)
    now = timezone.now()
    facts: dict[str, Any] = {
        "article": article or (reply_to.article if reply_to else make_article()),
        "parent": reply_to,
        "state": state,
        "name": name or f"Lezer {number}",
        "email": f"lezer{number}@voorbeeld.nl",
        "text": text or f"Reactie nummer {number}.",
        "consent_at": now,
        "placed_at": now if state == State.PLACED else None,
    }
    return Comment.objects.create(**{**facts, **values})


def make_thread(*, article: Article, size: int) -> list[Comment]:
    """So many placed reactions under one article."""
    return [make_comment(article=article) for _ in range(size)]


def make_anna() -> User:
    """Anna, the second moderator."""
    user = make_user(username="anna", group=groups.MODERATORS)
    user.first_name = "Anna"
    user.save()
    return user


def decide(comment: Comment, verb: Verb, *, by: User) -> Decision:
    """Have a moderator decide, through the real action."""
    return moderating.decide_many(verb, ids=[comment.pk], by=by, reason="Daarom.").done[0]


def make_report(*, comment: Comment | None = None, **values: Any) -> Report:
    """An open report."""
    return Report.objects.create(
        comment=comment or make_comment(), **{"kind": "medical", "text": "Klopt niet.", **values}
    )


def make_follower(*, article: Article, email: str = "", confirmed: bool = True) -> Subscription:
    """Somebody who follows an article."""
    return Subscription.objects.create(
        article=article,
        email=email or f"volger{next(_numbers)}@voorbeeld.nl",
        confirmed_at=timezone.now() if confirmed else None,
    )
