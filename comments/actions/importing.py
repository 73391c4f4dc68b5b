"""Reactions from a file into the tables: repeatable, in batches, what is answered before what answers it.

A reaction that was imported before is found by its number elsewhere. What has no page here is kept as a `Stray`; importing
the same file again, after its article was published, places it. Nobody gets mail about imported reactions.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, FormerAddress
from comments.actors import IMPORT
from comments.enums import State, Verb
from comments.exchange import Row, Skipped
from comments.identity import own_prefix
from comments.locking import hold
from comments.models import Comment, Decision, Edit, Stray

BATCH = 200
NAMELESS = "nameless"  # in a stray's row: its writer had name and address erased, here
_VERBS = {
    State.PLACED: Verb.APPROVE,
    State.REJECTED: Verb.REJECT,
    State.SPAM: Verb.SPAM,
    State.REMOVED: Verb.REMOVE,
}


class Outcome(StrEnum):
    """What became of one reaction of the file."""

    NEW = "new"
    EXISTED = "existed"
    CHANGED = "changed"
    STRAY = "stray"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line of the report; `note` is a code that says more, or empty."""

    line: int
    id: str
    outcome: Outcome
    note: str = ""


@dataclass
class Result:
    """What became of everything in the file, in the order in which it was done."""

    lines: list[Line] = field(default_factory=list)
    broke_off: bool = False

    def counts(self) -> dict[str, int]:
        """How many of each outcome."""
        counts = {outcome.value: 0 for outcome in Outcome}
        for line in self.lines:
            counts[line.outcome] += 1
        return counts


BROKEN = ("truncated", "broken", "not_text", "too_big")  # the file ended here, for whatever reason
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


def slugs_of(row: Row) -> list[str]:
    """Return under which addresses the article of a row may be known here, the likeliest first."""
    try:
        parts = [part for part in unquote(urlsplit(row.page).path).split("/") if part]
    except ValueError:
        parts = []
    last = parts[-1] if parts else ""
    return list(dict.fromkeys(slug.lower() for slug in (row.slug, last, last.partition(".")[0]) if slug))


class _Import:
    """One run: what was seen, and who waits for whom."""

    def __init__(self, approved: bool, progress: Progress | None) -> None:
        self.approved, self.progress = approved, progress
        self.result = Result()
        self.seen: set[str] = set()
        self.held: dict[str, list[Row]] = defaultdict(list)  # by what they answer
        self.articles: dict[str, int | None] = {}

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

    def article_of(self, row: Row) -> int | None:
        """Return the number of the row's article, None where its page is not known here; one look per page."""
        key = f"{row.slug} {row.page}"
        if key not in self.articles:
            slugs = slugs_of(row)
            now = dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))
            before = dict(FormerAddress.objects.filter(slug__in=slugs).values_list("slug", "article"))
            known = [found[slug] for found in (now, before) for slug in slugs if slug in found]
            self.articles[key] = known[0] if known else None
        return self.articles[key]


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
        Decision.objects.bulk_create(_decision(each) for each in self.new if each.state != State.WAITING)
        gone = [str(each.external_id) for each in self.new if each.external_id in self.strays]
        Stray.objects.filter(external_id__in=gone).delete()
        return self.placed

    def _take(self, row: Row) -> bool:
        """Decide about one row; False where it has to wait for what it answers."""
        say = self.whole._say
        stray = self.strays.get(row.id)
        if row.id in self.known:
            self.placed.append(row.id)
            say(row, *_compared(row, self.known[row.id]))
            return True
        if stray and not stray.row:
            say(row, Outcome.EXISTED, "erased")
            return True
        nameless = bool(stray and stray.row.get(NAMELESS))
        if nameless:
            row = replace(row, name="", email="")
        article = self.whole.article_of(row)
        if article is None:
            _keep(row, nameless=nameless)
            say(row, Outcome.STRAY, "no_page")
            return True
        above, note = self._above(row, article)
        if above is None and row.answers and row.id not in self.top and note != "other_page":
            self.whole.held[row.answers].append(row)
            return False
        comment = _comment(row, article, above, approved=self.whole.approved)
        comment.erased_at = timezone.now() if nameless else comment.erased_at
        self.new.append(comment)
        self.known[row.id] = comment
        self.placed.append(row.id)
        say(row, Outcome.NEW, note)
        return True

    def _above(self, row: Row, article: int) -> tuple[Comment | None, str]:
        """Return what a row answers, and what to say where that is not possible."""
        if not row.answers:
            return None, ""
        above = self.known.get(row.answers)
        if above is None:
            return None, "answered_missing"
        return (above, "") if above.article_id == article else (None, "other_page")


def _comment(row: Row, article: int, above: Comment | None, *, approved: bool) -> Comment:
    """Make the reaction. Readers see an answer only below one that they see, so below another it waits."""
    now = timezone.now()
    state = State(row.state)
    if state == State.PLACED and not (
        approved and (above is None or above.state in (State.PLACED, State.REMOVED))
    ):
        state = State.WAITING
    posted = min(row.posted_at, now)
    return Comment(
        article_id=article,
        parent=above,
        kind=row.kind,
        state=state,
        name="" if row.is_empty_place else row.name or _("Anonymous"),
        email=row.email,
        text=row.text,
        by_editor=row.by_editor,
        # The consent was given there, by sending it in; docs/privacy.md says what that is worth.
        consent_at=min(row.consent_at or posted, now),
        posted_at=posted,
        placed_at=(row.placed_at or posted) if state == State.PLACED else None,
        announced_at=now if state == State.PLACED else None,
        erased_at=now if row.is_empty_place else None,
        external_id=row.id,
    )


def _decision(comment: Comment) -> Decision:
    return Decision(
        comment=comment,
        verb=_VERBS[State(comment.state)],
        from_state=State.WAITING,
        to_state=comment.state,
        by_name=str(IMPORT),
        reason=_("taken over from another site"),
    )


def _compared(row: Row, comment: Comment) -> tuple[Outcome, str]:
    """Compare a reaction with what is here. The file wins only while nobody here has done anything with it."""
    if comment.erased_at:
        return Outcome.EXISTED, "erased"
    if (row.name or comment.name, row.text) == (comment.name, comment.text):
        return Outcome.EXISTED, ""
    touched = comment.state != State.WAITING or not comment.external_id
    if (
        touched
        or Decision.objects.filter(comment=comment).exists()
        or Edit.objects.filter(comment=comment).exists()
    ):
        return Outcome.EXISTED, "differs"
    comment.name, comment.text = row.name or comment.name, row.text
    comment.save(update_fields=["name", "text"])
    return Outcome.CHANGED, ""


def _keep(row: Row, *, nameless: bool) -> None:
    Stray.objects.update_or_create(
        external_id=row.id,
        defaults={
            "address": row.page or row.slug,
            "email": row.email,
            "row": row.as_json() | ({NAMELESS: True} if nameless else {}),
            "why": _("There is no article at this address."),
        },
    )
