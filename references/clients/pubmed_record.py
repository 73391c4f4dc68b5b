"""PubMed's answer in the look-up's shape; the XML itself is read by `references.formats.pubmed_xml`."""

from config.kit.http import BadAnswer
from references.clients.found import Found, Update
from references.formats import pubmed_xml
from references.formats.shapes import Entry, FormatError
from references.records import Record


def holds_articles(raw: str, source: str) -> bool:
    """Whether there is a record in the answer; PubMed answers an unknown number with an empty set."""
    return _entry(raw, source) is not None


def read(raw: str, source: str) -> Found:
    """The one record in PubMed's answer. Raises BadAnswer."""
    entry = _entry(raw, source)
    if entry is None or not entry.record.pmid:
        raise BadAnswer(source, "holds no work")
    return Found(
        source=source,
        record=entry.record,
        # The ISO form has full stops, NLM's own, which reference lists print, has none.
        container_short=entry.container_title_short.replace(".", ""),
        publication_types=entry.publication_types,
        sections=tuple((_label(part.label), part.text) for part in entry.sections),
        registrations=tuple(each.id for each in entry.registrations),
        updated_by=tuple(
            Update(each.kind, each.doi, each.pmid, each.date, "PubMed", each.note) for each in entry.notices
        ),
    )


def references(raw: str, source: str) -> tuple[str, tuple[Record, ...]]:
    """The PMID of the one record in PubMed's answer, and its reference list, empty where it has none. Raises BadAnswer."""
    entry = _entry(raw, source)
    return (entry.record.pmid, entry.references) if entry else ("", ())


def _entry(raw: str, source: str) -> Entry | None:
    try:
        parsed = pubmed_xml.parse(raw)
    except FormatError as error:
        raise BadAnswer(source, f"is not PubMed's XML ({error.code})") from None
    if any(problem.lost for problem in parsed.problems):
        raise BadAnswer(source, "is broken XML")
    return parsed.entries[0] if parsed.entries else None


def _label(label: str) -> str:
    """PubMed shouts its labels; in a sentence's case they read as in the journal."""
    return label.capitalize() if label.isupper() else label
