"""Where the moderators' buttons go: POST only, one permission, and a way back in the answer.

The queue's script asks for the reaction as it is afterwards and puts it in place (`X-Queue`); a plain press goes back to
the queue, and where nothing was done to the reaction's own page, which still holds what was typed.
"""

import uuid
from collections.abc import Collection
from urllib.parse import parse_qsl

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import moves
from comments.actions import editing, moderating, redacting
from comments.admin import reaction_page
from comments.admin.queue_items import Item, Tried, items
from comments.admin.queue_rows import Chosen, number_in
from comments.admin.queue_ticks import NO_TICKS, Ticks
from comments.admin.reasons import reason_in
from comments.admin.rights import MODERATE, actor, rights
from comments.enums import EditStatus, Verb
from comments.models import Comment, Decision, Edit
from config.kit.access import staff

__all__ = ["MODERATE", "actor"]  # for the reports' and objections' pages

SEEN = "seen"  # the field that carries what the moderator's page showed
ANYWAY = "anyway"
BACK = "back"  # the field with the queue's choice, to return to
QUEUE = "admin:comments_comment_changelist"
SHORTENED = (
    "shortened"  # beside the verbs: approve without the words that the magnifying glass proposes to leave out
)


def seen_in(request: HttpRequest, ids: Collection[int]) -> tuple[dict[int, int], dict[int, str]]:
    """What the page showed of these reactions: the number of the last decision, and a print of the words.

    A press that does not say counts as one that saw nothing, so that it overrules nobody.
    """
    decisions: dict[int, int] = dict.fromkeys(ids, 0)
    words: dict[int, str] = dict.fromkeys(ids, "")
    for value in request.POST.getlist(SEEN):
        comment, _colon, rest = value.partition(":")
        decision, _colon, printed = rest.partition(":")
        decisions[number_in(comment)], words[number_in(comment)] = number_in(decision), printed
    return decisions, words


def queue_url(request: HttpRequest, ticks: Ticks = NO_TICKS) -> str:
    """The queue with the choice that the press came from; nothing but our own parts of an address are read.

    With `ticks` these are put back, and the form below the list says what it misses.
    """
    try:
        parts = dict(parse_qsl(request.POST.get(BACK, ""), max_num_fields=20))
    except ValueError:  # more parts than a choice of ours ever has
        parts = {}
    chosen = Chosen.read(parts)
    return reverse(QUEUE) + ticks.added_to(chosen.query(after=chosen.after))


@staff(MODERATE)
@require_POST
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one verb to one reaction, then back to the queue; where it was not done, the reaction with the reason."""
    comment = get_object_or_404(Comment, pk=pk)
    if verb not in (*moves.BY_MODERATORS, SHORTENED):
        return refused(request, comment, moderating.NotDone(_("This is not something that can be done.")))
    seen, read = seen_in(request, [pk])
    by, anyway = actor(request), ANYWAY in request.POST
    try:
        if verb == SHORTENED:
            outcome = redacting.place_shortened(comment=comment, by=by, seen=seen, read=read, anyway=anyway)
        else:
            reason = reason_in(request.POST)
            outcome = moderating.decide_many(
                Verb(verb), ids=[pk], by=by, reason=reason, seen=seen, read=read, anyway=anyway
            )
    except moderating.NotDone as refusal:
        return refused(request, comment, refusal, verb=verb)
    if outcome.refused:
        return refused(request, comment, outcome.refused[0][1], verb=verb)
    if in_place(request):
        return fragment(request, comment, said=_said(outcome))
    tell(request, outcome)
    return redirect(queue_url(request))


@staff(MODERATE)
@require_POST
def undo(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Take one decision back, and show the reaction as it is then."""
    found = Decision.objects.select_related("comment")
    wanted: Decision = get_object_or_404(found, pk=decision, comment_id=pk)
    comment, anyway = wanted.comment, ANYWAY in request.POST
    try:
        moderating.undo(comment=comment, by=actor(request), decision=wanted, anyway=anyway)
    except moderating.NotDone as refusal:
        return refused(request, comment, refusal)
    return done(request, comment, _("Undone."))


@staff(MODERATE)
@require_POST
def decide_edit(request: HttpRequest, pk: int, edit: int, verb: str) -> HttpResponse:
    """Take a writer's change over, or keep the old words."""
    found: Edit = get_object_or_404(Edit.objects.select_related("comment"), pk=edit, comment_id=pk)
    act = {"apply": _apply_edit, "refuse": _refuse_edit}.get(verb)
    try:
        if act is None:
            raise moderating.NotDone(_("This is not something that can be done."))
        with transaction.atomic():
            said = act(request, _as_shown(request, found))
    except moderating.NotDone as refusal:
        return refused(request, found.comment, refusal, verb=verb)
    return done(request, found.comment, said)


def _as_shown(request: HttpRequest, edit: Edit) -> Edit:
    """Lock a change that waits and see that it is the one on the moderator's page; the writer may have written another.

    First the reaction, as everybody locks. A page that does not say what it showed, showed nothing.
    """
    Comment.objects.select_for_update().filter(pk=edit.comment_id).values_list("pk", flat=True).first()
    now = Edit.objects.filter(pk=edit.pk).first()
    if now is None:
        raise moderating.NotDone(_("This reaction no longer exists."))
    waits = now.status == EditStatus.WAITING  # else the action says who decided about it
    if waits and request.POST.get("read", "") != moderating.fingerprint(now.new_text):
        raise moderating.NotDone(_("The writer has changed the text since; please look again."))
    return now


