"""HTML as people paste it → what opens, what closes and the words, closed and in order, in time that grows with its length.

Pure: no Django. A browser's tree builder looks through all open elements at nearly every tag, so a page of nothing but
`<ol><li>` keeps it busy for minutes. Here elements beyond `DEEPEST` are not nested any more (their words stay), every
place of the text is read once, and no expression goes back over what it has read. For words only: the result is no tree
and is never put on a page.

Source: HTML Living Standard, 13.2.5 (tokens), 13.2.6.4.7 "in body" and further (which start tags close what is open).
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

DEEPEST = 100  # whole pages of PubMed and Word stay under 40

BOXES = {
    *("p", "li", "ul", "ol", "table", "tbody", "thead", "tfoot", "tr", "div", "section", "article", "aside", "main"),
    *("blockquote", "pre", "dl", "dt", "dd", "address", "figure", "header", "footer", "nav", "form", "fieldset"),
}  # fmt: skip
CELLS = {"td", "th"}
VOID = {"br", "hr"}
INLINE = {"a", "span"}
_RAW = {"script", "style", "title", "textarea", "noscript", "iframe"}  # hold no tags, only their own end
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_FOREIGN = {"svg", "math"}
DROPPED = {
    *("template", "object", "audio", "video", "button", "select", "datalist", "caption"),
    *_HEADINGS,
    *_FOREIGN,
}
"""Elements whose words are no words of a list; those that hold no tags are passed over here already."""

_GROUPS = {"tbody", "thead", "tfoot"}
_PARTS = {"tr", *_GROUPS, *CELLS}
_SPECIAL = BOXES | CELLS | DROPPED
_SCOPE = {*CELLS, "caption", "table", "template", "object"}
_PAST_ITEMS = _SPECIAL - {"address", "div", "p"}
_CLOSES_P = (BOXES - _PARTS) | _HEADINGS | {"hr"}
# Per start tag what it closes: elements, and where looking for them ends.
_ENDS: dict[str, tuple[set[str], set[str]]] = {
    "li": ({"li"}, _PAST_ITEMS),
    **dict.fromkeys(("dt", "dd"), ({"dt", "dd"}, _PAST_ITEMS)),
    **dict.fromkeys(CELLS, (CELLS, {"tr", "table", *_GROUPS})),
    "tr": ({"tr", *CELLS}, {"table", *_GROUPS}),
    **dict.fromkeys(_GROUPS, (_PARTS, {"table"})),
    "a": ({"a"}, _SPECIAL),
}

_NAME = re.compile(r"/?([a-zA-Z][^ \t\n\f\r/>]*+)")
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r/]*+(?:(?P<end>>)|(?P<name>[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)
    (?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^ \t\n\f\r>"'][^ \t\n\f\r>]*+))?+)?+)""",
    re.X,
)
_END_OF_COMMENT = re.compile(r"--!?>")
_ENDS_OF_RAW = {name: re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.I) for name in _RAW}
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NO_CHARACTER = re.compile(r"&#[0-9]{8,}+;?")


class Opened(NamedTuple):
    """An element begins; a void one has no end."""

    tag: str
    attributes: dict[str, str]


class Closed(NamedTuple):
    """The element that was opened last ends."""

    tag: str


Event = Opened | Closed | str


def walk(html: str) -> Iterator[Event]:
    """What happens in the text, in order; text as words. Only elements of the sets above, and each that opens closes.

    Never raises on text. What stands in a tag or comment that does not end is left out, as browsers do.
    """
    opened = _Opened()
    for token in _tokens(html):
        if isinstance(token, str):
            yield token
        elif isinstance(token, Opened):
            yield from opened.start(token)
        else:
            yield from opened.end(token.tag)
    yield from opened.cut(0)


