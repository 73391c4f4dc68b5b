"""The links in mails about following an article. Opening one changes nothing: mail scanners open every link."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from comments import tokens
from comments.actions import subscribing
from comments.forms import RhythmForm
from comments.models import Subscription
from comments.views.answers import calm, page
from config.kit.access import PAGE_METHODS, public_form


@public_form
@calm
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to start the mails; POST starts them."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST" and not request.from_elsewhere  # type: ignore[attr-defined]
    rhythm = _chosen(request)
    subscription = subscribing.confirm(token=token, rhythm=rhythm) if done else subscribing.waiting_for(token)
    return _answer(request, "confirm", subscription, done)


@public_form
@calm
def rhythm(request: HttpRequest, token: str) -> HttpResponse:
    """Show how often the mails come; POST changes it. The link stands in every letter and never expires."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST" and not request.from_elsewhere  # type: ignore[attr-defined]
    if done:
        subscription = subscribing.choose(token=token, rhythm=_chosen(request))
    else:
        subscription = subscribing.following(token)
    return _answer(request, "rhythm", subscription, done)


@public_form
@calm
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


def _chosen(request: HttpRequest) -> str:
    form = RhythmForm(request.POST)
    return str(form.cleaned_data["rhythm"]) if form.is_valid() else ""


def _answer(request: HttpRequest, name: str, subscription: Subscription | None, done: bool) -> HttpResponse:
    elsewhere = _("This was sent from another website. Was it you? Then press the button once more here.")
    refused = request.from_elsewhere and not done  # type: ignore[attr-defined]
    context = {
        "subscription": subscription,
        "done": done,
        "message": elsewhere if refused else "",
        "form": RhythmForm(initial={"rhythm": subscription.rhythm}) if subscription else None,
        "manage": tokens.unsubscribe_token(subscription.pk) if subscription else "",
    }
    status = 404 if subscription is None else 403 if refused else 200
    return page(request, f"following_{name}", context, status=status)
