"""PubMed's summaries (ESummary, JSON): of many works at once, with the links between a work and what was said of it.

Source: NCBI, "The E-utilities In-Depth", ESummary with `retmode=json`: per number `pubtype` and `references`, each with
`refsource`, `reftype` ("Retraction in"), `pmid` and `note`; or `error` where PubMed does not hold the work.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from config.kit.http import BadAnswer, parsed_json
from references.clients.found import PMID, Told, Update, valid
from references.formats.notices import notice_from_line, with_retraction


def read(raw: bytes, pmids: Sequence[str], source: str) -> dict[str, Told]:
    """Per PMID what the answer says; numbers that PubMed does not hold are left out. Raises BadAnswer.

    A number that the answer passes over in silence makes the answer unusable: it must never look like "nothing said".
    """
    answer = parsed_json(raw, source)
    result = answer.get("result") if isinstance(answer, Mapping) else None
    if not isinstance(result, Mapping):
        raise BadAnswer(source, "holds no summaries")
    told = {}
    for pmid in pmids:
        summary = result.get(pmid)
        if not isinstance(summary, Mapping):
            raise BadAnswer(source, "leaves out a number that was asked for")
        if "error" not in summary:
            told[pmid] = Told(tuple(_updates(summary)))
    return told


def _updates(summary: Mapping[str, Any]) -> Iterable[Update]:
    links = []
    for each in _list(summary.get("references")):
        if not isinstance(each, Mapping):
            continue
        text = ". ".join(part for part in (_text(each.get("refsource")), _text(each.get("note"))) if part)
        if found := notice_from_line(_text(each.get("reftype")), text):
            links.append((found, valid(PMID, each.get("pmid")) or found.pmid))
    types = tuple(_text(name) for name in _list(summary.get("pubtype")))
    for found, pmid in links:
        yield Update(found.kind, found.doi, pmid, found.date, "PubMed", found.note)
    for found in with_retraction(tuple(found for found, _ in links), types)[len(links) :]:
        yield Update(found.kind, source="PubMed", text=found.note)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
