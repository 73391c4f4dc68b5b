"""Entries of a file → works: matched, made or completed, in batches whose number of queries does not grow.

A batch is one transaction, so an import that is stopped keeps what it did and finds it again the next time: importing a
file twice changes nothing the second time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from re import compile as pattern

from django.db import transaction
from django.utils import timezone

from references.actions.matching import Match, works_for
from references.actions.same_facts import works_with_the_same_facts
from references.actions.taking_over import IDENTIFIERS, Change, facts_of, storable_type, take_facts, trusts
from references.actions.their_parts import Parts
from references.formats import Entry, Problem
from references.models import Work
from references.models.work import MetadataSource

BATCH = 500
# What NLM made is NLM's; what a reference manager exports is what somebody kept there.
_SOURCES = {"nbib": MetadataSource.PUBMED, "pubmed_xml": MetadataSource.PUBMED}
_STORABLE_DOI = pattern(r"10\.[0-9]{4,9}/[^\sA-Z]+")  # as the constraint work_doi_canonical
# Every column, so that the printed forms, which are computed on the way in, follow the facts.
_UPDATED = [
    each.name for each in Work._meta.concrete_fields if not each.primary_key and not getattr(each, "generated", False)
]  # fmt: skip

NEW, MATCHED, CHANGED, REFUSED = "new", "matched", "changed", "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """What happened to one record."""

    kind: str
    line: int
    title: str
    work_id: int | None = None
    changes: tuple[Change, ...] = ()
    likely: bool = False  # an editor is asked whether we had it already


@dataclass
class Outcome:
    """What an import did, or would do: counts, every problem, and as many rows as were asked for."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((NEW, MATCHED, CHANGED, REFUSED), 0))
    problems: list[Problem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rows_wanted: int = 0
    seen: set[int] = field(default_factory=set)
    likely: int = 0

    @property
    def total(self) -> int:
        """Records that were looked at."""
        return sum(self.counts.values())

    def add(self, row: Row) -> None:
        """Count a record; keep its row while there is room."""
        self.counts[row.kind] += 1
        self.likely += row.likely
        if len(self.rows) < self.rows_wanted:
            self.rows.append(row)

    def report(self, problem: Problem) -> None:
        """Keep a problem; count the record that was lost by it."""
        self.problems.append(problem)
        if problem.lost:
            self.add(Row(REFUSED, problem.line, problem.text))


def source_of(format_name: str) -> MetadataSource:
    """How far the facts in a file of this format are trusted."""
    return _SOURCES.get(format_name, MetadataSource.FILE)


def import_found(
    *,
    found: Iterable[Entry | Problem],
    source: MetadataSource,
    rows_wanted: int = 0,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Store what a reader finds, batch by batch; `progress` is called after each. FormatError passes through."""
    outcome = Outcome(rows_wanted=rows_wanted)
    for batch in _batches(found, outcome):
        _store(batch, source, outcome)
        progress(outcome)
    return outcome


def preview_found(
    *, found: Iterable[Entry | Problem], source: MetadataSource, rows_wanted: int = 0,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:  # fmt: skip
    """What `import_found` would do, by doing it and taking it back: the preview cannot differ from the import."""
    with transaction.atomic():
        outcome = import_found(found=found, source=source, rows_wanted=rows_wanted, progress=progress)
        transaction.set_rollback(True)
    return outcome


def _batches(found: Iterable[Entry | Problem], outcome: Outcome) -> Iterator[list[Entry]]:
    """Storable entries in lists of `BATCH`; problems go to the outcome as they pass."""

    def entries() -> Iterator[Entry]:
        for each in found:
            if isinstance(each, Problem):
                outcome.report(each)
            else:
                yield _storable(each, outcome)

    waiting = entries()
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _storable(entry: Entry, outcome: Outcome) -> Entry:
    """The entry without an identifier that the database would refuse the whole batch for."""
    record = entry.record
    doi, kind = record.doi, storable_type(record.type)
    if doi and (len(doi) > 300 or not _STORABLE_DOI.fullmatch(doi.translate(_LOWER))):
        outcome.report(Problem(entry.line, "doi", doi[:100]))
        doi = ""
    if doi == record.doi and kind == record.type:
        return entry
    return replace(entry, record=replace(record, doi=doi, type=kind))


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@transaction.atomic
def _store(batch: Sequence[Entry], source: MetadataSource, outcome: Outcome) -> None:
    results = _matched(batch, source)
    taken = _owners(batch, [match.work for match in results if match.work is not None])
    existing = {match.work.pk for match in results if match.work is not None and match.existed}
    parts = Parts(existing, with_references=any(entry.references for entry in batch))
    made: dict[int, Work] = {}
    changed: dict[int, Work] = {}
    for entry, match in zip(batch, results, strict=True):
        work, existed = match.work, match.existed
        if work is None:
            outcome.report(Problem(entry.line, "no_content", entry.record.title[:100], lost=True))
            continue
        is_new = not existed and work.pk not in outcome.seen
        # Of two records about one work in one file the first decides; otherwise each import would turn it around.
        may_replace = work.pk not in outcome.seen and trusts(source, work)
        outcome.seen.add(work.pk)
        changes = _take(work, entry, source, may_replace, taken, outcome)
        parts.add(work.pk, entry, changes, replace=may_replace)
        if changes and work.pk in existing:
            changed[work.pk] = work
            if may_replace:
                work.metadata_source, work.metadata_at = source, timezone.now()
        elif any(change.field in _UPDATED for change in changes):
            made[work.pk] = work
        kind = NEW if is_new else CHANGED if changes else MATCHED
        shown = () if is_new else tuple(changes)
        outcome.add(Row(kind, entry.line, str(work), work.pk, shown, likely=is_new and match.likely))
    _update(made.values())
    _update(changed.values())
    parts.save()


def _matched(batch: Sequence[Entry], source: MetadataSource) -> list[Match]:
    """Per entry its work and whether that existed."""
    same = works_with_the_same_facts(batch, source)
    rest = [entry.record for place, entry in enumerate(batch) if place not in same]
    others = iter(works_for(records=rest, source=source))
    return [
        Match(same[place], existed=True) if place in same else next(others) for place in range(len(batch))
    ]


def _take(
    work: Work, entry: Entry, source: MetadataSource, may_replace: bool, taken: dict[tuple[str, str], int],
    outcome: Outcome,
) -> list[Change]:  # fmt: skip
    facts = facts_of(entry, source)
    changes = take_facts(work, facts, replace=may_replace)
    for name in IDENTIFIERS:
        value = getattr(facts, name)
        if not value or getattr(work, name):
            continue
        if taken.setdefault((name, value), work.pk) != work.pk:
            outcome.report(Problem(entry.line, "taken", f"{name.upper()} {value}"))
            continue
        setattr(work, name, value)
        changes.append(Change(name, "", value))
    return changes


def _owners(batch: Sequence[Entry], works: Sequence[Work]) -> dict[tuple[str, str], int]:
    """Which work has which identifier: two works may not share one (database)."""
    records = [entry.record for entry in batch]
    known = Work.objects.known_by(
        dois={record.doi.translate(_LOWER) for record in records if record.doi},
        pmids={record.pmid for record in records if record.pmid},
        pmcids={record.pmcid for record in records if record.pmcid},
    ).only("pk", *IDENTIFIERS)
    return {
        (name, value): work.pk for work in (*known, *works) for name in IDENTIFIERS if (value := getattr(work, name))
    }  # fmt: skip


def _update(works: Iterable[Work]) -> None:
    """Save changed works in one statement, with their printed form.

    An upsert on the primary key: `bulk_update` writes a CASE of all rows for every column, which takes seconds for 500.
    """
    Work.objects.bulk_create(works, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED)
