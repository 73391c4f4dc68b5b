"""Who may send what: broken headers, the wrong method, a form that is not ours; and what the health check costs."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from config import views
from config.kit.access import from_another_site, machine, public_form, public_page
from config.urls import handler404, handler500  # noqa: F401  Django looks for these in a tree of addresses
from config.urls import urlpatterns as own


@public_page
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pagina")


@machine
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@public_form
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.from_elsewhere))  # type: ignore[attr-defined]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ontvangen")


urlpatterns = [
    *own,
    path("proef/pagina", page),
    path("proef/machine", health),
    path("proef/formulier", form),
    path("proef/gewoon", plain),
]
here = pytest.mark.urls(__name__)


@pytest.fixture
def strict() -> Client:
    """A browser for which CSRF is really checked; Django's test client skips it otherwise."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("name", ["HTTP_ORIGIN", "HTTP_REFERER"])
@pytest.mark.parametrize(
    ("sent", "elsewhere"),
    [
        ("http://[", True),
        ("http://[::1", True),
        ("http://]/", True),
        ("https://\u2100.example", True),
        ("//", True),
        ("null", True),
        ("https://evil.example", True),
        ("http://testserver", False),
        ("http://TESTSERVER", False),
        ("", False),
    ],
)
def test_where_a_form_comes_from(name, sent, elsewhere):
    request = RequestFactory().post("/", **{name: sent})
    assert from_another_site(request) is elsewhere


@pytest.mark.parametrize(
    ("site", "elsewhere"),
    [("same-origin", False), ("none", False), ("same-site", True), ("cross-site", True)],
)
def test_the_browsers_own_word_wins(site, elsewhere):
    request = RequestFactory().post("/", HTTP_SEC_FETCH_SITE=site, HTTP_ORIGIN="http://[")
    assert from_another_site(request) is elsewhere


@here
def test_a_broken_origin_is_an_answer_not_an_error(strict):
    answer = strict.post("/proef/formulier", HTTP_ORIGIN="http://[")
    assert (answer.status_code, answer.content) == (HTTPStatus.OK, b"True")


@here
@pytest.mark.parametrize("address", ["/proef/pagina", "/proef/machine", "/healthz"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_that_takes_nothing_says_so(strict, address, method):
    answer = getattr(strict, method)(address)
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer["Allow"] == "GET, HEAD"


@here
def test_a_form_that_is_not_ours_is_refused_in_dutch(strict):
    answer = strict.post("/proef/gewoon")
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Dit formulier is niet aangenomen" in text
    assert "laad de pagina opnieuw" in text
    assert "CSRF" not in text
    assert "Django" not in text


@pytest.mark.django_db
def test_the_health_check_looks_at_the_migrations_once(client, monkeypatch):
    monkeypatch.setattr(views, "_migrated", False)
    assert client.get("/readyz").json()["database"] == "ok"
    monkeypatch.setattr(views, "MigrationExecutor", None)  # would raise if it were asked again
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/readyz").json()["database"] == "ok"
    assert [query["sql"] for query in asked] == ["SELECT 1"]


@pytest.mark.django_db
def test_a_migration_that_waits_is_looked_for_again(client, monkeypatch):
    monkeypatch.setattr(views, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    for _ in range(2):
        answer = client.get("/readyz")
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert answer.json()["database"] == "1 migrations waiting"
