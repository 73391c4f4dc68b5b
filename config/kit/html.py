"""The only sanitiser: every piece of rich text is cleaned here, on its way into the database.

The allow-list is what an explanation needs and no more. The editor in the browser has the same list as a courtesy; this
one is the law. Rules: OWASP "Cross Site Scripting Prevention", HTML sanitisation; `nh3` is the ammonia library.
"""

import html as stdlib_html
import re
from collections.abc import Iterable

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
# Old markup that means the same is renamed before cleaning, so that a paste from a word processor keeps its emphasis.
_RENAMED = (("b", "strong"), ("i", "em"), ("h1", "h2"), ("h5", "h4"), ("h6", "h4"))
_BLOCK_ENDS = re.compile(
    r"</(?:p|h[1-6]|li|blockquote|tr|caption|table|ul|ol)>|<(?:br|hr)\s*/?>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Refuse `//host/…`: it passes as a relative address in nh3, yet leaves the site without saying so."""
    if name == "href" and value.strip().replace("\\", "/").startswith("//"):
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
_TEXT_ONLY = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"script", "style"}, link_rel=None)


def sanitize(html: str) -> str:
    """Return `html` with only the allowed tags, attributes and address schemes; idempotent; never raises on text.

    NUL characters, which PostgreSQL cannot store, are dropped.
    """
    html = html.replace("\x00", "")
    for old, new in _RENAMED:
        html = re.sub(rf"<(/?){old}(?=[\s/>])", rf"<\1{new}", html, flags=re.IGNORECASE)
    return _CLEANER.clean(html).strip()


def to_text(html: str) -> str:
    """Return the words of `html` as plain text, one line per block, for search, word counts and descriptions."""
    text = _TEXT_ONLY.clean(_BLOCK_ENDS.sub(r"\g<0>\n", html.replace("\x00", "")))
    lines = (" ".join(line.split()) for line in stdlib_html.unescape(_TAG.sub("", text)).splitlines())
    return "\n".join(line for line in lines if line)


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return plain-text `paragraphs` as escaped `<p>` elements."""
    return "\n".join(f"<p>{stdlib_html.escape(text, quote=False)}</p>" for text in paragraphs)
