"""The links in mails about following an article. Opening one changes nothing: mail scanners open every link."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from comments import tokens
from comments.actions import subscribing
from comments.models import Subscription
from comments.views.answers import page
from config.kit.access import PAGE_METHODS, public_form


@public_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to start the mails; POST starts them."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST" and not request.from_elsewhere  # type: ignore[attr-defined]
    subscription = subscribing.confirm(token=token) if done else subscribing.waiting_for(token)
    return _answer(request, "confirm", subscription, done)


@public_form
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop the mails; POST stops them.

    A mail program posts here by itself when its user presses "unsubscribe" (RFC 8058, section 3.2): without cookies,
    and from wherever it runs, so where the request comes from does not matter here; the signed link is the proof.
    """
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST"
    known = Subscription.objects.filter(pk=tokens.subscription_of(token)).select_related("article")
    return _answer(request, "unsubscribe", subscribing.end(token=token) if done else known.first(), done)


def _answer(request: HttpRequest, name: str, subscription: Subscription | None, done: bool) -> HttpResponse:
    context = {"subscription": subscription, "done": done}
    return page(request, f"following_{name}", context, status=200 if subscription else 404)
