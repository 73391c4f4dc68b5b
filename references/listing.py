"""A reference list as HTML. In Python rather than a template: it is the longest part of a page, and this is ten times faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from references.links import Link


@dataclass(slots=True)
class Line:
    """One line of a reference list: the printed work (safe HTML, "" while to check), the text as found, and links.

    `coins` is the span that Zotero reads (safe HTML), `year` the cited work's, and `mark` says that it was retracted or
    the like (safe HTML); all empty while the line is to check.
    """

    position: int
    html: str
    raw: str
    work_id: int | None
    links: list[Link]
    coins: str = ""
    year: int | None = None
    mark: str = ""


def list_html(lines: Sequence[Line]) -> SafeString:
    """The items of an `<ol>`: every text escaped; `html`, `coins` and `mark` are safe already (see `models.rendered`)."""
    search, more = escape(_("(search)")), escape(_("More"))
    hint = escape(_("Searches for this work; the exact page is not known"))
    parts = []
    for line in lines:
        number = line.position
        parts.append(
            f'<li id="ref-{number}" value="{number}">{line.mark}{line.html or escape(line.raw)} <span class="links">'
        )
        for label, url, is_search in line.links:
            if is_search:
                parts.append(
                    f'<a class="search-link" href="{escape(url)}" rel="noopener external" title="{hint}">{label} '
                    f'<span class="search-mark" lang="nl">{search}</span></a>'
                )
            else:
                parts.append(f'<a href="{escape(url)}" rel="noopener external">{label}</a>')
        if line.work_id:
            parts.append(
                f'<a href="/studies/{line.work_id}/" lang="nl">{more}<span class="visually-hidden"> {number}</span></a>'
            )
        parts.append(f"</span>{line.coins}</li>\n")
    return mark_safe("".join(parts))  # noqa: S308 - assembled from escaped parts above
