"""A pasted list: looked at, stored in place of or after the present one, and taken back.

Whoever looks at, stores or puts back a list takes the turn of `matching` before anything else: two editors take turns and
the second is told what the first did, and a merge, which has its turn when it wants the lines, never waits for a list that
holds lines and waits for its turn. A study that was merged meanwhile is followed: the list is that of the work that stays.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from references.actions.citing import ListChange, replace_list
from references.actions.matching import take_turn
from references.actions.settling import settle_lines
from references.models import Citation, FormerList, MergedWork, PastedList, Work
from references.models.citation import CitationStatus
from references.models.work import MetadataSource
from references.pasting import records_of
from references.records import Record
from references.rich_text import PastedLine

REPLACE, APPEND = "replace", "append"


class ListChanged(Exception):
    """The list is no longer the one that the preview was compared with."""


class AlreadyStored(Exception):
    """This paste was stored before."""


@dataclass(frozen=True)
class Outcome:
    """What storing did, or would do. `citations` are the lines as they are then, in order, with what they cite."""

    change: ListChange
    citations: Sequence[Citation] = ()
    records: Sequence[Record] = ()
    new: frozenset[int] = field(default_factory=frozenset)  # positions of lines that were not there before
    gone: Sequence[str] = ()  # lines that were there before and are not now
    again: int = 0  # lines that would not be put after the list, because they stand in it already
    former: FormerList | None = None


def keep(*, work: Work, text: str, html: str, lines: Sequence[PastedLine], by: User) -> PastedList:
    """A paste that waits for its confirmation; its preview is made by `look`."""
    PastedList.prune()
    return PastedList(
        work=work, by=by, text=text, html=html, lines=[[line.text, list(line.links)] for line in lines]
    )


@transaction.atomic
def look(*, pasted: PastedList) -> Outcome:
    """What replacing the list would do, by doing it and taking it back: the preview cannot differ from the storing.

    Sets `pasted.seen`, and `pasted.work` to the work that it was merged into since; stores nothing. Whoever stores `pasted`
    does so in the same transaction, or the work may be gone by then. Raises Work.DoesNotExist where it is gone for good.
    """
    take_turn()
    if (there := _where_they_went({pasted.work_id}).get(pasted.work_id)) is None:
        raise Work.DoesNotExist
    if there != pasted.work_id:
        pasted.work = Work.objects.defer("search_en").get(pk=there)
    pasted.seen = digest_of(_rows(pasted.work_id))
    mark = transaction.savepoint()
    outcome = _replace(pasted)
    transaction.savepoint_rollback(mark)
    return outcome


@transaction.atomic
def store(*, pasted: PastedList, mode: str, by: User) -> Outcome:
    """Make the paste the list of its work, or put it after the list there is; the list as it was is kept beside it.

    Raises AlreadyStored, ListChanged where somebody changed the list after the preview, and PastedList.DoesNotExist where
    the paste is gone, with its work or because a week went by.
    """
    take_turn()
    held = PastedList.objects.select_for_update(of=("self",)).select_related("work").get(pk=pasted.pk)
    if held.stored_at:
        raise AlreadyStored
    before = _rows(held.work_id)
    if digest_of(before) != held.seen:
        raise ListChanged
    outcome = _append(held, before) if mode == APPEND else _replace(held)
    former = _kept(held.work, before, by) if outcome.change.changed or _moved(held.work_id, before) else None
    held.stored_at = timezone.now()
    held.save(update_fields=["stored_at"])
    return Outcome(outcome.change, former=former)


@transaction.atomic
def put_back(*, former: FormerList, by: User) -> FormerList | None:
    """Let a former list take the place of the present one, which becomes a former list itself; so this is undone alike.

    Lines that are still there keep what was corrected in them since; only their numbers go back. Returns the list that
    made way, or None where `former` was put back already.
    """
    take_turn()
    held = (
        FormerList.objects.select_for_update(of=("self",)).filter(pk=former.pk).select_related("work").first()
    )
    if held is None:
        return None
    present = _rows(held.work_id)
    there = {row["id"] for row in present}
    wanted = {row["id"]: row for row in held.rows}
    Citation.objects.filter(pk__in=there - wanted.keys()).delete()
    staying = list(Citation.objects.filter(pk__in=there & wanted.keys()))
    for citation in staying:
        citation.position = wanted[citation.pk]["position"]
    Citation.objects.bulk_update(staying, ["position"])
    gone = [row for key, row in wanted.items() if key not in there]
    Citation.objects.bulk_create(_restored(held.work_id, gone))
    settle_lines(citing=held.work_id)
    left = _kept(held.work, present, by)
    held.delete()
    return left


def digest_of(rows: Sequence[dict[str, Any]]) -> str:
    """What two lists must share to be the same, in 64 characters."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def _rows(work_id: int) -> list[dict[str, Any]]:
    """Every column of every line; of columns that are added later too."""
    return [dict(row) for row in Citation.objects.filter(citing=work_id).order_by("position").values()]


