"""The one door to the job queue; no other module of ours knows its name.

Jobs live in the same database as the rows they are about, so a job enqueued inside a transaction exists exactly when
that transaction did. A job may run twice (a worker can die between doing and saying so): write each so that this does
no harm, and give it keys, not copies of what people wrote.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ParamSpec

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.tasks import Task

P = ParamSpec("P")
# 8 tries over about two hours: longer than a mail server's restart, shorter than anybody's patience with a lost mail.
_PATIENT = RetryStrategy(max_attempts=8, wait=10, exponential_wait=3)
# How long a letter about a decision waits: who pressed the wrong button notices within these minutes.
DECISION_SETTLES = timedelta(minutes=3)


def job(function: Callable[P, None]) -> "Task[P, None, P]":
    """Make `function` a job that is tried again when it fails; its arguments must be JSON."""
    return app.task(retry=_PATIENT)(function)


def on_timetable(cron: str) -> "Callable[[Callable[[int], None]], Task[[int], None, [int]]]":
    """Make a function a job that the worker starts by itself; it gets the moment it was due, in seconds since 1970 UTC.

    Of several workers one starts it. `cron` counts in UTC.
    """

    def decorate(function: Callable[[int], None]) -> "Task[[int], None, [int]]":
        # queueing_lock: while one waits for a worker, a second would only do the same again.
        lock = function.__name__
        return app.periodic(cron=cron)(app.task(retry=_PATIENT, queueing_lock=lock)(function))

    return decorate


def enqueue(task: "Task[P, None, P]", *nothing: P.args, **arguments: P.kwargs) -> None:
    """Ask a worker to run `task`, once the current transaction has been committed. Arguments go by name."""
    with _database_errors():
        task.defer(*nothing, **arguments)


def enqueue_many(task: "Task[P, None, P]", arguments: Iterable[dict[str, Any]]) -> None:
    """Ask for the same task with each of these `arguments`, in one statement."""
    if each := list(arguments):
        with _database_errors():
            task.batch_defer(*each)


def enqueue_later(task: "Task[P, None, P]", arguments: Iterable[dict[str, Any]], *, wait: timedelta) -> None:
    """Ask for the same task with each of these `arguments`, not before `wait` has passed."""
    if each := list(arguments):
        with _database_errors():
            task.configure(schedule_in={"seconds": int(wait.total_seconds())}).batch_defer(*each)


@contextmanager
def _database_errors() -> Iterator[None]:
    """Let a caller that handles a database being away also handle it when the queue's table was the one to say so."""
    try:
        yield
    except ConnectorException as error:
        raise OperationalError("the job queue does not answer") from error
