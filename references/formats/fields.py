"""Values as files print them → values as records hold them: dates, pages, names, identifiers, labelled abstracts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from references import identifiers
from references.formats.shapes import Problem, Section, single_line
from references.records import PartialDate, Person, Record
from references.registries import Registration, find_registrations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_NUMERIC = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?!\d)", re.A)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)", re.A)
_NAMED_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*\b\.?", re.I)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]", re.A)
_ISBN = re.compile(r"[\dXx][\dXx -]{8,20}")
# NLM's own headings are capitals followed by a colon; the words keep "DNA: the molecule" from becoming one.
_LABEL = re.compile(
    r"(?:^|(?<=[.?!;)\]]\s))((?=[A-Z ,/&()'’-]*(?:BACKGROUND|OBJECTIVE|AIM|PURPOSE|INTRODUCTION|CONTEXT|RATIONALE|IMPORTANCE|DESIGN|SETTING|PATIENT|PARTICIPANT|SUBJECT|POPULATION|INTERVENTION|METHOD|MATERIAL|MEASURE|OUTCOME|RESULT|FINDING|CONCLUSION|INTERPRETATION|DISCUSSION|SIGNIFICANCE|RELEVANCE|LIMITATION|FUNDING|REGISTRATION|REGISTRY|DATA|SEARCH|SELECTION|SOURCE|SYNTHESIS|QUESTION|HYPOTHESIS|SUMMARY|IMPLICATION|STUDY|TRIAL|EVIDENCE|ADVANCES|STATEMENT|EXPERIMENTAL|MEANING|APPROACH|KEY))[A-Z][A-Z ,/&()'’-]{2,80}[A-Z)]):\s+"
)


def read_date(text: str) -> PartialDate | None:
    """A date as far as it is certain: "2012", "2012/05/01/", "2012 May-Jun", "May 1, 2012", "2012-05"; None without a year."""
    text = text.strip().translate(_DASHES)
    if match := _NUMERIC.match(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        rest = text[match.end() :]
        if month is None and (named := _NAMED_MONTH.search(rest)):
            month = _MONTH[named[1][:3].lower()]
            after = re.match(r"\s*(\d{1,2})(?!\d)", rest[named.end() :], re.A)
            day = int(after[1]) if after else None
        return known_date(year, month, day)
    if not (match := _YEAR.search(text)):
        return None
    named = _NAMED_MONTH.search(text)
    if not named:
        return known_date(int(match[1]), None, None)
    around = re.search(rf"(\d{{1,2}})\.?\s+{named[1]}|{named[1]}[a-z]*\.?\s+(\d{{1,2}})(?!\d)", text, re.A)
    day = int(around[1] or around[2]) if around else None
    return known_date(int(match[1]), _MONTH[named[1][:3].lower()], day)


def known_date(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    """A date that can be, cut where it cannot."""
    if not year or year < 1:
        return None
    if not month or not 1 <= month <= 12:
        return PartialDate(year)
    return PartialDate(year, month, day if day and 1 <= day <= 31 else None)


def read_pages(text: str) -> str:
    """A page range with plain hyphens, as the other readers of this site write it."""
    return re.sub(r"\s*-+\s*", "-", single_line(text).translate(_DASHES))


def is_isbn(text: str) -> bool:
    """Whether a standard number can be a book's; a journal's ISSN has another shape."""
    return not _ISSN.fullmatch(text.strip()) and bool(_ISBN.match(text.strip()))


def indexed_name(text: str) -> Person | None:
    """ "Family, Given, Suffix" (RIS, EndNote); without a comma, or with a doubled one, a group's name."""
    text = single_line(text)
    if ",," in text:
        return Person(literal=text.replace(",,", ","))
    parts = [part.strip() for part in text.split(",")]
    if not any(parts):
        return None
    if len(parts) == 1:
        return Person(literal=parts[0])
    family, given, suffix = parts[0], parts[1], ", ".join(part for part in parts[2:] if part)
    if not (given or suffix) and " " in family:
        return Person(literal=family)
    return Person(family, given, "", suffix) if family else Person(literal=" ".join(filter(None, parts)))


def write_indexed_name(person: Person) -> str:
    """The inverse of `indexed_name`."""
    if person.literal:
        return single_line(person.literal).replace(",", ",,", 1)
    parts = [person.family.replace(",", " "), person.given.replace(",", " "), person.suffix.replace(",", " ")]
    return single_line(", ".join(parts if person.suffix else parts[:2])).rstrip(" ") or ""


def split_abstract(text: str) -> tuple[Section, ...]:
    """The labelled parts of an abstract printed as one paragraph; one part without label where it has no headings."""
    text = text.strip()
    marks = list(_LABEL.finditer(text))
    if not marks or (len(marks) == 1 and marks[0].start()):
        return (Section("", text),) if text else ()
    sections = [Section("", text[: marks[0].start()].strip())]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    sections += [
        Section(m[1].strip(), text[m.end() : end].strip()) for m, end in zip(marks, ends, strict=True)
    ]
    return tuple(section for section in sections if section.text)


def join_abstract(sections: tuple[Section, ...]) -> str:
    """An abstract as one paragraph with its headings."""
    return " ".join(
        single_line(f"{part.label.upper()}: {part.text}" if part.label else part.text) for part in sections
    )


def registered(sections: tuple[Section, ...]) -> tuple[Registration, ...]:
    """Trial registrations that the abstract gives as such, in a part that speaks of registering."""
    found: dict[str, Registration] = {}
    for part in sections:
        if re.search(r"regist|clinicaltrials\.gov|isrctn|eudract", part.label + " " + part.text, re.I):
            for each in find_registrations(part.text):
                found.setdefault(each.id, each)
    return tuple(found.values())


_NORMAL = {
    "doi": identifiers.clean_doi,
    "pmid": identifiers.normalize_pmid,
    "pmcid": identifiers.normalize_pmcid,
}


def with_identifiers(record: Record, line: int) -> tuple[Record, list[Problem]]:
    """The record with identifiers in house form; one that cannot be is taken out, marked "invalid" and reported."""
    problems: list[Problem] = []
    found = dict(record.found)
    values: dict[str, Any] = {}
    for name, normal in _NORMAL.items():
        if not (value := getattr(record, name)):
            continue
        try:
            values[name] = normal(value)
        except identifiers.IdentifierError:
            values[name], found[name] = "", "invalid"
            problems.append(Problem(line, name, value[:100]))
    if record.url and not re.match(r"(?:https?|ftp)://[^\s/]", record.url, re.I):
        values["url"] = ""
        problems.append(Problem(line, "url", record.url[:100]))
    if values or found != record.found:
        record = replace(record, found=found, **values)
    return record, problems


def without_content(record: Record) -> bool:
    """Whether nothing by which a work could be known was read."""
    return not (
        record.title or record.doi or record.pmid or record.pmcid or record.url or record.container_title
    )


def identifiers_in_links(links: list[str]) -> Iterator[tuple[str, str]]:
    """("pmid" | "pmcid" | "doi", value) of every address that holds one."""
    for link in links:
        if found := identifiers.identifier_in_link(link):
            yield found
