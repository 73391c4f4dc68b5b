"""Europe PMC: PubMed's records and more (preprints, reports), by any of the three identifiers.

Source: Europe PMC, "Articles RESTful API" (`search` with `resultType=core` and `format=json`) and its search syntax
reference (`EXT_ID`, `SRC`, `PMCID`, `DOI`; `OR` between terms; `resultType=lite` for counts).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.kit.html import to_text
from config.kit.http import BadAnswer, Http, NotFound, parsed_json
from references import registries
from references.clients.found import (
    DOI,
    PMCID,
    PMID,
    Answers,
    Found,
    Section,
    Told,
    Update,
    date_of,
    decoded,
    valid,
)
from references.records import PartialDate, Person, Record

_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.I | re.S)
_TYPES = {"preprint": "article", "book": "book", "book-chapter": "chapter", "thesis": "thesis"}


@dataclass(frozen=True, slots=True)
class EuropePMC:
    """One work by PMID, PMCID or DOI."""

    http: Http
    base: str
    contact: str = ""
    source: str = "europepmc"
    kinds: tuple[str, ...] = (PMID, DOI, PMCID)
    kind: str = PMID
    at_once: int = 50

    def fetch(self, kind: str, value: str) -> str:
        """The answer about one identifier as it came; NotFound where nothing was found."""
        quoted = value.replace("\\", r"\\").replace('"', r"\"")
        query = {PMID: f"EXT_ID:{value} AND SRC:MED", PMCID: f"PMCID:{value}", DOI: f'DOI:"{quoted}"'}[kind]
        params = {"query": query, "resultType": "core", "format": "json", "pageSize": "5"}
        if self.contact:
            params["email"] = self.contact
        raw = decoded(self.http.get(f"{self.base.rstrip('/')}/search", params), self.source)
        if not _results(raw, self.source):
            raise NotFound(self.source, "no such work")
        return raw

    def read(self, raw: str) -> Found:
        """The answer understood; of several (a record of PubMed's and one of a publisher) the one from MEDLINE."""
        results = _results(raw, self.source)
        if not results:
            raise BadAnswer(self.source, "holds no work")
        result = min(results, key=lambda each: each.get("source") != "MED")
        journal = _part(result, "journalInfo", "journal")
        return Found(
            source=self.source,
            record=_record(result),
            container_short=_text(journal.get("isoabbreviation"))
            or _text(journal.get("medlineAbbreviation")),
            publication_types=tuple(_text(each) for each in _list(_part(result, "pubTypeList"), "pubType")),
            sections=tuple(_sections(str(result.get("abstractText") or ""))),
            registrations=tuple(
                each.id
                for each in registries.find_registrations(to_text(str(result.get("abstractText") or "")))
            ),
            updated_by=tuple(_updates(result)),
            cited_by=_count(result),
        )

    def tell(self, values: Sequence[str]) -> Answers:
        """How often the works with these PMIDs were cited, from one page of short results."""
        query = "SRC:MED AND (" + " OR ".join(f"EXT_ID:{pmid}" for pmid in values) + ")"
        params = {"query": query, "resultType": "lite", "format": "json", "pageSize": str(len(values))}
        if self.contact:
            params["email"] = self.contact
        raw = decoded(self.http.get(f"{self.base.rstrip('/')}/search", params), self.source)
        asked = set(values)
        return Answers(
            {
                pmid: Told(cited_by=_count(each))
                for each in _results(raw, self.source)
                if each.get("source") == "MED" and (pmid := valid(PMID, each.get("id"))) in asked
            }
        )

    def entry(self, kind: str, value: str) -> Found:
        """What Europe PMC says about this identifier."""
        return self.read(self.fetch(kind, value)).insist(kind, value)


def _count(result: Mapping[str, Any]) -> int | None:
    count = result.get("citedByCount")
    return count if isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 10**9 else None


def _results(raw: str, source: str) -> list[Mapping[str, Any]]:
    answer = parsed_json(raw, source)
    if not isinstance(answer, Mapping) or not isinstance(answer.get("hitCount"), int):
        raise BadAnswer(source, "holds no list of results")
    return [each for each in _list(_part(answer, "resultList"), "result") if isinstance(each, Mapping)]


def _record(result: Mapping[str, Any]) -> Record:
    info = _part(result, "journalInfo")
    journal, book = _part(info, "journal"), _part(result, "bookOrReportDetails")
    kinds = {_text(each).casefold() for each in _list(_part(result, "pubTypeList"), "pubType")}
    kind = next(
        (_TYPES[each] for each in _TYPES if each in kinds), "article-journal" if journal else "document"
    )
    return Record(
        type=kind,
        title=_text(result.get("title")).removesuffix("."),
        container_title=_text(journal.get("title")),
        authors=tuple(_authors(result)),
        issued=_published(result, info),
        volume=_text(info.get("volume")),
        issue=_text(info.get("issue")),
        page=_text(result.get("pageInfo")),
        publisher=_text(book.get("publisher")),
        isbn=_text(book.get("isbn13")) or _text(book.get("isbn10")),
        doi=valid(DOI, result.get("doi")),
        pmid=valid(PMID, result.get("pmid")),
        pmcid=valid(PMCID, result.get("pmcid")),
    )


def _published(result: Mapping[str, Any], info: Mapping[str, Any]) -> PartialDate | None:
    printed = info.get("yearOfPublication"), info.get("monthOfPublication")
    first = str(result.get("firstPublicationDate") or "").split("-")
    return date_of(*printed) or date_of(result.get("pubYear")) or date_of(*first)


def _authors(result: Mapping[str, Any]) -> list[Person]:
    people = []
    for author in _list(_part(result, "authorList"), "author"):
        if isinstance(author, Mapping):
            family = _text(author.get("lastName"))
            given = _text(author.get("firstName")) or _text(author.get("initials"))
            literal = "" if family else _text(author.get("collectiveName")) or _text(author.get("fullName"))
            person = Person(family, given if family else "", literal)
            people += [person] if str(person) else []
    return people


def _sections(abstract: str) -> list[Section]:
    """Label and text: a structured abstract comes as HTML with its labels in headings."""
    parts = _HEADING.split(abstract)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return [(to_text(label).strip(" :"), text) for label, html in pairs if (text := to_text(html))]


def _updates(result: Mapping[str, Any]) -> list[Update]:
    return [
        Update(
            kind=_text(each.get("type")),
            pmid=valid(PMID, each.get("id")) if each.get("source") == "MED" else "",
            source="Europe PMC",
            text=_text(each.get("reference")),
        )
        for each in _list(_part(result, "commentCorrectionList"), "commentCorrection")
        if isinstance(each, Mapping) and each.get("type")
    ]


def _part(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    for name in names:
        inner = value.get(name)
        value = inner if isinstance(inner, Mapping) else {}
    return value


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(to_text(str(value)).split())
