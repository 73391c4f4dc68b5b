"""What `design.md` promises about every reader's page: the same bytes for everyone, fresh at once, never a cookie."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from articles.actions import publishing, relating
from articles.enums import Status
from articles.models import Article
from comments.actions import moderating
from comments.enums import State
from config import urls as site
from tests.comments.factories import make_comment
from tests.factories import A_DAY, make_article, make_editor, make_moderator

pytestmark = pytest.mark.django_db

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
PAGES = [
    "home",
    "list",
    "list_2",
    "topic",
    "article",
    "study",
    "search",
    "search_empty",
    "search_nothing",
    "thanks",
]
OTHERS = ["gone", "moved", "missing", "missing_page", "no_such_place"]


def breaks(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    raise RuntimeError("a mistake with a secret in it")


urlpatterns = [path("kapot/", breaks), *site.urlpatterns]
handler400, handler403, handler404, handler500 = (
    site.handler400,
    site.handler403,
    site.handler404,
    site.handler500,
)


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    """A site with everything on it, and the address of each kind of page."""
    article = make_article(
        title="Zoutwaterdieet bij borstkanker", slug="een", citations=36, topics=("Borstkanker",)
    )
    first = make_comment(article=article, text="Zichtbare reactie.")
    make_comment(reply_to=first)
    make_comment(article=article, state=State.WAITING)
    article.former_addresses.create(slug="oud")
    make_article(slug="weg", status=Status.WITHDRAWN)
    for _ in range(21):
        make_article(topics=("Borstkanker",))
    relating.refresh(article=article)
    return {
        "home": "/",
        "list": "/artikelen/",
        "list_2": "/artikelen/?pagina=2",
        "topic": "/onderwerpen/borstkanker/",
        "article": "/artikelen/een/",
        "study": f"/studies/{article.study().pk}/",
        "search": "/zoeken/?q=zoutwaterdieet",
        "search_empty": "/zoeken/",
        "search_nothing": "/zoeken/?q=xyzzy",
        "thanks": "/reacties/een/bedankt/",
        "gone": "/artikelen/weg/",
        "moved": "/artikelen/oud/",
        "missing": "/artikelen/bestaat-niet/",
        "missing_page": "/artikelen/?pagina=99",
        "no_such_place": "/wp-login.php",
    }


def vary(response: HttpResponse) -> set[str]:
    return {word.strip().lower() for word in response.get("Vary", "").split(",") if word.strip()}


def policy(response: HttpResponse) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split(";")
    return {
        name: sources.strip() for name, _, sources in (each.strip().partition(" ") for each in directives)
    }


def test_no_cookie_and_none_asked_for(client, addresses):
    for name in [*PAGES, *OTHERS]:
        response = client.get(addresses[name])
        assert not response.cookies, name
        assert "cookie" not in vary(response), name
        assert "csrfmiddlewaretoken" not in response.content.decode(), name


@pytest.mark.parametrize(
    "cookie", ["csrftoken=abc", "beheer_sessie=abc", "beheer_sessie=" + "a" * 32, "messages=abc"]
)
def test_a_cookie_in_a_form_not_ours_is_left_alone(client, addresses, cookie):
    """A neighbour on the same host may have set it for every path; answering it would put a cookie in a shared cache."""
    for name in [*PAGES, *OTHERS]:
        response = client.get(addresses[name], headers={"Cookie": cookie})
        assert not response.cookies, name
        assert "cookie" not in vary(response), name


def test_any_cache_may_hold_the_page_but_asks_again(client, addresses):
    for name in PAGES:
        response = client.get(addresses[name])
        assert response.status_code == 200, name
        directives = {word.strip() for word in response["Cache-Control"].split(",")}
        assert directives == {"public", "max-age=0", "must-revalidate"}, name
        assert re.fullmatch(r'"[0-9a-f]{24}"', response["ETag"]), name


def test_an_unchanged_page_is_not_sent_again(client, addresses):
    for name in PAGES:
        etag = client.get(addresses[name])["ETag"]
        for known in (etag, f"W/{etag}", f'"other", {etag}'):
            again = client.get(addresses[name], headers={"If-None-Match": known})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag), name
            assert not again.cookies, name
            assert "public" in again["Cache-Control"], name
        assert client.get(addresses[name], headers={"If-None-Match": '"other"'}).status_code == 200, name


def test_the_same_bytes_for_everyone(client, signed_in, addresses):
    """Signed in, with another language, with a cookie of another maker, arriving from elsewhere: no difference."""
    editor, moderator = signed_in(make_editor()), signed_in(make_moderator())
    for name in PAGES:
        page = client.get(addresses[name])
        visits = [
            editor.get(addresses[name]),
            moderator.get(addresses[name]),
            client.get(addresses[name], headers={"Accept-Language": "en, fr;q=0.5"}),
            client.get(addresses[name], headers={"Cookie": "_ga=GA1", "Referer": "https://example.org/"}),
            client.get(addresses[name], headers={"User-Agent": "Mozilla/5.0 (iPhone)"}),
        ]
        assert [visit.content == page.content for visit in visits] == [True] * len(visits), name
        assert {visit["ETag"] for visit in visits} == {page["ETag"]}, name
        assert not any(visit.cookies for visit in visits), name


def test_the_strict_policy(client, addresses):
    for name in [*PAGES, *OTHERS]:
        response = client.get(addresses[name])
        assert policy(response) == CSP, name
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["X-Frame-Options"] == "DENY", name
        assert response["Referrer-Policy"] == "same-origin", name
        assert "geolocation=()" in response["Permissions-Policy"], name


def test_head_answers_like_get_without_the_page(client, addresses):
    kept = ("ETag", "Cache-Control", "Content-Type", "Location")
    for name in [*PAGES, *OTHERS]:
        page, head = client.get(addresses[name]), client.head(addresses[name])
        assert head.status_code == page.status_code, name
        assert head.content == b"", name
        assert {each: head.get(each) for each in kept} == {each: page.get(each) for each in kept}, name


def test_nothing_can_be_sent_to_a_page(client, addresses):
    for name in [*PAGES, "gone", "moved", "missing"]:
        response = client.post(addresses[name], {"q": "x"})
        assert (response.status_code, response.get("Allow")) == (405, "GET, HEAD"), name


def test_a_page_that_is_not_there_says_so(client, addresses):
    missing = (404, "Deze pagina bestaat niet")
    said = {
        "gone": (410, "Er stond een fout in."),
        **dict.fromkeys(("missing", "missing_page", "no_such_place"), missing),
    }
    for name, (status, words) in said.items():
        response = client.get(addresses[name])
        assert response.status_code == status, name
        assert words in response.content.decode(), name
        assert '<meta name="robots" content="noindex">' in response.content.decode(), name
        assert "no-cache" in response["Cache-Control"], name


def test_a_former_address_leads_to_the_present_one(client, addresses):
    response = client.get(addresses["moved"])
    assert (response.status_code, response["Location"]) == (301, addresses["article"])


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_our_own_mistake_is_a_calm_page(method):
    """Without database, session or cookie, and without telling what went wrong."""
    client = Client(raise_request_exception=False)
    response = getattr(client, method)("/kapot/")
    assert response.status_code == 500
    assert method == "head" or "Er ging iets mis aan onze kant" in response.content.decode()
    assert b"secret" not in response.content
    assert not response.cookies
    assert "cookie" not in vary(response)
    assert policy(response) == CSP


def test_a_foreign_host_name_is_refused(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content


def test_a_placed_reaction_is_there_at_once(client, addresses, django_capture_on_commit_callbacks):
    moderator = make_moderator()
    comment = make_comment(
        article=Article.objects.get(slug="een"), state=State.WAITING, text="Net geplaatst."
    )
    before = client.get(addresses["article"])
    assert "Net geplaatst." not in before.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        moderating.approve(comment=comment, by=moderator)
    after = client.get(addresses["article"], headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert "Net geplaatst." in after.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        moderating.remove(comment=comment, by=moderator)
    gone = client.get(addresses["article"], headers={"If-None-Match": after["ETag"]})
    assert gone.status_code == 200
    assert "Net geplaatst." not in gone.content.decode()


def test_readers_see_placed_reactions_only(client, addresses):
    article = Article.objects.get(slug="een")
    for state in set(State) - {State.PLACED}:
        make_comment(
            article=article,
            state=state,
            text="Verborgen woorden.",
            name="Geheim",
            email="geheim@voorbeeld.nl",
        )
    page = client.get(addresses["article"]).content.decode()
    assert "Verborgen woorden." not in page
    assert "Geheim" not in page
    assert "geheim@" not in page
    assert "Zichtbare reactie." in page


def test_no_address_of_a_reader_is_on_a_page(client, addresses):
    comment = make_comment(
        article=Article.objects.get(slug="een"), email="patient@voorbeeld.nl", network="192.0.2.0/24"
    )
    page = client.get(addresses["article"]).content.decode()
    assert comment.text in page
    assert "@voorbeeld.nl" not in page
    assert "192.0.2" not in page


def shown_on(client: Client, title: str, names: dict[str, str]) -> set[str]:
    return {name for name, address in names.items() if title in client.get(address).content.decode()}


def test_publishing_and_withdrawing_show_at_once(client, addresses, django_capture_on_commit_callbacks):
    """On its own page, and on every page that lists it."""
    title, editor = "Kersverse uitleg over immuuntherapie", make_editor()
    article = make_article(
        title=title, slug="vers", status=Status.DRAFT, published_at=None, topics=("Borstkanker",)
    )
    names = {**addresses, "own": "/artikelen/vers/", "search": "/zoeken/?q=immuuntherapie"}
    names = {name: names[name] for name in ("own", "home", "list", "topic", "search")}
    names |= {"own_study": f"/studies/{article.study().pk}/"}
    before = {name: client.get(address) for name, address in names.items()}
    assert shown_on(client, title, names) == set()
    assert before["own"].status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(article=article, by=editor)
    assert shown_on(client, title, names) == set(names)
    for name in ("home", "list", "topic", "search", "own_study"):
        assert client.get(names[name], headers={"If-None-Match": before[name]["ETag"]}).status_code == 200, (
            name
        )

    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(article=article, by=editor, reason="De studie bleek verzonnen.")
    assert shown_on(client, title, names) == {"own"}
    page = client.get(names["own"])
    assert page.status_code == 410
    assert "De studie bleek verzonnen." in page.content.decode()


def test_an_article_for_later_is_not_there_yet(client, addresses):
    later = make_article(
        title="Van de toekomst", slug="straks", published_at=A_DAY.replace(year=2099), topics=("Borstkanker",)
    )
    names = {name: addresses[name] for name in ("home", "list", "topic")} | {"search": "/zoeken/?q=toekomst"}
    names |= {"study": f"/studies/{later.study().pk}/"}
    assert shown_on(client, "Van de toekomst", names) == set()
    assert client.get("/artikelen/straks/").status_code == 404
    assert client.get(reverse("comments:react", args=["straks"])).status_code == 404


def test_readiness_and_health(client: Client, addresses: dict[str, str]) -> None:
    """For machines: no cookie either, and never from a cache."""
    for name in ("healthz", "readyz"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
        assert "cookie" not in vary(response)


def test_the_form_keeps_nobody_either(
    client: Client, addresses: dict[str, str], signed_in: Callable[[Any], Client]
) -> None:
    """The one page with an input of its own: not kept by a cache, and still no cookie, also after sending nonsense."""
    address = reverse("comments:react", args=["een"])
    for response in (
        client.get(address),
        client.post(address, {"text": "x"}),
        signed_in(make_editor()).get(address),
    ):
        assert not response.cookies
        assert "cookie" not in vary(response)
        assert "no-store" in response["Cache-Control"]
        assert policy(response) == CSP
