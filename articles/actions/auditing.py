"""The editors' log."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from articles.models import Article, EditorialEvent

Actor = AbstractBaseUser | AnonymousUser | None
"""Who does something; None where a program does."""


def record(*, verb: str, article: Article, by: Actor, detail: dict[str, Any] | None = None) -> None:
    """Write one line; call it inside the transaction of the change, so that both happen or neither."""
    EditorialEvent.objects.create(
        verb=verb,
        article_id=article.pk,
        title=article.title,
        actor=by.get_username() if by else "",
        detail=detail or {},
    )
