"""What a service says about one work, in the one shape that all three share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from config.kit.http import BadAnswer, ServiceError
from references import identifiers
from references.records import PartialDate, Record

DOI, PMID, PMCID = "doi", "pmid", "pmcid"

Section = tuple[str, str]
"""Label and text of a part of the abstract."""


@dataclass(frozen=True, slots=True)
class Update:
    """Something said later about the work: the service's own word for it, where it is to be read, and when.

    `source` is who told the service (Crossref: "publisher" or "retraction-watch"), `number` that one's own number for it.
    """

    kind: str
    doi: str = ""
    pmid: str = ""
    date: PartialDate | None = None
    source: str = ""
    text: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One service's answer. `updated_by` are notices about this work, `updates` the works this one is a notice about."""

    source: str
    record: Record
    container_short: str = ""
    publication_types: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    registrations: tuple[str, ...] = ()
    updated_by: tuple[Update, ...] = ()
    updates: tuple[Update, ...] = ()
    cited_by: int | None = None

    @property
    def told(self) -> "Told":
        """What it says beside the facts."""
        return Told(self.updated_by, self.updates, self.cited_by)

    def insist(self, kind: str, value: str) -> "Found":
        """This answer, if it is about the work that was asked for. Raises BadAnswer."""
        own = identifiers.doi_key(self.record.doi) if kind == DOI else getattr(self.record, kind)
        if own != (identifiers.doi_key(value) if kind == DOI else value):
            raise BadAnswer(self.source, f"is about another work than the {kind} asked for")
        return self


@dataclass(frozen=True, slots=True)
class Told:
    """What a service says about a work beside its facts: notices, and how often it was cited.

    `updated_by` are notices about the work; `updates` say which works the work itself is a notice about.
    """

    updated_by: tuple[Update, ...] = ()
    updates: tuple[Update, ...] = ()
    cited_by: int | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A service about many works, by the identifier that was asked for.

    In `told` are those it knows; `failed` are those about which its answer could not be used; the rest it does not know.
    """

    told: Mapping[str, Told]
    failed: Mapping[str, ServiceError] = field(default_factory=dict)


class Teller(Protocol):
    """What the nightly checks need of a service: many works at once."""

    @property
    def source(self) -> str:
        """The service's name in the database."""

    @property
    def kind(self) -> str:
        """The identifier it is asked by."""

    @property
    def at_once(self) -> int:
        """How many it may be asked about in one request."""

    def tell(self, values: Sequence[str]) -> Answers:
        """What it says about the works with these identifiers, at most `at_once`; raises a ServiceError."""


class Client(Protocol):
    """What the look-up needs of a service."""

    @property
    def source(self) -> str:
        """The service's name in the database."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The identifiers it can be asked by, surest first."""

    def fetch(self, kind: str, value: str) -> str:
        """The answer about one identifier as it came; raises a ServiceError."""

    def read(self, raw: str) -> Found:
        """The answer understood; raises BadAnswer."""


def decoded(body: bytes, host: str) -> str:
    """An answer as text; all three services speak UTF-8. Raises BadAnswer, also for what PostgreSQL cannot store."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadAnswer(host, "is not UTF-8") from None
    return text.replace("\x00", "")


def valid(kind: str, value: object) -> str:
    """An identifier in canonical form, "" when it is none."""
    normalize = {
        DOI: identifiers.normalize_doi,
        PMID: identifiers.normalize_pmid,
        PMCID: identifiers.normalize_pmcid,
    }[kind]
    try:
        return normalize(str(value)) if value else ""
    except identifiers.IdentifierError:
        return ""


def date_of(*numbers: object) -> PartialDate | None:
    """A date from year, month, day as they come (text, numbers, None); None without a plausible year."""
    parts = [int(str(number)) if str(number).isdecimal() else 0 for number in numbers]
    year, month, day = (parts + [0, 0, 0])[:3]
    if not 1400 <= year <= 2200:
        return None
    month = month if 1 <= month <= 12 else 0
    day = day if month and 1 <= day <= 31 else 0
    return PartialDate(year, month or None, day or None)
