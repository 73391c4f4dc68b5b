"""Which reactions the moderators' page shows: the choice in its address, and one page of rows at a bounded cost.

A queue of a hundred thousand must not be slower than one of ten. So pages begin after a row, not after a number of
rows; and what no index answers (words, signals) looks at the next `WINDOW` rows only, with a link to look further.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from comments.enums import EditStatus, Kind, State
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from config.kit.text import tidy

PAGE = 25
WINDOW = 5_000
ALL, EDITS = "all", "edits"
TABS = (State.WAITING.value, EDITS, *(state.value for state in State if state != State.WAITING), ALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINK = r"https?://|www\."
_LONGEST = 200  # of what is searched for


@dataclass(frozen=True)
class Chosen:
    """What a moderator asked to see; everything that makes no sense is left out, so no address gives an error."""

    state: str = State.WAITING.value
    kind: str = ""
    article: int = 0
    signal: str = ""
    links: str = ""
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Chosen":
        """Read the parts of an address."""
        state, kind, signal = data.get("state", ""), data.get("kind", ""), data.get("signal", "")
        return cls(
            state=state if state in TABS else State.WAITING.value,
            kind=kind if kind in Kind.values else "",
            article=number_in(data.get("article", "")),
            signal=signal if signal.isidentifier() and len(signal) <= 40 else "",
            links="1" if data.get("links") == "1" else "",
            q=tidy(data.get("q", ""))[:_LONGEST],
            after=data.get("after", ""),
        )

    def query(self, **changes: str | int) -> str:
        """Return the address of this choice with `changes`, from the "?" on; empty for the plain queue."""
        values = asdict(replace(self, **{"after": "", **changes}))  # type: ignore[arg-type]
        values["state"] = "" if values["state"] == State.WAITING else values["state"]
        said = urlencode({name: value for name, value in values.items() if value})
        return f"?{said}" if said else ""

    @property
    def is_queue(self) -> bool:
        """Whether rows come most urgent first; else newest first."""
        return self.state in {State.WAITING, EDITS}

    @property
    def narrows(self) -> bool:
        """Whether more was chosen than a state."""
        return bool(self.kind or self.article or self.signal or self.links or self.q)


@dataclass(frozen=True)
class Page:
    """The rows, and where the next ones begin. `searched`: the rows ran out because the window did."""

    comments: list[Comment]
    after: str = ""
    searched: bool = False


def number_in(text: str) -> int:
    """Read a number that a page of ours sent along; 0, which no row has, for anything else."""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def page(chosen: Chosen, *, size: int = PAGE) -> Page:
    """Fetch one page: at most four queries, and never more than `WINDOW` rows looked at where no index helps."""
    direct, filters = _filters(chosen)
    found: list[Comment] = []
    for part in _parts(chosen):
        rows = part.filter(direct)
        wanted = size + 1 - len(found)
        if filters is None:
            found += _whole(rows)[:wanted]
        else:
            # The window is cut before anything else is asked of its rows.
            inside = Comment.objects.filter(pk__in=rows.order_by(*_order(chosen)).values("pk")[:WINDOW])
            found += _whole(inside.filter(filters).order_by(*_order(chosen)))[:wanted]
        if len(found) > size:
            return Page(found[:size], key_of(found[size - 1], chosen))
        if filters is not None and (last := rows.order_by(*_order(chosen))[WINDOW - 1 : WINDOW].first()):
            return Page(found, key_of(last, chosen), searched=True)
    return Page(found)


def key_of(comment: Comment, chosen: Chosen) -> str:
    """Return where a page that comes after this row begins."""
    if chosen.is_queue:
        return f"{comment.priority}-{_microseconds(comment.queued_at)}-{comment.pk}"
    return f"{_microseconds(comment.posted_at)}-{comment.pk}"


def _whole(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.select_related("article", "parent", "in_reply_to")


def _order(chosen: Chosen) -> tuple[str, ...]:
    return ("-priority", "queued_at", "pk") if chosen.is_queue else ("-posted_at", "-pk")


def _parts(chosen: Chosen) -> Iterable[CommentQuerySet]:
    """The rows of the state after the page's beginning, in order; in parts that each are one stretch of an index.

    PostgreSQL reads "less urgent, or as urgent and later" from the top of the index; two questions start in place.
    """
    rows = _of_state(chosen).order_by(*_order(chosen))
    key = [number_in(part) for part in chosen.after.split("-")] if chosen.after else []
    if chosen.is_queue and len(key) == 3 and (moment := _moment(key[1])):
        same = rows.filter(priority=key[0], queued_at__gte=moment)
        return same.exclude(queued_at=moment, pk__lte=key[2]), rows.filter(priority__lt=key[0])
    if not chosen.is_queue and len(key) == 2 and (moment := _moment(key[0])):
        return (rows.filter(posted_at__lte=moment).exclude(posted_at=moment, pk__gte=key[1]),)
    return (rows,)


def _of_state(chosen: Chosen) -> CommentQuerySet:
    if chosen.state == State.WAITING:
        return Comment.objects.waiting()
    if chosen.state == EDITS:
        # By way of the changes, of which there are few: the queue has no index on having one.
        return Comment.objects.waiting().filter(edit_waiting=True, edits__status=EditStatus.WAITING)
    if chosen.state == ALL:
        return Comment.objects.all()
    return Comment.objects.filter(state=chosen.state)


def _filters(chosen: Chosen) -> tuple[Q, Q | None]:
    """Split the choice in what an index answers (article, whole address, number) and what looks at row after row."""
    direct, slow = Q(), Q()
    if chosen.article:
        direct &= Q(article=chosen.article)
    if chosen.kind:
        slow &= Q(kind=chosen.kind)
    if chosen.signal:
        slow &= Q(signals__contains=[{"name": chosen.signal}])
    if chosen.links:
        slow &= Q(text__iregex=_LINK)
    if chosen.q.startswith("#") and number_in(chosen.q[1:]):
        direct &= Q(pk=number_in(chosen.q[1:]))
    elif _is_address(chosen.q):
        direct &= Q(email=chosen.q.lower())
    elif chosen.q:
        slow &= Q(name__icontains=chosen.q) | Q(email__icontains=chosen.q) | Q(text__icontains=chosen.q)
    return direct, slow or None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def pks(comments: Sequence[Comment]) -> list[int]:
    """Their numbers."""
    return [comment.pk for comment in comments]
