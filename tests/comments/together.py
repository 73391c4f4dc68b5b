"""Two connections at one moment, without measuring time: the second starts, and is seen to wait for the first."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction


def at_one_moment(
    first: Callable[[], object], second: Callable[[], Any], *, then: Callable[[], object] | None = None
) -> Any:
    """Do `first` in a transaction, start `second` on another connection, and when that waits, `then`; then commit.

    Returns what `second` returned; what it raised is raised here. Needs committed rows (transaction=True).
    """
    done: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(second())
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        _until_it_waits(thread)
        if then:
            then()
    thread.join(30)
    if failed:
        raise failed[0]
    return done[0]


def _until_it_waits(thread: threading.Thread) -> None:
    """The database's own list of locks says so; who does not wait at all ends, and that is fine too."""
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE NOT granted AND datname = current_database()"
    )
    for _ in range(1_000):
        with connection.cursor() as cursor:
            # Within a transaction the first look at the activity is kept; a connection made after it would stay unseen.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0] or not thread.is_alive():
                return
        time.sleep(0.01)
    raise AssertionError("the second neither waits nor ends")
