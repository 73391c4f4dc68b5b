"""What a look-up in the background leaves to an editor: is this the record, and are these two works one?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from references.actions.looking_up import Outdated, apply, compare
from references.actions.matching import propose
from references.actions.naming import Named, Naming
from references.clients.found import Client
from references.identifiers import doi_key
from references.lookup import Gathered, Unasked, identifiers_of
from references.matching.scoring import LIKELY_FROM, Score, Verdict
from references.matching.scoring import compare as score_of
from references.models import LookupItem, LookupRun, Work
from references.models.lookup import ItemState, RunState

LIKELY, TAKEN = "likely", "taken"  # of `LookupItem.trouble`
_SHOWN = 25  # proposals on a page; each is read again from what the services answered


class Accepted(StrEnum):
    """What came of a yes."""

    GOES_ON = "goes_on"  # the run has work again
    STORED = "stored"  # the work waits until somebody lets its run go on
    TAKEN = "taken"  # another work here holds the identifier; the two are proposed as one


@dataclass(frozen=True, slots=True)
class Question:
    """A work of a run, and the record that it probably is."""

    item: LookupItem
    named: Named


def ask_editor(*, item: LookupItem, named: Named) -> None:
    """Leave it to an editor whether the work is this record; the item is not saved, the work is not touched.

    Where another work here is that record already, the question is whether those two are one.
    """
    owner = _owner(item.work, named)
    if owner:
        propose([(item.work, owner, _at_most(named.score, (named.kind, "elsewhere")))])
    item.state, item.trouble, item.service = ItemState.CHECK, TAKEN if owner else LIKELY, named.source


def offer_to_merge(*, work: Work, taken: Iterable[tuple[str, str, int]]) -> None:
    """Propose the works that hold an identifier which the services name for this one; kind, value, number of the other."""
    kinds: dict[int, list[str]] = {}
    for kind, _value, number in taken:
        kinds.setdefault(number, []).append(kind)
    others = Work.objects.defer("search_en").in_bulk(kinds)
    ours = work.to_record()
    propose(
        (
            work,
            other,
            _at_most(score_of(ours, other.to_record()), *((kind, "elsewhere") for kind in kinds[number])),
        )
        for number, other in others.items()
    )


def questions(*, run: LookupRun, clients: Sequence[Client]) -> list[Question]:
    """What waits for an editor in this run, from kept answers only: nobody is asked, in at most four queries.

    A work that was changed since, and one of which the answers are too old, is left out: then the list is looked up again.
    """
    waiting = run.items.filter(state=ItemState.CHECK, trouble=LIKELY).select_related("work")
    items = list(waiting.defer("work__search_en").order_by("pk")[:_SHOWN])
    if not items:
        return []
    naming = Naming(works=[item.work for item in items], clients=clients, only_kept=True)
    asked = ((item, _again(naming, item.work)) for item in items)
    return [Question(item, named) for item, named in asked if named]


@transaction.atomic
def accept(
    *, run: LookupRun, number: int, kind: str, value: str, clients: Sequence[Client], by: User
) -> Accepted:
    """An editor says that the work of item `number` is the record with this identifier.

    The work gets the identifier, with a line in its history, and waits for the services to fill its gaps. Raises Outdated
    where this is not what the page proposed, or not any more.
    """
    run = LookupRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    item = run.items.select_related("work").filter(pk=number).first()
    if item is None or (item.state, item.trouble) != (ItemState.CHECK, LIKELY):
        raise Outdated
    named = _again(Naming(works=[item.work], clients=clients, only_kept=True), item.work)
    if named is None or (named.kind, named.value) != (kind, value):
        raise Outdated
    if _owner(item.work, named):
        ask_editor(item=item, named=named)
        item.save()
        return Accepted.TAKEN
    proposal = compare(work=item.work, gathered=Gathered((named.found,), ()))
    apply(proposal=proposal, fields={named.kind}, by=by)
    item.state, item.trouble, item.service, item.tries = ItemState.WAITING, "", "", 0
    item.save()
    others = LookupRun.objects.open().filter(work=run.work_id, kind=run.kind).exclude(pk=run.pk)
    if run.state != RunState.DONE or others.exists():
        return (
            Accepted.STORED
        )  # stopped: it goes on when an editor says so; open: its next part finds this one
    run.state = RunState.BUSY
    run.save(update_fields=["state", "changed_at"])
    return Accepted.GOES_ON


def _again(naming: Naming, work: Work) -> Named | None:
    """The proposal as it was made, read again; None where the work has a number by now."""
    if identifiers_of(work):
        return None
    try:
        return naming.name(work)
    except Unasked:
        return None


def _owner(work: Work, named: Named) -> Work | None:
    """Another work that holds one of the record's identifiers."""
    record = named.found.record
    held = Work.objects.exclude(pk=work.pk).known_by(
        dois={doi} if (doi := doi_key(record.doi)) else set(),
        pmids={record.pmid} if record.pmid else set(),
        pmcids={record.pmcid} if record.pmcid else set(),
    )
    return held.defer("search_en").order_by("pk").first()


def _at_most(score: Score, *elsewhere: tuple[str, str]) -> Score:
    """A score that says why it is asked; never so high that it seems settled, never so low that it is not asked."""
    named = {subject for subject, _outcome in elsewhere}
    rest = [reason for reason in score.reasons if reason[0] not in named]
    percent = max(LIKELY_FROM, min(score.percent, 90))
    return Score(percent, Verdict.LIKELY, (*elsewhere, *rest))
