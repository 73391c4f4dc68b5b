"""The only sanitiser: every piece of rich text is cleaned here, on its way into the database.

The allow-list is what an explanation needs and no more. The editor in the browser has the same list as a courtesy; this
one is the law. Rules: OWASP "Cross Site Scripting Prevention", HTML sanitisation; `nh3` is the ammonia library.
"""

import html as stdlib_html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import nh3

TAGS = {
    *("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "br", "hr"),
    *("strong", "em", "sub", "sup", "abbr", "cite", "a"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
# Old markup that means the same is renamed, so that a paste from a word processor keeps its emphasis.
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
# Boxes around text: they go, and what stands directly in them becomes paragraphs.
_BOXES = {
    *(
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "center",
    ),
    *("pre", "address", "dl", "dt", "dd", "details", "summary", "fieldset", "form"),
}
_INLINE = {"strong", "em", "sub", "sup", "abbr", "cite", "a", "br"}
_OLD_TAG = re.compile(rf"<(?:{'|'.join(sorted({*_RENAMED, *_BOXES}))})[\s/>]")
_LOOSE_CELL = re.compile(r"<t[dhr][\s/>]", re.IGNORECASE)
_CELLS = {"td", "th", "tr"}
_BLOCK_EDGE = re.compile(
    rf"(?=</?(?:{'|'.join(sorted(TAGS - (_INLINE - {'br'}) | _BOXES | _RENAMED.keys() - {'b', 'i'}))})[\s/>])",
    re.IGNORECASE,
)
_SKIPPED_IN_ADDRESS = re.compile(r"[\x00-\x20]")
_ROUNDS = 8


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Refuse `//host/…`: it passes as a relative address in nh3, yet leaves the site without saying so.

    Browsers skip control characters before an address, and tabs and line ends anywhere in it (WHATWG URL Standard,
    section 4.4), so `/\\t/host` is one too.
    """
    if name == "href" and _SKIPPED_IN_ADDRESS.sub("", value).replace("\\", "/").startswith("//"):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
    attribute_filter=_attribute,
)
# The same with what is rewritten: nh3 makes a well-formed tree of it first, because only a parser with the browsers' own
# rules knows what is a tag and what is text inside an attribute.
_WELL_FORMED = nh3.Cleaner(
    tags=TAGS | _RENAMED.keys() | _BOXES,
    attributes=ATTRIBUTES,
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    attribute_filter=_attribute,
)
_TEXT_ONLY = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"script", "style"}, link_rel=None)


def sanitize(html: str) -> str:
    """Return `html` with only the allowed tags, attributes and address schemes; idempotent; never raises on text.

    NUL characters, which PostgreSQL cannot store, are dropped.
    """
    html = html.replace("\x00", "")
    if _LOOSE_CELL.search(html) and _has_loose_cells(html):
        html = (
            f"<table>{html}</table>"  # a paste of some cells; without a table their words would run together
        )
    # Wrongly nested tags may come out of the parser in a form that it reads differently the next time.
    for _ in range(_ROUNDS):
        cleaned = _clean(html)
        if cleaned == html:
            break
        html = cleaned
    return html


def _clean(html: str) -> str:
    well_formed = _WELL_FORMED.clean(html)
    if _OLD_TAG.search(well_formed):
        rewriter = _Rewriter()
        rewriter.feed(well_formed)
        rewriter.close()
        well_formed = rewriter.result()
    return _CLEANER.clean(well_formed).strip()


class _Rewriter(HTMLParser):
    """Renames old tags in what nh3 wrote, and turns boxes into paragraphs; nh3 cleans the result once more.

    A paragraph is opened only where words stand directly in a box, never inside another paragraph, and is closed before
    the next block begins.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._written: list[str] = []
        self._open: list[str] = []
        self._in_paragraph = False

    def result(self) -> str:
        """Everything written so far."""
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag under its new name; a box only ends the paragraph before it."""
        tag = _RENAMED.get(tag, tag)
        if tag in _INLINE:
            self._begin_paragraph()
        else:
            self._end_paragraph()
        if tag not in _BOXES:
            values = "".join(f' {name}="{stdlib_html.escape(value or "")}"' for name, value in attrs)
            self._written.append(f"<{tag}{values}>")
        if tag not in ("br", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag under its new name."""
        tag = _RENAMED.get(tag, tag)
        if tag not in _INLINE:
            self._end_paragraph()
        if tag not in _BOXES:
            self._written.append(f"</{tag}>")
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Write words; in a box they need a paragraph."""
        if data.strip():
            self._begin_paragraph()
        self._written.append(stdlib_html.escape(data, quote=False))

    def _begin_paragraph(self) -> None:
        around = next((tag for tag in reversed(self._open) if tag not in _INLINE), "")
        if around in _BOXES and not self._in_paragraph:
            self._written.append("<p>")
            self._in_paragraph = True

    def _end_paragraph(self) -> None:
        if self._in_paragraph:
            self._written.append("</p>")
            self._in_paragraph = False


class _TagNames(HTMLParser):
    """Collects which tags a text opens; what stands inside attributes is none."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the name."""
        self.names.add(tag)


def _has_loose_cells(html: str) -> bool:
    tags = _TagNames()
    tags.feed(html)
    tags.close()
    return bool(tags.names & _CELLS) and "table" not in tags.names


def to_text(html: str) -> str:
    """Return the words of `html` as plain text, one line per block, for search, word counts and descriptions."""
    text = _TEXT_ONLY.clean(_BLOCK_EDGE.sub("\n", html.replace("\x00", "")))
    lines = (" ".join(line.split()) for line in stdlib_html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return plain-text `paragraphs` as escaped `<p>` elements."""
    return "\n".join(f"<p>{stdlib_html.escape(text, quote=False)}</p>" for text in paragraphs)
