"""Records meet the works we already hold. Certain ones link, doubtful ones wait for an editor, the others are new."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import combinations
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from references import identifiers
from references.matching.keys import keys_of, keys_to_ask
from references.matching.scoring import Reason, Score, Verdict, compare, contradict
from references.models import FormerIdentifier, Work, WorkPair
from references.models.pair import PairState
from references.models.work import MetadataSource
from references.records import CHECK, Record

# The surest first: PubMed's own number is copied by machines, a DOI often by people.
IDENTIFIERS = ("pmid", "doi", "pmcid")
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
    answered: dict[tuple[int, int], str] = field(default_factory=dict)  # pairs of works, and what was said

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

    def seen_as(self, work: Work, record: Record) -> Record:
        """The work as the record names it: by an identifier of before a merge, or by one that came with an earlier line."""
        named = {
            name: getattr(record, name)
            for name, value in _identifiers(record)
            if self.by_identifier.get((name, value)) is work
        }
        return replace(self.records[id(work)], **named)

    def pair_of(self, one: Work, other: Work) -> str | None:
        """What is said of these two; None when nobody ever asked."""
        if one.pk is None or other.pk is None:
            return None
        return self.answered.get((min(one.pk, other.pk), max(one.pk, other.pk)))

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

    By PMID, DOI or PMCID where no other fact says that it was copied wrongly, then by facts that leave no doubt
    (`matching.scoring`); the same for a pasted line and for a file. What remains doubtful becomes a work of its own, with
    a few pairs that an editor is asked about: a wrong link misinforms a reader, a double entry only costs an editor one
    click. It goes without the identifier that another work has; that work is in the pair. A fixed number of queries,
    however long the list and however many works there are. Lists take turns: two that share a new reference would both
    insert it.
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
        work, doubts = _decide(record, held)
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
    _keep((offer.work, offer.other, offer.score) for offer in offers)
    return found


def take_turn() -> None:
    """Until this transaction ends nobody else matches or merges."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('references.works', 0))")


@transaction.atomic(savepoint=False)
def propose(pairs: Iterable[tuple[Work, Work, Score]]) -> None:
    """Keep pairs for an editor, in two statements. A pair that was there, answered or not, keeps its answer.

    Passed over are works that are gone, and that are being merged or deleted at this moment. Not by taking a turn: who
    saves a work holds its row, and would wait for a merge that waits for that row.
    """
    found = list(pairs)
    numbers = sorted({work.pk for one, two, _ in found for work in (one, two)})
    with connection.cursor() as cursor:
        # What the foreign keys of the new rows will ask for, but without waiting.
        cursor.execute(
            "SELECT id FROM references_work WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE SKIP LOCKED",
            [numbers],
        )
        there = {number for (number,) in cursor.fetchall()}
    _keep(pair for pair in found if {pair[0].pk, pair[1].pk} <= there)


def _keep(pairs: Iterable[tuple[Work, Work, Score]]) -> None:
    """In one statement, which may name a pair once: two lines can ask about the same two works; the surest score stays."""
    found: dict[tuple[int, int], Score] = {}
    for one, two, score in pairs:
        pair = (min(one.pk, two.pk), max(one.pk, two.pk))
        if pair not in found or found[pair].percent < score.percent:
            found[pair] = score
    WorkPair.objects.bulk_create(
        (
            WorkPair(low_id=low, high_id=high, score=score.percent, reasons=list(map(list, score.reasons)))
            for (low, high), score in found.items()
        ),
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score", "reasons"],
    )


def _decide(record: Record, held: _Held) -> tuple[Work | None, list[tuple[Work, Score]]]:
    """The work that it is, or None where it needs one of its own; and the works that it may be as well."""
    owners = held.owners(record)
    if len(owners) > 1:
        return _asked(record, held, owners, [(work, _claimed(record, work, held)) for work in owners])
    scored = [(work, compare(record, held.seen_as(work, record))) for work in owners or held.alike(record)]
    certain = [each for each in scored if each[1].verdict == Verdict.CERTAIN]
    # Two certain ones that cannot be each other (each has a DOI): which is meant, the record does not say.
    if certain and not _at_odds([held.records[id(work)] for work, _ in certain]):
        return max(certain, key=lambda each: (each[1].percent, -(each[0].pk or 2**63)))[0], []
    likely = _likely(scored)
    if not owners:
        return None, likely
    # Its identifier is in doubt, so it may as well be a work that only its facts point to.
    others = [work for work in held.alike(record) if work not in owners]
    return _asked(
        record,
        held,
        owners,
        likely + _likely([(work, compare(record, held.records[id(work)])) for work in others]),
    )


