"""What reader pages ask of the bibliography: plain values in a fixed number of queries, whatever they hold."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONArray, JSONObject

from config.kit.prepared import Prepared
from references.formats.shapes import Entry
from references.links import links_of
from references.listing import Line
from references.models import (
    AbstractSection,
    Citation,
    CitationCount,
    MergedWork,
    Notice,
    SourceCheck,
    TrialRegistration,
    Work,
)
from references.models.citation import CitationStatus
from references.models.notice import About
from references.notices.standing import level_of, standing
from references.presenting import CITING_SHOWN, Study
from references.records import CHECK, Record
from references.warning_words import mark_html

_FIELDS = (
    *(
        "id",
        "type",
        "title",
        "authors",
        "et_al",
        "container_title",
        "year",
        "month",
        "day",
        "volume",
        "issue",
        "page",
    ),
    *("number", "edition", "publisher", "publisher_place", "isbn", "url", "doi", "pmid", "pmcid", "cited_as"),
    *("editors", "coins"),
)


def study_json(prefix: str = "", **more: Any) -> JSONObject:
    """An expression: a work with its abstract, registrations, counts and notices, as one JSON object.

    `prefix` is the path to the work from the queryset it is used in ("work__"); `more` adds keys.
    """
    here = OuterRef(f"{prefix}pk")
    return JSONObject(
        **{name: F(prefix + name) for name in _FIELDS},
        sections=_rows(
            AbstractSection.objects.filter(work=here).order_by("position"), "label", "text", "inferred"
        ),
        registrations=_rows(
            TrialRegistration.objects.filter(work=here).order_by("pk"), "registry", "identifier"
        ),
        counts=_rows(CitationCount.objects.filter(work=here).order_by("-as_of"), "count", "source", "as_of"),
        notices=_rows(
            Notice.objects.shown().filter(work=here).order_by("date", "pk"),
            *("kind", "date", "precision", "source", "url", "note", "origin", "gone_on"),
        ),
        checks=_rows(
            SourceCheck.objects.filter(work=here, about=About.NOTICES, checked_at__isnull=False).order_by(
                "source"
            ),
            *("source", "checked_at", "known_as"),
        ),
        **more,
    )


def _rows(queryset: QuerySet[Any], *names: str) -> ArraySubquery:
    return ArraySubquery(queryset.values(json=JSONObject(**{name: name for name in names})))


def notices_of(work: str) -> ArraySubquery:
    """An expression: kind and day of what was said about the work at this path, for its mark; asked within the same query."""
    return ArraySubquery(
        Notice.objects.shown().filter(work=OuterRef(work)).values(json=JSONArray("kind", "date"))
    )


LINE_COLUMNS = (
    *("position", "raw", "status", "labels", "cited_id"),
    *("cited__cited_as", "cited__coins", "cited__doi", "cited__pmid", "cited__pmcid"),
    *("cited__title", "cited__year", "cited__url"),
    notices_of("cited_id"),
)
"""What `line_of` needs of a citation, in its order."""


def _citing() -> ArraySubquery:
    """Works of ours with this one in their reference list, newest first; a line still to check is no proof."""
    lines = Citation.objects.filter(cited=OuterRef("pk")).exclude(status=CitationStatus.CHECK)
    newest = lines.order_by(F("citing__year").desc(nulls_last=True), "-citing")
    return ArraySubquery(
        newest.values(json=JSONObject(pk="citing", html="citing__cited_as", notices=notices_of("citing_id")))[
            : CITING_SHOWN + 1
        ]
    )


_STUDY = Prepared(lambda pk: Work.objects.filter(pk=pk).values_list(study_json(citing=_citing())), int)
_LIST = Prepared(
    lambda pk: Citation.objects.filter(citing=pk).order_by("position").values_list(*LINE_COLUMNS), int
)


def study_of(pk: int) -> Study | None:
    """The work with this number and all that belongs to it, in one query; None when there is none."""
    rows = _STUDY.rows(pk)
    return Study(json.loads(rows[0][0])) if rows else None


def now_at(pk: int) -> int | None:
    """The number of the work in which the work with this number went up; None when it was never merged."""
    merged = MergedWork.objects.filter(former=pk, undone_at=None).first()
    return merged.survivor_id if merged else None


def reference_list(pk: int) -> list[Line]:
    """The reference list of a work, in order, in one query."""
    return [line_of(row) for row in _LIST.rows(pk)]


def line_of(row: Sequence[Any]) -> Line:
    """A row of `LINE_COLUMNS` as a line to print; one that is still to check is printed as it was found."""
    position, raw, status, labels, cited, html, coins, doi, pmid, pmcid, title, year, url, notices = row
    read = cited is not None and status != CitationStatus.CHECK
    links = links_of(
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        labels=json.loads(labels),
        title=title or "",
        year=year,
        url=url or "",
    )
    if not read:
        return Line(position, "", raw, cited, links)
    mark = mark_html([json.loads(each) for each in notices]) if notices else ""
    return Line(position, html, raw, cited, links, coins, year, mark)


def records_of(works: Iterable[Work] = (), *, lists_of: Sequence[int] = ()) -> list[Record | Entry]:
    """These works, then the works in the reference lists of those, list by list in order, each once; two queries.

    A line that nobody has been able to read, or that is still to check, goes along as the text that was found: a guess
    in somebody's reference manager is worse than work left to do. A retracted or doubted work carries that as a keyword.
    """
    records: dict[object, Record] = {work.pk: work.to_record() for work in works}
    order = {work: place for place, work in enumerate(lists_of)}
    lines = Citation.objects.filter(citing__in=lists_of).select_related("cited") if lists_of else ()
    for line in sorted(lines, key=lambda line: (order[line.citing_id], line.position)):
        if line.cited is None or line.status == CitationStatus.CHECK:
            records[line] = Record(type="document", title=line.raw, raw=line.raw, status=CHECK)
        else:
            records.setdefault(line.cited_id, line.cited.to_record())
    words = _keywords([key for key in records if isinstance(key, int)])
    return [
        Entry(record, keywords=(words[key],)) if isinstance(key, int) and key in words else record
        for key, record in records.items()
    ]


# NLM's own words for it, which reference managers show as a tag. A keyword, because every format has those; a note with the
# notice's DOI in it would be read back as the work's own.
_KEYWORDS = {"bad": "Retracted Publication", "doubt": "Expression of Concern"}


def _keywords(works: Sequence[int]) -> dict[int, str]:
    """The keyword of each of these works that has one; one query."""
    told: dict[int, list[tuple[str, date | None]]] = {}
    for work, kind, day in (
        Notice.objects.shown().filter(work__in=works).values_list("work_id", "kind", "date")
    ):
        told.setdefault(work, []).append((kind, day))
    levels = {work: level_of(standing(history)) for work, history in told.items()}
    return {work: _KEYWORDS[level] for work, level in levels.items() if level in _KEYWORDS}
