"""The form to object to a decision, behind a link in the mail that told of it."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from comments.actions import links, objecting
from comments.enums import LinkPurpose, Outcome
from comments.models import MailLink
from comments.objection_form import ObjectionForm
from comments.views import typed
from comments.views.answers import page
from config.kit.access import public_form


@public_form
@typed.with_typed
def object_to(request: HttpRequest, data: dict[str, str] | None, token: str) -> HttpResponse:
    """Say what was decided and ask what is wrong with it; whatever stands in the way, the typed words come back."""
    form = ObjectionForm(data, ids="bezwaar")
    try:
        if data is not None:
            return _send_in(request, token, form)
        return _show(request, objecting.open_link(token), form)
    except objecting.NothingToObjectTo:
        return _gone(request, token, (data or {}).get("text", ""))
    except (OperationalError, InterfaceError):
        return _show(request, None, form, message=typed.away(), status=503)


def _send_in(request: HttpRequest, token: str, form: ObjectionForm) -> HttpResponse:
    def again(message: str, status: int) -> HttpResponse:
        return _show(request, objecting.open_link(token), form, message=message, status=status)

    if request.from_elsewhere:  # type: ignore[attr-defined]
        return again(typed.elsewhere(), 403)
    if not form.is_valid():
        return again("", 422)
    if crowd := typed.in_a_crowd(request, "", again):
        return crowd
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


def _gone(request: HttpRequest, token: str, text: str) -> HttpResponse:
    """The link opens nothing (any more): say so, and lead on to its article where there is one."""
    link = links.find(token=token, purpose=LinkPurpose.OBJECT)
    article = link.comment.article if link and link.comment else None
    return page(request, "objection_form", {"gone": True, "text": text, "article": article}, status=410)
