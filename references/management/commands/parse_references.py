"""`parse_references [FILE|-]`: a pasted reference list, plain or as the source of a page, in; a CSL-JSON array out."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.kit.os_errors import reason_of
from references.pasting import MOST_BYTES, MOST_LINES, TooMuch, records_of, within_limits
from references.records import CHECK
from references.rich_text import is_rich, read_plain, read_rich

LARGEST = 4 * MOST_BYTES  # bytes of a file; the words in it may be a quarter of that, the rest is markup


class Command(BaseCommand):
    """Prints one CSL-JSON item per line, with ids ref-1, ref-2 … Needs neither database nor network.

    The limits are those of the page in the admin. Exit code 0: every line is in the array, and on the error channel stands
    how many could not be read with certainty; 1: refused, with the reason and nothing on the output.
    """

    help = "Read a pasted reference list and print it as a CSL-JSON array."
    requires_system_checks = []  # pure reading: a broken database setting must not stop it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", help="The list, one reference per line; - is standard input."
        )
        parser.add_argument(
            "--format",
            default="auto",
            choices=["auto", "text", "html"],
            help="auto: a text that begins with a tag is read as a page, with the addresses under its words.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        text = decode(read(name), name)
        rich = is_rich(text) if options["format"] == "auto" else options["format"] == "html"
        try:
            lines = within_limits(read_rich(text) if rich else read_plain(text))
        except TooMuch as error:
            raise CommandError(refusal(name, error)) from error
        records = records_of(lines)
        items = [record.to_csl(f"ref-{number}") for number, record in enumerate(records, start=1)]
        self.stdout.write(json.dumps(items, ensure_ascii=False, indent=2))
        if unsure := sum(record.status == CHECK for record in records):
            told = {"count": unsure, "total": len(records)}
            self.stderr.write(
                _("%(count)s of %(total)s lines could not be read with certainty (status “check”).") % told
            )


def refusal(name: str, error: TooMuch) -> str:
    """Why a list is too long, with how long it is."""
    if error.code == "lines":
        values = {"file": name, "count": error.count, "limit": MOST_LINES}
        return _("%(file)s has %(count)s lines; at most %(limit)s are read at once.") % values
    values = {"file": name, "count": -(-error.count // 1000), "limit": MOST_BYTES // 1000}
    return _("%(file)s holds %(count)s kB of text; at most %(limit)s kB is read at once.") % values


def read(name: str) -> bytes:
    """The bytes of a file, or of standard input for "-". Raises CommandError when there is none or too much."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": reason_of(error)}
        ) from error
    if len(data) > LARGEST:
        size = {"file": name, "limit": LARGEST // 1_000_000}
        raise CommandError(_("%(file)s is larger than %(limit)s MB.") % size)
    return data


def decode(data: bytes, name: str) -> str:
    """UTF-8 text (with or without a byte order mark), else Windows-1252. Raises CommandError for binary data."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined: a file that uses one of them is no text in either encoding.
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
    if "\0" in text:
        raise CommandError(_("%(file)s is not a text file.") % {"file": name})
    return text
