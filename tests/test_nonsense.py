"""Whatever arrives, no reader gets an error of ours: addresses and search words that no person would type."""

from urllib.parse import quote

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from tests.comments.factories import make_comment
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NUMBERS = [
    "abc",
    "0",
    "-1",
    "+1",
    "1e3",
    "1.0",
    " 1",
    "99999999999",
    "9" * 5_000,
    "²",
    "٣",
    "1\x00",
    "%00",
    "0x1",
    "",
    "😀",
]
QUERIES = [
    "\x00",
    "kanker\x00",
    "\x00" * 300,
    '"',
    '""',
    '"kanker',
    "-",
    "--",
    "-kanker",
    "& | ! :*",
    "kanker & ",
    "kanker:*",
    "!kanker",
    "(kanker",
    "kanker <-> borst",
    "<2>",
    "'",
    "''",
    "'kanker",
    "\\",
    "\\'",
    "kanker\\",
    "or",
    "or or or",
    "OR kanker",
    "%",
    "%s %(naam)s",
    "_",
    "__",
    "{ q } {# q #}",
    "<script>alert(1)</script>",
    "\ue000\ue001\ue002",
    "\ue0ff prepared \ue0ff",
    "😀",
    "👩‍🔬 kanker",
    "é" * 5_000,
    "a" * 10_000,
    "a b " * 2_500,
    "'" * 10_000,
    "kanker " * 2_000,
    "\u202e\u200b\ufeff",
    "ſtudie K\u212a ﬁ",
    "²³",
    "１２３",
    "\ud800",
]
PATHS = [
    "/artikelen/%ff%fe/",
    "/artikelen/%00/",
    "/artikelen/%F0%9F%98%80/",
    "/artikelen/%2e%2e/%2e%2e/etc/passwd",
    "/artikelen//",
    "/artikelen/" + "a" * 8_000 + "/",
    "/onderwerpen/%ed%a0%80/",
    "/onderwerpen/niet-hier/",
    "/%ff",
    "/%E2%80%AE/",
    "//artikelen/",
    "/studies/0/",
    "/studies/-1/",
    "/studies/" + "9" * 30 + "/",
    "/studies/9223372036854775807/",
    "/studies/9223372036854775808/",
    "/studies/4611686018427387901/",
    "/studies/%D9%A3/",
    "/reacties/bestaat-niet/nieuw/",
    "/reacties/een/nieuw/?op=%00",
    "/reacties/een/nieuw/?op=" + "9" * 40,
    "/reacties/een/nieuw/?op=-1",
    "/reacties/een/nieuw/?op=%C2%B2",
    "/reacties/" + "9" * 40 + "/melden/",
    "/reacties/9223372036854775808/melden/",
    "/reacties/" + "9" * 40 + "/melden/ontvangen/",
    "/reacties/volgen/%00/",
    "/reacties/volgen/%ff/",
    "/reacties/volgen/" + "x" * 5_000 + "/",
    "/reacties/stoppen/x:y/",
    "/reacties/stoppen/%00:%00/",
    "/beheer/%00",
    "/beheer/articles/article/%ff/change/",
    "/static/%00",
    "/static/../manage.py",
    "/favicon.ico",
]


@pytest.fixture
def _site(db: None) -> None:
    """Something to find, so that the words reach the database."""
    article = make_article(title="Kanker en borst", slug="een", topics=("Borstkanker",))
    make_comment(article=article)


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("address", ["/artikelen/", "/onderwerpen/borstkanker/", "/zoeken/"])
def test_page_numbers(client, address):
    words = {"q": "kanker"} if address == "/zoeken/" else {}
    for number in NUMBERS:
        assert client.get(address, {**words, "pagina": number}).status_code == 404, number
    assert client.get(address, {**words, "pagina": "1"}).status_code == 200
    assert client.get(f"{address}?q=kanker&pagina=%ff").status_code == 404
    assert client.get(f"{address}?q=kanker&pagina=2&pagina=1").status_code == 200


@pytest.mark.usefixtures("_site")
def test_search_words(client):
    for words in QUERIES:
        response = client.get("/zoeken/?q=" + quote(words, errors="surrogatepass"))
        assert response.status_code == 200, words
        assert "\x00" not in response.content.decode(), words


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%00", "q=%", "q=%zz", "q", "&&&=", "q[]=kanker", "q=%u0041", "q=a;b"]
)
def test_search_addresses(client, query):
    assert client.get(f"/zoeken/?{query}").status_code == 200


@pytest.mark.usefixtures("_site")
@given(words=st.text(max_size=60))
@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_search_words(client, words):
    """Hypothesis looks for a text that PostgreSQL's query parsers refuse."""
    assert client.get("/zoeken/", {"q": words.encode("utf-8", "replace")}).status_code == 200


@pytest.mark.usefixtures("_site")
def test_found_words_are_marked_and_nothing_else_is_markup(client):
    make_article(title="P-waarde", summary="<p>Bij kanker was P &lt; 0,05 en <b>sterk</b>.</p>")
    page = client.get("/zoeken/", {"q": "kanker"}).content.decode()
    assert "<mark>kanker</mark>" in page
    assert "P &lt; 0,05" in page
    assert "<b>sterk" not in page


@pytest.mark.usefixtures("_site")
def test_addresses(client):
    for address in PATHS:
        assert client.get(address).status_code in {200, 301, 302, 400, 404}, address


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("address", ["/", "/artikelen/een/", "/zoeken/?q=kanker"])
def test_headers(client, address):
    """Conditions and ranges that are no such thing are left aside."""
    headers = {
        "If-None-Match": "x" * 9_000,
        "If-Modified-Since": "gisteren",
        "Range": "bytes=-",
        "Accept": "\x01",
    }
    assert client.get(address, headers=headers).status_code == 200
    assert client.get(address, headers={"If-None-Match": '"'}).status_code == 200


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"%00=%00",
        b"text=%ff&name=%ff&email=%ff",
        b"text=" + b"a" * 3_000_000,
        b"a=b&" * 5_000,
        b"text=%00",
    ],
    ids=["nothing", "nul", "nul-pair", "broken", "too-big", "too-many", "nul-text"],
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"]
)
def test_forms(client, body, kind):
    """A refusal is a page with the form or the reason, never an error."""
    answer = client.post("/reacties/een/nieuw/", body, content_type=kind)
    assert answer.status_code in {400, 413, 422}
    assert settings.DEBUG is False
