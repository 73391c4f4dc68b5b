"""COinS: a record hidden in a span, from which Zotero and library tools save a work. Pure: no Django, no database.

Specification: "OpenURL COinS: A Convention to Embed Bibliographic Metadata in HTML" (ocoins.info) over ANSI/NISO Z39.88-2004,
key/encoded-value format; keys of the registered formats `journal`, `book`, `dissertation` and `dc`
(info:ofi/fmt:kev:mtx:…). Zotero reads these four and makes several spans on a page a list to choose from
(zotero.org/support/dev/exposing_metadata/coins).
"""

from html import escape
from urllib.parse import quote_plus

from references.records import Person, Record
from references.styles.parts import full_range

# A consortium's hundreds of names would make a page heavier than its text; Zotero completes the work from its DOI or PMID.
MOST_AUTHORS = 25
_BOOKS = {
    "book": "book",
    "chapter": "bookitem",
    "paper-conference": "proceeding",
    "report": "report",
    "document": "document",
    "article": "document",
    "dataset": "document",
}
Pairs = list[tuple[str, str]]


def span(record: Record) -> str:
    """The record as an empty `<span>` of safe HTML; "" for a record that says too little to be saved."""
    if not (record.title or record.doi or record.pmid):
        return ""
    # The keys are plain ASCII, so that only the values need quoting; `urlencode` does both.
    pairs = "&".join(f"{key}={quote_plus(value)}" for key, value in context(record) if value)
    return f'<span class="Z3988" title="{escape(pairs)}"></span>'


def context(record: Record) -> Pairs:
    """The context object: version, format, the format's own keys, identifiers; in order, values may be empty."""
    if record.type == "article-journal":
        kind, keys = "journal", _journal(record)
    elif record.type == "webpage":
        kind, keys = "dc", _page(record)
    elif record.type == "thesis":
        kind, keys = "dissertation", [("rft.title", record.title), ("rft.inst", record.publisher)]
    else:
        kind, keys = "book", _book(record)
    if kind != "dc":
        keys += [("rft.date", _date(record)), *_people(record)]
    start = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}")]
    return [*start, *keys, *_identifiers(record), ("rfr_id", "info:sid/bronwijzer:studies")]


def _journal(record: Record) -> Pairs:
    first, last = ends(record.page)
    return [
        ("rft.genre", "article"),
        ("rft.atitle", record.title),
        ("rft.jtitle", record.container_title),
        ("rft.volume", record.volume),
        ("rft.issue", record.issue),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.pages", record.page),
        ("rft.artnum", record.number),
    ]


def _book(record: Record) -> Pairs:
    inside = record.type in {"chapter", "paper-conference"} and bool(record.container_title)
    return [
        ("rft.genre", _BOOKS.get(record.type, "unknown")),
        ("rft.atitle", record.title if inside else ""),
        ("rft.btitle", record.container_title if inside else record.title),
        ("rft.place", record.publisher_place),
        ("rft.pub", record.publisher or ("" if inside else record.container_title)),
        ("rft.edition", record.edition),
        ("rft.pages", record.page),
        ("rft.isbn", record.isbn),
    ]


def _page(record: Record) -> Pairs:
    return [
        ("rft.type", "webpage"),
        ("rft.title", record.title),
        ("rft.source", record.container_title or record.publisher),
        *(("rft.creator", _inverted(person)) for person in record.authors[:MOST_AUTHORS]),
        ("rft.date", _date(record)),
        ("rft.identifier", record.url),
    ]


def _date(record: Record) -> str:
    """W3C form, as far as it is known: "2017-01-09", "2017-01" or "2017"."""
    if record.issued is None:
        return ""
    year, *rest = record.issued.parts()
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _inverted(person: Person) -> str:
    """ "Jansen, AB": the comma tells Zotero where the family name ends."""
    if person.literal:
        return person.literal
    return ", ".join(part for part in (person.family, person.given, person.suffix) if part)


def _people(record: Record) -> Pairs:
    """Every author as `rft.au`, a group as `rft.aucorp`; the first also in parts, which older tools read only."""
    people = record.authors[:MOST_AUTHORS]
    first = [person for person in people[:1] if not person.literal]
    named = [("rft.aulast", person.family) for person in first]
    named += [("rft.aufirst", person.given) for person in first]
    every = [("rft.aucorp" if person.literal else "rft.au", _inverted(person)) for person in people]
    return named + every


def _identifiers(record: Record) -> Pairs:
    """In the `info` scheme where it has one (info-uri.info: doi, pmid), else as an address."""
    pmc = f"https://pmc.ncbi.nlm.nih.gov/articles/{record.pmcid}/" if record.pmcid else ""
    return [
        ("rft_id", f"info:doi/{record.doi}" if record.doi else ""),
        ("rft_id", f"info:pmid/{record.pmid}" if record.pmid else ""),
        ("rft_id", record.url or pmc),
    ]


def ends(pages: str) -> tuple[str, str]:
    """First and last page: ("947", "959") for "947-59"; the last is empty where there is one page, or a list."""
    written = full_range(pages)
    first, dash, last = written.partition("-")
    return (
        (first.strip(), last.strip()) if dash and "," not in written else (written.split(",")[0].strip(), "")
    )
