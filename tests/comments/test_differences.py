"""What changed between two texts, word for word."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import differences

TEXTS = st.text(alphabet=st.sampled_from("ab <>&'\"\n"), max_size=60)


def without(html: str, element: str) -> str:
    """The text that is left when one kind of change is taken out."""
    html = html.replace("</del> <ins>", "</del><ins>")  # shown only; never a space of the texts
    kept = re.sub(f"<{element}>.*?</{element}>", "", html, flags=re.DOTALL).replace("<br>", "\n")
    return unescape(re.sub(r"</?(?:ins|del|p)>", "", kept))


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("Het hielp niet.", "Het hielp wel.", "Het hielp <del>niet.</del> <ins>wel.</ins>"),
        ("Ja.", "Ja.", "Ja."),
        ("", "<b>", "<ins>&lt;b&gt;</ins>"),
        ("a b", "a", "a<del> b</del>"),
        ("een\ntwee", "een\ndrie", "een<br><del>twee</del> <ins>drie</ins>"),
        (
            "Het was een hele zware tijd.",
            "Het was een lange moeilijke tijd.",
            "Het was een <del>hele zware</del> <ins>lange moeilijke</ins> tijd.",
        ),
        (
            "Ik ben Jan en slik tabletten.",
            "Nieuwe tekst van Piet, zonder meer.",
            "<p><del>Ik ben Jan en slik tabletten.</del></p><p><ins>Nieuwe tekst van Piet, zonder meer.</ins></p>",
        ),
        ("a x b y c z d", "a 1 b 2 c 3 d", "<p><del>a x b y c z d</del></p><p><ins>a 1 b 2 c 3 d</ins></p>"),
        ("Kort.", "Kort. En toen nog veel meer.", "Kort.<ins> En toen nog veel meer.</ins>"),
    ],
)
def test_words_are_marked(old: str, new: str, html: str) -> None:
    assert differences.between(old, new) == html


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    html = differences.between(old, new)
    assert without(html, "ins") == old
    assert without(html, "del") == new
    assert set(re.findall(r"<[^>]*>", html)) <= {"<ins>", "</ins>", "<del>", "</del>", "<br>", "<p>", "</p>"}


def test_two_very_long_texts_are_shown_whole() -> None:
    old, new = "a " * 1_500, "b " * 1_500
    assert differences.between(old, new) == f"<p><del>{old}</del></p><p><ins>{new}</ins></p>"
