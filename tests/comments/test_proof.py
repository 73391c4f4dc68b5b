"""The puzzle: made, solved, and of no use elsewhere, later or twice."""

import base64
import json
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from comments import proof

ABOUT = {"slug": "vitamine-d", "email": "rosa@voorbeeld.nl", "text": "Mijn woorden."}


@pytest.fixture(autouse=True)
def _easy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few numbers to try; and no solution of another test is remembered."""
    monkeypatch.setattr(proof, "HARDEST", 500)
    cache.clear()


def solution(puzzle: dict[str, Any], **changes: Any) -> str:
    """What the script sends: the number found by trying all of them."""
    salt = puzzle["salt"] if puzzle["salt"].endswith("&") else puzzle["salt"] + "&"
    numbers = range(puzzle["maxNumber"] + 1)
    number = next(
        n for n in numbers if altcha.hash_hex("SHA-256", f"{salt}{n}".encode()) == puzzle["challenge"]
    )
    sent = {key: puzzle[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps({**sent, **changes}).encode()).decode()


def test_a_solved_puzzle_is_accepted_once() -> None:
    """The library accepts it as often as it comes."""
    sent = solution(proof.puzzle_for(**ABOUT))
    assert [proof.is_solved(sent, **ABOUT) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize(
    "other", [{"slug": "iets-anders"}, {"email": "max@voorbeeld.nl"}, {"text": "Mijn woorden!"}]
)
def test_a_solution_is_of_no_use_elsewhere(other: dict[str, str]) -> None:
    sent = solution(proof.puzzle_for(**ABOUT))
    assert not proof.is_solved(sent, **{**ABOUT, **other})
    assert proof.is_solved(sent, **ABOUT)  # and is not used up by trying


def test_the_case_of_an_address_does_not_matter() -> None:
    assert proof.is_solved(solution(proof.puzzle_for(**ABOUT)), **{**ABOUT, "email": "Rosa@Voorbeeld.NL"})


def test_a_solution_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "EXPIRES", timedelta(seconds=-5))
    sent = solution(proof.puzzle_for(**ABOUT))
    monkeypatch.undo()
    assert not proof.is_solved(sent, **ABOUT)


@pytest.mark.parametrize(
    "changes",
    [{"number": -1}, {"number": "x"}, {"signature": "0" * 64}, {"algorithm": "SHA-1"}, {"algorithm": "MD5"}, {"salt": "abc?expires=9999999999&"}, {"salt": 5}, {"challenge": None}],
)  # fmt: skip
def test_a_changed_solution_is_refused(changes: dict[str, Any]) -> None:
    assert not proof.is_solved(solution(proof.puzzle_for(**ABOUT), **changes), **ABOUT)


def test_a_later_expiry_cannot_be_written_in() -> None:
    puzzle = proof.puzzle_for(**ABOUT)
    later = puzzle["salt"].replace("expires=", "expires=9")
    assert not proof.is_solved(solution(puzzle, salt=later), **ABOUT)


def test_another_sites_puzzle_is_refused(settings: Any) -> None:
    sent = solution(proof.puzzle_for(**ABOUT))
    settings.SECRET_KEY = "the secret of another site"
    assert not proof.is_solved(sent, **ABOUT)


@pytest.mark.parametrize("sent", ["", "x", "{}", "bnVsbA==", "W10=", "e30=", "MQ==", "\ud800", "A" * 5_000])
def test_nonsense_solves_nothing(sent: str) -> None:
    assert not proof.is_solved(sent, **ABOUT)


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["algorithm", "challenge", "number", "salt", "signature"]), st.none() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2), max_size=5))  # fmt: skip
def test_whatever_is_sent_never_breaks(sent: str, fields: dict[str, Any]) -> None:
    assert not proof.is_solved(sent, **ABOUT)
    assert not proof.is_solved(base64.b64encode(json.dumps(fields).encode()).decode(), **ABOUT)


def test_without_a_cache_a_solution_counts_as_none(settings: Any) -> None:
    """A real cache that is really away."""
    sent = solution(proof.puzzle_for(**ABOUT))
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert not proof.is_solved(sent, **ABOUT)


def test_a_puzzle_says_nothing_about_the_writer() -> None:
    puzzle = json.dumps(proof.puzzle_for(**ABOUT))
    assert "rosa" not in puzzle
    assert "woorden" not in puzzle
