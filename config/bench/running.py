"""The servers under test, the client, and the measuring of one round after another."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from config.bench import bare
from config.bench.figures import Measured
from config.bench.load import Job, Outcome
from config.bench.processes import cpu_seconds
from config.demo.ports import answers
from config.supervision import Child, stop_all

ROUNDS = 3  # each kind of page has its turn in each, so that a busy minute of the machine hits all of them
WARM_UP = (
    120  # requests of each kind before anything counts: connections, compiled templates, prepared queries
)
PATIENCE = 60.0
# Nothing else of the caller's environment reaches the servers: HTTPS=1 or LOG_LEVEL=DEBUG would change the figures.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")

Note = Callable[[str], None]


class BenchError(RuntimeError):
    """The measuring cannot go on; the message says why."""


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def server(name: str, application: str, port: int, folder: Path, **environment: str) -> Child:
    """A gunicorn as it runs in production, with two workers; only their renewal is off, which would fall in one kind of page."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    kept |= {
        "BRONWIJZER_DATA_DIR": str(settings.DATA_DIR),
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2",
    }
    command = ["-m", "gunicorn", "--config", "config/gunicorn.conf.py", "--max-requests", "0", application]
    return Child(name, [sys.executable, *command], folder, {**kept, **environment}, settings.BASE_DIR)


@contextmanager
def serving(folder: Path, page_path: str) -> Iterator[dict[str, tuple[Child, int]]]:
    """Both servers, each with its port, until the block ends; the bare one hands out the page at `page_path`."""
    site_port = free_port()
    site = server("site", "config.bench.uncached", site_port, folder)
    children = [site]
    try:
        site.start()
        _wait(site, site_port, page_path)
        page = folder / "page.html"
        page.write_bytes(_fetch(site_port, page_path))
        bare_port = free_port()
        plain = server("bare", "config.bench.bare", bare_port, folder, **{bare.PAGE_VARIABLE: str(page)})
        children.append(plain)
        plain.start()
        _wait(plain, bare_port, "/")
        yield {"site": (site, site_port), "bare": (plain, bare_port)}
    finally:
        stop_all(children)


def _wait(child: Child, port: int, path: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(port, path):
        if child.process is None or child.process.poll() is not None or time.monotonic() > deadline:
            raise BenchError(f"{child.name}: {child.last_words()}")
        time.sleep(0.05)


def _fetch(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    page = connection.getresponse().read()
    connection.close()
    return page


class Client:
    """The process that asks; jobs go in and outcomes come out as lines of JSON."""

    def __init__(self) -> None:
        """Start it; it knows nothing of the site and imports no Django."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.bench.load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
        )

    def run(self, job: Job) -> Outcome:
        """Have a job done."""
        jobs, outcomes = self._process.stdin, self._process.stdout
        if jobs is None or outcomes is None:
            raise BenchError("the client has no pipes")
        jobs.write(json.dumps(asdict(job)) + "\n")
        jobs.flush()
        line = outcomes.readline()
        if not line:
            raise BenchError("the client has ended")
        return Outcome(**json.loads(line))

    def close(self) -> None:
        """End it: it stops where there are no more jobs."""
        self._process.communicate(timeout=30)


def measure(
    client: Client,
    kinds: Sequence[tuple[Measured, Sequence[str], int, int]],
    *,
    database: int,
    requests: int,
    seconds: float,
    note: Note,
) -> None:
    """Ask for every kind in rounds and add up in its `Measured`; a kind is (result, addresses, port, server's pid)."""
    for _result, paths, port, _pid in kinds:
        client.run(Job(port, paths, WARM_UP, seconds))
    for number in range(ROUNDS):
        for result, paths, port, pid in kinds:
            note(f"{number + 1}/{ROUNDS} {result.name}")
            # Each round goes on where the one before stopped, so that all addresses have their turn.
            turned = [*paths[number * len(paths) // ROUNDS :], *paths[: number * len(paths) // ROUNDS]]
            before = cpu_seconds(pid), cpu_seconds(database)
            outcome = client.run(Job(port, turned, requests // ROUNDS, seconds / ROUNDS))
            result.site_cpu += cpu_seconds(pid) - before[0]
            result.database_cpu += cpu_seconds(database) - before[1]
            result.milliseconds += outcome.milliseconds
            result.seconds += outcome.seconds
            result.bytes += outcome.bytes
            for what, count in outcome.refused.items():
                result.refused[what] = result.refused.get(what, 0) + count
