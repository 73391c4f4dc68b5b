"""Works without DOI, PMID or PMCID: which record of PubMed or Crossref is meant, and how sure that is.

A service names a record; what it names is read and compared with the work (`matching.scoring`), because both a reference
list and a service may be wrong. Only what leaves no doubt gives a work a number by itself; what is likely is shown to an
editor. Answers are kept like all others, so that a stopped run does not ask twice and a page asks nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from django.utils import timezone

from config.kit.http import BadAnswer, ServiceError
from references.clients import citation_match, crossref_search
from references.clients.crossref import Crossref
from references.clients.found import DOI, PMID, Client, Found
from references.clients.pubmed import PubMed
from references.lookup import AboutService, Unasked, gather, identifiers_of, named_by
from references.matching.scoring import Score, Verdict, compare
from references.models import LookupAnswer, Work
from references.records import Record


@dataclass(frozen=True, slots=True)
class Named:
    """The record that a work probably is: by which identifier it goes, and the score with its reasons."""

    kind: str
    value: str
    found: Found
    score: Score
    certain: bool

    @property
    def source(self) -> str:
        """The service that named it."""
        return self.found.source

    @property
    def identifiers(self) -> dict[str, str]:
        """What to look it up by."""
        return {self.kind: self.value}


def can_be_named(work: Work) -> bool:
    """Whether enough is known of a work to ask which record it is."""
    record = work.to_record()
    return bool(citation_match.question(record) or crossref_search.question(record))


class Naming:
    """Asks about several works: PubMed in one request for all, Crossref one by one for those that PubMed cannot place.

    Nothing is asked before the first `name`. With `only_kept` nobody is asked; then there are two or three queries for all.
    """

    def __init__(self, *, works: Iterable[Work], clients: Sequence[Client], only_kept: bool = False) -> None:
        self._records = {work.pk: work.to_record() for work in works if not identifiers_of(work)}
        self._pubmed = next((each for each in clients if isinstance(each, PubMed)), None)
        self._crossref = next((each for each in clients if isinstance(each, Crossref)), None)
        self._only_kept = only_kept
        self._kept: dict[tuple[str, str], str] | None = None
        self._trouble: AboutService | None = None

    def name(self, work: Work) -> Named | None:
        """The record that this work probably is, None where no service knows one that it could be.

        Raises AboutService, for every work of these while PubMed's matcher is in trouble; Unasked with `only_kept`.
        """
        record = self._records[work.pk]
        named = self._by_pubmed(record, self._pubmed) if self._pubmed else None
        if named is None and self._crossref:
            named = self._by_crossref(record, self._crossref)
        return named

    def _by_pubmed(self, record: Record, pubmed: PubMed) -> Named | None:
        if not (question := citation_match.question(record)):
            return None
        outcome = self._matched(pubmed).get(_key(question))
        if outcome is None:
            raise Unasked
        found = [each for pmid in citation_match.pmids(outcome) if (each := self._record_of(pubmed, pmid))]
        return best(record, found, PMID)

    def _by_crossref(self, record: Record, crossref: Crossref) -> Named | None:
        if not (question := crossref_search.question(record)):
            return None
        key = _key(question)
        try:
            raw = self._memory().get((crossref.source, key))
            if raw is None:
                if self._only_kept:
                    raise Unasked
                raw = crossref_search.ask(crossref, question)
                self._keep(crossref.source, {key: raw}, found=raw != "[]")
            return best(record, crossref_search.read(crossref, raw), DOI)
        except ServiceError as error:
            raise AboutService(crossref.source, error) from None

    def _matched(self, pubmed: PubMed) -> Mapping[str, str]:
        """PubMed's outcome per question; what is not kept is asked in one request."""
        if self._trouble:
            raise self._trouble
        kept = {key: raw for (source, key), raw in self._memory().items() if source == pubmed.source}
        asked = {
            number: question
            for number, record in self._records.items()
            if (question := citation_match.question(record)) and _key(question) not in kept
        }
        if asked and not self._only_kept:
            try:
                outcomes = pubmed.match(asked)
            except ServiceError as error:
                self._trouble = AboutService(pubmed.source, error)
                raise self._trouble from None
            for number, outcome in outcomes.items():
                kept[_key(asked[number])] = outcome
                self._keep(
                    pubmed.source, {_key(asked[number]): outcome}, found=bool(citation_match.pmids(outcome))
                )
        return kept

    def _record_of(self, pubmed: PubMed, pmid: str) -> Found | None:
        kept = self._memory().get((pubmed.source, f"{PMID}:{pmid}"))
        if kept is not None:
            try:
                return pubmed.read(kept).insist(PMID, pmid) if kept else None
            except BadAnswer:
                pass  # kept by an older reader of ours: ask again
        if self._only_kept:
            raise Unasked
        found = gather({PMID: pmid}, [pubmed]).found
        return found[0] if found else None

    def _memory(self) -> dict[tuple[str, str], str]:
        """What is kept about these works: the outcomes, and the records that PubMed's outcomes name."""
        if self._kept is None:
            records = self._records.values()
            asked = [(citation_match.question(each), crossref_search.question(each)) for each in records]
            self._kept = _kept(_key(question) for pair in asked for question in pair if question)
            named = {pmid for outcome in self._kept.values() for pmid in citation_match.pmids(outcome)}
            self._kept |= _kept(f"{PMID}:{pmid}" for pmid in named)
        return self._kept

    def _keep(self, source: str, answers: Mapping[str, str], *, found: bool) -> None:
        now = timezone.now()
        for key, raw in answers.items():
            self._memory()[source, key] = raw
            LookupAnswer.objects.update_or_create(
                source=source, key=key, defaults={"raw": raw, "found": found, "asked_at": now}
            )


def best(record: Record, candidates: Iterable[Found], kind: str) -> Named | None:
    """Of what a service offers the record that fits, None where nothing does.

    Certain is only the one certain fit: two that both seem certain are a double entry there, or a mistake.
    """
    scored = [
        (score, found, value)
        for found in candidates
        if (value := named_by(found).get(kind)) and (score := _score(record, found)).verdict != Verdict.OTHER
    ]
    if not scored:
        return None
    certain = [each for each in scored if each[0].verdict == Verdict.CERTAIN]
    score, found, value = max(certain or scored, key=lambda each: each[0].percent)
    return Named(kind, value, found, score, certain=len(certain) == 1)


def _score(record: Record, found: Found) -> Score:
    """Under the journal's full name and under its abbreviation, which a list may print in a form that only one resembles."""
    ours = replace(record, pmid="", doi="", pmcid="")
    forms = {name: None for name in (found.record.container_title, found.container_short) if name} or {
        "": None
    }
    scores = [compare(ours, replace(found.record, container_title=name)) for name in forms]
    return max(scores, key=lambda score: (score.verdict == Verdict.CERTAIN, score.percent))


def _kept(keys: Iterable[str]) -> dict[tuple[str, str], str]:
    asked = set(keys)
    rows = LookupAnswer.objects.fresh().filter(key__in=asked) if asked else LookupAnswer.objects.none()
    return {(source, key): raw for source, key, raw in rows.values_list("source", "key", "raw")}


def _key(question: str) -> str:
    return f"cited:{blake2b(question.encode(), digest_size=16).hexdigest()}"
