"""Reactions from a file into the tables: repeatable, in batches, what is answered before what answers it.

A reaction that was imported before is found by its number elsewhere. What has no page here is kept as a `Stray`; importing
the same file again, after its article was published, places it. Nobody gets mail about imported reactions.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from comments.actions.import_report import BROKEN, Line, Outcome, Result
from comments.actions.taking_over import (
    NAMELESS,
    Page,
    compared,
    keep_stray,
    make_comment,
    make_decision,
    page_of,
)  # fmt: skip
from comments.enums import State
from comments.exchange import Row, Skipped
from comments.identity import own_prefix
from comments.locking import hold
from comments.models import Comment, Decision, Stray

BATCH = 200
Progress = Callable[[Result], None]


def run(
    *,
    found: Iterable[Row | Skipped],
    approved: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Import everything `found`; with `approved` what was placed there is placed here, else it waits for a moderator.

    Each batch is a transaction of its own, so an import that is stopped can be run again. A dry run does all of it in
    one transaction and takes it back.
    """
    if dry_run:
        with transaction.atomic():
            result = _Import(approved, progress).run(found)
            transaction.set_rollback(True)
        return result
    return _Import(approved, progress).run(found)


class _Import:
    """One run: what was seen, and who waits for whom."""

    def __init__(self, approved: bool, progress: Progress | None) -> None:
        self.approved, self.progress = approved, progress
        self.result = Result()
        self.seen: set[str] = set()
        self.held: dict[str, list[Row]] = defaultdict(list)  # by what they answer
        self.pages: dict[str, Page | None] = {}

    def run(self, found: Iterable[Row | Skipped]) -> Result:
        """Take everything; at the end what answers something that never came."""
        batch: list[Row] = []
        for each in found:
            if isinstance(each, Skipped):
                self._say(each, Outcome.REFUSED, each.code)
                self.result.broke_off |= each.code in BROKEN
                continue
            batch.append(each)
            if len(batch) >= BATCH:
                self._take(batch)
                batch = []
        self._take(batch)
        while self.held:
            answers = {row.id for rows in self.held.values() for row in rows}
            # Where each answers another in a circle, any one has to come first.
            loose = [above for above in self.held if above not in answers] or [next(iter(self.held))]
            rows = [row for above in loose for row in self.held.pop(above)]
            self._take(rows, alone=True)
        return self.result

    def _say(self, row: Row | Skipped, outcome: Outcome, note: str = "") -> None:
        self.result.lines.append(Line(row.line, row.id, outcome, note))

    def _take(self, rows: list[Row], *, alone: bool = False) -> None:
        """Store rows and everything that waited for them; `alone` puts those whose answered one is missing on top."""
        waiting, top = deque(rows), {row.id for row in rows} if alone else set()
        while waiting:
            batch = [waiting.popleft() for _each in range(min(BATCH, len(waiting)))]
            with transaction.atomic():
                hold("import_comments")
                stored = _Batch(self, batch, top).store()
            for key in stored:
                waiting.extend(self.held.pop(key, ()))
        if self.progress:
            self.progress(self.result)

    def page_of(self, row: Row) -> Page | None:
        """Return the row's page, None where it is not known here; one look per page."""
        key = f"{row.slug} {row.page}"
        if key not in self.pages:
            self.pages[key] = page_of(row)
        return self.pages[key]


class _Batch:
    """Some rows, looked up together and stored together."""

    def __init__(self, whole: _Import, rows: list[Row], top: set[str]) -> None:
        self.whole, self.rows, self.top = whole, rows, top
        self.known = self._known({row.id for row in rows} | {row.answers for row in rows if row.answers})
        self.strays = {
            each.external_id: each for each in Stray.objects.filter(external_id__in=[r.id for r in rows])
        }
        self.new: list[Comment] = []
        self.placed: list[str] = []

    def _known(self, keys: set[str]) -> dict[str, Comment]:
        """What of these numbers is here: imported before, or ours from the beginning."""
        prefix = own_prefix()
        ours = [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
        numbers = [int(text[:18]) for text in ours if text.isascii() and text.isdigit()]
        found = (
            {f"{prefix}{each.pk}": each for each in Comment.objects.filter(pk__in=numbers)} if numbers else {}
        )
        imported = Comment.objects.filter(external_id__in=keys)
        return found | {str(each.external_id): each for each in imported}

    def store(self) -> list[str]:
        """Store what is new; return the numbers that are in their place now, for what answers them."""
        for row in self.rows:
            if row.id in self.whole.seen:
                self.whole._say(row, Outcome.EXISTED, "twice")
            elif self._take(row):
                self.whole.seen.add(row.id)
        Comment.objects.create_many(self.new)
        Decision.objects.bulk_create(make_decision(each) for each in self.new if each.state != State.WAITING)
        gone = [str(each.external_id) for each in self.new if each.external_id in self.strays]
        Stray.objects.filter(external_id__in=gone).delete()
        return self.placed

    def _take(self, row: Row) -> bool:
        """Decide about one row; False where it has to wait for what it answers."""
        say = self.whole._say
        stray = self.strays.get(row.id)
        if row.id in self.known:
            self.placed.append(row.id)
            say(row, *compared(row, self.known[row.id], self.whole.page_of))
            return True
        if stray and not stray.row:
            say(row, Outcome.EXISTED, "erased")
            return True
        nameless = bool(stray and stray.row.get(NAMELESS))
        if nameless:
            row = replace(row, name="", email="")
        page = self.whole.page_of(row)
        if page is None:
            keep_stray(row, nameless=nameless)
            say(row, Outcome.STRAY, "no_page")
            return True
        above, note = self._above(row, page)
        if above is None and row.answers and row.id not in self.top and note != "other_page":
            self.whole.held[row.answers].append(row)
            return False
        comment = make_comment(row, page, above, approved=self.whole.approved)
        comment.erased_at = timezone.now() if nameless else comment.erased_at
        self.new.append(comment)
        self.known[row.id] = comment
        self.placed.append(row.id)
        say(row, Outcome.NEW, note)
        return True

    def _above(self, row: Row, page: Page) -> tuple[Comment | None, str]:
        """Return what a row answers, and what to say where that is not possible."""
        if not row.answers:
            return None, ""
        above = self.known.get(row.answers)
        if above is None:
            return None, "answered_missing"
        return (above, "") if above.article_id == page.article else (None, "other_page")
