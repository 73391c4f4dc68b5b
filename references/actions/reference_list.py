"""A study's reference list as PubMed has it, from the answer that was kept when the study was looked up.

Source: NLM, "MEDLINE PubMed XML Element Descriptions": `ReferenceList` holds `Reference`s with the `Citation` as the
publisher printed it and an `ArticleIdList`. Not every publisher gives its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from config.kit.http import BadAnswer
from references import links
from references.actions import pasting
from references.actions.pasting import Outcome
from references.clients import pubmed_record
from references.lookup import identifiers_of
from references.models import LookupAnswer, PastedList, Work
from references.models.work import MetadataSource
from references.pasting import within_limits
from references.records import Record
from references.rich_text import PastedLine


@dataclass(frozen=True, slots=True)
class KnownList:
    """The references that PubMed knows of a study, and when it said so."""

    records: tuple[Record, ...]
    asked_at: datetime

    @property
    def lines(self) -> list[PastedLine]:
        """As if an editor had pasted them: the text of each, and the addresses that its identifiers stand for."""
        return [_line(record) for record in self.records]

    @property
    def text(self) -> str:
        """To change by hand before it is read again: in plain text identifiers are words."""
        return "\n".join(_words(record) for record in self.records)


def known(*, work: Work) -> KnownList | None:
    """What PubMed last said about this study's references; None where it was not asked or names none. One query."""
    if not work.pmid:
        return None
    keys = [f"{kind}:{value}" for kind, value in identifiers_of(work).items()]
    kept = LookupAnswer.objects.filter(source=MetadataSource.PUBMED, key__in=keys, found=True)
    for answer in kept.order_by("-asked_at"):
        try:
            pmid, references = pubmed_record.references(answer.raw, MetadataSource.PUBMED)
        except BadAnswer:  # kept by an older reader of ours
            continue
        if pmid == work.pmid:
            return KnownList(references, answer.asked_at) if references else None
    return None


def offer(*, work: Work, known: KnownList, by: User) -> tuple[PastedList, Outcome]:
    """The list as a paste that waits for its confirmation, not yet saved, with what storing it would do.

    Raises `pasting.TooMuch` for more than goes in at once.
    """
    lines: Sequence[PastedLine] = within_limits(known.lines)
    pasted = pasting.keep(work=work, text=known.text, html="", lines=lines, by=by)
    return pasted, pasting.look(pasted=pasted)


def _line(record: Record) -> PastedLine:
    given = {kind: value for kind, value in _identifiers(record) if record.found.get(kind) == "link"}
    address = {"doi": links.doi_url, "pmid": links.pmid_url, "pmcid": links.pmcid_url}
    return PastedLine(record.raw or _words(record), tuple(address[kind](given[kind]) for kind in given))


def _words(record: Record) -> str:
    """The text with the identifiers that PubMed gives beside it, unless they stand in it."""
    names = {"doi": "doi: ", "pmid": "PMID: ", "pmcid": "PMCID: "}
    said = [
        f"{names[kind]}{value}"
        for kind, value in _identifiers(record)
        if record.found.get(kind) == "link" and value.lower() not in record.raw.lower()
    ]
    return " ".join([record.raw, *said]).strip()


def _identifiers(record: Record) -> list[tuple[str, str]]:
    values = (("doi", record.doi), ("pmid", record.pmid), ("pmcid", record.pmcid))
    return [(kind, value) for kind, value in values if value]