def _apply_edit(request: HttpRequest, edit: Edit) -> str:
    editing.apply_edit(edit=edit, by=actor(request))
    return _("The change was taken over.")


def _refuse_edit(request: HttpRequest, edit: Edit) -> str:
    editing.refuse_edit(edit=edit, by=actor(request), reason=reason_in(request.POST))
    return _("The change was not taken over; readers see the old words.")


@staff(MODERATE)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one verb to everything that was ticked, also where it left the list since: it is then told who was first."""
    ids = [number for text in request.POST.getlist("chosen") if (number := number_in(text))]
    verb = request.POST.get("verb", "")
    if not ids:
        messages.warning(request, _("Please tick one or more reactions first."))
        return redirect(queue_url(request))
    if verb not in moves.BY_MODERATORS:
        messages.error(request, _("This is not something that can be done."))
        return redirect(queue_url(request))
    seen, read = seen_in(request, ids)
    try:
        outcome = moderating.decide_many(
            Verb(verb), ids=ids, by=actor(request), reason=reason_in(request.POST), seen=seen, read=read
        )
    except moderating.NotDone:  # of all together only a missing reason is refused
        return redirect(queue_url(request, Ticks(frozenset(ids), refused=True)))
    tell(request, outcome)
    return redirect(queue_url(request))


@staff(MODERATE)
@require_POST
def undo_batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Take back what was decided together."""
    outcome = moderating.undo_batch(batch=batch, by=actor(request))
    tell(request, outcome, undoing=True)
    return redirect(queue_url(request))


# ---- answers ----


def in_place(request: HttpRequest) -> bool:
    """Whether the queue's script asks, to put the reaction back in its place."""
    return "X-Queue" in request.headers


def fragment(
    request: HttpRequest, comment: Comment, *, said: str = "", tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the reaction as it is now, and what to say about it aloud."""
    item = _item(request, comment)
    item.said, item.tried = said, tried or Tried()
    context = {**rights(request), "item": item, "back": request.POST.get(BACK, "")}
    return TemplateResponse(request, "comments/admin/_queue_item.html", context, status=status)


def refused(
    request: HttpRequest, comment: Comment, refusal: moderating.NotDone, *, verb: str = ""
) -> HttpResponse:
    """Show the reaction with why nothing was done, what was typed, and where it makes sense "all the same"."""
    tried = Tried(
        refusal=str(refusal),
        anyway=request.path if isinstance(refusal, moderating.AboveIsMissing) else "",
        opened=verb,
        **{name: request.POST.get(name, "") for name in ("reason", "common", "answer", "name")},
    )
    if in_place(request):
        return fragment(request, comment, tried=tried, status=409)
    return reaction_page.page(request, _whole(comment.pk), tried=tried, status=409)


def done(request: HttpRequest, comment: Comment, said: str) -> HttpResponse:
    """Say what was done: in place, in the queue that the press came from, or on the reaction's own page."""
    if in_place(request):
        return fragment(request, comment, said=said)
    messages.success(request, said)
    if BACK in request.POST:
        return redirect(queue_url(request))
    return redirect("admin:comments_comment_change", comment.pk)


def _whole(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("article", "parent", "in_reply_to"), pk=pk)


def _item(request: HttpRequest, comment: Comment) -> Item:
    return items([_whole(comment.pk)], moderator=actor(request).has_perm(MODERATE))[0]


def _said(outcome: moderating.Outcome) -> str:
    count = len(outcome.done)
    done = outcome.done[0].get_verb_display()
    said = ngettext("%(count)s reaction %(done)s.", "%(count)s reactions %(done)s.", count)
    return said % {"count": count, "done": done}


def tell(request: HttpRequest, outcome: moderating.Outcome, *, undoing: bool = False) -> None:
    """Say what was done, with a button to undo it, and for each that was not done why."""
    if count := len(outcome.done):
        if undoing:
            said = ngettext("%(count)s decision undone.", "%(count)s decisions undone.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.success(request, format_html("{} {}", _said(outcome), _undo_button(request, outcome)))
    for comment, refusal in outcome.refused:
        # The number, never the name or the words: a message is kept apart from the reaction, where erasing would miss it.
        address = reverse("admin:comments_comment_change", args=[comment.pk])
        messages.warning(request, format_html('<a href="{}">#{}</a>: {}', address, comment.pk, refusal))
    if not outcome.done and not outcome.refused:
        messages.warning(
            request, _("There is nothing to undo.") if undoing else _("This reaction no longer exists.")
        )


def _undo_button(request: HttpRequest, outcome: moderating.Outcome) -> SafeString:
    return format_html(
        '<form method="post" action="{}" class="undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="back" value="{}">'
        '<button type="submit">{}</button></form>',
        reverse("admin:comments_comment_undo_batch", args=[outcome.batch]),
        get_token(request),
        request.POST.get(BACK, ""),
        _("Undo"),
    )
