"""Compares what the parser read with a hand-checked expectation, field by field."""

import json
from pathlib import Path
from typing import Any

from references.records import Record

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def expected(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def fields(record: Record) -> dict[str, Any]:
    """The record in the shape of the gold files."""
    return {
        "type": record.type,
        "authors": [str(person) for person in record.authors],
        "et_al": record.et_al,
        "title": record.title,
        "container_title": record.container_title,
        "year": record.issued.year if record.issued else None,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.page,
        "publisher": record.publisher,
        "publisher_place": record.publisher_place,
        "doi": record.doi,
        "labels": list(record.labels),
    }


def wrong_fields(record: Record, gold: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field → (expected, read) for every field of `gold` that was read otherwise."""
    read = fields(record) | {
        name: getattr(record, name)
        for name in ("pmid", "pmcid", "url", "number", "edition", "status")
        if name in gold
    }
    if "editors" in gold:
        read["editors"] = [str(person) for person in record.editors]
    if "date" in gold:
        read["date"] = record.issued.parts() if record.issued else None
    return {name: (value, read[name]) for name, value in gold.items() if read[name] != value}
