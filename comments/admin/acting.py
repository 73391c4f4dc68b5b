"""Where the moderators' buttons go: POST only, one permission, and a way back in the answer."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import moves
from comments.actions import moderating
from comments.enums import Verb
from comments.models import Comment, Decision
from config.kit.access import staff

SEEN = "seen"  # the field that carries what the moderator's page showed
MODERATE = "comments.moderate_comment"
QUEUE = "admin:comments_comment_changelist"


def actor(request: HttpRequest) -> User:
    """The signed-in moderator; the admin lets nobody else through."""
    return cast(User, request.user)


def number_in(text: str) -> int:
    """Read a number that a page of ours sent along; 0, which no row has, for anything else."""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def seen_in(request: HttpRequest) -> dict[int, int]:
    """What the list showed: per reaction the number of its last decision."""
    pairs = (value.partition(":") for value in request.POST.getlist(SEEN))
    return {number_in(comment): number_in(decision) for comment, _colon, decision in pairs}


@staff(MODERATE)
@require_POST
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one verb to one reaction, then back to the queue; where it was not done, back to the reaction."""
    comment = get_object_or_404(Comment, pk=pk)
    if verb not in moves.BY_MODERATORS:
        messages.error(request, _("This is not something that can be done."))
        return redirect("admin:comments_comment_change", pk)
    try:
        outcome = moderating.decide_many(
            Verb(verb),
            ids=[comment.pk],
            by=actor(request),
            reason=request.POST.get("reason", ""),
            seen={comment.pk: number_in(request.POST.get(SEEN, ""))},
        )
    except moderating.NotDone as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:comments_comment_change", pk)
    tell(request, outcome)
    return redirect(QUEUE) if outcome.done else redirect("admin:comments_comment_change", pk)


@staff(MODERATE)
@require_POST
def undo(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Take one decision back, and show the reaction as it is then."""
    wanted: Decision = get_object_or_404(
        Decision.objects.select_related("comment"), pk=decision, comment_id=pk
    )
    try:
        moderating.undo(comment=wanted.comment, by=actor(request), decision=wanted)
        messages.success(request, _("Undone."))
    except moderating.NotDone as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:comments_comment_change", pk)


@staff(MODERATE)
@require_POST
def undo_batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Take back what was decided together."""
    outcome = moderating.undo_batch(batch=batch, by=actor(request))
    tell(request, outcome, undoing=True)
    return redirect(QUEUE)


def tell(request: HttpRequest, outcome: moderating.Outcome, *, undoing: bool = False) -> None:
    """Say what was done, with a button to undo it, and for each that was not done why."""
    if count := len(outcome.done):
        if undoing:
            said = ngettext("%(count)s decision undone.", "%(count)s decisions undone.", count) % {
                "count": count
            }
        else:
            done = outcome.done[0].get_verb_display()
            said = ngettext("%(count)s reaction %(done)s.", "%(count)s reactions %(done)s.", count)
            said = said % {"count": count, "done": done}
        messages.success(
            request, said if undoing else format_html("{} {}", said, _undo_button(request, outcome))
        )
    for comment, refusal in outcome.refused:
        messages.warning(request, f"{comment}: {refusal}")
    if not outcome.done and not outcome.refused:
        messages.warning(
            request, _("There is nothing to undo.") if undoing else _("This reaction no longer exists.")
        )


def _undo_button(request: HttpRequest, outcome: moderating.Outcome) -> SafeString:
    return format_html(
        '<form method="post" action="{}" class="undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><button type="submit">{}</button></form>',
        reverse("admin:comments_comment_undo_batch", args=[outcome.batch]),
        get_token(request),
        _("Undo"),
    )
