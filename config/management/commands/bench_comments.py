"""`make bench-comments`: what reactions cost, beside the least that could be."""

import json
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from config.bench import machine, reactions
from config.bench.reactions import Timed
from config.bench.running import BenchError
from config.demo import preparing
from config.embedded_postgres import in_use
from config.supervision import Lock, stop_orphans

OWN = "bench-comments"


class Command(BaseCommand):
    """Measures on a database of its own, which is emptied before each run. Being slow is no error: it is what is told."""

    help = "Measure a thread of 1,000 reactions, 64 readers who send at once, and a queue of 100,000."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATA_DIR.name != OWN or not settings.LOCAL:
            self._start_again()
        folder = settings.DATA_DIR / "run"
        lock = Lock(folder / "lock")
        if not lock.take():
            raise CommandError(_("Another bench is running in this checkout."))
        stop_orphans(folder)
        try:
            with in_use(settings.EMBEDDED_POSTGRES_DIR):
                try:
                    preparing.migrate(self._say)
                    preparing.collect_static(self._say)
                    reactions.forget()
                    facts: dict[str, Any] = {**machine.describe()}
                    figures = reactions.measure(folder, self._say)
                    reactions.forget()
                finally:
                    connections.close_all()
        except BenchError as error:
            raise CommandError(str(error)) from error
        finally:
            lock.release()
        self._report(facts, figures, as_json=options["json"])

    def _start_again(self) -> None:
        """Run this command with a data folder of its own, in an environment that names no database."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["BRONWIJZER_DATA_DIR"] = str(settings.DATA_DIR / OWN)
        # The moderators' page is asked in this process, under the name that Django's test client gives.
        environment["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
        self.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - ourselves, no shell

    def _say(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)

    def _report(self, facts: dict[str, Any], figures: list[Timed], *, as_json: bool) -> None:
        met = _met(figures)
        if as_json:
            rows = [{**vars(each), "times_least": round(each.times_least, 1)} for each in figures]
            self.stdout.write(json.dumps({"machine": facts, "figures": rows, "met": met}, ensure_ascii=False))
            return
        self.stdout.write(
            _(
                "%(processor)s, %(cores)s cores, %(memory_gb)s GB; Linux %(system)s; Python %(python)s; "
                "PostgreSQL %(postgresql)s; %(date)s; load before: %(load_before)s"
            )
            % facts
        )
        self.stdout.write("")
        for line in _table(figures):
            self.stdout.write(line)
        self.stdout.write("")
        self.stdout.write(
            _(
                "Promises: a thread of 1,000 in at most %(thread_queries)s queries and %(thread_ms)s ms; the queue in fewer "
                "than %(queue_queries)s queries; no reaction lost or doubled."
            )
            % {
                "thread_queries": reactions.AIM_THREAD_QUERIES,
                "thread_ms": f"{reactions.AIM_THREAD_MS:.0f}",
                "queue_queries": reactions.AIM_QUEUE_QUERIES,
            }
        )
        self.stdout.write(_("met") if all(met.values()) else _("not met"))


def _met(figures: list[Timed]) -> dict[str, bool]:
    by_name = {each.name: each for each in figures}
    return {
        "thread_queries": by_name["thread"].queries <= reactions.AIM_THREAD_QUERIES,
        "thread_ms": by_name["thread"].milliseconds < reactions.AIM_THREAD_MS,
        "queue_queries": by_name["queue"].queries < reactions.AIM_QUEUE_QUERIES,
        "none_lost": by_name["post"].lost == 0,
    }


def _table(figures: list[Timed]) -> list[str]:
    names = {
        "thread": _("a thread of 1,000 reactions"),
        "post": _("a reaction sent, 64 at once"),
        "queue": _("the queue, 100,000 waiting"),
    }
    cells = [
        [
            _("what"),
            _("ms"),
            _("CPU ms"),
            _("per second"),
            _("queries"),
            _("lost, doubled"),
            _("least, ms"),
            _("× least"),
        ]
    ]
    for each in figures:
        rate = f"{each.per_second:.0f}" if each.per_second else ""
        lost = str(each.lost) if each.per_second else ""
        cpu = f"{each.cpu:.1f}" if each.cpu else ""
        numbers = [f"{each.milliseconds:.1f}", cpu, rate, str(each.queries or ""), lost, f"{each.least:.2f}"]
        cells.append([names[each.name], *numbers, f"{each.times_least:.0f}"])
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
