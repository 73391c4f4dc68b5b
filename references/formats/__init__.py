"""Files of reference managers and databases ↔ entries. One module per format, the same names in each.

`parse(text_or_stream) -> Parsed(records, problems)`, `iterate(text_or_stream)` for the same one by one, and
`write(records) -> str` (all but PubMed's XML). Pure: no Django, no network, no database; texts for people are made from
the codes of `Problem` and `FormatError` elsewhere. A file over 50 MB is refused.
"""

from collections.abc import Callable, Iterable

from references.formats import bibtex, csl, nbib, pubmed_xml, ris
from references.formats.detecting import HEAD, detect, looks_like
from references.formats.reading import LARGEST
from references.formats.shapes import (
    Entry,
    FormatError,
    Found,
    NoticeFound,
    Parsed,
    Problem,
    Section,
    Source,
)  # fmt: skip
from references.records import Record

__all__ = [
    "HEAD", "LARGEST", "NAMES", "READERS", "SUFFIXES", "WRITERS", "Entry", "FormatError", "Found", "NoticeFound", "Parsed",
    "Problem", "Section", "Source", "detect", "looks_like", "unknown",
]  # fmt: skip

READERS: dict[str, Callable[[Source], Found]] = {
    "ris": ris.iterate,
    "bibtex": bibtex.iterate,
    "nbib": nbib.iterate,
    "csl": csl.iterate,
    "pubmed_xml": pubmed_xml.iterate,
}
WRITERS: dict[str, Callable[[Iterable[Record | Entry]], str]] = {
    "ris": ris.write,
    "bibtex": bibtex.write,
    "nbib": nbib.write,
    "csl": csl.write,
}
# What a file is called and served as: extension and media type (IANA registry; RIS and NBIB as their makers send them).
SUFFIXES = {
    "ris": ("ris", "application/x-research-info-systems"),
    "bibtex": ("bib", "application/x-bibtex"),
    "nbib": ("nbib", "application/nbib"),
    "csl": ("json", "application/vnd.citationstyles.csl+json"),
}
NAMES = {"ris": "RIS", "bibtex": "BibTeX", "nbib": "NBIB", "csl": "CSL-JSON", "pubmed_xml": "PubMed XML"}


def unknown(head: bytes) -> FormatError:
    """The refusal of a file whose format nobody named and that is none of ours."""
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        return FormatError("empty")
    return FormatError("unknown_format", looks_like=looks_like(head))
