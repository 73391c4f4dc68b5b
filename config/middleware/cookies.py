"""Cookies exist for staff, and one for who sends in a reaction."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STAFF = "/beheer/"


def for_staff_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Hide every cookie from requests outside the staff's part of the site.

    So a public page is the same for everybody by construction: no view, tag or middleware behind this one can know who
    asks, and none of Django's own answers a stale or foreign cookie by setting or deleting one. The one exception is
    what remembers a confirmed address (docs/adr/0006), and only where something is sent in: no page that is looked at
    can differ by it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF):
            kept = _address_of(request)
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = kept
        return get_response(request)

    return middleware


def _address_of(request: HttpRequest) -> dict[str, str]:
    if request.method != "POST" or not request.path_info.startswith(settings.ADDRESS_COOKIE_PATH):
        return {}
    name = settings.ADDRESS_COOKIE_NAME
    return {name: request.COOKIES[name]} if name in request.COOKIES else {}
