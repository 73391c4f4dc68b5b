"""`parse_references [FILE|-]`: a pasted reference list in, a CSL-JSON array out."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from references.pasted import parse_list

LARGEST = 5 * 1024 * 1024  # bytes


class Command(BaseCommand):
    """Prints one CSL-JSON item per non-empty line, with ids ref-1, ref-2 … Needs neither database nor network."""

    help = "Read a pasted reference list and print it as a CSL-JSON array."
    requires_system_checks = []  # pure reading: a broken database setting must not stop it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", help="The list, one reference per line; - is standard input."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        text = decode(read(name), name)
        items = [record.to_csl(f"ref-{number}") for number, record in enumerate(parse_list(text), start=1)]
        self.stdout.write(json.dumps(items, ensure_ascii=False, indent=2))


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
            _("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": error.strerror}
        ) from error
    if len(data) > LARGEST:
        raise CommandError(_("%(file)s is larger than 5 MB.") % {"file": name})
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
