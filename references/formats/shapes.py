"""What every file format gives and takes: entries, problems, refusals. Texts for people are made elsewhere, from the codes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from references.records import PartialDate, Record
from references.registries import Registration

Source = str | bytes | BinaryIO
"""What can be read: text, bytes, or an open binary file, which is read piece by piece."""


class FormatError(ValueError):
    """A file that is refused as a whole.

    `code`: `too_big` (values: limit in MB), `not_text`, `empty`, `wrong_format` (values: wanted, looks_like),
    `unknown_format` (values: looks_like), `xml_unsafe`. `values` go into the message.
    """

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.values = code, values
        super().__init__(f"{code}: {values}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a line. `lost` says that a record was not taken over because of it; else only a value was.

    `code`: `truncated`, `broken`, `not_an_item`, `no_content` (lost); `doi`, `pmid`, `pmcid`, `url`, `date`,
    `stray_line`, `unknown_string` (a value). `text` is what stood there, shortened.
    """

    line: int
    code: str
    text: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an abstract; an abstract without headings is one section without label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeFound:
    """A notice about the work: `kind` is a value of `models.notice.NoticeKind`, `pmid` and `doi` those of the notice."""

    kind: str
    date: PartialDate | None = None
    note: str = ""
    pmid: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and what its file says beyond it. `line` is where it begins, 0 when it came from no file."""

    record: Record
    sections: tuple[Section, ...] = ()
    publication_types: tuple[str, ...] = ()
    registrations: tuple[Registration, ...] = ()
    references: tuple[Record, ...] = ()
    notices: tuple[NoticeFound, ...] = ()
    keywords: tuple[str, ...] = ()
    container_title_short: str = ""
    line: int = field(default=0, compare=False)


Found = Iterator[Entry | Problem]
"""What a reader yields while it goes through a file."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file: its entries and what was wrong, both in the order of the file."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The bare records."""
        return tuple(entry.record for entry in self.entries)


def collect(found: Found) -> Parsed:
    """Go through the whole file."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for each in found:
        if isinstance(each, Entry):
            entries.append(each)
        else:
            problems.append(each)
    return Parsed(tuple(entries), tuple(problems))


def as_entries(records: Iterable[Record | Entry]) -> Iterator[Entry]:
    """Writers take records and entries alike."""
    for each in records:
        yield each if isinstance(each, Entry) else Entry(each)


def single_line(text: str) -> str:
    """White space of every kind as one space: a line break inside a value would end it in most formats."""
    return " ".join(text.split())
