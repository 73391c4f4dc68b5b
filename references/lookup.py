"""Asking the services about one work: politely, with a memory, and never believing an answer that contradicts the work.

Nothing here runs inside a transaction of ours: a service may take a minute, and a lock must not.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from config.kit.http import BadAnswer, Http, Limits, NotFound, ServiceError
from references import identifiers
from references.clients.crossref import Crossref
from references.clients.europepmc import EuropePMC
from references.clients.found import DOI, PMCID, PMID, Client, Found
from references.clients.pubmed import PubMed
from references.models import LookupAnswer, Work
from references.models.lookup import ServiceTurn

KINDS = (PMID, DOI, PMCID)
# Seconds between two requests, for all processes together. NCBI: 3 a second, 10 with a key (E-utilities, "Usage
# guidelines"); Crossref allows fewer requests for lists than for single works and lowered both in December 2025 (its blog,
# "Announcing changes to REST API rate limits"): one in 0.4 s is slow enough for either; Europe PMC names 10, we ask for half.
_NCBI, _NCBI_WITH_KEY, _CROSSREF, _OTHERS = 0.34, 0.11, 0.4, 0.2


class Unasked(Exception):
    """There is no kept answer, and asking was not allowed."""


class AboutService(Exception):
    """A ServiceError with the service it came from."""

    def __init__(self, source: str, error: ServiceError) -> None:
        self.source, self.error = source, error
        super().__init__(f"{source}: {error}")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A service that names another identifier than the work has: its answer is left aside."""

    source: str
    kind: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the services say, most trusted first."""

    found: tuple[Found, ...]
    conflicts: tuple[Conflict, ...]


@contextmanager
def services() -> Iterator[list[Client]]:
    """The clients, most trusted first, on one session that reaches these services only."""
    places = settings.LOOKUP
    bases = [places[name] for name in ("pubmed", "converter", "europepmc", "crossref")]
    contact = places["contact"]
    limits: Limits | None = getattr(settings, "LOOKUP_LIMITS", None)  # tests are less patient
    agent = f"Bronwijzer/1 ({settings.SITE_URL}; mailto:{contact})"
    with Http(services=bases, user_agent=agent, turn=wait_for_turn, limits=limits) as http:
        yield [
            PubMed(http, places["pubmed"], places["converter"], contact, places["ncbi_key"]),
            EuropePMC(http, places["europepmc"], contact),
            Crossref(http, places["crossref"], contact),
        ]


def wait_for_turn(host: str) -> None:
    """Wait until this host may be asked again; both of NCBI's count as one."""
    places = settings.LOOKUP
    if host in {urlsplit(places[name]).netloc for name in ("pubmed", "converter")}:
        time.sleep(ServiceTurn.reserve("ncbi", _NCBI_WITH_KEY if places["ncbi_key"] else _NCBI))
    else:
        crossref = host == urlsplit(places["crossref"]).netloc
        time.sleep(ServiceTurn.reserve(host, _CROSSREF if crossref else _OTHERS))


def identifiers_of(work: Work) -> dict[str, str]:
    """The identifiers that a work has, by kind."""
    return {kind: value for kind in KINDS if (value := getattr(work, kind))}


def gather(own: Mapping[str, str], clients: Sequence[Client], *, only_kept: bool = False) -> Gathered:
    """What each service says about the work with these identifiers; one may teach us an identifier for the next.

    Raises AboutService when one of them gives trouble: what the others say is then not enough, because the field that
    is missing might be the one that matters. Raises Unasked when only kept answers may be used and one is missing.
    """
    known = dict(own)
    found: list[Found] = []
    conflicts: list[Conflict] = []
    for client in clients:
        kinds = [kind for kind in client.kinds if kind in known]
        answers = (_answer(client, kind, known[kind], only_kept=only_kept) for kind in kinds)
        answer = next((each for each in answers if each is not None), None)
        if answer is None:
            continue
        theirs = named_by(answer)
        wrong = [
            Conflict(client.source, kind, known[kind], value)
            for kind, value in theirs.items()
            if known.get(kind, value) != value
        ]
        conflicts += wrong
        if not wrong:
            found.append(answer)
            known = {**theirs, **known}
    return Gathered(tuple(found), tuple(conflicts))


def named_by(found: Found) -> dict[str, str]:
    """The identifiers that an answer names, in canonical form."""
    record = found.record
    values = {PMID: record.pmid, DOI: identifiers.doi_key(record.doi), PMCID: record.pmcid}
    return {kind: value for kind, value in values.items() if value}


def asked_at(own: Mapping[str, str]) -> dict[str, datetime]:
    """When each service was last asked about one of these identifiers, as far as its answer was kept."""
    kept = LookupAnswer.objects.filter(key__in=[_key(kind, value) for kind, value in own.items()])
    return dict(kept.values("source").annotate(last=Max("asked_at")).values_list("source", "last"))


def forget(own: Mapping[str, str]) -> None:
    """Drop the kept answers about these identifiers, so that the next look-up asks again."""
    LookupAnswer.objects.filter(key__in=[_key(kind, value) for kind, value in own.items()]).delete()


def _answer(client: Client, kind: str, value: str, *, only_kept: bool) -> Found | None:
    """The kept answer, or a new one that is then kept; None where the service does not know the work."""
    key = _key(kind, value)
    try:
        kept = LookupAnswer.objects.fresh().filter(source=client.source, key=key).first()
        if kept and not kept.found:
            return None
        if kept:
            with suppress(BadAnswer):  # kept by an older reader of ours: ask again
                return client.read(kept.raw).insist(kind, value)
        if only_kept:
            raise Unasked
        try:
            raw = client.fetch(kind, value)
            found = client.read(raw).insist(kind, value)
        except NotFound:
            raw, found = "", None
    except ServiceError as error:
        raise AboutService(client.source, error) from None
    LookupAnswer.objects.update_or_create(
        source=client.source,
        key=key,
        defaults={"raw": raw, "found": found is not None, "asked_at": timezone.now()},
    )
    return found


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value}"
