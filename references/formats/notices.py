"""Notices about a work as PubMed tells them: retraction, concern, correction. The kinds are never confused.

Source: NLM fact sheet "Errata, Retractions, and Other Linked Citations in PubMed". Only the side of the work that is
spoken about counts ("RetractionIn"); the notice's own record ("RetractionOf") says nothing about itself. A partial
retraction is handled by NLM as an erratum.
"""

from references.formats.fields import read_date
from references.formats.shapes import NoticeFound, single_line
from references.identifiers import find_dois, find_pmids
from references.records import PartialDate

KINDS = {
    "RetractionIn": "retraction",
    "RetractedandRepublishedIn": "retraction",
    "ExpressionOfConcernIn": "concern",
    "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction",
    "PartialRetractionIn": "correction",
}
_RETRACTED = "retracted publication"


def notice_from_line(ref_type: str, text: str) -> NoticeFound | None:
    """The notice behind "Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807", or None for another kind of link."""
    kind = KINDS.get(ref_type)
    if kind is None:
        return None
    note = single_line(text)
    source = note.partition(". ")[2] or note  # the journal's name may hold a year
    pmids, dois = find_pmids(note), find_dois(note)
    return NoticeFound(kind, read_date(source), note, pmids[0] if pmids else "", dois[0] if dois else "")


def with_retraction(
    notices: tuple[NoticeFound, ...], types: tuple[str, ...], known_on: PartialDate | None = None
) -> tuple[NoticeFound, ...]:
    """The notices, with one for the publication type "Retracted Publication" where no link tells of the retraction."""
    retracted = any(name.lower() == _RETRACTED for name in types)
    if not retracted or any(notice.kind == "retraction" for notice in notices):
        return notices
    return (*notices, NoticeFound("retraction", known_on, "Retracted Publication"))
