"""`manage.py make_corpus`: invented articles in any number, to see how the site bears them."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from config.bench.corpus.filling import Size, fill

BAR = 30


class Command(BaseCommand):
    """Fills the database; the same seed gives the same articles."""

    help = "Fill the database with invented articles, studies, references and reactions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=1_000, help="how many articles (1000)")
        parser.add_argument("--references", type=int, default=10, help="references of each study (10)")
        parser.add_argument("--reactions", type=int, default=20, help="placed reactions to each article (20)")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other articles (1)")
        parser.add_argument("--add", action="store_true", help="also where articles exist already")
        parser.add_argument("--force", action="store_true", help="also on a production database")

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(**{name: options[name] for name in ("articles", "references", "reactions", "seed")})
        if size.articles < 1 or size.references < 0 or size.reactions < 0:
            raise CommandError(_("Ask for at least one article; the other numbers may be 0, not less."))
        if not settings.LOCAL and not options["force"]:
            raise CommandError(
                _(
                    "This is a production database, and patients would read invented studies. Use --force if you must."
                )
            )
        if not options["add"] and Article.objects.exists():
            raise CommandError(
                _("This database has articles already. Use --add to put invented ones beside them.")
            )
        fill(size, self._progress)
        self.stdout.write(
            ngettext(
                "%(count)s invented article made, with study, references and reactions.",
                "%(count)s invented articles made, with studies, references and reactions.",
                size.articles,
            )
            % {"count": size.articles}
        )

    def _progress(self, done: int, total: int) -> None:
        """A bar for a person who waits; nothing in a log file."""
        if not sys.stderr.isatty():
            return
        full = BAR * done // total
        end = "\n" if done == total else ""
        self.stderr.write(f"\r[{'#' * full}{' ' * (BAR - full)}] {100 * done // total:3d}%", ending=end)
        self.stderr.flush()
