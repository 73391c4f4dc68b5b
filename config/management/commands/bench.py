"""`make bench`: what each kind of page costs, beside a bare function that returns the same bytes."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from config.bench import machine, pages, stock
from config.bench.corpus.filling import Size
from config.bench.figures import AIM_MS, Measured, Row, rows, table
from config.bench.processes import Others
from config.bench.running import BenchError, Client, measure, serving
from config.embedded_postgres import in_use
from config.embedded_postgres.place import Place
from config.supervision import Lock, stop_orphans

OWN = "bench"


class Command(BaseCommand):
    """Measures on a database of its own, which is kept for the next time. Being slow is no error: it is what is told."""

    help = "Measure the readers' pages under gunicorn, on invented articles in a database of their own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=1_000, help="how many articles (1000)")
        parser.add_argument("--references", type=int, default=10, help="references of each study (10)")
        parser.add_argument("--reactions", type=int, default=20, help="reactions to each article (20)")
        parser.add_argument(
            "--requests", type=int, default=2_000, help="at most so many for each kind of page (2000)"
        )
        parser.add_argument(
            "--seconds", type=float, default=15, help="at most so long for each kind of page (15)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATA_DIR.name != OWN or not settings.LOCAL:
            self._start_again()
        size = Size(options["articles"], options["references"], options["reactions"], seed=1)
        folder = settings.DATA_DIR / "run"
        lock = Lock(folder / "lock")
        if not lock.take():
            raise CommandError(_("Another bench is running in this checkout."))
        stop_orphans(folder)
        stock.throw_away_if_stale(size)
        try:
            with in_use(settings.EMBEDDED_POSTGRES_DIR), _closed_connections():
                self._say(_("Preparing the articles; the first time takes about a minute …"))
                stock.prepare(size, self._say, stdout=self.stderr, stderr=self.stderr)
                facts: dict[str, Any] = {**machine.describe()}
                measured, facts["others_percent"] = self._measure(options["requests"], options["seconds"])
        except BenchError as error:
            raise CommandError(str(error)) from error
        finally:
            lock.release()
        self._report(facts, measured, size, as_json=options["json"])

    def _start_again(self) -> None:
        """Run this command with a data folder of its own, in an environment that names no database."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["BRONWIJZER_DATA_DIR"] = str(settings.DATA_DIR / OWN)
        self.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - ourselves, no shell

    def _measure(self, requests: int, seconds: float) -> tuple[list[Measured], int]:
        """What was measured, and how many percent of the machine went to other programs meanwhile."""
        addresses = pages.addresses()
        measured = {name: Measured(name) for name in (*addresses, "bare")}
        database = Place(settings.EMBEDDED_POSTGRES_DIR.absolute()).postmaster(0)
        client = Client()
        try:
            with serving(settings.DATA_DIR / "run", addresses["article"][0]) as servers:
                kinds = []
                for name, result in measured.items():
                    child, port = servers["bare" if name == "bare" else "site"]
                    assert child.process  # noqa: S101 - it serves
                    kinds.append((result, addresses.get(name, addresses["article"]), port, child.process.pid))
                others = Others((os.getpid(), database))
                others.begin()
                measure(client, kinds, database=database, requests=requests, seconds=seconds, note=self._note)
                elsewhere = round(100 * others.share())
        finally:
            client.close()
        self._note("")
        return list(measured.values()), elsewhere

    # ---- what a person sees ----

    def _say(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)

    def _note(self, what: str) -> None:
        """What is going on, on a line that is written over; nothing in a log file."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{what:<30}\r", self.style.NOTICE, ending="")
            self.stderr.flush()

    def _report(self, facts: dict[str, Any], measured: list[Measured], size: Size, *, as_json: bool) -> None:
        figures = rows(measured, bare=measured[-1])
        met = figures[0].requests > 0 and figures[0].cpu_ms <= AIM_MS
        refused = {what: count for each in measured for what, count in each.refused.items()}
        if as_json:
            found = {
                "machine": facts,
                "corpus": {
                    "articles": size.articles,
                    "references": size.references,
                    "reactions": size.reactions,
                },
                "pages": [row.as_json() for row in figures],
                "aim": {"page": "article", "cpu_ms": AIM_MS, "met": met},
                "refused": refused,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(_machine_lines(facts))
        self.stdout.write(
            _("%(articles)s articles, each with %(references)s references and %(reactions)s reactions")
            % {"articles": size.articles, "references": size.references, "reactions": size.reactions}
        )
        self.stdout.write("")
        self.stdout.write(_table(figures))
        self.stdout.write("")
        verdict = _("met") if met else _("not met")
        self.stdout.write(
            _(
                "Aim: an article page without any cache in at most %(aim)s ms CPU. Measured: %(found)s ms: %(verdict)s."
            )
            % {"aim": f"{AIM_MS:.0f}", "found": f"{figures[0].cpu_ms:.2f}", "verdict": verdict}
        )
        for what, count in refused.items():
            self.stdout.write(
                _("Not answered with 200: %(what)s, %(count)s times") % {"what": what, "count": count}
            )


@contextmanager
def _closed_connections() -> Iterator[None]:
    """A connection of ours that stays open would keep the server from stopping in peace."""
    try:
        yield
    finally:
        connections.close_all()


def _machine_lines(facts: dict[str, Any]) -> str:
    return (
        _(
            "%(processor)s, %(cores)s cores, %(memory_gb)s GB; Linux %(system)s; Python %(python)s; "
            "PostgreSQL %(postgresql)s; %(date)s; load before: %(load_before)s"
        )
        % facts
    )


def _table(figures: list[Row]) -> str:
    names = {
        "article": _("article"),
        "list": _("list"),
        "search": _("search"),
        "home": _("home"),
        "topic": _("topic"),
        "study": _("study"),
        "bare": _("bare function"),
    }
    heads = [
        _("page"),
        _("requests/s"),
        _("p50 ms"),
        _("p99 ms"),
        _("CPU ms"),
        _("database CPU ms"),
        _("bytes"),
        _("× bare"),
    ]
    return table(heads, [names[row.name] for row in figures], figures)
