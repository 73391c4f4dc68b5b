"""Crossref by the words of a reference (`query.bibliographic`), for works that no number is known of.

Source: Crossref REST API documentation, "Queries" (`query.bibliographic`: titles, authors, journals and years), "rows" and
"select". It always answers with something; whether that is the work is decided by comparing, never by Crossref's own score.
"""

import json
from collections.abc import Mapping

from config.kit.http import BadAnswer, NotFound, parsed_json
from references.clients.crossref import Crossref
from references.clients.found import Found
from references.records import Record

ROWS = 3
_LONGEST = 400
_SHORTEST = 25  # letters; "Reply" or "Editorial" names nothing
_FIELDS = (
    "DOI", "type", "title", "subtitle", "container-title", "short-container-title", "author", "published", "issued",
    "volume", "issue", "page", "article-number",
)  # fmt: skip


def question(record: Record) -> str:
    """The words to search by; "" where title, first author or year is missing or says too little."""
    author = record.authors[0] if record.authors else None
    name = (author.family or author.literal) if author else ""
    if not name or not record.issued or sum(map(str.isalnum, record.title)) < _SHORTEST:
        return ""
    parts = (name, record.title, record.container_title, str(record.issued.year), record.volume, record.page)
    return " ".join(" ".join(parts).split())[:_LONGEST]


def ask(client: Crossref, words: str) -> str:
    """The first results as JSON, fit to be kept. Raises a ServiceError."""
    params = {"query.bibliographic": words, "rows": str(ROWS), "select": ",".join(_FIELDS)}
    if client.contact:
        params["mailto"] = client.contact
    try:
        answer = client.http.json(f"{client.base.rstrip('/')}/works", params)
    except NotFound:
        raise BadAnswer(client.source, "has no search") from None
    message = answer.get("message") if isinstance(answer, Mapping) else None
    items = message.get("items") if isinstance(message, Mapping) else None
    if not isinstance(items, list):
        raise BadAnswer(client.source, "holds no list of works")
    return json.dumps(items[:ROWS])


def read(client: Crossref, raw: str) -> tuple[Found, ...]:
    """The works in a kept answer; what is none is passed over."""
    items = parsed_json(raw, client.source)
    found = []
    for item in items if isinstance(items, list) else []:
        try:
            found.append(client.read(json.dumps({"message": item})))
        except BadAnswer:
            continue
    return tuple(found)
