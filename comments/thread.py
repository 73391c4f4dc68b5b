"""A thread as HTML, in one pass over its rows.

Written with format strings instead of a template: this is the part of the article's page that grows, and a template
with an include per reaction costs ten times as much. Everything that people typed is escaped here or, for the text,
was escaped when it was stored.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from comments.enums import Kind


class Row(NamedTuple):
    """What a thread needs of a reaction, in the order of `COLUMNS`."""

    id: int
    path: str
    kind: str
    name: str
    body_html: str
    posted_at: datetime
    by_editor: bool
    in_reply_to_id: int | None


COLUMNS = Row._fields

_REACTION = (
    '<li><article class="reaction{editor}" id="reactie-{id}"><header class="reaction-meta">'
    '<b class="reaction-name">{name}</b>{badge} <span class="reaction-kind">{kind}</span> {time}{answers}</header>'
    '<div class="reaction-text">{body}</div>'
    '<footer class="reaction-actions"><a href="{url}?op={id}" hx-get="{url}?op={id}">{reply}</a> '
    '<a href="{report_before}{id}{report_after}" rel="nofollow">{report}</a></footer>'
    '<div class="reaction-slot"></div></article>'
)
_GONE = '<li><article class="reaction reaction-gone" id="reactie-{id}"><p>{text}</p></article>'


def to_html(rows: Iterable[Row], *, react_url: str, report_url: str) -> SafeString:
    """Return the thread as nested lists, at most three deep; `rows` in the order of their paths.

    A row whose path names a reaction that is not among the rows hangs below a line saying that it was removed. The
    words of such a reaction are never fetched, so they cannot leak. `report_url` is the address for reaction 0.
    """
    words = _Words(react_url, report_url)
    parts: list[str] = []
    open_items: list[str] = []
    names: dict[int, str] = {}
    for row in rows:
        steps = row.path.split("/")
        shared = 0
        while shared < len(open_items) and shared < len(steps) and open_items[shared] == steps[shared]:
            shared += 1
        parts.append("</li></ol>" * (len(open_items) - shared))
        del open_items[shared:]
        for step in steps[shared:]:
            parts.append("<ol>")
            parts.append(words.reaction(row, names) if step is steps[-1] else words.gone(step))
            open_items.append(step)
        names[row.id] = row.name
    parts.append("</li></ol>" * len(open_items))
    # Neighbours share one list: an end straight before a beginning of the same level is no end.
    html = "".join(parts).replace("</li></ol><ol><li>", "</li><li>")
    return mark_safe(html.replace("<ol>", '<ol class="thread">', 1))  # noqa: S308 - escaped part by part


class _Words:
    """The fixed texts of a thread, looked up once."""

    def __init__(self, react_url: str, report_url: str) -> None:
        before, _, after = report_url.rpartition("0")
        self.fixed = {
            "url": escape(react_url),
            "report_before": escape(before),
            "report_after": escape(after),
            "reply": escape(gettext("Reply")),
            "report": escape(gettext("Report")),
        }
        self.kinds = {kind.value: escape(str(kind.label)) for kind in Kind}
        self.badge = f' <span class="badge">{escape(gettext("editors"))}</span>'
        self.removed = escape(gettext("This reaction was removed."))
        self.language = get_language() or ""
        self.zone = get_current_timezone()

    def reaction(self, row: Row, names: dict[int, str]) -> str:
        return _REACTION.format(
            id=row.id,
            editor=" reaction-editor" if row.by_editor else "",
            name=escape(row.name),
            badge=self.badge if row.by_editor else "",
            kind=self.kinds.get(row.kind, ""),
            time=_time(row.posted_at.astimezone(self.zone).date(), self.language),
            answers=self.answers(row.in_reply_to_id, names) if row.in_reply_to_id else "",
            body=row.body_html,
            **self.fixed,
        )

    def answers(self, answered: int, names: dict[int, str]) -> str:
        """Say whom a reply on the deepest level really answers; nothing about a reaction that is not shown."""
        if answered not in names:
            return ""
        link = f'<a href="#reactie-{answered}">{escape(names[answered])}</a>'
        return f' <span class="reaction-to">{escape(gettext("in reply to %s")) % link}</span>'

    def gone(self, step: str) -> str:
        return _GONE.format(id=int(step), text=self.removed)


@lru_cache(maxsize=2_000)
def _time(day: date, language: str) -> str:
    """Return the day in words; `language` is part of the key, because the words depend on it."""
    return f'<time datetime="{day.isoformat()}">{date_format(day, "j F Y")}</time>'
