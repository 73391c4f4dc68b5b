"""The buttons of who answers readers: answer, pin, and close the reactions below an article."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from comments.actions import answering, closing, moderating, pinning
from comments.admin import acting
from comments.admin.rights import ANSWER, MODERATE, actor
from comments.models import Comment
from config.kit.access import staff


@staff(ANSWER)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Place an answer by the editors; a reaction that waits is placed along with it, by who may do that."""
    comment = get_object_or_404(Comment, pk=pk)
    by = actor(request)
    try:
        if not (comment.is_placed() or by.has_perm(MODERATE)):
            raise moderating.NotDone(_("You may answer placed reactions only."))
        seen, read = acting.seen_in(request, [pk])
        made = answering.answer(
            comment=comment,
            by=by,
            text=request.POST.get("answer", ""),
            name=by.get_full_name() if request.POST.get("name") == "own" else "",
            anyway=acting.ANYWAY in request.POST,
            seen=seen,
            read=read,
        )
        if "pin" in request.POST:
            pinning.pin(comment=made)
    except moderating.NotDone as refusal:
        return acting.refused(request, comment, refusal, verb="answer")
    return acting.done(request, comment, _("The answer was placed."))


@staff(ANSWER)
@require_POST
def pin(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Put an answer by the editors above the other reactions, or back in its turn."""
    comment = get_object_or_404(Comment, pk=pk)
    try:
        if how == "on":
            pinning.pin(comment=comment)
            return acting.done(request, comment, _("The answer was pinned; readers see it first."))
        if how == "off":
            pinning.unpin(comment=comment)
            return acting.done(request, comment, _("The answer is back in its turn."))
        raise moderating.NotDone(_("This is not something that can be done."))
    except moderating.NotDone as refusal:
        return acting.refused(request, comment, refusal)


@staff(MODERATE)
@require_POST
def thread(request: HttpRequest, article: int, how: str) -> HttpResponse:
    """Take no more reactions below an article, or take them again."""
    found = get_object_or_404(Article, pk=article)
    if how == "close":
        closing.close(article=found, by=actor(request))
        messages.success(request, _("Readers can no longer react to this article."))
    elif how == "open":
        closing.reopen(article=found)
        messages.success(request, _("Readers can react to this article again."))
    else:
        messages.error(request, _("This is not something that can be done."))
    return redirect(acting.queue_url(request))
