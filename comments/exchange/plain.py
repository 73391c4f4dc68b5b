"""Somebody's HTML as plain words: paragraphs and lines stay, a link keeps its address, script and style go.

The work stays in proportion whatever the file holds. Python's own parser begins anew at every tag that never ends, and
stops at some that cannot be; so nh3 makes a well-formed tree first. It in turn slows down with thousands of boxes in
each other, which is what `refused` is for.
"""

import re
from html.parser import HTMLParser

import nh3

from comments.exchange import rows
from config.kit.text import tidy_lines

_PARAGRAPHS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
_LINES = {"br", "li", "tr", "dt", "dd"}
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")
_TREE = nh3.Cleaner(
    tags=_PARAGRAPHS | _LINES | {"a"},
    attributes={"a": {"href"}},
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https"},
    link_rel=None,
)
TAGS_LIMIT = 5_000  # `<` in one reaction


def refused(html: str) -> str:
    """Return the code of why these words are not read, empty where they are: too long, or hardly anything but tags."""
    if len(html) > rows.TEXT_LIMIT:
        return "too_long"
    return "too_many_tags" if html.count("<") > TAGS_LIMIT else ""


def to_plain(html: str) -> str:
    """Return the words of `html`; text without markup comes back as it is, but for folded white space.

    A `<` with no `>` after it is no tag but a sign that somebody typed. Give it nothing that is `refused`.
    """
    html = rows.storable(html)
    if not _MARKUP.search(html):
        return tidy_lines(html)
    tags, end, words = html.rpartition(">")
    reader = _Reader()
    reader.feed(_TREE.clean(tags + end + words.replace("<", "&lt;")))
    reader.close()
    return tidy_lines("".join(reader.parts))


class _Reader(HTMLParser):
    """Collects words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._href: str | None = None
        self._link_words = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or paragraph; remember where a link leads."""
        self._break(tag)
        if tag == "li":
            self.parts.append("- ")
        if tag == "a":
            self._href, self._link_words = dict(attrs).get("href"), len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph; write where a link led, unless its words say so."""
        if tag in _PARAGRAPHS:
            self._break(tag)
        if tag == "a" and self._href:
            shown = "".join(self.parts[self._link_words :]).strip()
            if self._href.startswith(("http://", "https://")) and self._href.rstrip("/") != shown.rstrip("/"):
                self.parts.append(f" ({self._href})")
            self._href = None

    def handle_data(self, data: str) -> None:
        """Write words, line ends too: in a blog they mean something."""
        self.parts.append(data)

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
