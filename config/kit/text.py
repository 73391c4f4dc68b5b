"""Small helpers for text that people typed or pasted."""

import re
import unicodedata

# Bidirectional overrides and isolates can make a line read as something else; zero-width characters hide in names.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad]"
)
_MARKS_IN_A_ROW = 4


def tidy(text: str) -> str:
    """Return `text` as one line: every kind of white space (no-break, thin, new line) folded into single spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def tidy_lines(text: str) -> str:
    """Return `text` with `\\n` line ends, no invisible or control characters, at most one blank line in a row.

    Piles of combining marks ("zalgo") are cut to four per letter: no language needs more, and they cover other lines.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    lines = [line.rstrip() for line in "".join(kept).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shorten(text: str, length: int) -> str:
    """Return the first words of `text`, at most `length` characters, with an ellipsis where something was left out."""
    text = tidy(text)
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:.") + "…"


def slug_of(text: str, length: int = 100) -> str:
    """Return an address part for `text`: ASCII, lower case, hyphens, cut at a whole word at most `length` characters."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[-\s_]+", "-", re.sub(r"[^\w\s-]", "", ascii_text.lower())).strip("-")
    if len(slug) <= length:
        return slug
    cut = slug[: length + 1]
    return cut.rsplit("-", 1)[0] if "-" in cut else slug[:length]
