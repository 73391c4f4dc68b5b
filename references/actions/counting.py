"""How often others cited a work: counts of services, with their date, one row per source and month."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from references.actions.checking import Asked, ask, remember
from references.clients.found import Found, Teller
from references.lookup import asked_at, identifiers_of, named_by
from references.models import CitationCount, Work
from references.models.notice import About
from references.trouble import name_of


def check(*, works: Sequence[Work], teller: Teller) -> Asked:
    """Ask one service how often these works were cited and store it. Raises AboutService; then nothing changed."""
    asked = ask(works=works, teller=teller, about=About.COUNTS)
    at = timezone.now()
    counts = {pk: told.cited_by for pk, told in asked.told.items() if told.cited_by is not None}
    with transaction.atomic():
        take(counts=counts, source=teller.source, at=at)
        remember(asked=asked, source=teller.source, about=About.COUNTS, at=at)
    return asked


@transaction.atomic
def take(*, counts: Mapping[int, int], source: str, at: datetime) -> None:
    """Store the counts of one source; this month's row moves on to today, so that history holds one row per month.

    Rows of other names, typed by an editor or found on an imported page, are never touched.
    """
    day, name = timezone.localdate(at), name_of(source)
    works = Work.objects.select_for_update(of=("self",)).filter(pk__in=counts).order_by("pk")
    alive = list(works.values_list("pk", flat=True))
    month = CitationCount.objects.filter(
        work__in=alive, source=name, as_of__year=day.year, as_of__month=day.month
    )
    held: dict[int, list[CitationCount]] = {}
    for row in month.order_by("-as_of"):
        held.setdefault(row.work_id, []).append(row)
    CitationCount.objects.filter(pk__in=[row.pk for rows in held.values() for row in rows[1:]]).delete()
    older = [rows[0] for rows in held.values() if rows[0].as_of <= day]
    for row in older:
        row.count, row.as_of = counts[row.work_id], day
    CitationCount.objects.bulk_update(older, ["count", "as_of"])
    CitationCount.objects.bulk_create(
        CitationCount(work_id=pk, count=counts[pk], source=name, as_of=day) for pk in alive if pk not in held
    )


def take_found(*, work: Work, found: Sequence[Found]) -> None:
    """Store the counts that a look-up brought about one work, with the day on which the service was really asked."""
    for each in found:
        asked = asked_at({**named_by(each), **identifiers_of(work)}) if each.cited_by is not None else {}
        if each.cited_by is not None and each.source in asked:
            take(counts={work.pk: each.cited_by}, source=each.source, at=asked[each.source])
