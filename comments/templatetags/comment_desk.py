"""`{% comment_desk %}`: what waits for the moderators, on the first page of the admin; and how long a wait was."""

from typing import Any

from django import template

from comments.admin import drawing, queue_facts
from comments.enums import State
from comments.models import Objection, Report

register = template.Library()
MODERATE = "comments.moderate_comment"


@register.inclusion_tag("comments/admin/desk.html", takes_context=True)
def comment_desk(context: dict[str, Any]) -> dict[str, Any]:
    """Count what waits, for who may decide about it: three queries, however much it is, and none for other people."""
    if not context["request"].user.has_perm(MODERATE):
        return {"moderator": False}
    counts = queue_facts.counts()
    number = counts.by_state[State.WAITING]
    return {
        "moderator": True,
        "amount": number,
        "said": queue_facts.in_words(number),
        "oldest": counts.oldest,
        "reports": Report.objects.open().order_by()[: queue_facts.MOST].count(),
        "objections": Objection.objects.open().order_by()[: queue_facts.MOST].count(),
    }


@register.filter
def wait(hours: float) -> str:
    """A number of hours in words."""
    return drawing.said(hours)
