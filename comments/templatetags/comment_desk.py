"""`{% comment_desk %}`: what waits for the moderators, on the first page of the admin."""

from typing import Any

from django import template
from django.db.models import Count, Min

from comments.models import Comment, Report

register = template.Library()
MODERATE = "comments.moderate_comment"


@register.inclusion_tag("comments/admin/desk.html", takes_context=True)
def comment_desk(context: dict[str, Any]) -> dict[str, Any]:
    """Count what waits, for who may decide about it: two queries, however much it is, and none for other people."""
    if not context["request"].user.has_perm(MODERATE):
        return {"moderator": False}
    waiting = Comment.objects.waiting().order_by().aggregate(count=Count("pk"), oldest=Min("posted_at"))
    return {"moderator": True, "waiting": waiting, "reports": Report.objects.open().count()}
