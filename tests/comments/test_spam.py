"""The spam checks that need no database, each by itself and all together."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comments import folding, learning, spam
from comments.folding import fold
from comments.spam import links, repeats, wordlists, writing
from comments.spam.facts import split
from tests.comments.bounded import patterns_of, repeats_in_repeats, unbounded

LONG = "Mijn vader kreeg in het voorjaar bestraling en daarna nog een half jaar hormonen, dat viel hem zwaar."
NONSENSE = [
    "",
    " \n ",
    "\u0000\u0001",
    "e" + "\u0301" * 10_000,
    "\u202e\u202d" * 5_000,
    "\u200b" * 10_000,
    "😀" * 5_000,
    "\ud800",
    "А" * 10_000,
    "a" * 100_000,
    "bit.ly " * 10_000,
    "www." * 20_000,
    "viagra " * 5_000 + "kopen " * 5_000,
    "HOOFDLETTERS " * 5_000,
    "ﷺ" * 2_000,
]


def found(**changes: Any) -> list[tuple[str, int, str]]:
    facts = {"name": "Rosa", "text": "Dag.", "trap": "", "seconds": 60.0, **changes}
    return [(signal.name, signal.weight, signal.detail) for signal in spam.signals(**facts)]


@pytest.mark.parametrize(
    ("changes", "signals"),
    [
        ({}, []),
        ({"trap": "x"}, [("trap", 5, "")]),
        ({"seconds": None}, [("no_stamp", 3, "")]),
        ({"seconds": 0.4}, [("quick", 3, "3")]),
        ({"busy": {"network": 15}}, [("busy_network", 2, "15")]),
        ({"busy": {"address": 5}}, [("busy_address", 2, "5")]),
        ({"text": "Zie https://a.nl"}, [("links", 2, "1")]),
        ({"text": "https://a.nl www.b.nl HTTP://C.NL"}, [("links", 5, "3")]),
        ({"text": "Kijk op bit.ly/3xYz"}, [("short_link", 3, "bit.ly")]),
        (
            {"text": "https://www.TinyURL.com/abc en t.co/x"},
            [("links", 2, "1"), ("short_link", 3, "tinyurl.com, t.co")],
        ),
        ({"text": "Mijn verhaal op orbit.ly en habit.lyric"}, []),
        ({"name": "www.koop.nl"}, [("link_in_name", 5, "")]),
        ({"name": "goedkoop-geld.com"}, [("link_in_name", 5, "")]),
        ({"name": "J.P. de Vries"}, []),
        ({"name": "dr.Jansen"}, []),
        ({"text": "Win in ons casino!"}, [("gambling", 3, "casino")]),
        ({"text": "Casinobonus en gratis spins"}, [("gambling", 5, "casinobonus, gratis spins")]),
        ({"text": "Geld lenen zonder BKR?"}, [("loans", 5, "geld lenen, lenen zonder bkr, zonder bkr")]),
        (
            {"text": "Hier kunt u viagra goedkoop bestellen"},
            [("pills", 5, "viagra … bestellen, viagra … goedkoop")],
        ),
        ({"text": "Ik kreeg viagra van de uroloog na de operatie aan mijn prostaat."}, []),
        ({"text": "Wij verkopen backlinks"}, [("seo", 3, "backlinks")]),
        ({"text": "Investeer in Bitcoin"}, [("crypto", 3, "bitcoin")]),
        ({"text": "Gratis sexcam"}, [("adult", 3, "sexcam")]),
        ({"text": "са\u200bsino"}, [("gambling", 3, "casino"), ("mixed_scripts", 3, "са\u200bsino")]),
        ({"text": "DIT IS ALLEMAAL HEEL ERG BELANGRIJK VOOR IEDEREEN HIER"}, [("capitals", 1, "")]),
        ({"text": "HER2 BRCA1 PSA CT MRI"}, []),
        ({"text": "TNFα, NF-κB, μg en β-blokker"}, []),
        ({"text": "Спасибо за статью"}, []),
        ({"name": "Pаul"}, [("mixed_scripts", 3, "Pаul")]),
    ],
)
def test_signals(changes: dict[str, Any], signals: list[tuple[str, int, str]]) -> None:
    assert sorted(found(**changes)) == sorted(signals)


def test_every_signal_has_words_in_dutch() -> None:
    words = spam.in_words({"name": "gambling", "weight": 3, "detail": "casino"})
    assert words == "woorden over gokken: casino"
    assert spam.in_words({"name": "check_failed", "detail": "links"}) == "controle mislukt: links"
    assert spam.in_words({"name": "no_puzzle"}) == "geen puzzel opgelost"


@pytest.mark.parametrize(
    ("earlier", "detail"),
    [
        ([LONG], "100%"),
        ([LONG.upper() + "!!"], "100%"),
        (["Niets bijzonders.", LONG.replace("vader", "moeder").replace("hem", "haar")], "95%"),
        (["Mijn zus heeft na haar operatie veel baat gehad bij de fysiotherapeut in het dorp."], None),
        ([], None),
    ],
)
def test_near_repeats(earlier: list[str], detail: str | None) -> None:
    signals = [one for one in found(text=LONG, earlier=lambda: earlier) if one[0] == "repeat"]
    assert [one[2] for one in signals] == ([detail] if detail else [])


def test_short_thanks_are_no_repeat() -> None:
    assert found(text="Bedankt voor dit artikel!", earlier=lambda: ["Bedankt voor dit artikel!"]) == []


def test_repeats_looks_at_a_bounded_number() -> None:
    seen: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            seen.append(1)
            yield "Iets heel anders dan wat er staat."

    assert found(text=LONG, earlier=endless) == []
    assert len(seen) == repeats.AT_MOST


def judging(probability: float, *reasons: str) -> Any:
    return lambda text: learning.Judgement(probability, list(reasons))


@pytest.mark.parametrize(
    ("judge", "signals"),
    [
        (judging(0.99, "bonus", "klik"), [("learned", 4, "bonus, klik")]),
        (judging(0.85, "bonus"), [("learned", 2, "bonus")]),
        (judging(0.5, "bonus"), []),
        (judging(0.99), []),
        (lambda text: None, []),
    ],
)
def test_what_was_learned_adds_a_signal(judge: Any, signals: list[tuple[str, int, str]]) -> None:
    assert found(judge=judge) == signals


def test_a_crashed_check_is_a_signal_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    def crashing(facts: spam.Facts) -> Iterator[spam.Signal]:
        raise RuntimeError(f"broken on {facts.text}")
        yield  # a generator, like the others

    signals = spam.signals(
        name="Rosa", text="Mijn geheim", trap="x", seconds=60.0, checks=(crashing, *spam.CHECKS)
    )
    assert [(one.name, one.detail) for one in signals] == [("check_failed", "crashing"), ("trap", "")]
    assert spam.score(signals) >= spam.SUSPECT
    assert "RuntimeError" in caplog.text
    assert "geheim" not in caplog.text


@pytest.mark.parametrize("broken", ["earlier", "judge"])
def test_a_look_up_that_crashes_stays_in_its_check(broken: str) -> None:
    def crash(*_: Any) -> Any:
        raise ConnectionError

    name = {"earlier": "repeats", "judge": "learned"}[broken]
    assert found(text=LONG, **{broken: crash}) == [("check_failed", 5, name)]


def test_a_check_that_recurses_for_ever_is_caught_too() -> None:
    def bottomless(facts: spam.Facts) -> Any:
        return bottomless(facts)

    assert [one.name for one in spam.signals(name="", text="", checks=(bottomless,))] == ["check_failed"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_breaks_no_check(text: str) -> None:
    names = [name for name, _, _ in found(text=text, name=text[:80], earlier=lambda: [text, LONG])]
    assert "check_failed" not in names


@given(st.text(max_size=300), st.text(max_size=80), st.lists(st.text(max_size=100), max_size=3))
@example("\ud800", "\udfff", ["\ud800"])
def test_no_text_breaks_a_check(text: str, name: str, earlier: list[str]) -> None:
    signals = spam.signals(name=name, text=text, seconds=60.0, earlier=lambda: earlier)
    assert [one for one in signals if one.name == "check_failed"] == []
    assert all(spam.in_words(one.as_json()) for one in signals)
    assert spam.score(signals) == sum(one.weight for one in signals)


@pytest.mark.parametrize("module", [links])
def test_no_pattern_can_take_more_than_linear_time(module: Any) -> None:
    patterns = list(patterns_of(module))
    assert patterns
    assert [one.pattern for one in patterns if unbounded(one) or repeats_in_repeats(one) > 1] == []


def test_the_other_checks_use_no_patterns() -> None:
    assert [list(patterns_of(module)) for module in (repeats, wordlists, writing)] == [[], [], []]


@given(text=st.text(max_size=200) | st.text("a éⅷ½²_́\u200b\u00ad\n\tА9.", max_size=60))
def test_the_quick_way_reads_the_same_words_as_the_exact_one(text: str) -> None:
    exact = fold(text).lower.translate(folding._LOOKALIKE)
    assert split(text) == "".join(sign if sign.isalnum() else " " for sign in exact).split()
