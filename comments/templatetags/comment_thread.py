"""`{% comment_thread article %}`: the reactions under an article, and the way to add one."""

from typing import Any

from django import template
from django.db.models import FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article
from comments import thread
from comments.actions import closing
from comments.enums import State
from config.kit.prepared import Prepared

register = template.Library()


@register.simple_tag
def comment_thread(article: Article) -> SafeString:
    """Show the placed reactions to `article`: one query, the same bytes for every reader."""
    closed_at, stays_open, rows = _thread_of(article.pk)
    return thread.section(
        rows,
        react_url=reverse("comments:react", args=[article.slug]),
        report_url=reverse("comments:report", args=[0]),
        is_open=closing.taken(published_at=article.published_at, closed_at=closed_at, stays_open=stays_open),
    )


def _query(article_id: int) -> QuerySet[Article, Any]:
    """The thread's choice (open or closed) with every placed reaction; one row where there is no reaction.

    It starts at the article, so that whether an empty thread is closed costs no second query.
    """
    shown = FilteredRelation("comments", condition=Q(comments__state=State.PLACED))
    columns = [f"shown__{column}" for column in thread.COLUMNS]
    found = Article.objects.filter(pk=article_id).annotate(shown=shown).order_by("shown__path")
    return found.values_list("thread__closed_at", "thread__stays_open", *columns)


_THREAD = Prepared(_query, int)


def _thread_of(article_id: int) -> tuple[Any, Any, list[thread.Row]]:
    found = _THREAD.rows(article_id)
    if not found:
        return None, None, []
    return found[0][0], found[0][1], [thread.Row._make(row[2:]) for row in found if row[2] is not None]
