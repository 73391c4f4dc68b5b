"""What a preview of a pasted list shows, as plain values that wait in the database with the paste."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from references.actions.pasting import Outcome
from references.links import links_of
from references.models import Citation, Work
from references.models.citation import CitationStatus
from references.presenting import source_of
from references.records import Person, Record
from references.styles import vancouver

_AUTHORS_SHOWN = 6


def preview_of(outcome: Outcome) -> dict[str, Any]:
    """Counts for both ways of storing, and a row per pasted line."""
    rows = [
        _row(citation, record, is_new=citation.position in outcome.new)
        for citation, record in zip(outcome.citations, outcome.records, strict=True)
    ]
    _mark_repeats(rows, [citation.cited_id for citation in outcome.citations])
    change = outcome.change
    return {
        "rows": rows,
        "total": len(rows),
        "unread": _count(rows, "unread"),
        "to_check": _count(rows, "check"),
        "replace": {"added": change.added, "kept": change.kept, "removed": change.removed},
        "append": {"added": len(rows) - outcome.again, "again": outcome.again},
        "present": change.kept + change.removed,
        "gone": list(outcome.gone),
    }


def _mark_repeats(rows: Sequence[dict[str, Any]], cited: Sequence[int | None]) -> None:
    """Say so at a line whose work an earlier line of the paste names; it is stored all the same, as it was pasted."""
    first: dict[int, int] = {}
    for row, work in zip(rows, cited, strict=True):
        if work is None:
            continue
        earlier = first.setdefault(work, row["number"])
        if earlier != row["number"] and row["kind"] in ("new", "matched", "likely"):
            row["label"] = _("stands in this list already, at number %(number)s") % {"number": earlier}


def _count(rows: Sequence[dict[str, Any]], kind: str) -> int:
    return sum(row["kind"] == kind for row in rows)


def _row(citation: Citation, record: Record, *, is_new: bool) -> dict[str, Any]:
    cited = citation.cited
    kind = _kind(citation, is_new)
    # Of a line that stays, what it cites now is shown: an editor may have corrected what was read.
    shown = cited.to_record() if cited is not None and not is_new else record
    exists = cited is not None and kind in ("kept", "matched")
    return {
        "number": citation.position,
        "raw": citation.raw,
        "kind": kind,
        "label": _label(kind, citation),
        "title": shown.title,
        "authors": _authors(shown),
        "source": _source(shown),
        "links": _links(shown, citation),
        "work": [cited.pk, str(cited)] if exists and isinstance(cited, Work) else None,
    }


def _kind(citation: Citation, is_new: bool) -> str:
    if not is_new:
        return "kept"
    if citation.cited_id is None:
        return "unread"
    return {
        CitationStatus.PARSED: "new",
        CitationStatus.MATCHED: "matched",
        CitationStatus.CHECK: "check",
    }.get(CitationStatus(citation.status), "likely")


def _label(kind: str, citation: Citation) -> str:
    return {
        "kept": _("stays"),
        "unread": _("not read"),
        "new": _("new"),
        "matched": _("known already"),
        "check": _("to check"),
    }.get(kind, str(citation.get_status_display()))


def _authors(record: Record) -> str:
    people: Sequence[Person] = record.authors or record.editors
    names = [vancouver.person(person) for person in people[:_AUTHORS_SHOWN]]
    more = record.et_al or len(people) > _AUTHORS_SHOWN
    return ", ".join([*names, "et al."] if names and more else names)


def _source(record: Record) -> str:
    """Where it was published; of a book also which printing, by whom and where, because an editor checks those too."""
    house = ": ".join(part for part in (record.publisher_place, record.publisher) if part)
    return ", ".join(part for part in (record.edition, house, source_of(record)) if part)


def _links(record: Record, citation: Citation) -> list[list[str]]:
    """Only links that lead to the work itself; a search for it proves nothing to an editor who checks."""
    found = links_of(
        doi=record.doi or None, pmid=record.pmid or None, pmcid=record.pmcid or None, url=record.url
    )
    names = {"DOI": record.doi, "PubMed": f"PMID {record.pmid}", "PMC": record.pmcid}
    return [[names.get(link.label, link.label), link.url] for link in found if not link.is_search]
