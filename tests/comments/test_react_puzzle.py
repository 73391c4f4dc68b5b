"""The puzzle in the form: who gets one, what is kept, and that nobody is refused over it."""

import html
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from articles.models import Article
from comments import proof, spam
from comments.actions import suspecting
from comments.models import Comment
from tests.comments.factories import make_comment
from tests.comments.test_proof import solution

pytestmark = pytest.mark.django_db
URL = "/reacties/vitamine-d/nieuw/"
HTMX = {"HX-Request": "true"}
SPAM = "Win een bonus in ons casino met gratis spins!"


@pytest.fixture(autouse=True)
def _easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "HARDEST", 300)
    cache.clear()


def puzzle_in(page: str) -> dict[str, Any]:
    found = re.search(r'data-puzzle="([^"]*)"', page)
    assert found, page
    puzzle: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return puzzle


def names(comment: Comment) -> list[str]:
    return [signal["name"] for signal in comment.signals]


def test_a_suspicious_reaction_comes_back_filled_in_with_a_puzzle(
    client: Client, article: Article, filled_in: Any
) -> None:
    response = client.post(URL, filled_in(text=SPAM), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert not Comment.objects.exists()
    assert SPAM in page
    assert "rosa@voorbeeld.nl" in page
    assert "Een ogenblik, uw toestel lost een puzzel op." in page
    assert set(puzzle_in(page)) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert '<input type="hidden" name="asked" value="1"' in page
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_the_solution_brings_it_in_without_a_signal_about_it(
    client: Client, article: Article, filled_in: Any
) -> None:
    data = filled_in(text=SPAM)
    puzzle = puzzle_in(client.post(URL, data, headers=HTMX).content.decode())
    client.post(URL, {**data, "asked": "1", "proof": solution(puzzle)}, headers=HTMX)
    assert names(Comment.objects.get()) == ["gambling"]


@pytest.mark.parametrize("sent", ["", "nonsense", "bnVsbA=="])
def test_without_a_solution_it_goes_to_the_queue_all_the_same(
    client: Client, article: Article, filled_in: Any, sent: str
) -> None:
    response = client.post(URL, filled_in(text=SPAM, asked="1", proof=sent), headers=HTMX)
    assert response.status_code == 200
    comment = Comment.objects.get()
    assert names(comment) == ["gambling", "no_puzzle"]
    assert "geen puzzel opgelost" in comment.signal_words()
    assert not comment.is_placed()


def test_without_script_nobody_gets_a_puzzle(client: Client, article: Article, filled_in: Any) -> None:
    response = client.post(URL, filled_in(text=SPAM))
    assert response.status_code == 302
    assert names(Comment.objects.get()) == ["gambling", "no_puzzle"]


def test_an_ordinary_reaction_gets_no_puzzle(client: Client, article: Article, filled_in: Any) -> None:
    page = client.post(URL, filled_in(), headers=HTMX).content.decode()
    assert "data-puzzle" not in page
    assert (Comment.objects.get().signals, Comment.objects.get().score) == ([], 0)
    assert "data-puzzle" not in client.get(URL).content.decode()


def test_one_solution_does_not_serve_a_second_text(client: Client, article: Article, filled_in: Any) -> None:
    data = filled_in(text=SPAM)
    sent = solution(puzzle_in(client.post(URL, data, headers=HTMX).content.decode()))
    client.post(URL, {**data, "asked": "1", "proof": sent}, headers=HTMX)
    client.post(URL, {**data, "text": SPAM + " Nu!", "asked": "1", "proof": sent}, headers=HTMX)
    assert "no_puzzle" in names(Comment.objects.latest("pk"))


def test_a_check_that_crashes_costs_nobody_a_word(
    client: Client, article: Article, filled_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of learned words cannot be read: the reaction is stored, and waits for a moderator."""

    def crash(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("comments.actions.learning.judgement", crash)
    client.post(URL, filled_in())
    comment = Comment.objects.get()
    assert names(comment) == ["check_failed", "no_puzzle"]
    assert comment.signal_words()[0] == "controle mislukt: learned"
    assert comment.score >= spam.SUSPECT
    assert not comment.is_placed()


def test_marks_that_crash_cost_nobody_a_word(
    client: Client, article: Article, filled_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("comments.loep.marks", crash)
    client.post(URL, filled_in())
    assert Comment.objects.get().priority == 1


@pytest.mark.parametrize(
    ("text", "soon"),
    [("Ik wil niet meer leven.", 2), ("Ik slik 80 mg per dag.", 1), ("Wat een helder stuk, dank u.", 0)],
)
def test_the_riskiest_come_first(
    client: Client, article: Article, filled_in: Any, text: str, soon: int
) -> None:
    client.post(URL, filled_in(text=text))
    assert Comment.objects.get().priority == soon


def test_a_text_sent_round_is_seen(client: Client, article: Article, filled_in: Any) -> None:
    text = "Mijn vader kreeg in het voorjaar bestraling en daarna nog een half jaar hormonen, heel zwaar."
    make_comment(article=article, text=text)
    client.post(URL, filled_in(text=text.replace("vader", "moeder")))
    assert names(Comment.objects.get(email="rosa@voorbeeld.nl")) == ["repeat"]


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_takes_a_fixed_number_of_queries(
    article: Article, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_comment(article=article)
    with django_assert_num_queries(2):
        suspecting.signals(
            name="Rosa", text="Een reactie die lang genoeg is om te vergelijken.", trap="", seconds=60
        )


def test_a_busy_address_is_a_signal_before_it_is_refused(
    client: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    settings.REACTION_LIMITS = {"network": 100, "address": 4}
    for text in ("Een vraag.", "Nog iets.", "Dank u wel.", "Ik vergat iets.", "En dit."):
        response = client.post(URL, filled_in(text=text))
    assert response.status_code == 429
    assert [names(comment) for comment in Comment.objects.order_by("pk")] == [
        [],
        ["busy_address"],
        ["busy_address"],
        ["busy_address"],
    ]
