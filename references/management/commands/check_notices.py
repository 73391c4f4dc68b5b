"""`check_notices`: which works were retracted, questioned or corrected, according to Crossref, PubMed and a file."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kit.os_errors import reason_of
from references.actions import warning
from references.actions.checking import Asked, Progress, due, go_through, since
from references.actions.warning import News
from references.actions.warning_file import Listed, take_file
from references.clients.found import Client, Teller
from references.file_messages import refusal
from references.formats.shapes import FormatError
from references.lookup import services
from references.management.bar import Bar
from references.models import Notice, Work
from references.models.notice import About
from references.notices_file import OLD_AFTER_DAYS, dated, days_old, opened
from references.trouble import name_of, words
from references.warning_services import WARNERS, teller_of
from references.warning_words import problem_words

_SHOWN = 50


class Command(BaseCommand):
    """Exit code 0: everything that was due was checked; 1: some works or a service could not be; 2: the file is refused.

    Can be stopped and run again: what was checked today is passed over, unless `--all` asks for everything.
    """

    help = "Ask Crossref and PubMed, and a copy of the Retraction Watch database, about retractions and corrections."

    def add_arguments(self, parser: ArgumentParser) -> None:
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--all", action="store_true", help="Also works that were checked just now.")
        when.add_argument(
            "--older-than",
            type=int,
            default=1,
            metavar="DAYS",
            help="Only works not checked for so long (1).",
        )
        parser.add_argument(
            "--csv", default="", metavar="FILE", help="Read this file instead of RETRACTION_WATCH_CSV."
        )
        parser.add_argument(
            "--smaller",
            action="store_true",
            help="The file may hold far fewer rows than the last one; what it does not hold is called gone.",
        )
        parser.add_argument("--offline", action="store_true", help="Only read the file, ask nobody.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["older_than"] < 1:
            raise CommandError(_("--older-than wants a number of days, at least 1."), returncode=2)
        path = options["csv"] or settings.RETRACTION_WATCH_CSV
        if options["offline"] and not path:
            raise CommandError(
                _("There is no file: use --csv FILE or set RETRACTION_WATCH_CSV."), returncode=2
            )
        self.news, fine = News(), True
        if path:
            fine = self._read(path, smaller=options["smaller"])
        if not options["offline"]:
            now = timezone.now()
            before = now if options["all"] else since(options["older_than"], now)
            with services() as clients:
                for source in WARNERS:
                    fine = self._ask(source, clients, before) and fine
        self._tell()
        if not fine:
            sys.exit(1)

    def _read(self, path: str, *, smaller: bool) -> bool:
        bar = Bar()
        try:
            with opened(path) as file:
                size = max(Path(path).stat().st_size, 1)
                self._say_age(file)
                listed = take_file(
                    file=file,
                    dated=dated(file),
                    smaller=smaller,
                    progress=lambda listed: bar.draw(file.tell() / size, f"Retraction Watch {listed.rows}"),
                )
        except OSError as error:
            reason = {"file": path, "reason": reason_of(error)}
            raise CommandError(_("%(file)s cannot be read: %(reason)s") % reason, returncode=2) from error
        except FormatError as error:
            text = (
                _("this is not the Retraction Watch database")
                if error.code == "wrong_format"
                else refusal(error)
            )
            raise CommandError(f"{path}: {text}", returncode=2) from error
        finally:
            bar.close()
        self._say_listed(listed)
        self.news.add(listed.news)
        return listed.complete

    def _say_age(self, file: BinaryIO) -> None:
        days = days_old(file, timezone.now())
        text = ngettext("The file is %(days)d day old.", "The file is %(days)d days old.", days) % {
            "days": days
        }
        self.stdout.write(text)
        if days > OLD_AFTER_DAYS:
            self.stderr.write(_("That is old: fetch a new copy (docs/operators.md)."))

    def _say_listed(self, listed: Listed) -> None:
        text = ngettext("%(rows)d row read", "%(rows)d rows read", listed.rows) % {"rows": listed.rows}
        about = ngettext("about %(works)d work of ours", "about %(works)d works of ours", len(listed.works))
        self.stdout.write(f"Retraction Watch: {text}, {about % {'works': len(listed.works)}}.")
        for problem in listed.shown[:_SHOWN]:
            line = {"line": problem.line, "text": problem_words(problem)}
            self.stderr.write(_("Line %(line)s: %(text)s") % line)
        rest = sum(count for code, count in listed.problems.items() if code != "nobody") - _SHOWN
        if rest > 0:
            self.stderr.write(_("… and %(count)s more.") % {"count": rest})
        if nobody := listed.problems["nobody"]:
            text = ngettext(
                "%(count)d row names no DOI or PMID.", "%(count)d rows name no DOI or PMID.", nobody
            )
            self.stdout.write(text % {"count": nobody})
        if listed.is_short:
            numbers = {"rows": listed.rows, "before": listed.before}
            self.stderr.write(
                _(
                    "Rows in this file: %(rows)d; in the last whole one: %(before)d. It was probably cut. What it holds was used, and nothing was called gone."
                )
                % numbers
            )
            self.stderr.write(_("If it is right all the same, run this again with --smaller."))
        elif not listed.complete:
            self.stderr.write(_("The file breaks off. What it holds was used; fetch a new copy."))

    def _ask(self, source: str, clients: Sequence[Client], before: Any) -> bool:
        teller, bar = teller_of(source, clients), Bar()
        total = max(due(teller=teller, about=About.NOTICES, before=before).count(), 1)

        def store(works: Sequence[Work], teller: Teller) -> Asked:
            asked, news = warning.check(works=works, teller=teller)
            self.news.add(news)
            return asked

        def draw(done: Progress) -> None:
            bar.draw(done.done / total, f"{name_of(source)} {done.done}")

        try:
            done = go_through(teller=teller, about=About.NOTICES, before=before, store=store, progress=draw)
        finally:
            bar.close()
        counts = {
            "service": name_of(source),
            "checked": done.checked,
            "unknown": done.unknown,
            "failed": done.failed,
        }
        text = _("%(service)s: %(checked)d works checked, %(unknown)d not known there, %(failed)d failed.")
        self.stdout.write(text % counts)
        if done.failed:
            self.stderr.write(words(done.trouble or "bad_answer", source))
        return not done.failed

    def _tell(self) -> None:
        for title, notices in ((_("New"), self.news.new), (_("No longer reported"), self.news.gone)):
            works = Work.objects.in_bulk({notice.work_id for notice in notices})
            for notice in notices:
                self.stdout.write(f"{title}: {self._line(notice, works.get(notice.work_id))}")
        for word in sorted(self.news.strange):
            self.stderr.write(_("Unknown kind of notice, left aside: %(word)s") % {"word": word})

    def _line(self, notice: Notice, work: Work | None) -> str:
        kind = capfirst(notice.get_kind_display())
        return f"{kind} ({notice.source}, {notice.date or '?'}): {work} [{work.get_absolute_url() if work else ''}]"
