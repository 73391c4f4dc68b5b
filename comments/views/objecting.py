"""The form to object to a decision, behind a link in the mail that told of it."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from comments import network, throttle
from comments.actions import objecting
from comments.enums import Outcome
from comments.forms import tidied
from comments.models import MailLink
from comments.objection_form import ObjectionForm
from comments.views.answers import page
from config.kit.access import PAGE_METHODS, public_form


@public_form
def object_to(request: HttpRequest, token: str) -> HttpResponse:
    """Say what was decided and ask what is wrong with it; whatever stands in the way, the typed words come back."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    try:
        data = tidied(request.POST) if request.method == "POST" else None
    except (RequestDataTooBig, TooManyFieldsSent):
        return page(request, "reaction_too_big", {}, status=413)
    form = ObjectionForm(data, ids="bezwaar")
    try:
        if data is not None:
            return _send_in(request, token, form)
        return _show(request, objecting.open_link(token), form)
    except objecting.NothingToObjectTo:
        return page(
            request, "objection_form", {"gone": True, "text": (data or {}).get("text", "")}, status=410
        )
    except (OperationalError, InterfaceError):
        message = _(
            "The site cannot store anything for a moment. Your text is still here; please try again in a minute."
        )
        return _show(request, None, form, message=message, status=503)


def _send_in(request: HttpRequest, token: str, form: ObjectionForm) -> HttpResponse:
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return _show(request, objecting.open_link(token), form, message=message, status=403)
    if not form.is_valid():
        return _show(request, objecting.open_link(token), form, status=422)
    if throttle.too_many(network=network.truncated(network.client_ip(request)), email=""):
        message = _(
            "Many reports arrived in a short time. Your text is still here; please try again in ten minutes."
        )
        response = _show(request, objecting.open_link(token), form, message=message, status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    objecting.object_to(token=token, text=form.cleaned_data["text"])
    return page(request, "objection_form", {"done": True})


def _show(
    request: HttpRequest,
    link: MailLink | None,
    form: ObjectionForm,
    *,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    report = link.report if link else None
    context = {
        "form": form,
        "comment": link.comment if link else None,
        "kept": bool(report and report.outcome == Outcome.KEPT),
        "message": message,
    }
    return page(request, "objection_form", context, status=status)
