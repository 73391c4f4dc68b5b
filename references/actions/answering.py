"""An editor's answer about two works that look alike: the same, not the same, and not so after all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from references.actions import merging
from references.actions.merging import CannotMerge, Undecided
from references.models import Citation, MergedWork, Work, WorkPair
from references.models.citation import CitationStatus
from references.models.pair import PairState


@dataclass
class Answered:
    """What became of a set of pairs."""

    merged: int = 0
    different: int = 0
    undecided: list[WorkPair] = field(
        default_factory=list
    )  # the identifiers contradict: an editor has to choose
    refused: list[str] = field(default_factory=list)
    gone: int = 0  # answered meanwhile, or gone with an earlier one of the set


def direction(pair: WorkPair) -> tuple[Work, Work]:
    """Which work stays and which goes: a work made for a line that waits goes, else as `merging.preferred` says."""
    waiting = Citation.objects.filter(status=CitationStatus.LIKELY, cited__in=[pair.low_id, pair.high_id])
    lines = set(waiting.values_list("cited_id", flat=True))
    if lines == {pair.high_id}:
        return pair.low, pair.high
    if lines == {pair.low_id}:
        return pair.high, pair.low
    return merging.preferred(pair.low, pair.high)


def answer(*, numbers: Sequence[int], same: bool, by: User | None, batch: UUID) -> Answered:
    """Answer pairs by their number, each in a transaction of its own, so that one that cannot be merged stops no other."""
    done = Answered()
    for number in numbers:
        pair = WorkPair.objects.open().filter(pk=number).select_related("low", "high").first()
        if pair is None:
            done.gone += 1
        elif not same:
            done.different += keep_apart(pair=pair, by=by, batch=batch)
        else:
            _merge(pair, by, batch, done)
    return done


def _merge(pair: WorkPair, by: User | None, batch: UUID, done: Answered) -> None:
    survivor, former = direction(pair)
    try:
        merging.merge(survivor=survivor, former=former, by=by, batch=batch)
        done.merged += 1
    except Undecided:
        done.undecided.append(pair)
    except CannotMerge as error:
        done.refused.append(str(error))


@transaction.atomic
def keep_apart(*, pair: WorkPair, by: User | None, batch: UUID) -> bool:
    """Remember that these two are not the same; lines that waited only for this answer have been read. False when too late."""
    held = WorkPair.objects.select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if held is None or held.state != PairState.OPEN:
        return False
    held.state, held.answered_at, held.answered_by, held.batch = (
        PairState.DIFFERENT,
        timezone.now(),
        by,
        batch,
    )
    held.save()
    others = WorkPair.objects.open().filter(Q(low=OuterRef("cited")) | Q(high=OuterRef("cited")))
    lines = Citation.objects.filter(
        ~Exists(others), status=CitationStatus.LIKELY, cited__in=[held.low_id, held.high_id]
    )
    held.lines = sorted(lines.values_list("pk", flat=True))
    held.save(update_fields=["lines"])
    Citation.objects.filter(pk__in=held.lines).update(status=CitationStatus.PARSED)
    return True


@transaction.atomic
def undo(*, batch: UUID, by: User | None) -> int:
    """Take back everything that was answered in one go, the last first; the number of answers.

    Raises `journal.Changed` when something was changed since; then all of it stays answered.
    """
    number = 0
    for merged in MergedWork.objects.filter(batch=batch, undone_at=None).order_by("-pk"):
        number += merging.undo(merged=merged, by=by)
    for pair in WorkPair.objects.select_for_update(of=("self",)).filter(
        batch=batch, state=PairState.DIFFERENT
    ):
        lines = Citation.objects.filter(pk__in=pair.lines, status=CitationStatus.PARSED)
        lines.filter(cited__in=[pair.low_id, pair.high_id]).update(status=CitationStatus.LIKELY)
        pair.state, pair.answered_at, pair.answered_by, pair.lines, pair.batch = (
            PairState.OPEN,
            None,
            None,
            [],
            None,
        )
        pair.save()
        number += 1
    return number
