"""A pasted reference list → records. Every non-empty line gives one record; nothing a person pasted is lost.

Each reading rule lives in its own file and offers `read(line) -> Record | None`. The first rule that recognises the
line's form reads it; a line that none recognises is kept raw with status "check".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from references.identifiers import doi_key, identifier_in_link
from references.pasted import (
    books,
    comma,
    in_book,
    nature,
    nlm,
    plos,
    preprint,
    quoted,
    thesis,
    title_first,
    web,
)
from references.pasted.line import Line, divide
from references.pasted.names import NOT_FAMILY
from references.pasted.text import sentence
from references.records import CHECK, PARSED, Record

__all__ = ["parse_line", "parse_list"]

# From the most to the least demanding form: a book's imprint holds a ":" and a year that a looser rule would misread.
_RULES: tuple[Callable[[Line], Record | None], ...] = (
    quoted.read, in_book.read, preprint.read, nature.read, comma.read, nlm.read, plos.read, comma.read_chapter,
    thesis.read,    books.read, books.read_chapter, web.read, nlm.read_ahead,
)  # fmt: skip
_LIKE_NAMES = re.compile(r"(?P<family>[\w'’-]+) [A-Z]{1,3}, ")
_PREPRINTS = ("biorxiv", "medrxiv", "arxiv", "preprint", "research square", "ssrn")


def parse_list(text: str) -> list[Record]:
    """One record per non-empty line of `text`, in order. Never raises, never drops a line."""
    return [parse_line(line) for line in text.splitlines() if line.strip()]


def parse_line(line: str, links: Iterable[str] = ()) -> Record:
    """The record on one line; `links` are addresses that stood under its words, from which identifiers are read.

    An identifier printed in the text wins over one in a link; when the two differ the status is "check".
    """
    divided = divide(line)
    record = _read(divided)
    tail = divided.tail
    record = replace(
        record, raw=line.strip(), labels=tuple(tail.labels), doi=tail.doi, pmid=tail.pmid, pmcid=tail.pmcid,
        url=record.url or tail.url, found=dict(tail.found),
    )  # fmt: skip
    return _with_links(replace(record, status=_status(record, press=tail.press)), links)


def _read(line: Line) -> Record:
    for attempt in (line, line.without_names()) if line.byline and line.byline.bare else (line,):
        for rule in _RULES:
            if record := rule(attempt):
                if not (record.authors or record.editors) and record.type == "article-journal":
                    record = title_first.names_out_of_title(record)
                return replace(record, type="article") if _is_preprint(record) else record
    return _partly(line)


def _partly(line: Line) -> Record:
    """What is certain of a line that no rule recognised: its people and, after them, the first sentence."""
    if not line.byline or line.byline.bare or line.byline.form == "group":
        return Record()
    title = sentence(line.rest.split(". ")[0][:500])
    return line.record(type="document", title=title) if title else Record()


def _is_preprint(record: Record) -> bool:
    return record.type == "article-journal" and record.container_title.lower().startswith(_PREPRINTS)


def _status(record: Record, *, press: bool) -> str:
    source = record.container_title or record.publisher or (record.type == "webpage" and record.url)
    # "(in press)" says that there is no year yet: nothing is missing that a person could fill in.
    dated = record.issued or record.type == "webpage" or press
    known = record.type != "document" and record.title and source and not _holds_names(record.title)
    return PARSED if known and dated and record.found.get("doi") != "invalid" else CHECK


def _holds_names(title: str) -> bool:
    """Whether people were taken for a part of the title, which no rule should do and a person can see at once."""
    start = _LIKE_NAMES.match(title)
    return ", et al." in title or bool(start and start["family"].lower() not in NOT_FAMILY)


def _with_links(record: Record, links: Iterable[str]) -> Record:
    found, status = dict(record.found), record.status
    values: dict[str, str] = {}
    for link in links:
        if not (identifier := identifier_in_link(link)):
            continue
        kind, value = identifier
        known = values.get(kind) or getattr(record, kind)
        if not known:
            values[kind], found[kind] = value, "link"
        elif known != value and (kind != "doi" or doi_key(known) != doi_key(value)):
            status = CHECK
    return replace(record, **values, found=found, status=status)  # type: ignore[arg-type]
