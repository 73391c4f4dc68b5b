"""The form to report a reaction."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments import network, throttle
from comments.actions import reporting
from comments.forms import ReportForm, tidied
from comments.models import Comment
from comments.views.answers import page
from config.kit.access import PAGE_METHODS, public_form, public_page


@public_form
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is wrong; whatever stands in the way, the typed words come back."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    try:
        data = tidied(request.POST) if request.method == "POST" else None
    except (RequestDataTooBig, TooManyFieldsSent):
        return page(request, "reaction_too_big", {}, status=413)
    form = ReportForm(data, ids="melding")
    try:
        comment = Comment.objects.readable().filter(pk=pk).select_related("article").first()
        if comment is None:
            return page(request, "reaction_closed", {"text": (data or {}).get("text", "")}, status=404)
        return _send_in(request, form, comment) if data is not None else _show(request, form, comment)
    except (OperationalError, InterfaceError):
        message = _(
            "The site cannot store anything for a moment. Your text is still here; please try again in a minute."
        )
        return _show(request, form, None, message=message, status=503)


@public_page
def report_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next; the same for everybody."""
    return page(request, "report_thanks", {})


def _send_in(request: HttpRequest, form: ReportForm, comment: Comment) -> HttpResponse:
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return _show(request, form, comment, message=message, status=403)
    if not form.is_valid():
        return _show(request, form, comment, status=422)
    clean, ip = form.cleaned_data, network.client_ip(request)
    if throttle.too_many(network=network.truncated(ip), email=clean["email"]):
        message = _(
            "Many reports arrived in a short time. Your text is still here; please try again in ten minutes."
        )
        response = _show(request, form, comment, message=message, status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    try:
        reporting.report(comment=comment, kind=clean["kind"], text=clean["text"], email=clean["email"])
    except reporting.NotPlaced:
        return page(request, "reaction_closed", {"text": clean["text"]}, status=404)
    return redirect("comments:report_thanks", comment.pk)


def _show(
    request: HttpRequest, form: ReportForm, comment: Comment | None, *, message: str = "", status: int = 200
) -> HttpResponse:
    return page(request, "report_form", {"form": form, "comment": comment, "message": message}, status=status)
