"""Where somebody lives: a street with a number, a postcode."""

import re
from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind

_TAIL = r"(?:,? {0,2}[1-9]\d{3} ?[A-Z]{2}(?![A-Za-z0-9]))?"
_NUMBER = r" \d{1,4}(?: ?[a-zA-Z](?![A-Za-z]))?(?:-\d{1,3})?(?![\d%]|[.,]\d| ?(?:jaar|keer|mg|dagen|weken|maanden|uur|x)\b)"
_STREET = re.compile(
    r"(?<![\w-])(?:[A-Z][\w'.-]{0,20} (?:(?:van|de|den|der|het) ){0,2}){0,2}"
    r"[A-Z][\w'-]{1,30}"
    r"(?:straat|laan|weg|plein|kade|gracht|singel|dreef|steeg|plantsoen|hof|pad|dijk|park|markt|burg|wal|veld|str\.)"
    + _NUMBER
    + _TAIL
)
_STREET_SMALL = re.compile(
    r"(?<![\w-])[a-z][\w'-]{2,30}(?:straat|laan|plein|gracht|singel|plantsoen|kade)" + _NUMBER + _TAIL
)
_NAMED = re.compile(
    r"(?<![\w-])(?:Laan|Plein|Weg|Hof) van (?:(?:de|den|der|het) )?[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30})?"
    + _NUMBER
    + _TAIL
)
_APART = re.compile(
    r"(?<![\w-])[A-Z][\w'-]{1,30} (?:Straat|Weg|Laan|Plein|Kade|Gracht|Singel|Dreef|Hof|Dijk|Markt|Haven)"
    + _NUMBER
    + _TAIL
)
_POSTCODE = re.compile(r"(?<![\w.,-])([1-9]\d{3})( ?)([A-Za-z]{2})(?![\w])")
# Letters that make an amount or an ordinary word of four digits and two letters. SA, SD and SS are never given out.
_AMOUNTS = {
    "mg",
    "ml",
    "ie",
    "iu",
    "cc",
    "kg",
    "km",
    "cm",
    "mm",
    "gr",
    "gy",
    "ug",
    "nl",
    "sa",
    "sd",
    "ss",
    "xx",
}
_SMALL_WORDS = {
    "de", "en", "in", "is", "ik", "of", "op", "er", "je", "we", "ze", "me", "al", "na", "nu", "om", "te", "to",
    "zo", "uw", "ja", "aa", "tm", "pm", "am", "mn", "ca",
}  # fmt: skip


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give every street with a number and every postcode."""
    for pattern in (_STREET, _STREET_SMALL, _NAMED, _APART):
        yield from ((*match.span(), Kind.ADDRESS) for match in pattern.finditer(text.text))
    for match in _POSTCODE.finditer(text.text):
        if _is_postcode(*match.groups()):
            yield *match.span(), Kind.ADDRESS


def _is_postcode(digits: str, space: str, letters: str) -> bool:
    small = letters.lower()
    if small in _AMOUNTS or letters[0].isupper() != letters[1].isupper():
        return False
    if letters.isupper():
        return not (space and small in _SMALL_WORDS and digits[:2] in ("19", "20"))
    return not space  # "1234 ab" in small letters is mostly a year and a word: "2019 de"
