"""Crossref: the publishers' own deposits, by DOI.

Sources: Crossref REST API documentation (`/works/{doi}`, "Etiquette", "Multiple filters": the same filter again means or,
the metadata format of a work); Crossref, "Crossmark and version control" (`update-to` on a notice, `updated-by` on the work it is about, with `source` publisher or
retraction-watch).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from config.kit.html import to_text
from config.kit.http import BadAnswer, Http, NotFound, ServiceError, parsed_json
from references.clients.found import DOI, Answers, Found, Told, Update, date_of, decoded, valid
from references.identifiers import doi_key
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


# In a list of filters a comma ends one and a colon its name, and neither can be escaped (Crossref/rest-api-doc, issues 44
# and 558). So only DOIs of the characters that Crossref allows today ("Constructing your identifiers") go in lists; an
# older one, with commas, < or ;, is asked for alone, where it is one encoded part of the path.
_LISTABLE = re.compile(r"10\.[0-9.]+/[-._()/a-z0-9]+", re.I | re.A)


@dataclass(frozen=True, slots=True)
class Crossref:
    """Works by DOI. `contact` puts us in the "polite pool"."""

    http: Http
    base: str
    contact: str = ""
    source: str = "crossref"
    kinds: tuple[str, ...] = (DOI,)
    kind: str = DOI
    at_once: int = 20

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
            cited_by=_count(work),
        )

    def tell(self, values: Sequence[str]) -> Answers:
        """What Crossref says about the works with these DOIs: one list, and one request for each DOI that fits no list."""
        plain = [doi for doi in values if _LISTABLE.fullmatch(doi)]
        told = self._list(plain) if plain else {}
        failed: dict[str, ServiceError] = {}
        for doi in values:
            if not _LISTABLE.fullmatch(doi):
                try:
                    told[doi] = self.entry(DOI, doi).told
                except NotFound:
                    continue
                except BadAnswer as error:
                    failed[doi] = error
        return Answers(told, failed)

    def _list(self, dois: Sequence[str]) -> dict[str, Told]:
        params = {
            "filter": ",".join(f"doi:{doi}" for doi in dois),
            "select": "DOI,updated-by,update-to,is-referenced-by-count",
            "rows": str(len(dois)),
        }
        if self.contact:
            params["mailto"] = self.contact
        answer = self.http.json(f"{self.base.rstrip('/')}/works", params)
        message = answer.get("message") if isinstance(answer, Mapping) else None
        items = message.get("items") if isinstance(message, Mapping) else None
        if not isinstance(items, list):
            raise BadAnswer(self.source, "holds no list of works")
        asked = set(dois)
        return {
            doi: Told(_updates(item.get("updated-by")), _updates(item.get("update-to")), _count(item))
            for item in items
            if isinstance(item, Mapping) and (doi := doi_key(valid(DOI, item.get("DOI")))) in asked
        }

    def entry(self, kind: str, value: str) -> Found:
        """What Crossref says about this DOI."""
        return self.read(self.fetch(kind, value)).insist(kind, value)


def _count(work: Mapping[str, Any]) -> int | None:
    count = work.get("is-referenced-by-count")
    return count if isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 10**9 else None


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
            number=_text(each.get("record-id")),
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
