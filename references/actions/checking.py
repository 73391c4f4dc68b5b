"""Asking services about many works: which are due, one request's worth at a time, and what is remembered of it.

What is asked about (notices or counts) and what becomes of the answers is the caller's; here is only the asking, with the
rule that trouble with a service costs nothing: nothing stored changes, the day of the last good answer stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from config.kit.http import BadAnswer, ServiceError
from references.clients.found import Answers, Teller, Told
from references.lookup import AboutService
from references.models import SourceCheck, Work
from references.models.notice import About
from references.notices.known_as import known_as
from references.trouble import kind_of

TROUBLES_IN_A_ROW = 3  # then the service is away for all
MOST_BROKEN = 3  # after so many works in one list whose answers cannot be used, it is the service


@dataclass
class Asked:
    """What one request brought: per work's number what was told; works the service does not know; works that failed."""

    told: dict[int, Told] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    failed: dict[int, ServiceError] = field(default_factory=dict)


@dataclass
class Progress:
    """How far a run has come with one source: works it answered about, works it does not know, works that failed."""

    source: str
    checked: int = 0
    unknown: int = 0
    failed: int = 0
    trouble: str = ""

    @property
    def done(self) -> int:
        """Works that were asked about."""
        return self.checked + self.unknown + self.failed

    def add(self, asked: Asked) -> None:
        """Count one request's answers."""
        self.checked += len(asked.told)
        self.unknown += len(asked.unknown)
        self.failed += len(asked.failed)


def due(*, teller: Teller, about: About, before: datetime) -> QuerySet[Work]:
    """Works that this service can be asked about and was not asked about since `before`, longest ago first.

    A work whose number changed since was not asked about.
    """
    number = Concat(Value(f"{teller.kind}:"), OuterRef(teller.kind))
    tried = SourceCheck.objects.filter(
        work=OuterRef("pk"), about=about, source=teller.source, known_as=number
    )
    works = Work.objects.filter(**{f"{teller.kind}__isnull": False})
    return (
        works.annotate(tried_at=Subquery(tried.values("tried_at")))
        .filter(Q(tried_at=None) | Q(tried_at__lt=before))
        .order_by(F("tried_at").asc(nulls_first=True), "pk")
    )


def since(days: int, now: datetime) -> datetime:
    """From when on a work was asked about recently enough; four hours of grace, for a nightly run that starts earlier."""
    return now - timedelta(days=days) + timedelta(hours=4)


def go_through(
    *,
    teller: Teller,
    about: About,
    before: datetime,
    store: Callable[[Sequence[Work], Teller], Asked],
    most: int | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Check the works that are due (at most `most`), list by list; `progress` is called after each.

    Can be stopped anywhere and run again: what was checked is not due any more. After a few lists in a row without an
    answer the service counts as away, and the rest is left for later.
    """
    done, in_a_row = Progress(teller.source), 0
    numbers = list(due(teller=teller, about=about, before=before).values_list("pk", flat=True)[:most])
    for start in range(0, len(numbers), teller.at_once):
        works = list(Work.objects.filter(pk__in=numbers[start : start + teller.at_once]).defer("search_en"))
        try:
            done.add(store(works, teller))
            in_a_row = 0
        except AboutService as error:
            done.failed += len(works)
            done.trouble = kind_of(error.error)
            in_a_row += 1
        progress(done)
        if in_a_row == TROUBLES_IN_A_ROW:
            break
    return done


def ask(*, works: Sequence[Work], teller: Teller, about: About) -> Asked:
    """Ask one service about these works (at most `teller.at_once`) and remember its trouble.

    Raises AboutService where the service as a whole does not answer; then only the trouble is remembered. The caller
    stores what was told and then calls `remember`: a day of checking must not stand beside notices that were not stored.
    """
    by_value = {str(getattr(work, teller.kind)): work.pk for work in works}
    try:
        answers = _tell(teller, list(by_value))
    except ServiceError as error:
        _note_trouble(list(by_value.values()), teller.source, about, error)
        raise AboutService(teller.source, error) from None
    asked = Asked()
    for value, pk in by_value.items():
        if value in answers.told:
            asked.told[pk] = answers.told[value]
        elif value in answers.failed:
            asked.failed[pk] = answers.failed[value]
        else:
            asked.unknown.append(pk)
    return asked


def _tell(teller: Teller, values: list[str]) -> Answers:
    """The answers; where one record spoils a list, the list is asked in halves until that record stands alone."""
    try:
        answers = teller.tell(values)
    except BadAnswer as error:
        if len(values) == 1:
            return Answers({}, {values[0]: error})
        half = len(values) // 2
        first = _tell(teller, values[:half])
        if len(first.failed) >= MOST_BROKEN and not first.told:
            raise
        second = _tell(teller, values[half:])
        return Answers({**first.told, **second.told}, {**first.failed, **second.failed})
    return answers


@transaction.atomic
def remember(*, asked: Asked, source: str, about: About, at: datetime) -> None:
    """Keep when the source was asked; for works whose answer could not be used the day of the last good one stays."""
    alive = _locked([*asked.told, *asked.unknown, *asked.failed], source)
    _forget_others(alive, source, about)
    fine, failed = {*asked.told, *asked.unknown}, asked.failed
    _upsert(
        [
            _row(pk, about, source, known_as=now, checked_at=at, tried_at=at)
            for pk, now in alive.items()
            if pk in fine
        ],
        ["checked_at", "tried_at", "trouble"],
    )
    _upsert(
        [
            _row(pk, about, source, known_as=now, tried_at=at, trouble=kind_of(failed[pk]))
            for pk, now in alive.items()
            if pk in failed
        ],
        ["tried_at", "trouble"],
    )


@transaction.atomic
def _note_trouble(works: Sequence[int], source: str, about: About, error: ServiceError) -> None:
    """A list whose answer cannot be used goes to the end of the queue, or it would keep all others waiting for ever."""
    kind = kind_of(error)
    alive = _locked(works, source)
    _forget_others(alive, source, about)
    rows = [
        _row(pk, about, source, known_as=now, tried_at=timezone.now(), trouble=kind)
        for pk, now in alive.items()
    ]
    _upsert(rows, ["tried_at", "trouble"] if isinstance(error, BadAnswer) else ["trouble"])


def _locked(works: Sequence[int], source: str) -> dict[int, str]:
    """Those that are still there (others were merged meanwhile), locked in one order, so that nobody waits in a circle;
    with each the numbers by which the source knows it."""
    found = Work.objects.select_for_update(of=("self",)).filter(pk__in=works).order_by("pk")
    values = found.values_list("pk", "doi", "pmid")
    return {pk: known_as(source, doi=doi, pmid=pmid) for pk, doi, pmid in values}


def _forget_others(works: Mapping[int, str], source: str, about: About) -> None:
    """Delete checks of numbers that these works no longer have; their days would stand beside the new number."""
    held = SourceCheck.objects.filter(work__in=works, about=about, source=source)
    others = [pk for pk, work, then in held.values_list("pk", "work_id", "known_as") if then != works[work]]
    if others:
        SourceCheck.objects.filter(pk__in=others).delete()


def _row(work: int, about: About, source: str, **values: Any) -> SourceCheck:
    return SourceCheck(work_id=work, about=about, source=source, **values)


def _upsert(rows: Sequence[SourceCheck], fields: list[str]) -> None:
    SourceCheck.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["work", "about", "source"], update_fields=fields
    )
