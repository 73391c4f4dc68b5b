"""Somebody's HTML as plain words: paragraphs and lines stay, a link keeps its address, script and style go."""

import re
from html.parser import HTMLParser

from config.kit.text import tidy_lines

_PARAGRAPHS = {"p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
_LINES = {"br", "li", "tr", "dt", "dd"}
_DROPPED = {"script", "style"}
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")


def to_plain(html: str) -> str:
    """Return the words of `html`; text without markup comes back as it is, but for folded white space."""
    if not _MARKUP.search(html):
        return tidy_lines(html)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy_lines("".join(reader.parts))


class _Reader(HTMLParser):
    """Collects words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._dropping = 0
        self._href: str | None = None
        self._link_words = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or paragraph; remember where a link leads."""
        if tag in _DROPPED:
            self._dropping += 1
        self._break(tag)
        if tag == "li":
            self.parts.append("- ")
        if tag == "a":
            self._href, self._link_words = dict(attrs).get("href"), len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph; write where a link led, unless its words say so."""
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
        if tag in _PARAGRAPHS:
            self._break(tag)
        if tag == "a" and self._href:
            shown = "".join(self.parts[self._link_words :]).strip()
            if self._href.startswith(("http://", "https://")) and self._href.rstrip("/") != shown.rstrip("/"):
                self.parts.append(f" ({self._href})")
            self._href = None

    def handle_data(self, data: str) -> None:
        """Write words, line ends too: in a blog they mean something."""
        if not self._dropping:
            self.parts.append(data)

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
