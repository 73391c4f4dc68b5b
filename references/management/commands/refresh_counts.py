"""`refresh_counts`: how often works were cited, according to Crossref and Europe PMC, longest ago first."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from references.actions import counting
from references.actions.checking import Progress, go_through, since
from references.lookup import services
from references.management.bar import Bar
from references.models.notice import About
from references.trouble import name_of, words
from references.warning_services import COUNTERS, teller_of


class Command(BaseCommand):
    """Exit code 0: every work that was asked about was counted; 1: some were not. Can be stopped and run again."""

    help = "Refresh the number of citations of works, at most so many at a time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=None, help="At most so many works (COUNTS_PER_NIGHT)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        limit = settings.COUNTS_PER_NIGHT if options["limit"] is None else options["limit"]
        if limit < 1:
            raise CommandError(_("--limit wants a number of works, at least 1."), returncode=2)
        fine = True
        with services() as clients:
            for source in COUNTERS:
                bar = Bar()

                def draw(done: Progress, bar: Bar = bar) -> None:
                    bar.draw(done.done / limit, f"{name_of(done.source)} {done.done}")

                try:
                    done = go_through(
                        teller=teller_of(source, clients),
                        about=About.COUNTS,
                        before=since(1, timezone.now()),
                        store=lambda works, teller: counting.check(works=works, teller=teller),
                        most=limit,
                        progress=draw,
                    )
                finally:
                    bar.close()
                self._tell(done)
                fine = fine and not done.failed
        if not fine:
            sys.exit(1)

    def _tell(self, done: Progress) -> None:
        text = _("%(service)s: %(checked)d works counted, %(unknown)d not known there, %(failed)d failed.")
        counts = {"checked": done.checked, "unknown": done.unknown, "failed": done.failed}
        self.stdout.write(text % {"service": name_of(done.source), **counts})
        if done.failed:
            self.stderr.write(words(done.trouble or "bad_answer", done.source))
