"""The Retraction Watch database as a file: row by row, so that its 70,000 rows never stand in memory together.

Source: Crossref documentation, "Retraction Watch" (columns; lists within a cell between semicolons; DOIs that are not
known read "unavailable", numbers that are not known read 0; dates as month/day/year with a time of 0:00). Crossref's own
notes say that the file is not clean UTF-8: bytes that cannot be read are replaced, for they occur in names, not in numbers.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from references.formats.shapes import FormatError, Problem
from references.identifiers import IdentifierError, normalize_doi, normalize_pmid
from references.notices import kinds
from references.notices.reported import Reported, reported
from references.records import PartialDate

DOI, PMID, NATURE = "originalpaperdoi", "originalpaperpubmedid", "retractionnature"
_NEEDED = (DOI, PMID, NATURE)
_NOTHING = {"", "0", "unavailable", "none", "nan"}
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?", re.A)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", re.A)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 1_000_000
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}  # DOIs know no other letters


@dataclass(frozen=True, slots=True)
class Row:
    """One row: which work it is about, and what it says. `doi` as a key (small letters), absent is ""."""

    line: int
    doi: str
    pmid: str
    kind: str
    cells: Mapping[str, str]

    @property
    def notice(self) -> Reported:
        """What it says; made when asked for, because of 70,000 rows few are about works of ours."""
        cells = self.cells
        doi, pmid, _ = _numbers(self.line, cells, "retractiondoi", "retractionpubmedid")
        told = reported(
            self.kind,
            doi=doi,
            pmid=pmid,
            date=_date(cells.get("retractiondate", "")),
            note=_reasons(cells.get("reason", "")),
        )
        number = cells.get("recordid", "").strip()[:40]
        return Reported(told.kind, f"rw:{number}" if number else told.key, told.date, told.url, told.note)


def read(file: BinaryIO) -> Iterator[Row | Problem]:
    """Rows and problems in the order of the file. Raises FormatError where it is not this file at all.

    Problem codes: `columns` (a row cut short, or two grown together by a quotation mark), `nature` (a kind that we do not
    know), `nobody` (no number of the work), each lost; `doi`, `pmid`, `date` (a value that cannot be one).
    """
    text = io.TextIOWrapper(file, encoding=_encoding(file), errors="replace", newline="")
    try:
        yield from _rows(text)
    finally:
        text.detach()  # the file is the caller's to close


def _encoding(file: BinaryIO) -> str:
    start = file.read(2)
    file.seek(0)
    return "utf-16" if start in _UTF_16 else "utf-8-sig"


def _rows(text: io.TextIOWrapper) -> Iterator[Row | Problem]:
    first = text.readline(100_000)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    names = ["".join(each.split()).casefold() for each in next(csv.reader([first], delimiter=delimiter), [])]
    if not first.strip():
        raise FormatError("empty")
    if not set(_NEEDED) <= set(names):
        raise FormatError("wrong_format", wanted="Retraction Watch", looks_like="")
    csv.field_size_limit(LONGEST_CELL)
    # Strict: a stray quotation mark would otherwise grow two rows into one, with the numbers of the second.
    lines = (line.replace("\x00", "") for line in text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Problem(line, "columns", lost=True)
            continue
        if cells:
            yield from _row(line, dict(zip(names, cells, strict=False)), whole=len(cells) == len(names))


def _row(line: int, cells: dict[str, str], *, whole: bool) -> Iterator[Row | Problem]:
    if not whole:
        yield Problem(line, "columns", " ".join(cells.get("title", "").split())[:100], lost=True)
        return
    nature = cells[NATURE].strip()
    kind = kinds.kind_of(kinds.RETRACTION_WATCH, nature)
    if kind is None:
        yield Problem(line, "nature", nature[:100], lost=True)
        return
    doi, pmid, problems = _numbers(line, cells, DOI, PMID)
    yield from problems
    if not (doi or pmid):
        # Many rows are about works without either number, so this is no fault of the file.
        yield Problem(line, "nobody", lost=True)
        return
    said = _said(cells.get("retractiondate", ""))
    if said and _date(said) is None:
        yield Problem(line, "date", said[:100])
    yield Row(line, doi, pmid, kind, cells)


def _numbers(line: int, cells: Mapping[str, str], doi: str, pmid: str) -> tuple[str, str, Sequence[Problem]]:
    found, problems = {"doi": "", "pmid": ""}, []
    for name, column, normalize in (("doi", doi, normalize_doi), ("pmid", pmid, normalize_pmid)):
        value = _said(cells.get(column, ""))
        try:
            found[name] = normalize(value) if value else ""
        except IdentifierError:
            problems.append(Problem(line, name, value[:100]))
    return found["doi"].translate(_SMALL), found["pmid"], problems


def _said(value: str) -> str:
    """A cell's value; "" where it is one of the file's words for nothing."""
    value = value.strip()
    return "" if value.casefold() in _NOTHING else value


def _date(value: str) -> PartialDate | None:
    value = value.strip()
    if found := _AMERICAN.fullmatch(value):
        month, day, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(value):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    fits = 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31
    return PartialDate(year, month, day) if fits else None


def _reasons(value: str) -> str:
    """Reasons between semicolons, some with a + before them, as one line."""
    return "; ".join(reason for part in value.split(";") if (reason := part.strip(" +")))[:500]
