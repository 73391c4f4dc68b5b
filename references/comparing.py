"""Is a fact from a service really another one, and does it only complete what we had? Pure: no Django, no database."""

import re
from collections.abc import Sequence

from references.records import PartialDate, Person

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def same_text(old: str, new: str) -> bool:
    """Whether two texts differ at most in capitals, spaces and punctuation."""
    return _letters(old) == _letters(new)


def same_pages(old: str, new: str) -> bool:
    """Whether two page ranges are the same: "1127-31" is "1127–1131"."""
    return _pages(old) == _pages(new)


def same_date(old: PartialDate | None, new: PartialDate) -> bool:
    """Whether the dates are equal, or ours is the same date in more detail."""
    return old is not None and new.parts() == old.parts()[: len(new.parts())]


def completes_date(old: PartialDate | None, new: PartialDate) -> bool:
    """Whether the new date only adds a month or a day."""
    return old is None or old.parts() == new.parts()[: len(old.parts())]


def same_people(old: Sequence[Person], new: Sequence[Person]) -> bool:
    """Whether the same people stand in the same order, however much of their given names is written out."""
    return len(old) == len(new) and completes_people(old, new)


def completes_people(old: Sequence[Person], new: Sequence[Person]) -> bool:
    """Whether the new list begins with the old one."""
    return len(old) <= len(new) and all(_alike(a, b) for a, b in zip(old, new, strict=False))


def _alike(a: Person, b: Person) -> bool:
    if a.literal or b.literal:
        return same_text(str(a), str(b))
    mine, theirs = _initials(a.given), _initials(b.given)
    return same_text(a.family, b.family) and (mine.startswith(theirs) or theirs.startswith(mine))


def _initials(given: str) -> str:
    words = re.findall(r"[^\W\d_]+", given)
    # "AB" and "KJ" are initials already; "Anna" is a name.
    return "".join(word if word.isupper() and len(word) <= 4 else word[0] for word in words).casefold()


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _pages(text: str) -> tuple[str, str]:
    first, _, last = _DASHES.sub("-", text).replace(" ", "").partition("-")
    if last.isdecimal() and first.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first.casefold(), ("" if last == first else last.casefold())
