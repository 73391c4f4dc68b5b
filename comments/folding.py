"""A text made plain for looking things up in, with the way back to where each character stood. Imports no Django.

Accents go, curly quotes and dashes become plain ones, full-width digits become digits, invisible characters vanish; so
that "６ ｍg", "me\u00adthadon" and "sui\u0308cide" are found like their plain forms, and a mark still covers what was written.
One pass over the text, and no character grows into more than eighteen (the longest compatibility form in Unicode), so the
work grows with the length and with nothing else.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SPACES = re.compile(r" {2,}")
_PLAIN = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "ı": "i",
}
# Cyrillic and Greek letters that look like Latin ones; for word lists only, where "саsino" is meant to be read as Latin.
_LOOKALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ",
    "ABESIJKMHOPCTYXaesijopcyxdgABEZHIKMNOPTYXovp",
)


@dataclass(frozen=True)
class Folded:
    """The plain text, in the writer's case and in small letters (of the same length), and where it came from."""

    text: str
    lower: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the plain characters `start` to `end` (not empty) stand in the original text."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return `text` made plain."""
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        if ends and (not plain or (plain == " " and kept[-1] == " ")):
            ends[-1] = (
                place + 1
            )  # an accent, an invisible character or a second space belongs to what is before it
            continue
        for letter in plain:
            kept.append(letter)
            starts.append(place)
            ends.append(place + 1)
    folded = "".join(kept)
    return Folded(folded, folded.lower(), starts, ends)


def plain(text: str) -> str:
    """Return `text` made plain and in small letters, for comparing; look-alike letters are read as Latin."""
    # Without the way back, and most Dutch is ASCII: checks compare with hundreds of earlier texts at every post.
    if text.isascii() and text.replace("\n", " ").isprintable():
        return _SPACES.sub(" ", text).lower()
    return _SPACES.sub(" ", "".join(map(_plain, text))).lower().translate(_LOOKALIKE)


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character == "\n" or (character.isascii() and character.isprintable()):
        return character
    if character.isspace():
        return " "
    if character in _PLAIN:
        return _PLAIN[character]
    letters = unicodedata.normalize("NFKD", character)
    return "".join(_small_step(letter) for letter in letters)


def _small_step(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category in ("Zs", "Zl", "Zp") else _PLAIN.get(letter, letter)
