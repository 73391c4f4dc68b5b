"""`{% comment_thread article %}`: the reactions under an article, and the way to add one."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article
from comments import thread
from comments.models import Comment
from config.kit.prepared import Prepared

register = template.Library()


@register.simple_tag
def comment_thread(article: Article) -> SafeString:
    """Show the placed reactions to `article`: one query, the same bytes for every reader."""
    return thread.section(
        _rows(article.pk),
        react_url=reverse("comments:react", args=[article.slug]),
        report_url=reverse("comments:report", args=[0]),
    )


_THREAD = Prepared(lambda article: Comment.objects.thread_of(article).values_list(*thread.COLUMNS), int)


def _rows(article_id: int) -> list[thread.Row]:
    return [thread.Row._make(row) for row in _THREAD.rows(article_id)]
