"""`import_references FILE`: a file of a reference manager or of PubMed into the bibliography."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kit.os_errors import reason_of
from references.actions.importing import Outcome, import_found, preview_found, source_of
from references.file_messages import explained, refusal
from references.formats import HEAD, LARGEST, NAMES, READERS, FormatError, detect, unknown

_SHOWN = 50  # problems printed one by one; --json gives all


class Command(BaseCommand):
    """Exit code 0: everything taken over; 1: some records refused, the others stored; 2: the file refused."""

    help = "Import references from RIS, BibTeX, NBIB, PubMed XML or CSL-JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file to import.")
        parser.add_argument(
            "--format", default="auto", choices=["auto", *READERS], help="auto looks into the file."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, store nothing.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        path = Path(options["file"])
        try:
            with path.open("rb") as file:
                outcome = self._run(file, options)
        except OSError as error:
            reason = {"file": path, "reason": reason_of(error)}
            raise CommandError(_("%(file)s cannot be read: %(reason)s") % reason, returncode=2) from error
        except FormatError as error:
            raise CommandError(f"{path}: {refusal(error)}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(outcome), ensure_ascii=False, indent=2))
        else:
            self._print(outcome, time.monotonic() - started, dry_run=options["dry_run"])
        if outcome.counts["refused"]:
            sys.exit(1)

    def _run(self, file: BinaryIO, options: dict[str, Any]) -> Outcome:
        head = file.read(HEAD)
        size = file.seek(0, 2)
        file.seek(0)
        if size > LARGEST:
            raise FormatError("too_big", limit=str(LARGEST // 1024 // 1024))
        name = detect(head) if options["format"] == "auto" else options["format"]
        if name is None:
            raise unknown(head)
        if not options["json"]:
            self.stdout.write(_("Format: %(name)s") % {"name": NAMES[name]})
        action = preview_found if options["dry_run"] else import_found
        bar = _Bar(file, size)
        outcome = action(found=READERS[name](file), source=source_of(name), progress=bar)
        bar.close()
        return outcome

    def _print(self, outcome: Outcome, seconds: float, *, dry_run: bool) -> None:
        for problem in outcome.problems[:_SHOWN]:
            line = _("Line %(line)s: %(text)s") % {"line": problem.line, "text": explained(problem)}
            self.stderr.write(line)
        if (more := len(outcome.problems) - _SHOWN) > 0:
            self.stderr.write(_("… and %(count)s more; --json shows them all.") % {"count": more})
        text = (
            _(
                "It would be: %(new)s new, %(matched)s already there, %(changed)s changed, %(refused)s refused."
            )
            if dry_run
            else _("%(new)s new, %(matched)s already there, %(changed)s changed, %(refused)s refused.")
        )
        self.stdout.write(text % outcome.counts)
        if outcome.likely:
            text = ngettext(
                "%(count)s of the new ones may be there already; an editor is asked.",
                "%(count)s of the new ones may be there already; an editor is asked.",
                outcome.likely,
            )
            self.stdout.write(text % {"count": outcome.likely})
        rate = round(outcome.total / seconds) if seconds else 0
        self.stdout.write(
            _("%(seconds).1f seconds, %(rate)s records per second.") % {"seconds": seconds, "rate": rate}
        )


class _Bar:
    """A bar for a person who waits; nothing in a log file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, max(size, 1)
        self.shown = sys.stderr.isatty()

    def __call__(self, outcome: Outcome) -> None:
        """Draw how much of the file was read."""
        if self.shown:
            part = min(self.file.tell() / self.size, 1.0)
            filled = "█" * round(part * 30)
            sys.stderr.write(f"\r{filled:░<30} {part:4.0%} {outcome.total}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the line clean."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The counts and every problem, for another program."""
    problems = [
        {"line": each.line, "code": each.code, "text": each.text, "lost": each.lost, "message": explained(each)}
        for each in outcome.problems
    ]  # fmt: skip
    return {**outcome.counts, "likely": outcome.likely, "problems": problems}