def _records(pasted: PastedList) -> list[Record]:
    return records_of([PastedLine(text, tuple(links)) for text, links in pasted.lines])


def _replace(pasted: PastedList) -> Outcome:
    records = _records(pasted)
    lines = Citation.objects.filter(citing=pasted.work_id).order_by("position")
    before = dict(lines.values_list("pk", "raw"))
    change = replace_list(citing=pasted.work, records=records, source=MetadataSource.PASTED)
    citations = list(lines.select_related("cited"))
    now = {each.pk for each in citations}
    return Outcome(
        change,
        citations,
        records,
        new=frozenset(each.position for each in citations if each.pk not in before),
        gone=[raw for key, raw in before.items() if key not in now],
        again=len([record for record in records if record.raw in before.values()]),
    )


def _append(pasted: PastedList, before: Sequence[dict[str, Any]]) -> Outcome:
    """Lines that stand in the list already, word for word, are not put there twice."""
    there = {row["raw"] for row in before}
    fresh = [record for record in _records(pasted) if record.raw not in there]
    present = [Record(raw=row["raw"]) for row in before]
    return Outcome(replace_list(citing=pasted.work, records=[*present, *fresh], source=MetadataSource.PASTED))


def _moved(work_id: int, before: Sequence[dict[str, Any]]) -> bool:
    """Whether the same lines now stand in another order."""
    return [row["id"] for row in before] != [row["id"] for row in _rows(work_id)]


def _kept(work: Work, rows: Sequence[dict[str, Any]], by: User) -> FormerList:
    return FormerList.objects.create(work=work, by=by, count=len(rows), rows=list(rows))


def _restored(citing_id: int, rows: Sequence[dict[str, Any]]) -> list[Citation]:
    """Lines under their own numbers, in the list of the work that the former list belongs to now.

    A cited work that was merged since is followed; without its work a line is to check. A line that stands in another
    list meanwhile (a merge took it there and back) comes under a new number.
    """
    columns = {each.attname for each in Citation._meta.concrete_fields}
    works = _where_they_went({row["cited_id"] for row in rows if row["cited_id"]})
    elsewhere = set(Citation.objects.filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True))
    restored = []
    for row in rows:
        citation = Citation(**{name: value for name, value in row.items() if name in columns})
        citation.pk = None if citation.pk in elsewhere else citation.pk
        citation.citing_id, citation.cited_id = citing_id, works.get(row["cited_id"])
        if citation.cited_id is None or citation.cited_id == citing_id:
            citation.cited_id, citation.status = None, CitationStatus.CHECK
        elif citation.cited_id != row["cited_id"] and citation.status == CitationStatus.LIKELY:
            citation.status = CitationStatus.MATCHED  # as the merge did with the lines that were there
        restored.append(citation)
    return restored


def _where_they_went(numbers: set[int]) -> dict[int | None, int]:
    """Per number of a work the number it has now; gone for good is left out."""
    merged = dict(
        MergedWork.objects.filter(undone_at=None, survivor__isnull=False)
        .filter(former__in=numbers)
        .values_list("former", "survivor_id")
    )
    there = set(Work.objects.filter(pk__in=numbers | set(merged.values())).values_list("pk", flat=True))
    return {
        number: now
        for number in numbers
        if (now := number if number in there else merged.get(number)) in there
    }
