"""`manage.py apply_retention`: remove or empty what is past its term; a worker does the same every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from comments.actions import retention

_WIDTH = 48


class Command(BaseCommand):
    """Exit code 0: done (also with nothing to do); 1: the database stopped it, what was done before stays done."""

    help = "Apply the retention terms; docs/privacy.md lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what is past its term, change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line per rule as it is done, and the sum."""
        total = 0
        try:
            for applied in retention.apply(dry_run=options["dry_run"]):
                total += applied.count
                self.stdout.write(f"{applied.rule.label!s:<{_WIDTH}} {applied.count:>8}")
        except DatabaseError as error:
            # Not the database's own words: they repeat the row.
            reason = _("The database stopped this (%(kind)s). Run it again: what was done stays done.")
            raise CommandError(reason % {"kind": type(error).__name__}) from error
        self.stdout.write(f"{_('together'):<{_WIDTH}} {total:>8}")
        if options["dry_run"]:
            self.stdout.write(_("dry run: nothing was changed"))
