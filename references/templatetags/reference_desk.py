"""`{% reference_desk %}`: what was found about works lately, and which wait for an answer, on the first page of the admin."""

from typing import Any

from django import template
from django.db.models import Count, Q

from references.models import Notice, WorkPair
from references.notices.kinds import LEVELS

register = template.Library()
EDIT = "references.change_work"
_LOUD = {level: [kind for kind, each in LEVELS.items() if each == level] for level in ("bad", "doubt")}


@register.inclusion_tag("references/admin/desk.html", takes_context=True)
def reference_desk(context: dict[str, Any]) -> dict[str, Any]:
    """Count works lately retracted or doubted, notices that need an eye, pairs that wait: three queries, none for others."""
    if not context["request"].user.has_perm(EDIT):
        return {"editor": False}
    works = {name: Count("work", distinct=True, filter=Q(kind__in=kinds)) for name, kinds in _LOUD.items()}
    lately = Notice.objects.shown().recent().order_by().aggregate(**works)
    gone = (
        Notice.objects.shown()
        .filter(gone_on__isnull=False)
        .order_by()
        .aggregate(works=Count("work", distinct=True))
    )
    return {
        "editor": True,
        **lately,
        "gone": gone["works"],
        "alike": WorkPair.objects.open().count(),
        "quiet": not (any(lately.values()) or gone["works"]),
    }
