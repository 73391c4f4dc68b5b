"""The operator's copy of the Retraction Watch database → notices, in batches whose number of queries does not grow."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from references.actions.checking import Asked, remember
from references.actions.warning import News, take
from references.clients.found import Told
from references.formats.shapes import Problem
from references.models import Notice, NoticeFile, Work
from references.models.notice import About, NoticeOrigin
from references.notices.reported import Reported, once
from references.notices.retraction_watch import Row, read

BATCH = 2000
KEPT_PROBLEMS = 200
SMALLEST = 0.9  # of the rows of the last whole file: the database only grows, a few rows are put together now and then
_ORIGIN = NoticeOrigin.RETRACTION_WATCH


@dataclass
class Listed:
    """What a file brought: rows read, works of ours that are in it, what was wrong (counted by code, the first ones named)."""

    rows: int = 0
    works: set[int] = field(default_factory=set)
    problems: Counter[str] = field(default_factory=Counter)
    shown: list[Problem] = field(default_factory=list)
    news: News = field(default_factory=News)
    complete: bool = True
    before: int = 0  # rows of the last whole file
    is_short: bool = False  # it holds so many fewer that it was cut

    def report(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room. A row about a work without a number is no fault."""
        self.problems[problem.code] += 1
        if problem.code != "nobody" and len(self.shown) < KEPT_PROBLEMS:
            self.shown.append(problem)


def take_file(
    *,
    file: BinaryIO,
    dated: datetime,
    progress: Callable[[Listed], None] = lambda listed: None,
    smaller: bool = False,
) -> Listed:
    """Go through the file, store what it says about our works, and remember that they were checked as of `dated`.

    First everything is read and matched, then stored in one go per batch of works: one work may have rows far apart. Raises
    FormatError where it is not this file; then nothing changed. A file that breaks off is used, but what it does not hold
    is not called gone, and nothing counts as checked with it. So is a file without rows, and one that is much smaller
    than the last whole one, unless `smaller` says that this is right: a copy cut at the end of a row looks whole.
    """
    listed = Listed()
    reports: dict[int, list[Reported]] = defaultdict(list)
    for batch in _batches(_rows(file, listed)):
        for pk, row in _matched(batch, listed):
            reports[pk].append(row.notice)
        progress(listed)
    listed.works = set(reports)
    _measure(listed, smaller=smaller)
    _store(reports, listed)
    if listed.complete:
        _call_gone(set(reports), listed)
        _remember(dated, listed.rows)
    progress(listed)
    return listed


def _rows(file: BinaryIO, listed: Listed) -> Iterator[Row]:
    for each in read(file):
        # A broken row in the middle is one row lost; at the end it means that the rest never arrived.
        listed.complete = not (isinstance(each, Problem) and each.code == "columns")
        listed.rows += 1 if isinstance(each, Row) or each.lost else 0
        if isinstance(each, Problem):
            listed.report(each)
        else:
            yield each


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _matched(batch: Sequence[Row], listed: Listed) -> Iterator[tuple[int, Row]]:
    """Rows about works of ours; a row whose two numbers do not belong together is reported and left aside: a retraction on
    the wrong study misinforms, a missed one is found through Crossref or PubMed."""
    known = Work.objects.known_by(
        dois={row.doi for row in batch if row.doi},
        pmids={row.pmid for row in batch if row.pmid},
        pmcids=set(),
    )
    by_doi: dict[str, tuple[int, str | None]] = {}
    by_pmid: dict[str, tuple[int, str | None]] = {}
    for pk, doi, pmid in known.values_list("pk", "doi", "pmid"):
        if doi:
            by_doi[doi] = (pk, pmid)
        if pmid:
            by_pmid[pmid] = (pk, doi)
    for row in batch:
        one, two = by_doi.get(row.doi), by_pmid.get(row.pmid)
        if one is None and two is None:
            continue
        agrees = (
            (one is None or two is None or one[0] == two[0])
            and (one is None or not row.pmid or one[1] in (None, row.pmid))
            and (two is None or not row.doi or two[1] in (None, row.doi))
        )
        if agrees:
            yield (one or two or (0, ""))[0], row
        else:
            listed.report(Problem(row.line, "two_works", f"{row.doi} / PMID {row.pmid}", lost=True))


def _store(reports: dict[int, list[Reported]], listed: Listed) -> None:
    now, numbers = timezone.now(), sorted(reports)
    for start in range(0, len(numbers), BATCH):
        part = {pk: once(reports[pk]) for pk in numbers[start : start + BATCH]}
        listed.news.add(take(reports=part, origin=_ORIGIN, at=now, whole=listed.complete))


def _call_gone(works: set[int], listed: Listed) -> None:
    """Works that had notices from the file and are not in it any more."""
    held = Notice.objects.filter(origin=_ORIGIN, gone_on=None).exclude(work__in=works)
    reports: dict[int, list[Reported]] = dict.fromkeys(held.values_list("work_id", flat=True), [])
    if reports:
        listed.news.add(take(reports=reports, origin=_ORIGIN, at=timezone.now()))


def _measure(listed: Listed, *, smaller: bool) -> None:
    last = NoticeFile.objects.filter(source=_ORIGIN).first()
    listed.before = last.rows if last else 0
    listed.is_short = listed.rows == 0 or (listed.rows < SMALLEST * listed.before and not smaller)
    listed.complete = listed.complete and not listed.is_short


@transaction.atomic
def _remember(dated: datetime, rows: int) -> None:
    """Every work with a DOI or PMID has now been looked for, in the file as it was on its day."""
    NoticeFile.objects.update_or_create(source=_ORIGIN, defaults={"rows": rows, "dated": dated})
    works = Work.objects.filter(Q(doi__isnull=False) | Q(pmid__isnull=False)).order_by("pk")
    numbers = works.values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while part := list(islice(numbers, BATCH)):
        asked = Asked(told={pk: Told() for pk in part})
        remember(asked=asked, source=_ORIGIN, about=About.NOTICES, at=dated)
