"""RIS, the tagged format of reference managers: two letters, two spaces, a hyphen, a value.

Sources: "RIS Format Specifications" (Research Information Systems, 2001; Thomson Reuters, 2011, which gave C7 to article
numbers and C2 to PMCIDs), EndNote's rule that a comma in a group's name is doubled, and what PubMed, Embase, Cochrane,
ScienceDirect, Zotero and Mendeley export. Deviations that occur are taken: one space or none around the hyphen, no
final `ER`, text before the first record, values that run on over several lines.

rispy is not used to read: it drops a last record without `ER`, repeated tags and single-space tags without a word, and
gives no line numbers. The tests use it as an independent reader of what is written here.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from references.formats.detecting import HEAD, require
from references.formats.fields import (
    identifiers_in_links,
    indexed_name,
    is_isbn,
    join_abstract,
    read_date,
    read_pages,
    registered,
    split_abstract,
    with_identifiers,
    without_content,
    write_indexed_name,
)  # fmt: skip
from references.formats.reading import numbered_lines
from references.formats.shapes import Entry, Found, Parsed, Problem, Source, as_entries, collect, single_line
from references.identifiers import find_pmids
from references.records import PartialDate, Person, Record
from references.styles.parts import full_range

_TAGGED = re.compile(r"\s*([A-Z][A-Z0-9]) {0,3}-(?: +(.*)|\s*)$", re.A)
_TO_CSL = {
    **dict.fromkeys(
        ("JOUR", "JFULL", "EJOUR", "MGZN", "NEWS", "ABST", "INPR", "ELEC-JOUR"), "article-journal"
    ),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "SER", "CTLG"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "DICT", "ENCYC"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM"), "webpage"),
    **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
    "UNPB": "article",
    "THES": "thesis",
}
_FROM_CSL = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP",
    "paper-conference": "CPAPER", "report": "RPRT", "webpage": "ELEC", "dataset": "DATA", "article": "UNPB", "thesis": "THES",
}  # fmt: skip
_MEDLINE = {"pubmed", "medline", "nlm", "pmid"}
_DATES = ("DA", "PY", "Y1")

Fields = dict[str, list[str]]


def parse(source: Source) -> Parsed:
    """Read a whole file. Raises FormatError when it is refused as a whole."""
    return collect(iterate(source))


def iterate(source: Source) -> Found:
    """Entries and problems one by one; only the record that is being read is in memory."""
    for start, fields, ended in _blocks(source):
        entry, problems = _entry(fields, start)
        yield from problems
        if without_content(entry.record):
            yield Problem(start, "no_content", lost=True)
            continue
        yield entry
        if not ended:
            yield Problem(start, "truncated", entry.record.title[:100])


def write(records: Iterable[Record | Entry]) -> str:
    """The records as one RIS text with the line ends the specification asks for."""
    return "".join(
        "".join(f"{tag}  - {single_line(value)}".rstrip() + "\r\n" for tag, value in _lines(entry)) + "\r\n"
        for entry in as_entries(records)
    )


def _blocks(source: Source) -> Iterator[tuple[int, Fields, bool]]:
    """(first line, tags, whether `ER` closed it) of each record."""
    fields: Fields | None = None
    start, last, head = 0, "", ""
    checked = False
    for number, line in numbered_lines(source):
        match = _TAGGED.match(line)
        if match and match[1] == "TY":
            checked = True
            if fields is not None:
                yield start, fields, False
            fields, start, last = {"TY": [(match[2] or "").strip()]}, number, "TY"
        elif fields is None:
            # Databases put their name and a date above the first record; a file with nothing but that is no RIS.
            if not checked and len(head) < HEAD:
                head += line + "\n"
        elif match and match[1] == "ER":
            yield start, fields, True
            fields = None
        elif match:
            last = match[1]
            fields.setdefault(last, []).append((match[2] or "").strip())
        elif line.strip():
            fields[last][-1] = f"{fields[last][-1]} {line.strip()}".strip()
    if not checked:
        require("ris", head.encode())
    if fields is not None:
        yield start, fields, False


def _first(fields: Fields, *tags: str) -> str:
    return next((value for tag in tags for value in fields.get(tag, ()) if value), "")


def _people(fields: Fields, *tags: str) -> tuple[Person, ...]:
    names = [name for tag in tags for value in fields.get(tag, ()) if (name := indexed_name(value))]
    return tuple(dict.fromkeys(names))


def _entry(fields: Fields, line: int) -> tuple[Entry, list[Problem]]:
    kind = _TO_CSL.get(fields["TY"][0].upper(), "document")
    in_journal = kind == "article-journal"
    container = ("JF", "T2", "JO", "JA", "J2") if in_journal else ("T2", "BT", "JF", "JO")
    book_in_bt = kind == "book" and not _first(fields, "TI", "T1", "CT")
    pages, problems = _pages(fields), list[Problem]()
    short = _first(fields, "J2", "JA") or (_first(fields, "JO") if _first(fields, "JF", "T2") else "")
    record = Record(
        type=kind,
        title=_first(fields, "TI", "T1", "CT", *(("BT",) if book_in_bt else ())),
        container_title="" if book_in_bt else _first(fields, *container),
        authors=_people(fields, "AU", "A1"),
        editors=_people(fields, "ED", *(("A2",) if kind in ("book", "chapter") else ())),
        issued=_issued(fields),
        volume=_first(fields, "VL"),
        issue=_first(fields, "IS", "CP"),
        page=pages,
        number=_first(fields, "C7"),
        publisher=_first(fields, "PB"),
        publisher_place=_first(fields, "CY", "PP"),
        edition=_first(fields, "ET"),
        isbn=next((value for value in fields.get("SN", ()) if is_isbn(value)), ""),
        doi=_first(fields, "DO", "DI"),
        url=_first(fields, "UR", "LK").split("; ")[0],
        **_accessions(fields),
    )
    if record.issued is None and (text := _first(fields, *_DATES)):
        problems.append(Problem(line, "date", text[:100]))
    record, more = with_identifiers(record, line)
    sections = split_abstract(_first(fields, "AB", "N2"))
    entry = Entry(
        record,
        sections=sections,
        publication_types=tuple(value for value in fields.get("M3", ()) if value),
        registrations=registered(sections),
        keywords=tuple(value for value in fields.get("KW", ()) if value),
        container_title_short=short if short != record.container_title else "",
        line=line,
    )
    return entry, problems + more


def _pages(fields: Fields) -> str:
    start, end = read_pages(_first(fields, "SP")), read_pages(_first(fields, "EP"))
    # Some databases print the whole range in SP and its end once more in EP.
    return start if not end or end == start or start.endswith(f"-{end}") else f"{start}-{end}".strip("-")


def _issued(fields: Fields) -> PartialDate | None:
    """The most precise date that agrees with the year of publication."""
    dates = [date for tag in _DATES for value in fields.get(tag, ()) if (date := read_date(value))]
    year = next((date.year for tag in ("PY", "Y1", "DA") if (date := read_date(_first(fields, tag)))), None)
    agreeing = [date for date in dates if date.year == year]
    return max(agreeing, key=lambda date: len(date.parts()), default=None)


def _accessions(fields: Fields) -> dict[str, Any]:
    """PMID and PMCID, which have no tag of their own: accession number, C2, notes and addresses."""
    found: dict[str, str] = {}
    number, base = _first(fields, "AN"), _first(fields, "DB", "DP").lower()
    if number.isdigit() and base in _MEDLINE:
        found["pmid"] = number
    for value in (number, *fields.get("N1", ()), *fields.get("C1", ()), *fields.get("M2", ())):
        if pmids := find_pmids(value) if "doi" not in value else []:
            found.setdefault("pmid", pmids[0])
    if (pmc := _first(fields, "C2")).upper().startswith("PMC"):
        found["pmcid"] = pmc
    links = [value for tag in ("UR", "L1", "L2", "LK") for value in fields.get(tag, ())]
    for kind, value in identifiers_in_links(links):
        if kind != "doi":
            found.setdefault(kind, value)
    return found


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    record = entry.record
    yield "TY", _FROM_CSL.get(record.type, "GEN")
    for person in record.authors:
        yield "AU", write_indexed_name(person)
    for person in record.editors:
        yield "ED", write_indexed_name(person)
    start, end = _range(record.page)
    date = record.issued
    values = (
        ("TI", record.title), ("T2", record.container_title), ("J2", entry.container_title_short),
        ("PY", f"{date.year:04d}" if date else ""), ("DA", _date(date) if date and date.month else ""),
        ("VL", record.volume), ("IS", record.issue), ("SP", start), ("EP", end), ("C7", record.number),
        ("PB", record.publisher), ("CY", record.publisher_place), ("ET", record.edition), ("SN", record.isbn),
        ("DO", record.doi), ("AN", record.pmid), ("DB", "PubMed" if record.pmid else ""), ("C2", record.pmcid),
        ("UR", record.url), *(("M3", kind) for kind in entry.publication_types),
        ("AB", join_abstract(entry.sections)), *(("KW", word) for word in entry.keywords),
    )  # fmt: skip
    yield from ((tag, value) for tag, value in values if value)
    yield "ER", ""


def _range(page: str) -> tuple[str, str]:
    # EP is a page, not what NLM leaves of it: 319-25 ends on 325.
    start, dash, end = (full_range(page) if page.count("-") == 1 else page).partition("-")
    return (start, end) if start and end and "-" not in end else (page, "")


def _date(date: PartialDate) -> str:
    return f"{date.year:04d}/{date.month or '':02}/{f'{date.day:02d}' if date.day else ''}/"
