"""`manage.py import_comments FILE`: reactions of another site into this one."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from comments import exchange
from comments.actions import importing
from comments.actions.import_report import Line, Outcome, Result
from comments.exchange_messages import noted, refusal
from config.kit.os_errors import reason_of

_SHOWN = 50  # lines of the report that are printed; --json gives all


class Command(BaseCommand):
    """Exit code 0: everything taken over; 1: something was refused or found no article; 2: the file was refused."""

    help = "Import reactions from WordPress (WXR), Disqus (XML) or our own JSON. See docs/reactions-file.md and docs/privacy.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", help="The file to import.")
        parser.add_argument(
            "--approved",
            action="store_true",
            help="What was placed there is placed here at once; else it waits.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, store nothing.")
        parser.add_argument("--json", action="store_true", help="Print the whole report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one file and report every reaction that is not simply new or known."""
        path = Path(options["file"])
        try:
            with path.open("rb") as file:
                result = self._run(file, options)
        except OSError as error:
            reason = {"file": path, "reason": reason_of(error)}
            raise CommandError(_("%(file)s cannot be read: %(reason)s") % reason, returncode=2) from error
        except exchange.FormatError as error:
            raise CommandError(f"{path}: {refusal(error)}", returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
        else:
            self._print(result, dry_run=options["dry_run"])
        counts = result.counts()
        if counts[Outcome.REFUSED] or counts[Outcome.STRAY]:
            sys.exit(1)

    def _run(self, file: BinaryIO, options: dict[str, Any]) -> Result:
        size = file.seek(0, 2)
        file.seek(0)
        if size > exchange.LARGEST:
            raise exchange.FormatError("too_big")
        name, found = exchange.read(file)
        if not options["json"]:
            self.stdout.write(_("Format: %(name)s") % {"name": exchange.NAMES[name]})
        bar = _Bar(file, size)
        result = importing.run(
            found=found, approved=options["approved"], dry_run=options["dry_run"], progress=bar
        )
        bar.close()
        return result

    def _print(self, result: Result, *, dry_run: bool) -> None:
        remarkable = [line for line in _in_order(result) if line.note or line.outcome == Outcome.CHANGED]
        for line in remarkable[:_SHOWN]:
            where = _("Line %(line)s") % {"line": line.line}
            self.stderr.write(
                f"{where}, {line.id or '?'}: {_named(line.outcome)}. {noted(line.note)}".rstrip()
            )
        if (more := len(remarkable) - _SHOWN) > 0:
            self.stderr.write(_("… and %(count)s more; --json shows them all.") % {"count": more})
        counts = result.counts()
        parts = [f"{counts[outcome]} {_named(outcome)}" for outcome in Outcome]
        text = _("It would be: %(counts)s.") if dry_run else "%(counts)s."
        self.stdout.write(text % {"counts": ", ".join(parts)})


def _named(outcome: Outcome) -> str:
    return {
        Outcome.NEW: _("new"),
        Outcome.EXISTED: _("already there"),
        Outcome.CHANGED: _("changed"),
        Outcome.STRAY: _("not placed"),
        Outcome.REFUSED: _("refused"),
    }[outcome]


def _in_order(result: Result) -> list[Line]:
    """The lines as the file has them; answers are done after what they answer, wherever they stand."""
    return sorted(result.lines, key=lambda line: line.line)


def _as_json(result: Result) -> dict[str, Any]:
    lines = [
        {
            "line": line.line,
            "id": line.id,
            "outcome": line.outcome,
            "note": noted(line.note) if line.note else "",
        }
        for line in _in_order(result)
    ]
    return {**result.counts(), "lines": lines}


class _Bar:
    """A bar for a person who waits; nothing in a log file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, max(size, 1)
        self.shown = sys.stderr.isatty()

    def __call__(self, result: Result) -> None:
        """Draw how much of the file was read."""
        if self.shown:
            part = min(self.file.tell() / self.size, 1.0)
            sys.stderr.write(f"\r{'█' * round(part * 30):░<30} {part:4.0%} {len(result.lines)}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the line clean."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
