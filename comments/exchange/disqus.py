"""Disqus' export: first the threads (pages), then the posts, which point at their thread and at what they answer.

Source: Disqus' help, "Comments Export" and its schema (http://disqus.com/api/schemas/1.0/disqus.xsd). The writer's network
address is in the file and is not read.
"""

from datetime import datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from comments.exchange import rows
from comments.exchange.plain import refused, to_plain
from comments.exchange.rows import Found, Row, Skipped
from comments.exchange.xml import events, local, texts

_ID = "{http://disqus.com/disqus-internals}id"


def iterate(stream: BinaryIO) -> Found:
    """Give each post as soon as it is read; of the threads only number and address are remembered."""
    pages: dict[str, str] = {}
    root: Element | None = None
    depth = start = 0
    for event in events(stream):
        if isinstance(event, Skipped):
            yield event
            return
        what, element, line = event
        if what == "start":
            root = element if root is None else root
            depth += 1
            start = line if depth == 2 else start
            continue
        depth -= 1
        if depth != 1 or root is None:
            continue
        if local(element) == "thread":
            pages[element.get(_ID, "")] = rows.one_line(texts(element).get("link", ""), rows.PAGE_LIMIT)
        elif local(element) == "post":
            yield _row(element, start, pages)
        root.clear()


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None)


def _id_of(element: Element | None) -> str:
    return element.get(_ID, "").strip() if element is not None else ""


def _row(element: Element, line: int, pages: dict[str, str]) -> Row | Skipped:
    said, number = texts(element), _id_of(element)
    key = f"disqus:{number}"
    if not number or len(key) > rows.ID_LIMIT or number != rows.one_line(number, rows.ID_LIMIT):
        return Skipped(line, "", "no_id")
    for name, code in (("isSpam", "spam"), ("isDeleted", "deleted")):
        if said.get(name, "").lower() == "true":
            return Skipped(line, key, code)
    posted = _moment(said.get("createdAt", ""))
    if posted is None:
        return Skipped(line, key, "no_date")
    if code := refused(said.get("message", "")):
        return Skipped(line, key, code)
    text = to_plain(said.get("message", ""))
    if not text:
        return Skipped(line, key, "no_text")
    author = _child(element, "author")
    who = texts(author) if author is not None else {}
    above = _id_of(_child(element, "parent"))
    return Row(
        id=key,
        page=pages.get(_id_of(_child(element, "thread")), ""),
        answers=f"disqus:{above}" if above else "",
        name=rows.one_line(who.get("name", ""), rows.NAME_LIMIT),
        email=rows.address(who.get("email", "")),
        text=text,
        posted_at=posted,
        state="waiting" if said.get("isApproved", "").lower() == "false" else "placed",
        line=line,
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return rows.plausible(moment) if moment.tzinfo else None