def _likely(scored: Sequence[tuple[Work, Score]]) -> list[tuple[Work, Score]]:
    found = [each for each in scored if each[1].verdict != Verdict.OTHER]
    return sorted(found, key=lambda each: -each[1].percent)[:_OFFERED]


def _asked(
    record: Record, held: _Held, owners: Sequence[Work], doubts: list[tuple[Work, Score]]
) -> tuple[Work | None, list[tuple[Work, Score]]]:
    """The work that was made for it before, if any, and of the doubts those that no editor settled since."""
    own = _again(record, held, owners)
    if own is None:
        return None, doubts
    return own, [
        each for each in doubts if each[0] != own and held.pair_of(own, each[0]) != PairState.DIFFERENT
    ]


def _again(record: Record, held: _Held, owners: Sequence[Work]) -> Work | None:
    """The work that was made for this record when it came before, with identifiers that belong to `owners`.

    Otherwise importing a file a second time would make it a second time. Where it stands in a pair with an owner, that
    is the trace of the first time, and it may have been completed or got an identifier of its own since.
    """
    facts = Work.from_record(record, MetadataSource.PASTED).to_record()
    blank: dict[str, Any] = dict.fromkeys(IDENTIFIERS, "")
    bare = replace(facts, **blank)
    for work in held.alike(record):
        if work in owners:
            continue
        known = held.records[id(work)]
        plain = replace(known, **blank)
        if any(held.pair_of(work, owner) for owner in owners):
            again = _says_no_more(bare, known) or compare(bare, plain).verdict == Verdict.CERTAIN
        else:
            less = all(getattr(known, name) in ("", getattr(facts, name)) for name in IDENTIFIERS)
            again = less and plain == bare
        if again:
            return work
    return None


def _says_no_more(bare: Record, known: Record) -> bool:
    """Whether everything that it states is known of the work, in the same words."""
    stated = (each.name for each in fields(bare) if each.name != "type" and getattr(bare, each.name))
    return all(getattr(known, name) == getattr(bare, name) for name in stated)


def _at_odds(records: Sequence[Record]) -> bool:
    return any(contradict(one, two) for one, two in combinations(records, 2))


def _claimed(record: Record, work: Work, held: _Held) -> Score:
    """The score of one of several works that the identifiers of a record belong to; it says which ones name the others."""
    score = compare(record, held.seen_as(work, record))
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
    """Existing works by everything by which these records could be them, oldest first, and their pairs; four queries."""
    dois = {key for record in records if (key := identifiers.doi_key(record.doi))}
    pmids = {record.pmid for record in records if record.pmid}
    pmcids = {record.pmcid for record in records if record.pmcid}
    by_identifier = Work.objects.known_by(dois=dois, pmids=pmids, pmcids=pmcids).defer("search_en")
    former = FormerIdentifier.objects.known_by(dois=dois, pmids=pmids, pmcids=pmcids)
    by_keys = Work.objects.sharing({key for record in records for key in keys_to_ask(record)}).defer(
        "search_en"
    )
    works = {each.work_id: each.work for each in former} | {work.pk: work for work in by_identifier}
    owners = list(works)
    works = {work.pk: work for work in by_keys} | works
    held = _Held()
    for _, work in sorted(works.items()):
        held.add(work)
    for each in former:
        held.by_identifier.setdefault((each.kind, each.value), works[each.work_id])
    pairs = WorkPair.objects.filter(Q(low__in=owners) | Q(high__in=owners))
    held.answered = {(low, high): state for low, high, state in pairs.values_list("low", "high", "state")}
    return held
