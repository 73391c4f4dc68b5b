"""Notices about a work as PubMed tells them: retraction, concern, correction. The kinds are never confused.

Source: NLM fact sheet "Errata, Retractions, and Other Linked Citations in PubMed". Only the side of the work that is
spoken about counts ("RetractionIn"); the notice's own record ("RetractionOf") says nothing about itself. Which word means
what is in `references.notices.kinds`.
"""

from references.formats.fields import read_date
from references.formats.shapes import NoticeFound, single_line
from references.identifiers import find_dois, find_pmids
from references.notices.kinds import BAD, PUBMED, is_known, kind_of, kind_of_type


def is_notice(ref_type: str) -> bool:
    """Whether a link of this type is a notice about the work that has it."""
    return is_known(PUBMED, ref_type) and kind_of(PUBMED, ref_type) is not None


def notice_from_line(ref_type: str, text: str) -> NoticeFound | None:
    """The notice behind "Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807", or None for another kind of link."""
    kind = kind_of(PUBMED, ref_type)
    if kind is None:
        return None
    note = single_line(text)
    source = note.partition(". ")[2] or note  # the journal's name may hold a year
    pmids, dois = find_pmids(note), find_dois(note)
    return NoticeFound(kind, read_date(source), note, pmids[0] if pmids else "", dois[0] if dois else "")


def with_retraction(notices: tuple[NoticeFound, ...], types: tuple[str, ...]) -> tuple[NoticeFound, ...]:
    """The notices, with one for the publication type "Retracted Publication" where no link tells of the retraction.

    Without a date: PubMed does not say when, and the day on which it last changed its record is another thing.
    """
    if any(notice.kind in BAD for notice in notices):
        return notices
    return (*notices, *(NoticeFound(kind, None, name) for name in types if (kind := kind_of_type(name))))
