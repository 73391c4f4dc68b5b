"""A thread as HTML, in one pass over its rows.

Written with format strings instead of a template: this is the part of the article's page that grows, and a template
with an include per reaction costs ten times as much. Everything that people typed is escaped here or, for the text,
was escaped when it was stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from comments.enums import Kind
from config.kit.dates import day_html


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
    pinned_at: datetime | None


COLUMNS = Row._fields

_REACTION = (
    '<li><article class="reaction{editor}" id="reactie-{id}"><header class="reaction-meta">'
    '<b class="reaction-name">{name}</b>{badge}{kind} {time}{answers}</header>'
    '<div class="reaction-text">{body}</div>'
    '<footer class="reaction-actions">{reply}'
    '<a href="{report_before}{id}{report_after}" rel="nofollow">{report}</a></footer>'
    '<div class="reaction-slot"></div></article>'
)
_REPLY = '<a href="{url}?op={id}" hx-get="{url}?op={id}">{reply}</a> '
_SECTION = (
    '<section class="reactions" id="reacties" aria-labelledby="reacties-kop" hx-target="next .reaction-slot"'
    ' hx-swap="innerHTML"><h2 id="reacties-kop">{heading}</h2>{thread}{new}</section>'
)
_NEW = (
    '<p class="reactions-new"><a class="button" href="{url}" hx-get="{url}">{react}</a></p>'
    '<div class="reaction-slot"></div>'
)
_CLOSED = '<p class="reactions-closed">{text}</p>'
_KIND = ' <span class="reaction-kind">{text}</span>'
_BADGE = ' <span class="badge">{text}</span>'
_EMPTY = '<p class="empty">{text}</p>'
_NOBODY_YET = gettext_noop(
    "There are no reactions yet. Do you have an experience, a question or an addition? You can be the first."
)
_GONE = '<li><article class="reaction reaction-gone" id="reactie-{id}"><p>{text}</p></article>'


def section(rows: Sequence[Row], *, react_url: str, report_url: str, is_open: bool = True) -> SafeString:
    """Return the whole part of the page about reactions: how many, the thread, and the way to add one.

    Where the thread is closed there is a line that says so instead, and nothing to reply with. Links carry their address twice: `href` works everywhere, `hx-get` opens the form in place where script runs.
    """
    words = _words(get_language() or "")
    count = len(rows)
    return mark_safe(  # noqa: S308 - escaped part by part
        _SECTION.format(
            heading=escape(ngettext("%(count)s reaction", "%(count)s reactions", count) % {"count": count}),
            thread=to_html(rows, react_url=react_url, report_url=report_url, is_open=is_open)
            if rows
            else words.empty * is_open,
            new=_NEW.format(url=escape(react_url), react=words.react) if is_open else words.closed,
        )
    )


def pinned_first(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows with the branch that holds the pinned answer first, on every level; unchanged where none is.

    The answer stays below what it answers, since without the question it would mean little: so its whole conversation
    moves up, and in it the answer comes before the other replies.
    """
    pinned = next((row.path for row in rows if row.pinned_at), None)
    if pinned is None:
        return rows
    steps = pinned.split("/")

    def place(row: Row) -> list[str]:
        own = row.path.split("/")
        shared = 0
        while shared < min(len(own), len(steps)) and own[shared] == steps[shared]:
            shared += 1
        return [""] * shared + own[shared:]  # before every number

    return sorted(rows, key=place)


def to_html(rows: Sequence[Row], *, react_url: str, report_url: str, is_open: bool = True) -> str:
    """Return the thread as nested lists, at most three deep; `rows` in the order of their paths.

    A row whose path names a reaction that is not among the rows hangs below a line saying that it was removed. The
    words of such a reaction are never fetched, so they cannot leak. `report_url` is the address for reaction 0.
    """
    words = _words(get_language() or "")
    before, _, after = report_url.rpartition("0")
    urls = {
        "url": escape(react_url) if is_open else "",
        "report_before": escape(before),
        "report_after": escape(after),
    }
    parts: list[str] = []
    open_items: list[str] = []
    names: dict[int, str] = {}
    for row in pinned_first(rows):
        steps = row.path.split("/")
        shared = 0
        while shared < len(open_items) and shared < len(steps) and open_items[shared] == steps[shared]:
            shared += 1
        parts.append("</li></ol>" * (len(open_items) - shared))
        del open_items[shared:]
        for step in steps[shared:]:
            parts.append("<ol>")
            if step is steps[-1]:
                parts.append(_reaction(row, words, urls, names))
            else:
                parts.append(_GONE.format(id=int(step), text=words.removed))
            open_items.append(step)
        names[row.id] = row.name
    parts.append("</li></ol>" * len(open_items))
    # Neighbours share one list: an end straight before a beginning of the same level is no end.
    html = "".join(parts).replace("</li></ol><ol><li>", "</li><li>")
    return html.replace("<ol>", '<ol class="thread">', 1)


@dataclass(frozen=True)
class _Words:
    """The fixed texts of a thread in one language, escaped."""

    kinds: dict[str, str]
    buttons: dict[str, str]
    badge: str
    pinned: str
    closed: str
    removed: str
    in_reply_to: str
    react: str
    empty: str
    language: str


@lru_cache
def _words(language: str) -> _Words:
    """Look the texts up once per language, which is the active one; a look-up per reader would be half the work."""
    return _Words(
        kinds={kind.value: _KIND.format(text=escape(str(kind.label))) for kind in Kind},
        buttons={"reply": escape(gettext("Reply")), "report": escape(gettext("Report"))},
        badge=_BADGE.format(text=escape(gettext("editors"))),
        pinned=_BADGE.format(text=escape(gettext("pinned"))),
        closed=_CLOSED.format(text=escape(gettext("It is no longer possible to react to this article."))),
        removed=escape(gettext("This reaction was removed.")),
        in_reply_to=escape(gettext("in reply to %s")),
        react=escape(gettext("Place a reaction")),
        empty=_EMPTY.format(text=escape(gettext(_NOBODY_YET))),
        language=language,
    )


def _reaction(row: Row, words: _Words, urls: dict[str, str], names: dict[int, str]) -> str:
    return _REACTION.format(
        id=row.id,
        editor=" reaction-editor" if row.by_editor else "",
        name=escape(row.name),
        badge=(words.badge if row.by_editor else "") + (words.pinned if row.pinned_at else ""),
        # "Addition" beside "editors" would say less than the badge does.
        kind="" if row.by_editor else words.kinds.get(row.kind, ""),
        time=day_html(row.posted_at),
        answers=_answers(row.in_reply_to_id, words, names) if row.in_reply_to_id else "",
        body=row.body_html,
        reply=_REPLY.format(id=row.id, url=urls["url"], reply=words.buttons["reply"]) if urls["url"] else "",
        report=words.buttons["report"],
        report_before=urls["report_before"],
        report_after=urls["report_after"],
    )


def _answers(answered: int, words: _Words, names: dict[int, str]) -> str:
    """Say whom a reply on the deepest level really answers; nothing about a reaction that is not shown."""
    if answered not in names:
        return ""
    link = f'<a href="#reactie-{answered}">{escape(names[answered])}</a>'
    return f' <span class="reaction-to">{words.in_reply_to % link}</span>'
