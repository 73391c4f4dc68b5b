"""Records meet the works we already hold. Certain ones link, doubtful ones wait for an editor, the others are new."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from django.db import connection, transaction

from references import identifiers
from references.matching.keys import keys_of, keys_to_ask
from references.matching.scoring import Reason, Score, Verdict, compare, contradict
from references.models import Work, WorkPair
from references.models.work import MetadataSource
from references.records import CHECK, Record

# The surest first: PubMed's own number is copied by machines, a DOI often by people.
IDENTIFIERS = ("pmid", "doi", "pmcid")
# What people printed may carry the identifier of another work; in a file or an answer of a service it names the record.
_PRINTED = (MetadataSource.PASTED, MetadataSource.PAGE)
_SCORED = 30  # candidates per record; the ones that share most keys
_OFFERED = 3  # an editor chooses from few


@dataclass(frozen=True, slots=True)
class Match:
    """Where a record went: its work, whether that existed, and whether an editor is asked if we held it already.

    `work` is None for a record in which nothing could be read. A likely one has a new work of its own.
    """

    work: Work | None
    existed: bool = False
    likely: bool = False


@dataclass(slots=True)
class _Held:
    """Works by what they can be recognised by: those in the database, and those that this list has made so far."""

    by_identifier: dict[tuple[str, str], Work] = field(default_factory=dict)
    by_key: dict[str, list[Work]] = field(default_factory=lambda: defaultdict(list))
    records: dict[int, Record] = field(
        default_factory=dict
    )  # by id() of the work: a new one has no number yet
    waiting: set[int] = field(default_factory=set)

    def add(self, work: Work) -> None:
        if id(work) in self.records:
            return
        record = self.records[id(work)] = work.to_record()
        for key in keys_of(record):
            self.by_key[key].append(work)
        self.known_as(work, record)

    def known_as(self, work: Work, record: Record) -> None:
        """From here on the identifiers of `record` mean this work, unless they mean another one."""
        for name, value in _identifiers(record):
            self.by_identifier.setdefault((name, value), work)

    def owners(self, record: Record) -> list[Work]:
        """The works that its identifiers belong to, the surest first, each once."""
        found = [self.by_identifier.get(each) for each in _identifiers(record)]
        return list({id(work): work for work in found if work is not None}.values())

    def alike(self, record: Record) -> list[Work]:
        """The works that share a key with it, those that share most first."""
        shared: Counter[int] = Counter()
        works: dict[int, Work] = {}
        for key in keys_to_ask(record):
            for work in self.by_key.get(key, ()):
                shared[id(work)] += 1
                works[id(work)] = work
        return [works[each] for each, _ in shared.most_common(_SCORED)]


@dataclass(frozen=True, slots=True)
class _Offer:
    work: Work
    other: Work
    score: Score


@transaction.atomic(savepoint=False)
def works_for(*, records: Sequence[Record], source: MetadataSource) -> list[Match]:
    """Return per record its work, in order.

    By PMID, DOI or PMCID where none contradicts, then by facts that leave no doubt (`matching.scoring`). What remains
    doubtful becomes a work of its own, with at most three pairs that an editor is asked about: a wrong link misinforms a
    reader, a double entry only costs an editor one click. A fixed number of queries, however long the list and however
    many works there are. Lists take turns: two that share a new reference would both insert it.
    """
    take_turn()
    held = _held(records)
    found: list[Match] = []
    new: list[Work] = []
    offers: list[_Offer] = []
    for record in records:
        if record.status == CHECK and not record.title and not record.doi:
            found.append(Match(None))
            continue
        work, doubts = _decide(record, held, source in _PRINTED)
        existed = work is not None and work.pk is not None
        if work is None:
            work = _without_taken(Work.from_record(record, source), held)
            new.append(work)
            held.add(work)
        if doubts:
            held.waiting.add(id(work))
            offers += [_Offer(work, other, score) for other, score in doubts]
        else:
            held.known_as(work, record)
        found.append(Match(work, existed, likely=id(work) in held.waiting))
    Work.objects.bulk_create(new)
    propose((offer.work, offer.other, offer.score) for offer in offers)
    return found


def take_turn() -> None:
    """Until this transaction ends nobody else matches or merges."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('references.works', 0))")


