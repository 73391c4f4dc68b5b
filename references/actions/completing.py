"""A look-up in the background: of one work, to be proposed to an editor, or of a whole list, to be completed.

A run is a row and its works are rows, so it can be stopped, taken up again, and survive a worker's death: what is still
`waiting` is what is left. In a list only gaps are filled; where a service says otherwise than we do, an editor decides. A
work without identifier gets one only where no doubt is left about which record it is (`naming`); else an editor decides too.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from references import trouble
from references.actions import accepting, counting, warning
from references.actions.looking_up import NOT_IN_LISTS, Outdated, Proposal, apply, compare
from references.actions.naming import Naming, can_be_named
from references.clients.found import Client
from references.lookup import AboutService, Gathered, forget, gather, identifiers_of
from references.models import LookupAnswer, LookupItem, LookupRun, Work
from references.models.lookup import ItemState, RunKind, RunState

SLICE = 10  # works per job, so that mail is not kept waiting behind a long list
MOST_TRIES = 5
TROUBLES_IN_A_ROW = 3  # then the service is down for all


@transaction.atomic
def start(*, work: Work, kind: RunKind, by: User | None, again: bool = False) -> tuple[LookupRun, bool]:
    """The open run for this work, or a new one; and whether it is new. `again` drops the answers that were kept.

    The work's row is the lock: two editors who press at once get the same run.
    """
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    open_run = LookupRun.objects.open().filter(work=work, kind=kind).first()
    if open_run:
        return open_run, False
    LookupAnswer.objects.old().delete()
    works = [work]
    if kind == RunKind.LIST:
        works = list(Work.objects.filter(cited_in__citing=work).distinct().order_by("pk"))
    if again:
        for each in works:
            forget(identifiers_of(each))
    run = LookupRun.objects.create(
        work=work, kind=kind, by=by, state=RunState.BUSY if works else RunState.DONE
    )
    LookupItem.objects.bulk_create(
        LookupItem(
            run=run,
            work=each,
            state=ItemState.WAITING if _can_be_asked(each, kind) else ItemState.UNNAMED,
        )
        for each in works
    )
    _settle(run)
    return run, True


def stop(*, run: LookupRun) -> None:
    """Ask no further; what was filled stays. A work that is being looked up at this moment is still finished."""
    LookupRun.objects.open().filter(pk=run.pk).update(state=RunState.STOPPED)
    run.refresh_from_db()


@transaction.atomic
def resume(*, run: LookupRun) -> bool:
    """Take a run up again, with the works that failed; False when another run for the same is open or nothing is left."""
    run = LookupRun.objects.select_for_update(of=("self",)).select_related("work").get(pk=run.pk)
    others = LookupRun.objects.open().filter(work=run.work, kind=run.kind).exclude(pk=run.pk)
    if others.exists():
        return False
    run.items.filter(state__in=[ItemState.FAILED, ItemState.WAITING]).update(
        state=ItemState.WAITING, tries=0, trouble="", service=""
    )
    run.state = RunState.BUSY
    run.save(update_fields=["state", "changed_at"])
    _settle(run)
    return run.state == RunState.BUSY


def advance(*, run: LookupRun, clients: Sequence[Client]) -> bool:
    """Look up some of the works that are left; True when more can be done at once.

    False where the run ended, was stopped, or has to wait for a service; then its state says which.
    """
    in_a_row = 0
    items = list(run.items.filter(state=ItemState.WAITING).select_related("work")[:SLICE])
    naming = Naming(works=[item.work for item in items], clients=clients)
    for item in items:
        run.refresh_from_db(fields=["state"])
        if not run.is_open:
            return False
        fine = _look_up(run, item, clients, naming)
        in_a_row = 0 if fine else in_a_row + 1
        if in_a_row == TROUBLES_IN_A_ROW:
            break
    return _settle(run, waits=in_a_row > 0)


def _can_be_asked(work: Work, kind: RunKind) -> bool:
    return bool(identifiers_of(work)) or (kind == RunKind.LIST and can_be_named(work))


def _look_up(run: LookupRun, item: LookupItem, clients: Sequence[Client], naming: Naming) -> bool:
    """One work; False when a service gave trouble."""
    item.trouble = item.service = ""
    try:
        own = identifiers_of(item.work)
        named = None if own else naming.name(item.work)
        if own or (named and named.certain):
            gathered = gather(named.identifiers if named else own, clients)
            if named and gathered.conflicts:
                accepting.ask_editor(item=item, named=named)
            else:
                _take(run, item, gathered)
        elif named:
            accepting.ask_editor(item=item, named=named)
        else:
            item.state = ItemState.UNKNOWN
        fine = True
    except AboutService as error:
        item.tries += 1
        item.trouble, item.service = trouble.kind_of(error.error), error.source
        item.state = ItemState.FAILED if item.tries >= MOST_TRIES else ItemState.WAITING
        fine = False
    except (Outdated, IntegrityError):
        # Somebody changed the work, or gave its identifier to another one, while the service was thinking.
        item.tries += 1
        item.state = ItemState.CHECK if item.tries >= MOST_TRIES else ItemState.WAITING
        fine = True
    item.save()
    run.save(update_fields=["changed_at"])
    return fine


def _take(run: LookupRun, item: LookupItem, gathered: Gathered) -> None:
    proposal = compare(work=item.work, gathered=gathered)
    had = bool(identifiers_of(item.work))
    if had:
        # What they say about a retraction is not proposed but stored: readers must not wait for an editor's click.
        _tell(item.work, gathered)
    if run.kind == RunKind.LIST:
        _fill(run, item, proposal)
    else:
        item.state = ItemState.DONE if proposal.sources else ItemState.UNKNOWN
    if not had and not proposal.taken:
        _tell(item.work, gathered)  # only now is it stored which record this is
    if proposal.conflicts or proposal.taken:
        item.state = ItemState.CHECK
        item.trouble = "conflict" if proposal.conflicts else "taken"
        item.service = proposal.conflicts[0].source if proposal.conflicts else proposal.sources[0]
    if proposal.taken:
        accepting.offer_to_merge(work=item.work, taken=proposal.taken)


def _tell(work: Work, gathered: Gathered) -> None:
    warning.take_found(work=work, found=gathered.found)
    counting.take_found(work=work, found=gathered.found)


def _fill(run: LookupRun, item: LookupItem, proposal: Proposal) -> None:
    offered = [change for change in proposal.changes if change.field not in NOT_IN_LISTS]
    gaps = {change.field for change in offered if change.completes}
    whole = not proposal.conflicts and not proposal.taken
    done = apply(proposal=proposal, fields=gaps, by=run.by) if whole else []
    item.filled, item.differs = len(done), len(offered) - len(done)
    item.state = ItemState.DONE if proposal.sources else ItemState.UNKNOWN


def _settle(run: LookupRun, *, waits: bool = False) -> bool:
    """Bring the run's state in step with its works, unless it was stopped meanwhile; True while it is busy."""
    left = run.items.filter(state=ItemState.WAITING).exists()
    state = (RunState.WAITING if waits else RunState.BUSY) if left else RunState.DONE
    LookupRun.objects.open().filter(pk=run.pk).update(state=state)
    run.refresh_from_db(fields=["state"])
    return run.state == RunState.BUSY
