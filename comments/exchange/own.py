"""Our own JSON: one object with the name of the format, its version, and the reactions, one on each line.

Everything before the list is read as text, the reactions one by one; so a file that was cut off still gives what is whole
in it. `docs/reactions-file.md` describes the fields.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from comments.exchange import rows
from comments.exchange.rows import Found, Row, Skipped
from references.formats import FormatError
from references.formats.reading import numbered_lines

FORMAT = "bronwijzer-reactions"
VERSION = 1
KINDS = ("experience", "question", "addition")
STATES = ("waiting", "placed", "rejected", "spam", "removed")
_LIST = re.compile(r"\"reactions\"\s*:\s*\[")
_VERSION = re.compile(r"\"version\"\s*:\s*(\d{1,9})\b")
_BETWEEN = re.compile(r"[\s,]*")


def iterate(stream: BinaryIO) -> Found:
    """Give each reaction in the order of the file. Raises FormatError for another format or a newer version."""
    text = "\n".join(line for _number, line in numbered_lines(stream))
    beginning = _LIST.search(text)
    version = _VERSION.search(text, 0, beginning.start() if beginning else 0)
    if beginning is None or version is None:
        raise FormatError("unknown_format", looks_like="json")
    if int(version[1]) > VERSION:
        raise FormatError("too_new")
    decoder = json.JSONDecoder()
    place, line = beginning.end(), text.count("\n", 0, beginning.end()) + 1
    while True:
        after = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]  # matches nothing, too
        line += text.count("\n", place, after)
        if text[after : after + 1] == "]":
            return
        if after >= len(text):
            yield Skipped(line, "", "truncated")
            return
        try:
            value, place = decoder.raw_decode(text, after)
        except (ValueError, RecursionError) as error:
            # What breaks off near the end was cut off; elsewhere nobody can tell where the next one starts.
            at_the_end = isinstance(error, json.JSONDecodeError) and not text[error.pos :].strip()
            cut = at_the_end or "\n" not in text[after:].strip()
            yield Skipped(line, "", "truncated" if cut else "broken")
            return
        yield _row(value, line)
        line += text.count("\n", after, place)


def write(found: Iterable[Row], *, site: str, made_at: datetime, private: bool) -> Iterator[str]:
    """Give the file line by line; without `private` no addresses are in it, whatever the rows hold."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "site": site,
        "made_at": made_at.isoformat(),
        "private": private,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "reactions": [\n'
    before = ""
    for row in found:
        yield before + json.dumps(_object(row, private), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _object(row: Row, private: bool) -> dict[str, Any]:
    """The fields of a row that say something, under their names in the file."""
    said = {
        "id": row.id,
        "page": row.page,
        "in_reply_to": row.answers,
        "state": row.state,
        "posted_at": row.posted_at.isoformat(),
        "kind": row.kind,
        "name": row.name,
        "email": row.email if private else "",
        "text": row.text,
        "by_editor": row.by_editor,
        "consent_at": row.consent_at.isoformat() if row.consent_at else "",
        "placed_at": row.placed_at.isoformat() if row.placed_at else "",
    }
    return {name: value for name, value in said.items() if value}


def _row(value: object, line: int) -> Row | Skipped:
    if not isinstance(value, dict):
        return Skipped(line, "", "no_reaction")
    key = rows.storable(value.get("id"))
    if not key or len(key) > rows.ID_LIMIT or key != rows.one_line(key, rows.ID_LIMIT):
        return Skipped(line, "", "no_id")
    posted = _moment(value.get("posted_at"))
    if posted is None:
        return Skipped(line, key, "no_date")
    state, text = value.get("state"), value.get("text", "")
    if state not in STATES:
        return Skipped(line, key, "unknown_state")
    if not isinstance(text, str) or len(text) > rows.TEXT_LIMIT:
        return Skipped(line, key, "too_long" if isinstance(text, str) else "no_text")
    text = rows.words(text)
    if not text and state != "removed":
        return Skipped(line, key, "no_text")
    kind = value.get("kind")
    return Row(
        id=key,
        page=rows.one_line(value.get("page"), rows.PAGE_LIMIT),
        answers=rows.one_line(value.get("in_reply_to"), rows.ID_LIMIT),
        name=rows.one_line(value.get("name"), rows.NAME_LIMIT) if text else "",
        email=rows.address(value.get("email")) if text else "",
        text=text,
        kind=kind if isinstance(kind, str) and kind in KINDS else KINDS[0],
        state=state,
        by_editor=value.get("by_editor") is True,
        posted_at=posted,
        consent_at=_moment(value.get("consent_at")),
        placed_at=_moment(value.get("placed_at")),
        line=line,
    )


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return rows.plausible(moment) if moment and moment.tzinfo else None
