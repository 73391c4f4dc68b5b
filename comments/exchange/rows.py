"""A reaction on its way in or out, as every format can say it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from config.kit.text import tidy, tidy_lines

NAME_LIMIT, EMAIL_LIMIT, ID_LIMIT, PAGE_LIMIT = 80, 254, 200, 1000
TEXT_LIMIT = 100_000  # characters; what people write is far below, and one row must not fill a memory
EARLIEST, LATEST = 1990, 2100
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One reaction. Moments know their time zone; `answers` is the `id` of the reaction it replies to, or empty."""

    id: str
    page: str
    posted_at: datetime
    slug: str = ""
    answers: str = ""
    name: str = ""
    email: str = ""
    text: str = ""
    kind: str = "experience"
    state: str = "waiting"
    by_editor: bool = False
    consent_at: datetime | None = None
    placed_at: datetime | None = None
    line: int = 0

    @property
    def is_empty_place(self) -> bool:
        """Whether only its place in the thread is left."""
        return not self.text

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept while it has no article."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
            if name != "line"
        }


@dataclass(frozen=True)
class Skipped:
    """What was in the file and is not taken over; `code` says why, in words elsewhere."""

    line: int
    id: str
    code: str


Found = Iterator[Row | Skipped]


def one_line(value: object, limit: int) -> str:
    """Return what stands there as one storable line, cut where it is too long."""
    return tidy(storable(value))[:limit].rstrip()


def storable(value: object) -> str:
    """Return text without half characters, which no database stores; nothing for what is no text."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else ""


def words(value: object) -> str:
    """Return the words of a reaction as the form would have stored them."""
    return tidy_lines(storable(value))


def address(value: object) -> str:
    """Return an e-mail address in small letters, nothing for what cannot be one."""
    text = tidy(storable(value)).lower()
    return text if len(text) <= EMAIL_LIMIT and _EMAIL.fullmatch(text) else ""


def plausible(moment: datetime | None) -> datetime | None:
    """Return a moment that a reaction can have been sent at, None for any other."""
    return moment if moment and EARLIEST <= moment.year < LATEST else None
