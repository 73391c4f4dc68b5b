"""Pages that belong to no app: health checks and errors."""

from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

from config.kit.access import machine, public_page


@machine
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of the database, so that a slow database does not get processes killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@machine
def readyz(request: HttpRequest) -> HttpResponse:
    """The site can serve: database reachable, migrations done, cache answering; 503 with what is wrong otherwise."""
    checks = {"database": _database_state(), "cache": _cache_state()}
    ready = all(state == "ok" for state in checks.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": ready, **checks}, status=status)


@machine
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon by themselves, as on the admin's pages."""
    return HttpResponseRedirect(static("img/icon.svg"))


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about readers and for how long, with the operator's own terms in it."""
    context = {"days": settings.RETENTION_DAYS, "contact": settings.PRIVACY_CONTACT}
    return TemplateResponse(request, "privacy.html", context)


# Whether this process has seen all its migrations done. The files of a running process do not change and migrations are
# not undone under it, so the plan (every migration loaded, 20 ms) is made only until then; after that one query is asked.
_migrated = False


def _database_state() -> str:
    global _migrated
    try:
        if _migrated:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return "ok"
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    _migrated = not waiting
    return f"{len(waiting)} migrations waiting" if waiting else "ok"


def _cache_state() -> str:
    try:
        cache.set("readyz", "ok", 10)
        return "ok" if cache.get("readyz") == "ok" else "does not keep values"
    except Exception:
        return "unreachable"


def _error(status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """An error page; made without the request, so that it says nothing about who asked."""
    page = render_to_string("error.html", {"title": title, "text": text})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-cache"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something we cannot read."""
    return _error(HTTPStatus.BAD_REQUEST, _("This request could not be read"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in perhaps, but not for this."""
    return _error(
        HTTPStatus.FORBIDDEN,
        _("You cannot enter this page"),
        _("Your account does not have the permission for this."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without the mark that shows it was ours; `reason` is for developers and stays in the log."""
    return _error(
        HTTPStatus.FORBIDDEN,
        _("This form was not accepted"),
        _(
            "The page may have been open for too long, or your browser does not keep cookies for this site. Go back, "
            "reload the page and try again."
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing at this address."""
    return _error(
        HTTPStatus.NOT_FOUND,
        _("This page does not exist"),
        _(
            "The address may contain a typing error, or the page may have been removed. You can search for it below."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs neither database nor session."""
    return _error(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("We have been told. Please try again in a few minutes; what you read here is not lost."),
    )
