"""The form to report a reaction."""

from contextlib import suppress

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.models import Article
from comments.actions import reporting
from comments.forms import ReportForm
from comments.models import Comment
from comments.views import typed
from comments.views.answers import page
from config.kit.access import public_form, public_page


@public_form
@typed.with_typed
def report(request: HttpRequest, data: dict[str, str] | None, pk: int) -> HttpResponse:
    """Ask what is wrong; whatever stands in the way, the typed words come back."""
    form = ReportForm(data, ids="melding")
    try:
        comment = Comment.objects.readable().filter(pk=pk).select_related("article").first()
        if comment is None:
            return _gone(request, pk, (data or {}).get("text", ""))
        return _send_in(request, form, comment) if data is not None else _show(request, form, comment)
    except (OperationalError, InterfaceError):
        return _show(request, form, None, message=typed.away(), status=503)


@public_page
def report_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next, and the way back; the same for everybody."""
    comment = None
    with suppress(OperationalError, InterfaceError):  # the report is stored: no reason to alarm anybody
        comment = _once_placed(pk)
    return page(request, "report_thanks", {"comment": comment})


def _send_in(request: HttpRequest, form: ReportForm, comment: Comment) -> HttpResponse:
    def again(message: str, status: int) -> HttpResponse:
        return _show(request, form, comment, message=message, status=status)

    if request.from_elsewhere:  # type: ignore[attr-defined]
        return again(typed.elsewhere(), 403)
    if not form.is_valid():
        return again("", 422)
    clean = form.cleaned_data
    if crowd := typed.in_a_crowd(request, clean["email"], again):
        return crowd
    try:
        reporting.report(comment=comment, kind=clean["kind"], text=clean["text"], email=clean["email"])
    except reporting.NotPlaced:
        return _gone(request, comment.pk, clean["text"])
    return redirect("comments:report_thanks", comment.pk)


def _show(
    request: HttpRequest, form: ReportForm, comment: Comment | None, *, message: str = "", status: int = 200
) -> HttpResponse:
    return page(request, "report_form", {"form": form, "comment": comment, "message": message}, status=status)


def _gone(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    """There is nothing to report (any more); typed words come back in a box to copy."""
    comment = _once_placed(pk)
    context = {"article": comment.article if comment else None, "text": text}
    return page(request, "report_gone", context, status=404)


def _once_placed(pk: int) -> Comment | None:
    """Find a reaction that readers could see at some time, below an article that they still can."""
    of_live = Comment.objects.filter(article__in=Article.objects.live(), placed_at__isnull=False)
    return of_live.filter(pk=pk).select_related("article").first()
