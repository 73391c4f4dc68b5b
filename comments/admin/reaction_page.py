"""The page about one reaction: what the queue shows of it, and its whole history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from comments import differences
from comments.actions import moderating, refusing
from comments.admin.queue_items import Tried, items
from comments.admin.rights import MODERATE, actor, rights
from comments.models import Comment, Decision, Edit

EARLIER_EDITS = 20


def page(
    request: HttpRequest, comment: Comment, *, tried: Tried | None = None, status: int = 200
) -> TemplateResponse:
    """Show one reaction; nothing on it can be edited. Its article and what it answers must have been fetched with it."""
    moderator = actor(request).has_perm(MODERATE)
    (item,) = items([comment], moderator=moderator)
    item.tried = tried or Tried()
    last = moderating.latest_standing(comment) if moderator else None
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        **rights(request),
        "opts": Comment._meta,
        "title": str(comment),
        "comment": comment,
        "item": item,
        "alone": True,
        "history": list(Decision.objects.filter(comment=comment).in_order()),
        "last": None if last is None or refusing.is_writers(last) else last,
        "edits": _edits(comment),
        "reports": comment.reports.order_by("pk"),
    }
    return TemplateResponse(request, "comments/admin/comment_change.html", context, status=status)


def _edits(comment: Comment) -> list[tuple[Edit, str]]:
    """The newest changes, each with what it changed."""
    found = Edit.objects.filter(comment=comment).order_by("-pk")[:EARLIER_EDITS]
    return [(edit, differences.between(edit.old_text, edit.new_text)) for edit in found]
