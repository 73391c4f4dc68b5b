"""Whatever stands in the way of a reaction, the typed words come back, with the reason in Dutch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.enums import Status
from articles.models import Article
from comments import stamp
from comments.actions import closing
from comments.enums import State
from comments.models import Ban, Comment
from tests.comments.factories import make_comment
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db
URL = "/reacties/vitamine-d/nieuw/"
WORDS = "Ik heb dit met veel moeite getypt."


def refused(response: Any, status: int, reason: str, *, stored: int = 0) -> str:
    """The page of a refusal: right status, reason in it, typed words in it, nothing stored."""
    page: str = response.content.decode()
    assert response.status_code == status
    assert reason in page
    assert WORDS in page
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert Comment.objects.count() == stored
    return page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": "rosa"}, "Dit is geen volledig e-mailadres"),
        ({"email": ""}, "Vul uw e-mailadres in."),
        ({"email": "rosa@voorbeeld.nl\nBcc: piet@voorbeeld.nl"}, "Dit is geen volledig e-mailadres"),
        ({"email": "a" * 260 + "@voorbeeld.nl"}, "e-mailadres"),
        ({"name": "  "}, "Vul een naam in."),
        ({"name": "\u200b\u202e"}, "Vul een naam in."),
        ({"name": "x" * 81}, "80"),
        ({"consent": ""}, "We hebben uw toestemming nodig"),
        ({"kind": "anders"}, "anders"),
    ],
)
def test_a_field_that_is_wrong(
    client: Client,
    article: Article,
    filled_in: Any,
    headers: dict[str, str],
    changes: dict[str, str],
    reason: str,
) -> None:
    response = client.post(URL, filled_in(text=WORDS, **changes), headers=headers)
    page = refused(response, 422, reason)
    assert "Nog niet verstuurd. Kijk nog even naar:" in page
    assert 'aria-invalid="true"' in page
    assert response["X-Reaction"] == "reaction_form"


def test_everything_else_that_was_filled_in_comes_back_too(
    client: Client, article: Article, filled_in: Any
) -> None:
    page = client.post(URL, filled_in(email="rosa", name='R"<b>', subscribe="on")).content.decode()
    assert 'value="rosa"' in page
    assert 'value="R&quot;&lt;b&gt;"' in page
    assert page.count(" checked") == 3  # kind, consent, mail


def test_the_second_try_is_taken(client: Client, article: Article, filled_in: Any) -> None:
    client.post(URL, filled_in(email="rosa"))
    assert client.post(URL, filled_in()).status_code == 302
    assert Comment.objects.get().score == 0


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "\u200b\u2060"])
def test_an_empty_text(client: Client, article: Article, filled_in: Any, text: str) -> None:
    response = client.post(URL, filled_in(text=text))
    assert response.status_code == 422
    assert "Schrijf eerst uw reactie." in response.content.decode()


def test_too_long_says_how_long_and_keeps_everything(
    client: Client, article: Article, filled_in: Any
) -> None:
    text = WORDS + "é" * (100_000 - len(WORDS))
    page = refused(
        client.post(URL, filled_in(text=text)), 422, "Uw tekst heeft 100.000 tekens; er passen er 5.000."
    )
    assert text in page


def test_the_limit_counts_what_is_kept(client: Client, article: Article, filled_in: Any) -> None:
    text = "x" * 2500 + "\r\n" * 500 + "y" * 2497 + " " * 400
    assert client.post(URL, filled_in(text=text)).status_code == 302
    assert len(Comment.objects.get().text) == 4999


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1bb", "ab"),
        ("a\u202eb", "ab"),
        ("e" + "\u0301" * 10_000, "é\u0301\u0301\u0301\u0301"),
        ("👩\u200d⚕\ufe0f 🙂", "👩\u200d⚕\ufe0f 🙂"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
    ],
)
def test_odd_characters_are_cleaned_or_kept_never_fatal(
    client: Client, article: Article, filled_in: Any, typed: str, stored: str
) -> None:
    assert client.post(URL, filled_in(text=typed)).status_code == 302
    assert Comment.objects.get().text == stored


def test_a_line_end_in_a_name_becomes_a_space(client: Client, article: Article, filled_in: Any) -> None:
    client.post(URL, filled_in(name="Rosa\r\nBcc: piet@voorbeeld.nl"))
    assert Comment.objects.get().name == "Rosa Bcc: piet@voorbeeld.nl"


class AnythingTest(TestCase):
    """Arbitrary input."""

    @hypothesis_settings(max_examples=25, deadline=None)
    @given(data=st.dictionaries(st.sampled_from(["name", "email", "text", "kind", "op", "stamp", "consent"]), st.text(st.characters(codec="utf-8"), max_size=40)))  # fmt: skip
    def test_whatever_is_sent_is_answered(self, data: dict[str, str]) -> None:
        make_article(slug="vitamine-d")
        assert self.client.post(URL, data).status_code in {302, 409, 422}


def test_a_page_that_was_open_for_more_than_a_day(client: Client, article: Article, filled_in: Any) -> None:
    old = stamp.fresh("vitamine-d", seconds_ago=stamp.MAX_AGE + 60)
    page = refused(
        client.post(URL, filled_in(text=WORDS, stamp=old)), 422, "Deze pagina stond langer dan een dag open."
    )
    fresh = page.split('name="stamp" value="')[1].split('"')[0]
    assert client.post(URL, filled_in(text=WORDS, stamp=fresh)).status_code == 302
    assert Comment.objects.get().score == 0


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elders.nl"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_sent_from_another_site(
    client: Client, article: Article, filled_in: Any, headers: dict[str, str]
) -> None:
    refused(
        client.post(URL, filled_in(text=WORDS), headers=headers),
        403,
        "Dit is verstuurd vanaf een andere website.",
    )


def test_a_withdrawn_article(client: Client, filled_in: Any) -> None:
    make_article(slug="vitamine-d", title="Ingetrokken stuk", status=Status.WITHDRAWN)
    page = refused(
        client.post(URL, filled_in(text=WORDS)), 410, "Het artikel “Ingetrokken stuk” is ingetrokken."
    )
    assert "readonly" in page
    assert client.get(URL).status_code == 410


@pytest.mark.parametrize("draft", [True, False])
def test_an_article_that_is_not_there(client: Client, filled_in: Any, draft: bool) -> None:
    if draft:
        make_article(slug="vitamine-d", title="Nog geheim", status=Status.DRAFT)
    page = refused(client.post(URL, filled_in(text=WORDS)), 404, "Deze pagina is er niet (meer).")
    assert "readonly" in page
    assert "Nog geheim" not in page
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_the_answered_reaction_is_not_placed(
    client: Client, article: Article, filled_in: Any, state: State
) -> None:
    hidden = make_comment(article=article, state=state, text="verborgen", name="Verborgen")
    data = filled_in(text=WORDS, op=str(hidden.pk))
    page = refused(
        client.post(URL, data), 409, "De reactie waarop u wilde antwoorden is er niet meer.", stored=1
    )
    assert "verborgen" not in page.lower()
    assert 'name="op"' in page
    assert str(hidden.pk) not in page.split('name="op"')[1].split(">")[0].replace(
        f'id="reactie-{hidden.pk}', ""
    )


def test_the_answered_reaction_is_of_another_article(
    client: Client, article: Article, filled_in: Any
) -> None:
    other = make_comment()
    data = filled_in(text=WORDS, op=str(other.pk))
    refused(client.post(URL, data), 409, "De reactie waarop u wilde antwoorden is er niet meer.", stored=1)
    assert client.post(URL, filled_in(text=WORDS, op="")).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_thread_that_was_closed_meanwhile(
    client: Client, article: Article, filled_in: Any, headers: dict[str, str]
) -> None:
    closing.close(article=article, by=make_moderator())
    response = client.post(URL, filled_in(text=WORDS), headers=headers)
    page = refused(response, 409, "Bij dit artikel kan niemand meer reageren.")
    assert 'name="text"' in page
    assert client.get(URL, headers=headers).status_code == 403


def test_a_banned_sender(client: Client, article: Article, filled_in: Any) -> None:
    Ban.objects.create(kind="address", value="rosa@voorbeeld.nl", reason="Scheldt.")
    page = refused(client.post(URL, filled_in(text=WORDS)), 403, "nemen op dit moment geen reacties aan")
    assert "Scheldt" not in page


def test_too_many_from_one_network_or_address(
    client: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    settings.REACTION_LIMITS = {"network": 2}
    for number in range(2):
        assert (
            client.post(URL, filled_in(text=f"Nummer {number}", email=f"a{number}@b.nl")).status_code == 302
        )
    response = client.post(URL, filled_in(text=WORDS))
    refused(response, 429, "Er kwamen veel reacties in korte tijd.", stored=2)
    assert int(response["Retry-After"]) > 0
    elsewhere = client.post(URL, filled_in(text=WORDS), REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_too_many_from_one_address(client: Client, article: Article, filled_in: Any, settings: Any) -> None:
    settings.REACTION_LIMITS = {"address": 1}
    client.post(URL, filled_in(text="Nummer een"))
    response = client.post(URL, filled_in(text=WORDS, email="ROSA@voorbeeld.nl"), REMOTE_ADDR="198.51.100.7")
    refused(response, 429, "Er kwamen veel reacties in korte tijd.", stored=1)


def test_a_mistyped_form_does_not_count(
    client: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    settings.REACTION_LIMITS = {"address": 1, "network": 1}
    for _ in range(3):
        client.post(URL, filled_in(consent=""))
    assert client.post(URL, filled_in()).status_code == 302


def test_a_cache_that_is_away_stops_nobody(
    client: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": "/proc/not-here",
        }
    }
    assert client.post(URL, filled_in()).status_code == 302


def test_more_than_the_server_reads(client: Client, article: Article, filled_in: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = client.post(URL, "text=" + "x" * 2_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "Gebruik de terugknop van uw browser" in response.content.decode()
    fragment = client.post(
        URL,
        "text=" + "x" * 2_000,
        content_type="application/x-www-form-urlencoded",
        headers={"HX-Request": "true"},
    )
    assert fragment["HX-Retarget"] == "find .reaction-alert"


@contextmanager
def table_locked(table: str) -> Iterator[None]:
    """Somebody else holds the table, and we do not wait: to the site the database is away."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            held.set()
            done.wait(30)
            cursor.execute("ROLLBACK")
        other.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join(10)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["articles_article", "comments_comment", "procrastinate_jobs"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_database_is_briefly_away(
    client: Client, article: Article, filled_in: Any, table: str, headers: dict[str, str]
) -> None:
    data = filled_in(text=WORDS)
    with table_locked(table):
        response = client.post(URL, data, headers=headers)
    assert response["Retry-After"] == "60"
    refused(response, 503, "De site kan even niets opslaan. Uw tekst staat hier nog")
    assert client.post(URL, data).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_form_itself_says_so_too(client: Client, article: Article) -> None:
    with table_locked("articles_article"):
        response = client.get(URL)
    assert response.status_code == 503
    assert "De site is even niet bereikbaar." in response.content.decode()
