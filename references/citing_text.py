"""How to cite a record, and its files, as HTML. In Python rather than a template, as `listing` is: every article page has it."""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from references.downloads import choices
from references.records import PartialDate, Record
from references.styles import STYLES


def cite_html(record: Record, *, address: str, accessed: PartialDate | None = None) -> SafeString:
    """The record in each style, the site's own first, then the links to its files below `address`.

    `accessed` is the day that styles print for a web page.
    """
    return _cite_html(record, address, accessed, get_language() or "")


@lru_cache(maxsize=2_000)
def _cite_html(record: Record, address: str, accessed: PartialDate | None, language: str) -> SafeString:
    """Kept, because three styles of one record take longer than the rest of its block; the same facts print the same.

    `language` is part of the key, because some styles print words.
    """
    lines = [
        f"<dt>{style.name}</dt><dd>{style.html(record, accessed=accessed)}</dd>" for style in STYLES.values()
    ]
    return mark_safe(f'<dl class="cited">{"".join(lines)}</dl>{files_html(address)}')  # noqa: S308 - styles escape


def files_html(address: str) -> SafeString:
    """Links to the file in every format, below `address` (without its dot)."""
    links = [
        f'<a href="{escape(place)}" rel="nofollow" download>{label}</a>' for label, place in choices(address)
    ]
    intro = escape(_("For a reference manager:"))
    return mark_safe(f'<p class="files">{intro} <span class="links">{"".join(links)}</span></p>')  # noqa: S308
