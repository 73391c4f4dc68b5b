"""What the forms around a reaction share: reading what was typed, and saying calmly why it was not taken."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from comments import network, throttle
from comments.forms import tidied
from comments.views.answers import page
from config.kit.access import PAGE_METHODS


def with_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view what was typed, tidied, after the request; None where somebody only looks.

    Other methods get 405, and far too much text a page that says so.
    """

    @wraps(view)
    def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method not in (*PAGE_METHODS, "POST"):
            return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
        try:
            data = tidied(request.POST) if request.method == "POST" else None
        except (RequestDataTooBig, TooManyFieldsSent):
            return page(request, "reaction_too_big", {}, status=413)
        return view(request, data, **parts)

    return inner


def elsewhere() -> str:
    """What to say to a press that another website made."""
    return _("This was sent from another website. Was it you? Then press the button once more here.")


def away() -> str:
    """What to say while the database does not answer."""
    return _(
        "The site cannot store anything for a moment. Your text is still here; please try again in a minute."
    )


def in_a_crowd(
    request: HttpRequest, email: str, show: Callable[[str, int], HttpResponse]
) -> HttpResponse | None:
    """Count one more report or objection from here; where it is one too many, `show` says so, with what was typed."""
    from_here = network.truncated(network.client_ip(request))
    if not throttle.too_many(network=from_here, email=email, what="reports"):
        return None
    message = _(
        "Many reports arrived in a short time. Your text is still here; please try again in ten minutes."
    )
    response = show(message, 429)
    response["Retry-After"] = str(throttle.WINDOW)
    return response
