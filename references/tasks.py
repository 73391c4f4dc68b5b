"""What workers do for the bibliography in the background; only they reach the outside services.

Looking up on request; and every night notices (retractions, corrections), citation counts, and the file of Retraction
Watch, in parts, so that mail is not kept waiting behind thousands of works.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings

from config.jobs import enqueue, job, on_timetable
from references.actions import completing, counting, finding_duplicates, warning
from references.actions.checking import Asked, due, go_through, since
from references.actions.warning_file import take_file
from references.clients.found import Teller
from references.lookup import services
from references.models import ImportBatch, LookupRun, PastedList, Work
from references.models.lookup import RunState
from references.models.notice import About
from references.notices_file import dated, opened
from references.warning_services import COUNTERS, WARNERS, teller_of

REQUESTS = 10  # per job


class ServiceAway(Exception):
    """A service did not answer; the queue tries the job again, later each time."""


@job
def look_up(run_id: int) -> None:
    """Do a part of a run and ask for the next part. Running twice does no harm: what is done is not waiting any more."""
    run = LookupRun.objects.open().filter(pk=run_id).select_related("work", "by").first()
    if run is None:
        return
    with services() as clients:
        more = completing.advance(run=run, clients=clients)
    if more:
        enqueue(look_up, run_id=run_id)
    elif run.state == RunState.WAITING:
        raise ServiceAway(f"look-up {run_id} waits")


@on_timetable("41 1 * * *")
def check_everything(timestamp: int) -> None:
    """Every night: ask each service about the notices of all works, read the file, and refresh some counts."""
    before = since(1, datetime.fromtimestamp(timestamp, UTC)).isoformat()
    for source in WARNERS:
        enqueue(check_notices, source=source, before=before)
    if settings.RETRACTION_WATCH_CSV:
        enqueue(read_retraction_watch)
    if settings.COUNTS_PER_NIGHT:
        for source in COUNTERS:
            enqueue(count_citations, source=source, before=before, left=settings.COUNTS_PER_NIGHT)


@on_timetable("23 3 * * *")
def prune_uploads(timestamp: int) -> None:
    """Every night: delete uploaded files and pasted lists after their time, confirmed or not."""
    ImportBatch.prune()
    PastedList.prune()


@on_timetable("47 3 * * *")
def find_duplicates(timestamp: int) -> None:
    """Every night: look for works that are held twice; most were found when they arrived, these changed since."""
    enqueue(find_duplicates_after, number=0)


@job
def find_duplicates_after(number: int) -> None:
    """Look at some works after this number; then ask for the next part."""
    if (last := finding_duplicates.find_part(after=number)) is not None:
        enqueue(find_duplicates_after, number=last)


@job
def check_notices(source: str, before: str) -> None:
    """Ask one service about the notices of works that were not checked since `before`; then ask for the next part."""
    moment = datetime.fromisoformat(before)
    with services() as clients:
        teller = teller_of(source, clients)
        done = go_through(
            teller=teller, about=About.NOTICES, before=moment, store=_notices, most=REQUESTS * teller.at_once
        )
        more = due(teller=teller, about=About.NOTICES, before=moment).exists()
    if done.trouble:
        raise ServiceAway(f"{source}: {done.trouble}")
    if more:
        enqueue(check_notices, source=source, before=before)


@job
def count_citations(source: str, before: str, left: int) -> None:
    """Ask one service how often `left` works were cited, longest ago first; then ask for the next part."""
    with services() as clients:
        teller = teller_of(source, clients)
        done = go_through(
            teller=teller,
            about=About.COUNTS,
            before=datetime.fromisoformat(before),
            store=_counts,
            most=min(left, REQUESTS * teller.at_once),
        )
    if done.trouble:
        raise ServiceAway(f"{source}: {done.trouble}")
    if done.done and left > done.done:
        enqueue(count_citations, source=source, before=before, left=left - done.done)


@job
def read_retraction_watch() -> None:
    """Read the operator's copy of the Retraction Watch database."""
    with opened(settings.RETRACTION_WATCH_CSV) as file:
        take_file(file=file, dated=dated(file))


def _notices(works: Sequence[Work], teller: Teller) -> Asked:
    return warning.check(works=works, teller=teller)[0]


def _counts(works: Sequence[Work], teller: Teller) -> Asked:
    return counting.check(works=works, teller=teller)
