"""The queue's own upkeep."""

from collections.abc import Callable

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.tasks import mail_moderators
from config.jobs import enqueue, enqueue_many
from config.tasks import prune_finished, requeue_stalled

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[[], None]


def test_a_job_that_a_dead_worker_held_runs_after_all(run_jobs: Run) -> None:
    enqueue(mail_moderators, comment_id=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    enqueue(requeue_stalled, timestamp=0)
    run_jobs()
    run_jobs()
    assert ProcrastinateJob.objects.get(task_name="comments.tasks.mail_moderators").status == "succeeded"


def test_a_job_that_a_living_worker_holds_is_left_alone(run_jobs: Run) -> None:
    enqueue(mail_moderators, comment_id=0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    enqueue(requeue_stalled, timestamp=0)
    run_jobs()
    assert ProcrastinateJob.objects.get(task_name="comments.tasks.mail_moderators").status == "doing"


def test_finished_jobs_go_after_a_week(run_jobs: Run) -> None:
    enqueue_many(mail_moderators, [{"comment_id": 0}, {"comment_id": 0}])
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days'"
            " WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    enqueue(prune_finished, timestamp=0)
    run_jobs()
    assert ProcrastinateJob.objects.filter(task_name="comments.tasks.mail_moderators").count() == 1


def test_asking_for_nothing_asks_nothing() -> None:
    enqueue_many(mail_moderators, [])
    assert not ProcrastinateJob.objects.exists()


def test_the_timetable_holds_them() -> None:
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    upkeep = {"config.tasks.requeue_stalled", "config.tasks.prune_finished"}
    assert {*upkeep, "comments.tasks.mail_daily"} <= names
