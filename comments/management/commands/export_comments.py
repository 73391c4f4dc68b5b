"""`manage.py export_comments`: the reactions of this site as a file that `import_comments` reads."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments.actions import exporting
from comments.exchange import own
from config.kit.os_errors import reason_of


class Command(BaseCommand):
    """Exit code 0: written; 2: no such article, or the file cannot be written."""

    help = "Export reactions as JSON: what readers see, without e-mail addresses, unless told otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--article", metavar="SLUG", help="Only those below this article.")
        parser.add_argument(
            "--include-private",
            action="store_true",
            help="Also what readers do not see, and the e-mail addresses. Keep such a file as you keep a backup.",
        )
        parser.add_argument(
            "--output", metavar="FILE", help="Write here, readable by you only; else to the screen."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, one reaction at a time."""
        article = Article.objects.filter(slug=options["article"]).first() if options["article"] else None
        if options["article"] and article is None:
            raise CommandError(_("There is no article at this address."), returncode=2)
        if not options["output"]:
            self._write(partial(self.stdout.write, ending=""), article, options["include_private"])
            return
        try:
            made = os.open(options["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(made, "w", encoding="utf-8") as file:
                count = self._write(file.write, article, options["include_private"])
        except OSError as error:
            reason = {"file": options["output"], "reason": reason_of(error)}
            raise CommandError(_("%(file)s cannot be written: %(reason)s") % reason, returncode=2) from error
        sys.stderr.write(
            ngettext("%(count)s reaction.", "%(count)s reactions.", count) % {"count": count} + "\n"
        )

    def _write(self, write: Callable[[str], object], article: Article | None, private: bool) -> int:
        found = exporting.rows(article=article, private=private)
        count = -2
        for piece in own.write(found, site=settings.SITE_URL, made_at=timezone.now(), private=private):
            write(piece)
            count += 1
        return count
