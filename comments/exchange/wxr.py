"""WordPress' export ("WXR"): comments stand inside the item they belong to.

Source: WordPress' own `wp-admin/includes/export.php` (WXR_VERSION 1.2): `wp:comment_approved` is 1, 0, spam, trash or
post-trashed; `wp:comment_type` is empty or `comment` for a reaction, `pingback` or `trackback` for what another site
sent. The writer's network address is in the file and is not read.
"""

from datetime import UTC, datetime, tzinfo
from typing import BinaryIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from comments.exchange import rows
from comments.exchange.plain import refused, to_plain
from comments.exchange.rows import Found, Row, Skipped
from comments.exchange.xml import events, local, texts

_HERE = ZoneInfo("Europe/Amsterdam")  # of `comment_date`, which is the blog's own time
_STATES = {"1": "placed", "0": "waiting"}


def iterate(stream: BinaryIO) -> Found:
    """Give each comment as soon as it is read; an item is thrown away when it ends."""
    host, page, slug, start = "", "", "", 0
    inside = False
    channel: Element | None = None
    for event in events(stream):
        if isinstance(event, Skipped):
            yield event
            return
        what, element, line = event
        name = local(element)
        if what == "start":
            if name == "channel":
                channel = element
            elif name == "item":
                inside, page, slug = True, "", ""
            elif name == "comment":
                start = line
        elif name == "comment" and inside:
            yield _row(element, line=start, host=host, page=page, slug=slug)
            element.clear()
        elif name == "item":
            inside = False
            if channel is not None:
                channel.clear()
        elif name in ("base_blog_url", "link") and not inside:
            host = host or _host(element.text or "")
        elif name == "link" and not page:
            page = (element.text or "").strip()
        elif name == "post_name":
            slug = (element.text or "").strip()


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc.lower()
    except ValueError:
        return ""


def _row(element: Element, *, line: int, host: str, page: str, slug: str) -> Row | Skipped:
    said = texts(element)
    number = said.get("comment_id", "")
    key = f"wordpress:{host}:{number}"
    if not _is_number(number) or len(key) > rows.ID_LIMIT:
        return Skipped(line, "", "no_id")
    if said.get("comment_type", "") not in ("", "comment"):
        return Skipped(line, key, "from_a_site")
    state = _STATES.get(said.get("comment_approved", ""))
    if state is None:
        return Skipped(line, key, "spam" if said.get("comment_approved") == "spam" else "deleted")
    posted = _moment(said.get("comment_date_gmt", ""), UTC) or _moment(said.get("comment_date", ""), _HERE)
    if posted is None:
        return Skipped(line, key, "no_date")
    content = said.get("comment_content", "")
    if code := refused(content):
        return Skipped(line, key, code)
    text = to_plain(content)
    if not text:
        return Skipped(line, key, "no_text")
    above = said.get("comment_parent", "0")
    return Row(
        id=key,
        page=rows.one_line(page, rows.PAGE_LIMIT),
        slug=rows.one_line(slug, rows.PAGE_LIMIT),
        answers=f"wordpress:{host}:{above}" if _is_number(above) and above.strip("0") else "",
        name=rows.one_line(to_plain(said.get("comment_author", "")[: rows.PAGE_LIMIT]), rows.NAME_LIMIT),
        email=rows.address(said.get("comment_author_email", "")),
        text=text,
        posted_at=posted,
        state=state,
        line=line,
    )


def _is_number(text: str) -> bool:
    """Whether it is written in the digits 0 to 9; "²" is a digit too, but no number to a database."""
    return text.isascii() and text.isdigit()


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Read "2011-05-30 10:00:00"; a reaction that never was approved has zeros for its world time."""
    try:
        return rows.plausible(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone))
    except ValueError:
        return None
