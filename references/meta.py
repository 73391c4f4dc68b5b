"""The `citation_*` tags of a work's own page, which Google Scholar and Zotero read. Pure: no Django, no database.

Names and forms: Google Scholar, "Inclusion Guidelines for Webmasters", Indexing (the Highwire Press tags; dates as
2017/01/09); `citation_pmid` and `citation_inbook_title` as Zotero's Embedded Metadata translator knows them. Only the page
about the work carries them: an explainer is not the study, and `citation_pdf_url` would promise a text we do not have.
"""

from references.coins import ends
from references.records import Record

Tags = list[tuple[str, str]]
_INSIDE = {"chapter": "citation_inbook_title", "paper-conference": "citation_conference_title"}


def citation_tags(record: Record) -> Tags:
    """Name and content of each tag; none for a work without title, or of a kind that is not scholarly."""
    if not record.title or record.type == "webpage":
        return []
    first, last = ends(record.page)
    container = _INSIDE.get(record.type, "citation_journal_title" if record.type == "article-journal" else "")
    house = {
        "thesis": "citation_dissertation_institution",
        "report": "citation_technical_report_institution",
    }.get(record.type, "citation_publisher")
    tags = [
        ("citation_title", record.title),
        *(
            ("citation_author", _name(person.literal, person.family, person.given))
            for person in record.authors
        ),
        ("citation_publication_date", "/".join(_date(record))),
        (container, record.container_title if container else ""),
        ("citation_volume", record.volume),
        ("citation_issue", record.issue),
        ("citation_firstpage", first or record.number),
        ("citation_lastpage", last),
        (house, record.publisher),
        ("citation_isbn", record.isbn),
        ("citation_doi", record.doi),
        ("citation_pmid", record.pmid),
    ]
    return [(name, content) for name, content in tags if content]


def _name(literal: str, family: str, given: str) -> str:
    return literal or ", ".join(part for part in (family, given) if part)


def _date(record: Record) -> list[str]:
    parts = record.issued.parts() if record.issued else []
    return [f"{part:02d}" for part in parts]
