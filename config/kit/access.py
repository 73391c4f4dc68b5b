"""Who may enter a view: the one place that decides, and the marks a test looks for on every view.

A view without a mark fails `tests/test_access.py`; so forgetting is loud. Staff pages live inside the admin site, whose
`admin_view` checks the log-in, and each asks for a permission by name.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

View = Callable[..., HttpResponse]
PAGE_METHODS = ("GET", "HEAD")


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def public_page(view: View) -> View:
    """Mark a reader's page: open to all, GET and HEAD only, the same bytes for everyone, revalidated at each visit.

    `max-age=0` with an ETag of the content, not a lifetime: after a publication or a withdrawal the very next request
    must show it, also through a cache in between (RFC 9111, section 5.2.2). An unchanged page costs the reader a 304.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in PAGE_METHODS:
            return HttpResponseNotAllowed(PAGE_METHODS)
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.render()
        if response.status_code != 200:
            patch_cache_control(response, no_cache=True)
            return response
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        etag = quote_etag(blake2b(response.content, digest_size=12).hexdigest())
        response["ETag"] = etag
        conditional = get_conditional_response(request, etag=etag, response=response)
        return conditional if isinstance(conditional, HttpResponse) else response

    inner.csrf_exempt = True  # type: ignore[attr-defined]  # nothing can be sent in; a POST is answered with 405, not 403
    return _marked(inner, "public")


def public_form(view: View) -> View:
    """Mark a page where anyone may send something in (a reaction): never stored by a cache, refused from other sites.

    There is no CSRF cookie on purpose: readers have no session that a foreign page could ride on, and a cookie would
    have to be set on people who only read. What remains is a foreign page posting in a reader's name; the browser's own
    `Sec-Fetch-Site` and `Origin` headers tell that (OWASP CSRF cheat sheet, "Fetch Metadata headers"). The view reads
    `request.from_elsewhere` and gives the typed text back with an explanation instead of a bare 403.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.from_elsewhere = request.method == "POST" and from_another_site(request)  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response

    inner.csrf_exempt = True  # type: ignore[attr-defined]
    return _marked(inner, "public_form")


def machine(view: View) -> View:
    """Mark a page for machines (health checks): open, GET only, never stored."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in PAGE_METHODS:
            return HttpResponseNotAllowed(PAGE_METHODS)
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True)
        return response

    inner.csrf_exempt = True  # type: ignore[attr-defined]
    return _marked(inner, "machine")


def staff(permission: str) -> Callable[[View], View]:
    """Mark a page inside the admin site that needs `permission` ("app.codename"); others get the admin's own refusal."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _marked(inner, permission)

    return decorate


def from_another_site(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site made this request; False where it says nothing (no cookie to abuse)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin:
        return False
    try:
        return urlsplit(origin).netloc.lower() != request.get_host().lower()
    except ValueError:  # "http://[" is no address; our own pages send none like it
        return True
