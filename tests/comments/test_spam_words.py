"""The word lists: whole words only, and no word of a patient among them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import spam
from comments.spam import wordlists
from comments.spam.facts import split
from comments.spam.wordlists import LISTS, NEAR, WordList, lines
from tests.comments.gold.loep import sentences

MEDICAL = [
    line
    for line in (Path(__file__).parent / "gold" / "medical.txt").read_text().splitlines()
    if line[:1] != "#"
]
LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéëïöü"), min_size=1, max_size=6)
SINGLE = sorted({entry for name in LISTS for entry in lines(name) if entry.isalpha()})


def hits(text: str) -> list[tuple[str, str]]:
    return [
        (signal.name, signal.detail)
        for signal in spam.signals(name="Rosa", text=text, seconds=60.0)
        if signal.name in LISTS
    ]


@pytest.mark.parametrize("word", MEDICAL)
def test_no_word_of_a_patient_is_hit(word: str) -> None:
    assert hits(word) == []
    assert hits(f"Ik las over {word} en vroeg het aan de {word}arts; {word.upper()}?") == []


def test_no_sentence_of_the_gold_set_is_hit_but_the_sellers() -> None:
    hit = [sentence.text for sentence in sentences() if hits(sentence.text)]
    assert hit == []


@given(st.sampled_from(SINGLE), LETTERS, LETTERS)
def test_a_word_inside_another_is_not_found(word: str, before: str, after: str) -> None:
    """No "cialis" in "specialist", no "crypto" in "xcryptor"."""
    inside = f"{before}{word}{after}"
    others = [entry for entry in SINGLE if entry == inside]
    starts = [
        entry[:-1] for name in LISTS for entry in lines(name) if entry.endswith("*") and " " not in entry
    ]
    if not others and not inside.startswith(tuple(starts)):
        assert hits(inside) == []


@given(st.sampled_from(SINGLE), st.sampled_from([" ", ".", ", ", "\n", "-", "/", "!"]))
def test_a_whole_word_is_found_between_any_signs(word: str, sign: str) -> None:
    assert hits(f"zie{sign}{word.upper()}{sign}nu")


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_of_a_list_is_found_by_its_own_check(name: str) -> None:
    for entry in lines(name):
        text = entry.replace(" + ", " nu hier ").replace("*", "")
        assert name in [hit for hit, _ in hits(text)], entry


def test_a_star_needs_letters_before_it() -> None:
    with pytest.raises(ValueError, match="too short"):
        WordList.of(["ab*"])
    with pytest.raises(ValueError, match="first half"):
        WordList.of(["viagra* + koop"])


@pytest.mark.parametrize(("between", "found"), [(0, True), (NEAR - 1, True), (NEAR + 3, False)])
def test_a_pair_counts_only_near_each_other(between: int, found: bool) -> None:
    words = ["viagra", *["woord"] * between, "bestellen"]
    assert bool(WordList.of(["viagra + bestel*"]).found(words)) is found
    assert bool(WordList.of(["viagra + bestel*"]).found(words[::-1])) is found


def test_lists_hold_no_entry_twice_and_are_written_plain() -> None:
    for name in [*LISTS, "shorteners"]:
        entries = lines(name)
        assert len(entries) == len(set(entries)), name
        assert all(entry == entry.lower().strip() for entry in entries)
        if name in LISTS:
            assert all(split(entry.replace("*", "").replace("+", "")) for entry in entries)


def test_all_lists_of_the_folder_are_used() -> None:
    assert {path.stem for path in wordlists.FOLDER.glob("*.txt")} == {*LISTS, "shorteners"}
