"""NBIB, the MEDLINE format that PubMed's "Cite" and "Send to: Citation manager" give.

Source: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions": a tag of up to four letters padded to four, "- ", a
value that runs on over lines indented by six spaces; records are apart by an empty line. Tags that are not read here
are stepped over without being mistaken for text.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator

from references.formats.detecting import HEAD, require
from references.formats.fields import (
    MONTHS,
    join_abstract,
    read_date,
    read_pages,
    registered,
    split_abstract,
    with_identifiers,
    without_content,
)  # fmt: skip
from references.formats.notices import notice_from_line, with_retraction
from references.formats.reading import numbered_lines
from references.formats.shapes import Entry, Found, Parsed, Problem, Source, as_entries, collect, single_line
from references.records import PartialDate, Person, Record
from references.registries import Registration, as_found

_TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)$", re.A)
_SUFFIX = re.compile(r"^(.+?),? (Jr|Sr|[2-9](?:nd|rd|th)|I{2,3}|IV|V)\.?$")
_NOTICES = {"RIN": "RetractionIn", "EIN": "ErratumIn", "ECI": "ExpressionOfConcernIn", "CRI": "CorrectedandRepublishedIn",
    "RRI": "RetractedandRepublishedIn", "PRIN": "PartialRetractionIn", "RPI": "CorrectedandRepublishedIn"}  # fmt: skip
_TYPES = {"preprint": "article", "dataset": "dataset", "technical report": "report", "academic dissertation": "thesis",
    "book": "book", "book chapter": "chapter", "web page": "webpage", "conference proceedings": "paper-conference"}  # fmt: skip
_TYPE_NAMES = {csl: name.title() for name, csl in _TYPES.items()} | {"article-journal": "Journal Article"}

Fields = dict[str, list[str]]


def parse(source: Source) -> Parsed:
    """Read a whole file. Raises FormatError when it is refused as a whole."""
    return collect(iterate(source))


def iterate(source: Source) -> Found:
    """Entries and problems one by one; only the record that is being read is in memory."""
    for start, fields, stray in _blocks(source):
        entry, problems = _entry(fields, start)
        yield from (Problem(number, "stray_line", text[:100]) for number, text in stray)
        yield from problems
        if without_content(entry.record):
            yield Problem(start, "no_content", lost=True)
        else:
            yield entry


def write(records: Iterable[Record | Entry]) -> str:
    """The records in MEDLINE form, lines of at most 87 characters as PubMed's own."""
    return "\n".join(
        "".join(_wrapped(tag, single_line(value)) for tag, value in _lines(entry))
        for entry in as_entries(records)
    )


def _blocks(source: Source) -> Iterator[tuple[int, Fields, list[tuple[int, str]]]]:
    fields: Fields = {}
    stray: list[tuple[int, str]] = []
    start, last, head, checked, empty = 0, "", "", False, False
    for number, line in numbered_lines(source):
        if not checked:
            head += line + "\n"
            if len(head) < HEAD and not (line.strip() and _TAGGED.match(line)):
                continue
            require("nbib", head.encode())
            checked = True
        match = _TAGGED.match(line)
        # PMID opens a record, except inside one, where OWN or STAT may come first.
        opens = match is not None and fields and (empty or (match[1] == "PMID" and "PMID" in fields))
        if opens:
            yield start, fields, stray
            fields, stray = {}, []
        if match:
            start = start if fields else number
            last = match[1]
            fields.setdefault(last, []).append(match[2].strip())
        elif line.strip() and fields and (line.startswith(" ") or last in ("AB", "TI")):
            fields[last][-1] = f"{fields[last][-1]} {line.strip()}".strip()
        elif line.strip():
            stray.append((number, line.strip()))
        empty = not line.strip()
    if not checked:
        require("nbib", head.encode())
    if fields:
        yield start, fields, stray


def _first(fields: Fields, *tags: str) -> str:
    return next((value for tag in tags for value in fields.get(tag, ()) if value), "")


