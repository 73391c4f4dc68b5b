"""One's own reactions: ask for the mail, look, take along, erase. What may be looked at is decided by the mailed link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import network, remembered, throttle
from comments.actions import asking, erasing, exporting, links
from comments.enums import LinkPurpose, State
from comments.forms import tidied
from comments.mine_form import AskForm, EraseForm
from comments.models import MailLink
from comments.views.answers import page
from config.kit.access import PAGE_METHODS, public_form, public_page

_FILE = "mijn-reacties"
View = Callable[..., HttpResponse]


@public_form
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer is the same for every address."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    try:
        form = AskForm(tidied(request.POST) if request.method == "POST" else None, ids="mijn")
    except (RequestDataTooBig, TooManyFieldsSent):
        return page(request, "reaction_too_big", {}, status=413)
    if request.method != "POST":
        return _asking(request, form)
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return _asking(request, form, message=message, status=403)
    if not form.is_valid():
        return _asking(request, form, status=422)
    if throttle.too_many(network=network.truncated(network.client_ip(request)), email=""):
        response = _asking(request, form, message=_("Please try again in ten minutes."), status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    try:
        asking.ask(email=form.cleaned_data["email"])
    except (OperationalError, InterfaceError):
        message = _("The site cannot do this for a moment. Please try again in a minute.")
        return _asking(request, form, message=message, status=503)
    return redirect("comments:mine_sent")


def _asking(request: HttpRequest, form: AskForm, *, message: str = "", status: int = 200) -> HttpResponse:
    return page(request, "mine_ask", {"form": form, "message": message}, status=status)


@public_page
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everybody."""
    return page(request, "mine_sent", {})


@public_page
def erased(request: HttpRequest) -> HttpResponse:
    """That it is done; the same for everybody."""
    return page(request, "mine_erased", {})


def _with_link(*methods: str) -> Callable[[View], View]:
    """Hand the view the mailed link; explain where it opens nothing (any more)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                link = links.find(token=token, purpose=LinkPurpose.MINE)
                if link is None or link.expires_at <= timezone.now():
                    return page(request, "mine_gone", {}, status=404)
                return view(request, link, token=token, **kwargs)
            except (OperationalError, InterfaceError):
                response = page(request, "reaction_away", {}, status=503)
                response["Retry-After"] = "60"
                return response
            except (RequestDataTooBig, TooManyFieldsSent):
                return page(request, "reaction_too_big", {}, status=413)

        return inner

    return decorate


@public_form
@_with_link(*PAGE_METHODS)
def mine(request: HttpRequest, link: MailLink, *, token: str) -> HttpResponse:
    """Everything there is of the address."""
    return _list(request, link, token)


@public_form
@_with_link(*PAGE_METHODS)
def as_file(request: HttpRequest, link: MailLink, *, token: str, form: str) -> HttpResponse:
    """The same to keep: for machines as JSON, for people as a page without anything around it."""
    found = exporting.held(link.email)
    if form == "json":
        options = {"ensure_ascii": False, "indent": 2}
        response: HttpResponse = JsonResponse(exporting.as_json(found), json_dumps_params=options)
    else:
        response = TemplateResponse(request, "comments/mine_file.html", {"held": found})
    response["Content-Disposition"] = f'attachment; filename="{_FILE}.{form}"'
    return response


@public_form
@_with_link(*PAGE_METHODS, "POST")
def erase(request: HttpRequest, link: MailLink, *, token: str) -> HttpResponse:
    """Ask once more what goes, and how; POST erases. The numbers of reactions are all that an address here holds."""
    posted = request.method == "POST"
    chosen = request.POST if posted else request.GET
    everything = "alles" in chosen
    found = exporting.held(link.email)
    picked = (
        found.reactions if everything else [each for each in found.reactions if each.pk in _numbers(chosen)]
    )
    if not link.is_usable():
        return _list(request, link, token, status=409 if posted else 200)
    if not picked and not (everything and not found.is_empty()):
        return _list(request, link, token, message=_("Please tick a reaction first."), status=422)
    form = EraseForm(request.POST if posted else None, ids="wissen")
    message, status = "", 200
    if posted and request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        status = 403
    elif posted and form.is_valid():
        ids = None if everything else [each.pk for each in picked]
        done = erasing.erase(token=token, how=erasing.How(form.cleaned_data["how"]), ids=ids)
        if done is None:
            return _list(request, link, token, status=409)
        response = redirect("comments:mine_erased")
        if everything:
            remembered.forget(response)
        return response
    elif posted:
        status = 422
    context = {"form": form, "held": found, "picked": picked, "everything": everything, "message": message}
    context["unconfirmed"] = any(each.state == State.AWAITING_EMAIL for each in picked)
    return page(request, "mine_erase", {**context, "token": token}, status=status)


def _list(
    request: HttpRequest, link: MailLink, token: str, *, message: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "held": exporting.held(link.email),
        "token": token,
        "works": link.is_usable(),
        "message": message,
    }
    return page(request, "mine_list", context, status=status)


def _numbers(chosen: QueryDict) -> set[int]:
    """Read which reactions were ticked; what is no number is nobody's."""
    return {int(text[:18]) for text in chosen.getlist("r") if text.isascii() and text.isdigit()}
