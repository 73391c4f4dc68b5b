"""`make bench-references`: what pasting a list and importing a file cost, beside the least that could be."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.utils.translation import gettext as _

from config.bench import machine, references
from config.bench.references import AIM_MB, AIM_PARSE, AIM_RATE, AIM_STORE, RECORDS, Timed
from config.demo import preparing
from config.embedded_postgres import in_use
from config.supervision import Lock

OWN = "bench-references"


class Command(BaseCommand):
    """Measures on a database of its own, which is emptied before each run. Being slow is no error: it is what is told."""

    help = (
        "Measure reading and storing a pasted list of 500 lines, and importing a RIS file of 10,000 records."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
        parser.add_argument(
            "--import-only", metavar="FILE", help="used by the command itself, in a process of its own"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATA_DIR.name != OWN or not settings.LOCAL:
            self._start_again()
        if options["import_only"]:
            found = references.import_ris(Path(options["import_only"]), self._note)
            connections.close_all()
            self.stdout.write(json.dumps(found))
            return
        lock = Lock(settings.DATA_DIR / "lock")
        if not lock.take():
            raise CommandError(_("Another bench is running in this checkout."))
        try:
            with in_use(settings.EMBEDDED_POSTGRES_DIR):
                try:
                    facts, figures = self._measure()
                finally:
                    connections.close_all()
        finally:
            lock.release()
        self._report(facts, figures, as_json=options["json"])

    def _start_again(self) -> None:
        """Run this command with a data folder of its own, in an environment that names no database."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["BRONWIJZER_DATA_DIR"] = str(settings.DATA_DIR / OWN)
        self.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - ourselves, no shell

    def _measure(self) -> tuple[dict[str, Any], list[Timed]]:
        preparing.migrate(lambda line: self.stderr.write(line, self.style.NOTICE))
        references.forget()
        facts: dict[str, Any] = {**machine.describe()}
        path = settings.DATA_DIR / "records.ris"
        self._note("RIS")
        with path.open("w", encoding="utf-8") as file:
            references.write_ris(file)
        imported = self._import(path)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        by, _made = User.objects.get_or_create(username="bench")
        figures = [*references.measure_pastes(by, self._note), imported]
        self._note("")
        references.forget()
        path.unlink()
        return facts, figures

    def _import(self, path: Path) -> Timed:
        """In a process of its own, whose peak of memory is then that of the import."""
        command = [sys.executable, "manage.py", "bench_references", "--import-only", str(path)]
        done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - ourselves
        if done.returncode:
            raise CommandError(_("The import did not come to its end."))
        found = json.loads(done.stdout)
        if found["records"] != RECORDS:
            raise CommandError(_("Only %(count)s records were imported.") % {"count": found["records"]})
        least = references.least_import(path)
        return Timed(
            "import", RECORDS, found["seconds"], found["cpu"], least, found["queries"], found["megabytes"]
        )

    # ---- what a person sees ----

    def _note(self, what: str) -> None:
        """What is going on, on a line that is written over; nothing in a log file."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{what:<30}\r", self.style.NOTICE, ending="")
            self.stderr.flush()

    def _report(self, facts: dict[str, Any], figures: list[Timed], *, as_json: bool) -> None:
        met = _met(figures)
        if as_json:
            rows = [{**vars(each), "times_least": round(each.times_least, 1)} for each in figures]
            self.stdout.write(json.dumps({"machine": facts, "figures": rows, "met": met}, ensure_ascii=False))
            return
        self.stdout.write(_machine_line(facts))
        self.stdout.write("")
        for line in _table(figures):
            self.stdout.write(line)
        self.stdout.write("")
        aims = {"parse": AIM_PARSE, "store": AIM_STORE, "rate": AIM_RATE, "memory": AIM_MB}
        self.stdout.write(
            _(
                "Aims: reading under %(parse)s s, storing under %(store)s s, importing over %(rate)s records/s in under %(memory)s MB."
            )
            % aims
        )
        self.stdout.write(_("met") if all(met.values()) else _("not met"))


def _machine_line(facts: dict[str, Any]) -> str:
    return (
        _(
            "%(processor)s, %(cores)s cores, %(memory_gb)s GB; Linux %(system)s; Python %(python)s; "
            "PostgreSQL %(postgresql)s; %(date)s; load before: %(load_before)s"
        )
        % facts
    )


def _met(figures: list[Timed]) -> dict[str, bool]:
    by_name = {each.name: each for each in figures}
    imported = by_name["import"]
    return {
        "parse": by_name["parse"].seconds < AIM_PARSE,
        "store": by_name["store"].seconds < AIM_STORE,
        "rate": imported.count / imported.seconds > AIM_RATE,
        "memory": imported.megabytes < AIM_MB,
    }


def _table(figures: list[Timed]) -> list[str]:
    names = {
        "parse": _("read a pasted list"),
        "look": _("preview of it"),
        "store": _("store it"),
        "import": _("import a RIS file"),
    }
    heads = [
        _("what"),
        _("lines"),
        _("seconds"),
        _("CPU s"),
        _("lines/s"),
        _("queries"),
        _("peak MB"),
        _("× least"),
    ]
    cells = [heads]
    for each in figures:
        rate = f"{each.count / each.seconds:.0f}"
        memory = f"{each.megabytes:.0f}" if each.megabytes else ""
        numbers = [
            str(each.count),
            f"{each.seconds:.2f}",
            f"{each.cpu:.2f}",
            rate,
            str(each.queries or ""),
            memory,
        ]
        cells.append([names[each.name], *numbers, f"{each.times_least:.0f}"])
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
