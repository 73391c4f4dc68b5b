"""The one door to the job queue; no other module of ours knows its name.

Jobs live in the same database as the rows they are about, so a job enqueued inside a transaction exists exactly when
that transaction did. A job may run twice (a worker can die between doing and saying so): write each so that this does
no harm, and give it keys, not copies of what people wrote.
"""

from collections.abc import Callable, Iterable
from typing import Any, ParamSpec

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

P = ParamSpec("P")
# 8 tries over about two hours: longer than a mail server's restart, shorter than anybody's patience with a lost mail.
_PATIENT = RetryStrategy(max_attempts=8, wait=10, exponential_wait=3)


def job(function: Callable[P, None]) -> "Task[P, None, P]":
    """Make `function` a job that is tried again when it fails; its arguments must be JSON."""
    return app.task(retry=_PATIENT)(function)


def enqueue(task: "Task[P, None, P]", *nothing: P.args, **arguments: P.kwargs) -> None:
    """Ask a worker to run `task`, once the current transaction has been committed. Arguments go by name."""
    task.defer(*nothing, **arguments)


def enqueue_many(task: "Task[P, None, P]", arguments: Iterable[dict[str, Any]]) -> None:
    """Ask for the same task with each of these `arguments`, in one statement."""
    if each := list(arguments):
        task.batch_defer(*each)
