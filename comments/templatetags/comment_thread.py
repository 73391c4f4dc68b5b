"""`{% comment_thread article %}`: the reactions under an article, and the way to add one."""

from typing import Any

from django import template
from django.urls import reverse

from articles.models import Article
from comments import thread
from comments.models import Comment

register = template.Library()


@register.inclusion_tag("comments/_thread.html")
def comment_thread(article: Article) -> dict[str, Any]:
    """Show the placed reactions to `article`; one query, the same bytes for every reader."""
    rows = [thread.Row(*row) for row in Comment.objects.thread_of(article.pk).values_list(*thread.COLUMNS)]
    react_url = reverse("comments:react", args=[article.slug])
    report_url = reverse("comments:report", args=[0])
    return {
        "count": len(rows),
        "react_url": react_url,
        "thread": thread.to_html(rows, react_url=react_url, report_url=report_url),
    }
