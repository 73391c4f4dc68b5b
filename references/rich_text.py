"""Text copied from a web page or a word processor → one line per reference, with the addresses under its words.

Pure: no Django. The markup itself is never shown or stored as markup; only words and https addresses come out of it.
What is left out: scripts, styles, comments, forms and buttons, pictures, headings, and whatever the page hides.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from references.markup import BOXES, CELLS, DROPPED, VOID, Closed, Opened, walk

_ROWS = BOXES | VOID
_KEPT_OPEN = (
    "li"  # what a list item holds belongs to one reference, however many boxes the page puts inside it
)
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I)
_FOR_LISTENERS = re.compile(
    r"(?:^|\s)(?:sr-only|usa-sr-only|visually-?hidden|screen-reader-text)(?:$|\s)", re.I
)

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
    return bool(_MARKUP.match(text, _after_head(text)))


def read_lines(text: str) -> list[PastedLine]:
    """The lines of plain text or of HTML, whichever it is. Empty lines are left out; nothing else is lost of plain text."""
    return read_rich(text) if is_rich(text) else read_plain(text)


def read_plain(text: str) -> list[PastedLine]:
    """One line per non-empty line."""
    return [PastedLine(line.strip()) for line in text.splitlines() if line.strip()]


def read_rich(html: str) -> list[PastedLine]:
    """One line per list item, paragraph, `<br>` or table row. Never raises on text."""
    reader = _Reader()
    for event in walk(html[_after_head(html) :].replace("\x00", "")):
        reader.take(event)
    return list(_joined(reader.lines()))


def without_heading(lines: list[PastedLine]) -> list[PastedLine]:
    """The lines without a first one that only says what the list is called ("References")."""
    if lines and lines[0].text.strip(" .:").lower() in _LIST_NAMES:
        return lines[1:]
    return lines


def _after_head(text: str) -> int:
    """Where the text begins after what Windows puts before it on the clipboard."""
    head = _CLIPBOARD_HEAD.match(text)
    return head.end() if head else 0


class _Reader:
    """Collects words and addresses, and begins a new line where the page does; each event costs the same."""

    def __init__(self) -> None:
        self._lines: list[tuple[list[str], list[str]]] = [([], [])]
        self._only = (
            ""  # the words of this line where they came in one piece, else something that is no number
        )
        self._hides: list[bool] = []  # of each open element whether it hides
        self._hidden = 0  # how many of them do
        self._items = 0  # list items that are open

    def lines(self) -> Iterator[PastedLine]:
        """What was read, empty lines left out."""
        for words, links in self._lines:
            if text := " ".join("".join(words).split()):
                yield PastedLine(
                    _GLUED_NUMBER.sub(r"\1 ", text),
                    tuple(dict.fromkeys(links)),
                )

    def take(self, event: Opened | Closed | str) -> None:
        """Keep the words; begin a line; note an address; note that something hides."""
        if isinstance(event, str):
            if not self._hidden:
                self._add(event)
        elif isinstance(event, Closed):
            self._edge(event.tag, opens=False)
            self._hidden -= self._hides.pop()
        else:
            if event.tag not in VOID:
                self._hides.append(event.tag in DROPPED or _is_hidden(event.attributes))
                self._hidden += self._hides[-1]
            self._edge(event.tag, opens=True)
            address = _absolute(event.attributes.get("href", "")) if event.tag == "a" else ""
            if address and not self._hidden:
                self._lines[-1][1].append(address)

    def _edge(self, tag: str, *, opens: bool) -> None:
        if tag == _KEPT_OPEN:
            self._items += 1 if opens else -1
            self._break()
        elif tag in ("ol", "ul", "table") or tag in _ROWS and not self._items:
            self._break()
        elif tag in _ROWS or tag in CELLS:
            # A number in a cell of its own is the reference's number, and reads as one with a full stop.
            alone = tag in CELLS and not opens and self._only.isdecimal()
            self._add(". " if alone else " ")

    def _add(self, words: str) -> None:
        if said := words.strip():
            self._only = said if not self._only else "-"
        self._lines[-1][0].append(words)

    def _break(self) -> None:
        if any(self._lines[-1]):
            self._lines.append(([], []))
            self._only = ""


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Whether an element is not shown, or only for those who listen."""
    return (
        "hidden" in attributes
        or bool(_HIDING.search(attributes.get("style", "")))
        or bool(_FOR_LISTENERS.search(attributes.get("class", "")))
    )


def _absolute(address: str) -> str:
    """An https address, or "" for a mark within the page; one without a host is placed by the shape of its path."""
    address = address.strip()
    if not address or address.startswith("#"):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    if parts.netloc:
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