class _Opened:
    """The elements that are open, never more than `DEEPEST`."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._count: Counter[str] = Counter()  # so that nothing is looked for that is not there
        self._deeper = 0  # elements inside the deepest that were not kept

    def start(self, element: Opened) -> Iterator[Event]:
        """An element, after what it closes."""
        tag = element.tag
        if tag not in INLINE and any(self._count[name] for name in _FOREIGN):
            yield from self._close(_FOREIGN, set())
        if tag in _CLOSES_P:
            yield from self._close({"p"}, _SCOPE | {"button"})
        if tag in _ENDS:
            yield from self._close(*_ENDS[tag], inside=tag in _PARTS)
        yield element
        if tag in VOID:
            return
        if len(self._stack) < DEEPEST:
            self._stack.append(tag)
            self._count[tag] += 1
        else:
            self._deeper += 1
            yield Closed(tag)

    def end(self, tag: str) -> Iterator[Event]:
        """The end of an element that may or may not be open."""
        if self._deeper:
            self._deeper -= 1
            yield from (Opened(tag, {}), Closed(tag))
        elif tag in INLINE:
            yield from self._close({tag}, _SPECIAL)
        elif tag in _PARTS or tag == "table":
            yield from self._close({tag}, {"table"} - {tag})
        elif tag == "li":
            yield from self._close({tag}, _SCOPE | {"ol", "ul"})
        elif tag == "p" and not self._count["p"]:
            yield from (Opened(tag, {}), Closed(tag))
        else:
            yield from self._close(_HEADINGS if tag in _HEADINGS else {tag}, _SCOPE - {tag})

    def cut(self, length: int) -> Iterator[Event]:
        """Close what is open beyond this."""
        self._deeper = 0
        while len(self._stack) > length:
            tag = self._stack.pop()
            self._count[tag] -= 1
            yield Closed(tag)

    def _close(self, names: set[str], until: set[str], *, inside: bool = False) -> Iterator[Event]:
        """Close the nearest of these elements; with `inside` all of them up to where looking ends."""
        if not any(self._count[name] for name in names):
            return
        found = -1
        for place in range(len(self._stack) - 1, -1, -1):
            if self._stack[place] in names:
                found = place
                if not inside:
                    break
            elif self._stack[place] in until:
                break
        if found >= 0:
            yield from self.cut(found)


def _tokens(html: str) -> Iterator[Event]:
    """Tags that are known, and the words between."""
    place = 0
    while (mark := html.find("<", place)) >= 0:
        if mark > place:
            yield _words(html[place:mark])
        if name := _NAME.match(html, mark + 1):
            tag, closes = name[1].lower(), html[mark + 1] == "/"
            attributes, place = _attributes(html, name.end())
            if place < 0:
                return
            if tag in _RAW and not closes:
                end = _ENDS_OF_RAW[tag].search(html, place)
                if end is None:
                    return
                place = end.start()
            elif tag in _SPECIAL or tag in INLINE or tag in VOID:
                yield Closed(tag) if closes and tag not in VOID else Opened(tag, attributes)
        elif html.startswith(("!", "?", "/"), mark + 1):
            is_comment = html.startswith("!--", mark + 1)
            end = _END_OF_COMMENT.search(html, mark + 2) if is_comment else None
            place = end.end() if end else -1 if is_comment else html.find(">", mark) + 1
            if place <= 0:
                return
        else:
            yield "<"
            place = mark + 1
    if place < len(html):
        yield _words(html[place:])


def _attributes(html: str, place: int) -> tuple[dict[str, str], int]:
    """The attributes from here on, the first of a name, and where the tag is over; -1 where it is not."""
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(html, place):
        place = match.end()
        if match["end"]:
            return found, place
        value = match["double"] or match["single"] or match["bare"] or ""
        # A name without its semicolon is no character here: addresses hold "&copy=".
        found.setdefault(match["name"].lower(), _REFERENCE.sub(lambda each: unescape(each[0]), value))
    return found, -1


def _words(text: str) -> str:
    return unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text