def propose(pairs: Iterable[tuple[Work, Work, Score]]) -> None:
    """Keep pairs for an editor, in one statement. A pair that was there, answered or not, keeps its answer."""
    WorkPair.objects.bulk_create(
        (
            WorkPair(
                low_id=min(one.pk, two.pk),
                high_id=max(one.pk, two.pk),
                score=score.percent,
                reasons=[list(reason) for reason in score.reasons],
            )
            for one, two, score in pairs
        ),
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score", "reasons"],
    )


def _decide(record: Record, held: _Held, printed: bool) -> tuple[Work | None, list[tuple[Work, Score]]]:
    """The work that it certainly is, or None and the works that it may be."""
    owners = held.owners(record)
    if len(owners) > 1:
        return _again(record, held, owners), [(work, _claimed(record, work, held)) for work in owners]
    if owners and not printed and not contradict(record, held.records[id(owners[0])]):
        return owners[0], []
    scored = [(work, compare(record, held.records[id(work)])) for work in owners or held.alike(record)]
    certain = [each for each in scored if each[1].verdict == Verdict.CERTAIN]
    # Two certain ones that cannot be each other (each has a DOI): which is meant, the record does not say.
    if certain and not _at_odds([held.records[id(work)] for work, _ in certain]):
        return max(certain, key=lambda each: (each[1].percent, -(each[0].pk or 2**63)))[0], []
    likely = [each for each in scored if each[1].verdict != Verdict.OTHER]
    if not likely:
        return None, []
    own = _again(record, held, owners) if owners else None
    return own, sorted(likely, key=lambda each: -each[1].percent)[:_OFFERED]


def _again(record: Record, held: _Held, owners: Sequence[Work]) -> Work | None:
    """The work that was made for this record when it came before, with identifiers that belong to `owners`.

    Otherwise importing a file a second time would make it a second time.
    """
    facts = Work.from_record(record, MetadataSource.PASTED).to_record()
    blank: dict[str, Any] = dict.fromkeys(IDENTIFIERS, "")
    for work in held.alike(record):
        if work in owners:
            continue
        known = held.records[id(work)]
        less = all(getattr(known, name) in ("", getattr(facts, name)) for name in IDENTIFIERS)
        if less and replace(known, **blank) == replace(facts, **blank):
            return work
    return None


def _at_odds(records: Sequence[Record]) -> bool:
    return any(contradict(one, two) for one, two in combinations(records, 2))


def _claimed(record: Record, work: Work, held: _Held) -> Score:
    """The score of one of several works that the identifiers of a record belong to; it says which ones name the others."""
    score = compare(record, held.records[id(work)])
    elsewhere: list[Reason] = [
        (name, "elsewhere")
        for name, value in _identifiers(record)
        if held.by_identifier.get((name, value), work) is not work
    ]
    named = {reason[0] for reason in elsewhere}
    rest = [reason for reason in score.reasons if reason[0] not in named]
    return Score(min(score.percent, 90), Verdict.LIKELY, (*elsewhere, *rest))


def _identifiers(record: Record) -> list[tuple[str, str]]:
    values = {"pmid": record.pmid, "doi": identifiers.doi_key(record.doi), "pmcid": record.pmcid}
    return [(name, values[name]) for name in IDENTIFIERS if values[name]]


def _without_taken(work: Work, held: _Held) -> Work:
    """Drop an identifier that another work already has: two works may not share one (database), the raw line keeps it."""
    for name in IDENTIFIERS:
        value = getattr(work, name)
        if value and (name, value) in held.by_identifier:
            setattr(work, name, None)
    return work


def _held(records: Sequence[Record]) -> _Held:
    """Existing works by everything by which these records could be them, oldest first; two queries."""
    by_identifier = Work.objects.known_by(
        dois={key for record in records if (key := identifiers.doi_key(record.doi))},
        pmids={record.pmid for record in records if record.pmid},
        pmcids={record.pmcid for record in records if record.pmcid},
    )
    by_keys = Work.objects.sharing({key for record in records for key in keys_to_ask(record)})
    works = {work.pk: work for queryset in (by_identifier, by_keys) for work in queryset.defer("search_en")}
    held = _Held()
    for _, work in sorted(works.items()):
        held.add(work)
    return held
