"""Crossref: the publishers' own deposits, by DOI.

Sources: Crossref REST API documentation (`/works/{doi}`, "Etiquette", the metadata format of a work); Crossref,
"Crossmark and version control" (`update-to` on a notice, `updated-by` on the work it is about, with `source` publisher or
retraction-watch).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from config.kit.html import to_text
from config.kit.http import BadAnswer, Http, NotFound, parsed_json
from references.clients.found import DOI, Found, Update, date_of, decoded, valid
from references.records import PartialDate, Person, Record

# Crossref's types → those of CSL; what is not here is a document.
_TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "reference-entry": "chapter",
    "proceedings-article": "paper-conference",
    "report": "report",
    "dissertation": "thesis",
    "posted-content": "article",
    "dataset": "dataset",
}


@dataclass(frozen=True, slots=True)
class Crossref:
    """Works by DOI. `contact` puts us in the "polite pool"."""

    http: Http
    base: str
    contact: str = ""
    source: str = "crossref"
    kinds: tuple[str, ...] = (DOI,)

    def fetch(self, kind: str, value: str) -> str:
        """The answer about a DOI as it came."""
        if kind != DOI:
            raise NotFound(self.source, f"knows no {kind}")
        # Everything is encoded, slashes, commas and brackets of old DOIs too: the DOI is one segment of the path.
        address = f"{self.base.rstrip('/')}/works/{quote(value, safe='')}"
        return decoded(
            self.http.get(address, {"mailto": self.contact} if self.contact else None), self.source
        )

    def read(self, raw: str) -> Found:
        """The answer understood."""
        answer = parsed_json(raw, self.source)
        work = answer.get("message") if isinstance(answer, Mapping) else None
        if not isinstance(work, Mapping) or not valid(DOI, work.get("DOI")):
            raise BadAnswer(self.source, "holds no work")
        abstract = _text(work.get("abstract"))
        return Found(
            source=self.source,
            record=_record(work),
            container_short=_first(work.get("short-container-title")),
            sections=(("", abstract),) if abstract else (),
            updated_by=_updates(work.get("updated-by")),
            updates=_updates(work.get("update-to")),
            cited_by=count if isinstance(count := work.get("is-referenced-by-count"), int) else None,
        )

    def entry(self, kind: str, value: str) -> Found:
        """What Crossref says about this DOI."""
        return self.read(self.fetch(kind, value)).insist(kind, value)


def _record(work: Mapping[str, Any]) -> Record:
    title, subtitle = _first(work.get("title")), _first(work.get("subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    return Record(
        type=_TYPES.get(_text(work.get("type")), "document"),
        title=title,
        container_title=_first(work.get("container-title")),
        authors=_people(work.get("author")),
        editors=_people(work.get("editor")),
        issued=next(
            (date for key in ("published", "issued", "created") if (date := _date(work.get(key)))), None
        ),
        volume=_text(work.get("volume")),
        issue=_text(work.get("issue")),
        page=_text(work.get("page")),
        number=_text(work.get("article-number")),
        publisher=_text(work.get("publisher")),
        publisher_place=_text(work.get("publisher-location")),
        edition=_text(work.get("edition-number")),
        isbn=_first(work.get("ISBN")),
        doi=valid(DOI, work.get("DOI")),
    )


def _people(value: object) -> tuple[Person, ...]:
    people = []
    for name in value if isinstance(value, list) else []:
        if isinstance(name, Mapping):
            family, given = _text(name.get("family")), _text(name.get("given"))
            literal = "" if family else _text(name.get("name")) or given
            person = Person(family, given if family else "", literal, _text(name.get("suffix")))
            people += [person] if str(person) else []
    return tuple(people)


def _updates(value: object) -> tuple[Update, ...]:
    return tuple(
        Update(
            kind=_text(each.get("type")),
            doi=valid(DOI, each.get("DOI")),
            date=_date(each.get("updated")),
            source=_text(each.get("source")),
            text=_text(each.get("label")),
        )
        for each in (value if isinstance(value, list) else [])
        if isinstance(each, Mapping) and each.get("type")
    )


def _date(value: object) -> PartialDate | None:
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return date_of(*first[:3]) if isinstance(first, list) else None


def _first(value: object) -> str:
    return _text(value[0]) if isinstance(value, list) and value else ""


def _text(value: object) -> str:
    """Text without markup (deposits hold JATS and HTML tags), on one line; numbers as text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(to_text(str(value)).split())