def _entry(fields: Fields, line: int) -> tuple[Entry, list[Problem]]:
    types = tuple(value for value in fields.get("PT", ()) if value)
    title, book = _first(fields, "TI"), _first(fields, "BTI")
    kind = next((_TYPES[name.lower()] for name in types if name.lower() in _TYPES), "article-journal")
    if book:
        kind = "chapter" if title else "book"
    pages = read_pages(_first(fields, "PG"))
    dates = _first(fields, "DP", "DEP", "DCOM")
    record = Record(
        type=kind,
        title=_title(title or book),
        container_title=book if title and book else _first(fields, "JT", "TA"),
        authors=_people(fields, "FAU", "AU", "CN"),
        editors=_people(fields, "FED", "ED"),
        issued=read_date(dates),
        volume=_first(fields, "VI"),
        issue=_first(fields, "IP"),
        page=pages,
        number="" if pages else _located(fields, "pii", "LID"),
        publisher=_first(fields, "PB"),
        publisher_place=_first(fields, "PP") or (_first(fields, "PL") if book or kind == "book" else ""),
        edition=_first(fields, "EN"),
        isbn=_first(fields, "ISBN").partition(" (")[0],
        doi=_located(fields, "doi", "LID", "AID"),
        pmid=_first(fields, "PMID"),
        pmcid=_first(fields, "PMC"),
    )
    problems = [Problem(line, "date", dates[:100])] if dates and record.issued is None else []
    record, more = with_identifiers(record, line)
    sections = split_abstract(_first(fields, "AB"))
    notices = tuple(
        notice
        for tag, kind_of in _NOTICES.items()
        for value in fields.get(tag, ())
        if (notice := notice_from_line(kind_of, value))
    )
    entry = Entry(
        record,
        sections=sections,
        publication_types=types,
        registrations=_registrations(fields) or registered(sections),
        notices=with_retraction(notices, types),
        keywords=tuple(value for value in (*fields.get("MH", ()), *fields.get("OT", ())) if value),
        container_title_short=_first(fields, "TA") if _first(fields, "TA") != record.container_title else "",
        line=line,
    )
    return entry, problems + more


def _title(text: str) -> str:
    """NLM ends titles with a full stop, and puts translated ones in brackets."""
    text = re.sub(r"^\[(.*)\]\.?$", r"\1", text)
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _people(fields: Fields, full: str, short: str, group: str = "") -> tuple[Person, ...]:
    names = fields.get(full) or fields.get(short) or []
    people = [_person(name, full=bool(fields.get(full))) for name in names if name]
    return (*people, *(Person(literal=name) for name in fields.get(group, ()) if name))


def _person(name: str, *, full: bool) -> Person:
    match = _SUFFIX.match(name)
    name, suffix = (match[1], match[2]) if match else (name, "")
    family, comma, given = name.partition(", ") if full else name.rpartition(" ")
    return Person(family, given, "", suffix) if comma and family else Person(literal=name)


def _located(fields: Fields, kind: str, *tags: str) -> str:
    """An id from a line that says of what kind it is: "10.1000/x [doi]"."""
    values = (value for tag in tags for value in fields.get(tag, ()))
    return next((value[: -len(kind) - 2].strip() for value in values if value.endswith(f"[{kind}]")), "")


def _registrations(fields: Fields) -> tuple[Registration, ...]:
    """Databank lines: "ClinicalTrials.gov/NCT00090294"; a number that its register cannot have given is kept as it stands."""
    found: dict[str, Registration] = {}
    for value in fields.get("SI", ()):
        databank, divided, number = value.partition("/")
        # "CTRI/2017/08/009252" is a number with strokes of its own.
        if each := as_found(value) or (as_found(number, databank.strip()) if divided else None):
            found.setdefault(each.id, each)
    return tuple(found.values())


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    record = entry.record
    book, chapter = record.type == "book", record.type == "chapter"
    types = entry.publication_types or (_TYPE_NAMES.get(record.type, "Journal Article"),)
    values = (
        ("PMID", record.pmid), ("ISBN", record.isbn), ("VI", record.volume), ("IP", record.issue),
        ("DP", _date(record.issued) if record.issued else ""), ("TI", "" if book else record.title),
        ("BTI", record.title if book else record.container_title if chapter else ""), ("PG", record.page),
        ("LID", f"{record.number} [pii]" if record.number else ""), ("LID", f"{record.doi} [doi]" if record.doi else ""),
        ("AB", join_abstract(entry.sections)),
        *(("FAU", _name(person)) for person in record.authors if not person.literal),
        *(("CN", person.literal) for person in record.authors if person.literal),
        *(("FED", _name(person)) for person in record.editors),
        *(("SI", f"{each.registry}/{each.id}") for each in entry.registrations),
        *(("PT", name) for name in types), ("PB", record.publisher), ("PP", record.publisher_place), ("EN", record.edition),
        ("TA", entry.container_title_short), ("JT", "" if chapter else record.container_title),
        *(("OT", word) for word in entry.keywords), ("PMC", record.pmcid),
        ("AID", f"{record.doi} [doi]" if record.doi else ""),
    )  # fmt: skip
    yield from ((tag, value) for tag, value in values if value)


def _name(person: Person) -> str:
    if person.literal:
        return person.literal
    return (
        f"{person.family}, {' '.join(part for part in (person.given, person.suffix) if part)}".removesuffix(
            ", "
        )
    )


def _date(date: PartialDate) -> str:
    year, *rest = date.parts()
    return " ".join([str(year), *(MONTHS[rest[0] - 1] for _ in rest[:1]), *(str(day) for day in rest[1:])])


def _wrapped(tag: str, value: str) -> str:
    lines = textwrap.wrap(value, 81, break_long_words=False, break_on_hyphens=False) or [""]
    return f"{tag:<4}- {lines[0]}\n" + "".join(f"      {line}\n" for line in lines[1:])
