"""The queue's own upkeep, run by every worker from one shared timetable."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEEP_HOURS = 7 * 24
SILENT_SECONDS = 120  # a living worker sends a sign of life every ten seconds


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="requeue_stalled", pass_context=True)
async def requeue_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that died (power cut, kill -9) to another one."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(stalled)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="prune_finished", pass_context=True)
async def prune_finished(context: JobContext, timestamp: int) -> None:
    """Delete the record of jobs that ended a week ago, failed ones too: an operator looks at those within days."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
