"""What the moderators' page tells around the rows: how much waits, since when, and what an address sent before.

Each is one query that stops counting at a limit: "more than 1,000" is as useful as the number, and costs the same
whether a thousand or a million wait.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from comments.admin.queue_rows import EDITS
from comments.enums import EditStatus, State
from comments.models import Comment, Edit

# ruff: noqa: S608 - what is put into the SQL here are names of our own tables and numbers of our own
MOST = 1_000  # that is counted per state
MOST_OF_ADDRESS = 200  # earlier reactions of one address that are counted, the newest
MOST_URGENT = (
    9  # the queue is asked per urgency for its oldest; more kinds of urgency than this there are not
)


@dataclass(frozen=True)
class Counts:
    """How many there are per state, up to one more than `MOST`; since when the oldest waits.

    `waiting` is the whole queue: placed ones of which a change waits are in it, and counted once more under `EDITS`.
    """

    by_state: dict[str, int]
    oldest: datetime | None

    def said(self, state: str) -> str:
        """The number in words."""
        return in_words(self.by_state.get(state, 0))


@dataclass
class History:
    """What one address sent, the reaction that is looked at included."""

    by_state: dict[str, int] = field(default_factory=dict)
    first: datetime | None = None

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.by_state.values())

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > MOST_OF_ADDRESS


def in_words(count: int, most: int = MOST) -> str:
    """A number, or "more than" where counting stopped."""
    if count > most:
        return _("more than %(count)s") % {"count": number_format(most, force_grouping=True)}
    return number_format(count, force_grouping=True)


def counts() -> Counts:
    """Count what there is per state and find the oldest that waits; one query."""
    comment, edit = _table(Comment), _table(Edit)
    wheres = [f"{comment} WHERE state = %s" for _ in State]
    wheres[list(State).index(State.WAITING)] += " OR edit_waiting"
    # By way of the changes, of which few wait: the queue has no index on having one.
    wheres.append(f"{edit} JOIN {comment} ON {comment}.id = comment_id WHERE edit_waiting AND status = %s")
    columns = [f"(SELECT count(*) FROM (SELECT 1 FROM {where} LIMIT {MOST + 1}) few)" for where in wheres]
    # The queue's index begins with the urgency, so each urgency has an oldest at its head.
    columns.append(
        f"(SELECT min(head.queued_at) FROM generate_series(0, {MOST_URGENT}) AS urgency, LATERAL ("
        f"SELECT queued_at FROM {comment} WHERE (state = %s OR edit_waiting) AND priority = urgency"
        " ORDER BY queued_at LIMIT 1) head)"
    )
    values = [*State.values, EditStatus.WAITING.value, State.WAITING.value]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        *numbers, oldest = cursor.fetchone()
    return Counts(dict(zip((*State.values, EDITS), numbers, strict=True)), oldest)


def histories(emails: Collection[str]) -> dict[str, History]:
    """Tell per address how many reactions it sent and what came of them; one query, by the index on addresses."""
    found = {email: History() for email in emails if email}
    if not found:
        return found
    comment = _table(Comment)
    sql = (
        "SELECT wanted.email, head.posted_at, recent.state, count(*) FROM unnest(%s::text[]) AS wanted(email),"
        f" LATERAL (SELECT posted_at FROM {comment} WHERE email = wanted.email ORDER BY posted_at LIMIT 1) head,"
        f" LATERAL (SELECT state FROM {comment} WHERE email = wanted.email"
        f" ORDER BY posted_at DESC LIMIT {MOST_OF_ADDRESS + 1}) recent GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(found)])
        for email, first, state, count in cursor.fetchall():
            found[email].first = first
            found[email].by_state[state] = count
    return found


def _table(model: type[Comment | Edit]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
