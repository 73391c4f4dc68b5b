"""What the checks look at. Imports no Django."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from comments.folding import plain

_WORD = re.compile(r"[^\W_]+")  # a run of what `str.isalnum` says yes to


class Judgement(Protocol):
    """What `comments.learning` says of a text: how likely spam is (0 to 1), and the words that speak for it."""

    @property
    def probability(self) -> float: ...

    @property
    def reasons(self) -> list[str]: ...


def _none() -> Iterable[str]:
    return ()


def _silent(text: str) -> Judgement | None:
    return None


@dataclass
class Facts:
    """One reaction and what is known around it.

    `seconds` is the age of the form, None where it carried no stamp of ours. `busy` are the limits that are half used up
    ("network", "address") with how many were counted. `earlier` and `judge` look things up; they are called by the check
    that needs them, so that what goes wrong there stays in that check.
    """

    name: str
    text: str
    trap: str = ""
    seconds: float | None = None
    busy: dict[str, int] = field(default_factory=dict)
    earlier: Callable[[], Iterable[str]] = _none
    judge: Callable[[str], Judgement | None] = _silent

    @cached_property
    def words(self) -> list[str]:
        """The words of the text in small letters, accents and look-alikes read as plain letters; split at all but letters and digits."""
        return split(self.text)


def split(text: str) -> list[str]:
    """Return the words of a text, plain; a word of any length stays one word."""
    return _WORD.findall(plain(text))
