"""Records as a file to save: which formats there are, and the answer that carries one."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.http import HttpResponse

from config.kit.text import slug_of
from references.formats import bibtex, csl, nbib, ris
from references.formats.shapes import Entry
from references.records import Record


class Format(NamedTuple):
    """A file format: the end of its addresses, what readers call it, its media type and its writer."""

    suffix: str
    label: str
    media_type: str
    write: Callable[[Sequence[Record | Entry]], str]


# Registered, or in use by the maker: Crossref's content negotiation lists the types of RIS, BibTeX and CSL-JSON
# (crosscite.org/docs.html); PubMed sends its citation files as application/nbib.
FORMATS = {
    each.suffix: each
    for each in (
        Format("ris", "RIS", "application/x-research-info-systems", ris.write),
        Format("bib", "BibTeX", "application/x-bibtex", bibtex.write),
        Format("nbib", "NBIB", "application/nbib", nbib.write),
        Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
    )
}


def download(records: Iterable[Record | Entry], *, form: str, name: str) -> HttpResponse:
    """Answer with `records` in the format with suffix `form`, to be saved under an ASCII form of `name`."""
    chosen = FORMATS[form]
    response = HttpResponse(chosen.write(list(records)), content_type=f"{chosen.media_type}; charset=utf-8")
    file = slug_of(name, 60) or "bronwijzer"
    response["Content-Disposition"] = f'attachment; filename="{file}.{chosen.suffix}"'
    return response


def choices(address: str) -> list[tuple[str, str]]:
    """Label and address of each format, for links below `address` (without its dot)."""
    return [(each.label, f"{address}.{each.suffix}") for each in FORMATS.values()]
