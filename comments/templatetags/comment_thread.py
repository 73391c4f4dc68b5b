"""`{% comment_thread article %}`: the reactions under an article, and the way to add one."""

from functools import lru_cache
from typing import Any

from django import template
from django.db import connection
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article
from comments import thread
from comments.models import Comment

register = template.Library()
_SOME_ARTICLE = -1


@register.simple_tag
def comment_thread(article: Article) -> SafeString:
    """Show the placed reactions to `article`: one query, the same bytes for every reader."""
    return thread.section(
        _rows(article.pk),
        react_url=reverse("comments:react", args=[article.slug]),
        report_url=reverse("comments:report", args=[0]),
    )


@lru_cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Return the query `thread_of` as SQL, made once.

    Composing it anew and wrapping its rows took more than half of the time of a thread of twenty reactions.
    """
    return Comment.objects.thread_of(_SOME_ARTICLE).values_list(*thread.COLUMNS).query.sql_with_params()


def _rows(article_id: int) -> list[thread.Row]:
    sql, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [article_id if value == _SOME_ARTICLE else value for value in values])
        return [thread.Row._make(row) for row in cursor.fetchall()]
