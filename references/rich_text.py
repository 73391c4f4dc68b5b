"""Text copied from a web page or a word processor → one line per reference, with the addresses under its words.

Pure: no Django. The markup itself is never shown or stored as markup; only words and https addresses come out of it.
What is left out: scripts, styles, comments, forms and buttons, pictures, headings, and whatever the page hides.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import nh3

_DROPPED = {
    *("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math", "audio", "video"),
    *("button", "select", "textarea", "datalist", "h1", "h2", "h3", "h4", "h5", "h6", "caption"),
}  # fmt: skip
_ROWS = {
    *("p", "li", "tr", "br", "ul", "ol", "table", "tbody", "thead", "div", "section", "article", "aside", "main", "hr"),
    *("blockquote", "pre", "dl", "dt", "dd", "address", "figure", "header", "footer", "nav", "form", "fieldset"),
}  # fmt: skip
_CELLS = {"td", "th"}
_KEPT_OPEN = (
    "li"  # what a list item holds belongs to one reference, however many boxes the page puts inside it
)
_INLINE = {"a", "span"}
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I)
_FOR_LISTENERS = re.compile(
    r"(?:^|\s)(?:sr-only|usa-sr-only|visually-?hidden|screen-reader-text)(?:$|\s)", re.I
)
_HIDDEN = "hidden"

_MARKUP = re.compile(
    r"\s*(?:<!doctype\s+html|<!--startfragment|<\?xml[^>]{0,200}\?>\s*<!doctype\s+html|<(?:html|head|body|meta|ol|ul|li|p|div|table|tbody|tr|section)[\s>/])",
    re.I,
)
_CLIPBOARD_HEAD = re.compile(r"\s*Version:\d\.\d\s+StartHTML:.*?(?=<)", re.S)
_NUMBER_ONLY = re.compile(r"[\[(]?\d{1,4}[\])]?[.:]?", re.A)
_GLUED_NUMBER = re.compile(r"^([\[(]?\d{1,4}[.)\]])(?=[^\s\d.,)\]])", re.A)
_BULLET_ONLY = re.compile(r"[•·▪●◦‣∙*–—-]")
_LIST_NAMES = {
    *("references", "reference list", "bibliography", "literature", "literature cited", "works cited"),
    *("referenties", "literatuur", "literatuurlijst", "bronnen", "bronvermelding"),
}  # fmt: skip

# Where addresses that begin with "/" come from when a page's source was copied: by the shape of their path.
_HOMES = (
    (re.compile(r"/\d{1,8}/?$", re.A), "https://pubmed.ncbi.nlm.nih.gov"),
    (re.compile(r"/pubmed/", re.A), "https://www.ncbi.nlm.nih.gov"),
    (re.compile(r"/(?:pmc/)?articles/(?:PMC|pmid)", re.I | re.A), "https://pmc.ncbi.nlm.nih.gov"),
    (re.compile(r"/(?:article|abstract)/(?:MED|PMC)/", re.I), "https://europepmc.org"),
)


class PastedLine(NamedTuple):
    """One reference as it stood there, and the addresses under its words in their order, each once."""

    text: str
    links: tuple[str, ...] = ()


def is_rich(text: str) -> bool:
    """Whether `text` is the source of a page or list, rather than lines; a title with `<i>` in it is not."""
    return bool(_MARKUP.match(_CLIPBOARD_HEAD.sub("", text[:5000])))


def read_lines(text: str) -> list[PastedLine]:
    """The lines of plain text or of HTML, whichever it is. Empty lines are left out; nothing else is lost of plain text."""
    return read_rich(text) if is_rich(text) else read_plain(text)


def read_plain(text: str) -> list[PastedLine]:
    """One line per non-empty line."""
    return [PastedLine(line.strip()) for line in text.splitlines() if line.strip()]


def read_rich(html: str) -> list[PastedLine]:
    """One line per list item, paragraph, `<br>` or table row. Never raises on text."""
    reader = _Reader()
    reader.feed(_WELL_FORMED.clean(_CLIPBOARD_HEAD.sub("", html).replace("\x00", "")))
    reader.close()
    return list(_joined(reader.lines()))


def without_heading(lines: list[PastedLine]) -> list[PastedLine]:
    """The lines without a first one that only says what the list is called ("References")."""
    if lines and lines[0].text.strip(" .:").lower() in _LIST_NAMES:
        return lines[1:]
    return lines


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep addresses, and whether an element is hidden."""
    if name == "style":
        return _HIDDEN if _HIDING.search(value) else None
    if name == "class":
        return _HIDDEN if _FOR_LISTENERS.search(value) else None
    return value


# nh3 reads as browsers do, so what stays open or is nested wrongly in the paste comes out closed and in order.
_WELL_FORMED = nh3.Cleaner(
    tags=_ROWS | _CELLS | _INLINE,
    clean_content_tags=_DROPPED,
    attributes={"*": {"style", "class", "hidden"}, "a": {"href"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https"},
    link_rel=None,
)


class _Reader(HTMLParser):
    """Collects words and addresses, and begins a new line where the page does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[list[str], list[str]]] = [([], [])]
        self._hidden: list[bool] = []
        self._items = 0  # list items that are open

    def lines(self) -> Iterator[PastedLine]:
        """What was read, empty lines left out."""
        for words, links in self._lines:
            if text := " ".join("".join(words).split()):
                yield PastedLine(
                    _GLUED_NUMBER.sub(r"\1 ", text),
                    tuple(dict.fromkeys(links)),
                )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line; note an address; note that something hides."""
        given = dict(attrs)
        hides = "hidden" in given or _HIDDEN in (given.get("style"), given.get("class"))
        if tag not in ("br", "hr"):
            self._hidden.append(hides)
        self._edge(tag, opens=True)
        if tag == "a" and not self._hides() and (address := _absolute(given.get("href") or "")):
            self._lines[-1][1].append(address)

    def handle_endtag(self, tag: str) -> None:
        """End what the tag began."""
        self._edge(tag, opens=False)
        if self._hidden:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._hides():
            self._lines[-1][0].append(data)

    def _hides(self) -> bool:
        return any(self._hidden)

    def _edge(self, tag: str, *, opens: bool) -> None:
        if tag == _KEPT_OPEN:
            self._items += 1 if opens else -1
            self._break()
        elif tag in ("ol", "ul", "table") or tag in _ROWS and not self._items:
            self._break()
        elif tag in _ROWS or tag in _CELLS:
            # A number in a cell of its own is the reference's number, and reads as one with a full stop.
            alone = tag in _CELLS and not opens and "".join(self._lines[-1][0]).strip().isdecimal()
            self._lines[-1][0].append(". " if alone else " ")

    def _break(self) -> None:
        if any(self._lines[-1]):
            self._lines.append(([], []))


def _absolute(address: str) -> str:
    """An https address, or "" for a mark within the page; one without a host is placed by the shape of its path."""
    address = address.strip()
    if not address or address.startswith("#"):
        return ""
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return ""
    if host:
        return urljoin("https://", address) if address.startswith("//") else address
    return next((home + address for shape, home in _HOMES if shape.match(address)), "")


def _joined(lines: Iterator[PastedLine]) -> Iterator[PastedLine]:
    """The lines with a number that stood on a line of its own before the reference it numbers."""
    number = ""
    for line in lines:
        if _BULLET_ONLY.fullmatch(line.text):
            continue
        if _NUMBER_ONLY.fullmatch(line.text) and not number:
            number = line.text
            continue
        yield PastedLine(f"{number} {line.text}".strip(), line.links)
        number = ""
    if number:
        yield PastedLine(number)
