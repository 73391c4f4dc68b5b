"""The one shape that pasted lists, file formats, look-ups and styles share: frozen records, CSL-JSON at the border.

CSL-JSON is the JSON form of the Citation Style Language's item (schema `csl-data.json` of citation-style-language
1.0.2). What CSL has no word for (the raw line, how sure we are) travels under its `custom` key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PARSED = "parsed"
CHECK = "check"

CslItem = dict[str, Any]

# Record field → CSL variable, in the order in which the item is printed.
_TEXT_FIELDS = {
    "title": "title",
    "container_title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "edition": "edition",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
    "isbn": "ISBN",
}


@dataclass(frozen=True, slots=True)
class Person:
    """One author or editor: `family` and `given`, or `literal` for a group or a name that must not be split.

    `given` holds initials without dots or spaces when the source printed initials ("KJ", "J-P"), else given names.
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return self.literal or " ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: a year, perhaps a month 1-12, perhaps a day 1-31."""

    year: int
    month: int | None = None
    day: int | None = None

    def parts(self) -> list[int]:
        """The CSL `date-parts` of this date: one to three numbers, stopping at the first unknown one."""
        parts = [self.year]
        for part in (self.month, self.day):
            if part is None:
                break
            parts.append(part)
        return parts


@dataclass(frozen=True, slots=True)
class Record:
    """A bibliographic record. Absent text is "", never None.

    `type` is a CSL type. `doi` keeps the case the source printed; compare with `identifiers.doi_key`. `labels` are the
    link words at the end of a pasted line ("DOI", "PMC", "PubMed") in their order. `found` says per identifier
    ("doi", "pmid", "pmcid") how it was found: "text", "link", or "invalid" when something stood there that cannot be one.
    """

    type: str = "document"
    title: str = ""
    container_title: str = ""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    et_al: bool = False
    issued: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    publisher: str = ""
    publisher_place: str = ""
    edition: str = ""
    isbn: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    labels: tuple[str, ...] = ()
    raw: str = ""
    status: str = PARSED
    found: Mapping[str, str] = field(default_factory=dict, hash=False)

    def to_csl(self, id: str | None = None) -> CslItem:  # noqa: A002  CSL's own word
        """This record as one CSL-JSON item holding only keys that have a value; `id` None takes the best identifier."""
        item: CslItem = {"id": id if id is not None else self._own_id(), "type": self.type}
        for name, variable in _TEXT_FIELDS.items():
            if value := getattr(self, name):
                item[variable] = value
        for variable, people in (("author", self.authors), ("editor", self.editors)):
            if people:
                item[variable] = [_csl_name(person) for person in people]
        if self.issued:
            item["issued"] = {"date-parts": [self.issued.parts()]}
        item["custom"] = {
            "raw": self.raw,
            "status": self.status,
            "et_al": self.et_al,
            "labels": list(self.labels),
            "found": dict(self.found),
        }
        return item

    def _own_id(self) -> str:
        for prefix, value in (("doi", self.doi.lower()), ("pmid", self.pmid), ("pmcid", self.pmcid)):
            if value:
                return f"{prefix}:{value}"
        return self.url or "ref"


def record_from_csl(item: object) -> Record:
    """The record held by one CSL-JSON item; unknown keys are ignored, malformed values read as absent.

    Raises ValueError when `item` is not a JSON object at all.
    """
    if not isinstance(item, Mapping):
        raise ValueError(f"A CSL-JSON item is an object; this is {type(item).__name__}.")
    custom = item.get("custom")
    custom = custom if isinstance(custom, Mapping) else {}
    texts = {name: _text(item.get(variable)) for name, variable in _TEXT_FIELDS.items()}
    found = custom.get("found")
    return Record(
        type=_text(item.get("type")) or "document",
        authors=_people(item.get("author")),
        editors=_people(item.get("editor")),
        issued=_date(item.get("issued")),
        et_al=custom.get("et_al") is True,
        labels=tuple(_text(label) for label in _list(custom.get("labels")) if _text(label)),
        raw=custom["raw"] if isinstance(custom.get("raw"), str) else "",
        status=CHECK if custom.get("status") == CHECK else PARSED,
        found={str(k): str(v) for k, v in found.items()} if isinstance(found, Mapping) else {},
        **texts,
    )


def _csl_name(person: Person) -> dict[str, str]:
    parts = {name: getattr(person, name) for name in ("family", "given", "suffix", "literal")}
    return {name: value for name, value in parts.items() if value}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    # Numbers occur where CSL wants strings (volume: 7); bool is an int in Python but never a bibliographic value.
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _people(value: object) -> tuple[Person, ...]:
    people = []
    for name in _list(value):
        if not isinstance(name, Mapping):
            continue
        particle = _text(name.get("non-dropping-particle"))
        family = " ".join(part for part in (particle, _text(name.get("family"))) if part)
        person = Person(
            family, _text(name.get("given")), _text(name.get("literal")), _text(name.get("suffix"))
        )
        if str(person):
            people.append(person)
    return tuple(people)


def _date(value: object) -> PartialDate | None:
    if not isinstance(value, Mapping):
        return None
    first = _list(value.get("date-parts"))[:1]
    numbers = [_number(part) for part in _list(first[0])[:3]] if first else []
    if not numbers:
        # `raw` and `literal` are free text in CSL: only a leading ISO date in them is certain enough to use.
        loose = _text(value.get("raw")) or _text(value.get("literal"))
        iso = re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?!\d)", loose)
        numbers = [_number(part) for part in iso.groups()] if iso else []
    year, month, day = (numbers + [None, None, None])[:3]
    if year is None:
        return None
    month = month if month is not None and 1 <= month <= 12 else None
    return PartialDate(year, month, day if month and day is not None and 1 <= day <= 31 else None)


def _number(value: object) -> int | None:
    text = _text(value)
    return int(text) if re.fullmatch(r"-?[0-9]{1,4}", text) else None
