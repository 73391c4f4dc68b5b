"""Documents in the true shapes of the services about notices and counts, of works that do not exist. Written by us."""

import csv
import io
from typing import Any

from tests.references.service import Reply, Request


def update(kind: str, doi: str = "", *, on: list[int] | None = None, **more: Any) -> dict[str, Any]:
    """One entry of Crossref's `updated-by` or `update-to`."""
    entry: dict[str, Any] = {"type": kind, "label": kind.capitalize(), "source": "publisher", **more}
    if doi:
        entry["DOI"] = doi
    if on:
        entry["updated"] = {
            "date-parts": [on],
            "date-time": "2020-02-03T00:00:00Z",
            "timestamp": 1580688000000,
        }
    return entry


class Crossref:
    """Crossref's two routes about these works: the list with filters, where a comma ends one, and the single work."""

    def __init__(self, works: dict[str, dict[str, Any]]) -> None:
        self.works = works

    def listed(self, request: Request) -> Reply:
        """`/works?filter=doi:a,doi:b&select=…`."""
        names = [each.partition(":") for each in request.params["filter"].split(",")]
        if any(name != "doi" or not value for name, _, value in names):
            failure = {"type": "filter-not-available", "value": "x", "message": "Filter x specified but there is no such filter"}  # fmt: skip
            return Reply(
                {"status": "failed", "message-type": "validation-failure", "message": [failure]}, 400
            )
        asked = {value.lower() for _, _, value in names}
        items = [self.item(doi) for doi in self.works if doi.lower() in asked][: int(request.params["rows"])]
        message = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 20}
        return Reply(
            {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
        )

    def item(self, doi: str) -> dict[str, Any]:
        return {"DOI": doi, "is-referenced-by-count": 0, **self.works[doi]}

    def single(self, doi: str) -> dict[str, Any]:
        """`/works/{doi}`."""
        message = {"type": "journal-article", "title": ["A study"], **self.item(doi)}
        return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}


def link(kind: str, source: str = "J Inv Oncol. 2020 Feb 3;20(2):99", pmid: int | str = "") -> dict[str, Any]:
    """One entry of a summary's `references`; a number that is not known is an empty text."""
    return {"refsource": source, "reftype": kind, "pmid": pmid, "note": ""}


class PubMed:
    """ESummary about these PMIDs: links and publication types."""

    def __init__(self, works: dict[str, tuple[list[dict[str, Any]], list[str]]]) -> None:
        self.works = works

    def summaries(self, request: Request) -> Reply:
        """`esummary.fcgi?db=pubmed&id=1,2&retmode=json`."""
        uids = request.params["id"].split(",")
        result: dict[str, Any] = {"uids": uids}
        for uid in uids:
            if uid in self.works:
                links, types = self.works[uid]
                result[uid] = {
                    "uid": uid,
                    "title": "A study.",
                    "pubtype": types,
                    "references": links,
                    "pmcrefcount": "",
                }
            else:
                result[uid] = {"uid": uid, "error": "cannot get document summary"}
        return Reply({"header": {"type": "esummary", "version": "0.3"}, "result": result})


def europepmc_counts(counts: dict[str, int]) -> Any:
    """Europe PMC's short results for the PMIDs that a query names."""

    def answer(request: Request) -> Reply:
        results = [
            {"id": pmid, "source": "MED", "pmid": pmid, "title": "A study.", "citedByCount": count}
            for pmid, count in counts.items()
            if f"EXT_ID:{pmid}" in request.params["query"].replace(")", " ").split()
            or f"EXT_ID:{pmid}" in request.params["query"].replace("(", " ").replace(")", " ").split()
        ]
        return Reply({"version": "6.9", "hitCount": len(results), "resultList": {"result": results}})

    return answer


CSV_HEAD = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes\n"
)


def csv_row(
    number: int, *, doi: str = "unavailable", pmid: str = "0", nature: str = "Retraction", on: str = "2/3/2020 0:00",
    notice: str = "10.1000/notice", title: str = "A made-up study",
) -> str:  # fmt: skip
    """One row of the Retraction Watch file; a cell with a comma stands between quotation marks, as in theirs."""
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(
        [
            *(
                number,
                title,
                "(HSC) Medicine - Oncology;",
                "Institute of Nothing, Nowhere",
                "J Inv Oncol",
                "Invented Press",
            ),
            *(
                "Netherlands",
                "A B de Vries;Can Öz",
                "",
                "Research Article;",
                on,
                notice,
                0,
                "1/5/2017 0:00",
                doi,
                pmid,
            ),
            *(nature, "+Concerns/Issues About Data;+Investigation by Journal/Publisher;", "No", ""),
        ]
    )
    return row.getvalue()
