"""`manage.py import_page FILE…`: pages saved as text become articles."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.page_import import report
from articles.page_import.loader import Outcome, Result, load
from articles.page_import.reading import MAX_BYTES
from config.kit.os_errors import reason_of


class Command(BaseCommand):
    """Each file is stored whole or not at all; a refused file does not stop the others. Exit code 1 if any was refused."""

    help = "Import pages in the text form of docs/import.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--publish", action="store_true", help="publish on the date that the page names")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and store nothing"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per file, one per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import every file and report each as it is done."""
        refused = 0
        for number, name in enumerate(options["files"], start=1):
            self._progress(number, len(options["files"]), options["json"])
            try:
                data = _bytes_of(Path(name))
            except OSError as error:
                refused += 1
                self._say_unreadable(name, error, options["json"])
                continue
            result = load(name=name, data=data, publish=options["publish"], dry_run=options["dry_run"])
            refused += result.outcome == Outcome.REFUSED
            self._say(result, options["json"], options["dry_run"])
        if refused:
            total = len(options["files"])
            raise CommandError(
                _("%(refused)s of %(total)s files refused.") % {"refused": refused, "total": total}
            )

    def _say(self, result: Result, as_json: bool, dry_run: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(result), ensure_ascii=False))
            return
        text = report.as_text(result)
        out = self.stderr if result.outcome == Outcome.REFUSED else self.stdout
        out.write(text + (f"\n  ({_('dry run: nothing was stored')})" if dry_run else ""))

    def _say_unreadable(self, name: str, error: OSError, as_json: bool) -> None:
        reason = _("the file cannot be read: %(reason)s") % {"reason": reason_of(error)}
        if as_json:
            self.stdout.write(
                json.dumps({"file": name, "outcome": "refused", "warnings": [reason]}, ensure_ascii=False)
            )
        else:
            self.stderr.write(f"{name}: {reason}")

    def _progress(self, number: int, total: int, as_json: bool) -> None:
        """A count on the terminal where many files make one wait; never in a pipe or among JSON."""
        if total > 5 and not as_json and sys.stderr.isatty():
            self.stderr.write(f"[{number}/{total}] ", ending="")


def _bytes_of(path: Path) -> bytes:
    """The file's bytes; of an oversized one only so much as it takes to see that it is."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1) if path.stat().st_size > MAX_BYTES * 100 else file.read()
