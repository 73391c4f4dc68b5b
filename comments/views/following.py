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
    """Ask whether to start the mails; POST starts them, and asks for a new link where this one is too old."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST" and not request.from_elsewhere  # type: ignore[attr-defined]
    rhythm = _chosen(request)
    subscription = subscribing.confirm(token=token, rhythm=rhythm) if done else subscribing.waiting_for(token)
    if subscription is None:
        late = subscribing.ask_again(token=token) if done else subscribing.too_late_for(token)
        if late:
            return _answer(request, "confirm", late, done, late=True)
    return _answer(request, "confirm", subscription, done)


@public_form
@calm
def rhythm(request: HttpRequest, token: str) -> HttpResponse:
    """Show how often the mails come; POST changes it, or starts them again. The link is in every letter, for ever."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    done = request.method == "POST" and not request.from_elsewhere  # type: ignore[attr-defined]
    again = done and "again" in request.POST
    if again:
        subscription = subscribing.resume(token=token)
    elif done:
        subscription = subscribing.choose(token=token, rhythm=_chosen(request))
    else:
        subscription = subscribing.following(token)
    return _answer(request, "rhythm", subscription, done, again=again)


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


def _answer(
    request: HttpRequest,
    name: str,
    subscription: Subscription | None,
    done: bool,
    *,
    late: bool = False,
    again: bool = False,
) -> HttpResponse:
    """`late`: the link to confirm is too old, and with `done` a new one was asked for; `again`: the mails go on."""
    elsewhere = _("This was sent from another website. Was it you? Then press the button once more here.")
    refused = request.from_elsewhere and not done  # type: ignore[attr-defined]
    context = {
        "subscription": subscription,
        "article": subscription.article if subscription else None,
        "done": done,
        "late": late,
        "again": again,
        "message": elsewhere if refused else "",
        "form": RhythmForm(initial={"rhythm": subscription.rhythm}) if subscription else None,
        "manage": tokens.unsubscribe_token(subscription.pk) if subscription else "",
    }
    if subscription is None or (late and not done):
        status = 403 if late and refused else 410 if late else 404
    else:
        status = 403 if refused else 200
    return page(request, f"following_{name}", context, status=status)
