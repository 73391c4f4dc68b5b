"""Looking up in the background: every worker may do it, and only workers reach the outside services."""

from config.jobs import enqueue, job
from references.actions import completing
from references.lookup import services
from references.models import LookupRun
from references.models.lookup import RunState


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
