"""Cookies exist for staff only."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STAFF = "/beheer/"


def for_staff_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Hide every cookie from requests outside the staff's part of the site.

    So a public page is the same for everybody by construction: no view, tag or middleware behind this one can know who
    asks, and none of Django's own answers a stale or foreign cookie by setting or deleting one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return get_response(request)

    return middleware
