"""What reader pages ask of the bibliography: plain values, a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from references.links import Link, links_of
from references.models import AbstractSection, Citation, CitationCount, Notice, TrialRegistration, Work
from references.models.citation import CitationStatus


@dataclass(slots=True)
class Line:
    """One line of a reference list as a page prints it."""

    position: int
    html: str
    raw: str
    work_id: int | None
    links: list[Link]


def with_parts() -> dict[str, ArraySubquery]:
    """Annotations that bring a work's abstract, registrations, counts and notices along in the same query."""
    here = OuterRef("pk")
    return {
        "sections_json": _rows(
            AbstractSection.objects.filter(work=here).order_by("position"), "label", "text", "inferred"
        ),
        "registrations_json": _rows(
            TrialRegistration.objects.filter(work=here).order_by("pk"), "registry", "identifier"
        ),
        "counts_json": _rows(
            CitationCount.objects.filter(work=here).order_by("-as_of"), "count", "source", "as_of"
        ),
        "notices_json": _rows(
            Notice.objects.filter(work=here).order_by("date"), "kind", "date", "source", "url", "note"
        ),
    }


def _rows(queryset: Any, *names: str) -> ArraySubquery:
    return ArraySubquery(queryset.values(json=JSONObject(**{name: name for name in names})))


_COLUMNS = (
    *("citing_id", "position", "raw", "status", "labels", "cited_id"),
    *("cited__cited_as", "cited__doi", "cited__pmid", "cited__pmcid", "cited__title", "cited__year"),
)


def reference_lists(pks: Sequence[int]) -> dict[int, list[Line]]:
    """The reference lists of these works, in order, in one query; a line still to check is printed as it was found."""
    lists: dict[int, list[Line]] = {pk: [] for pk in pks}
    rows = Citation.objects.filter(citing__in=pks).order_by("citing", "position").values_list(*_COLUMNS)
    for citing, position, raw, status, labels, cited, html, doi, pmid, pmcid, title, year in rows:
        read = cited is not None and status != CitationStatus.CHECK
        links = links_of(doi=doi, pmid=pmid, pmcid=pmcid, labels=labels, title=title or "", year=year)
        lists[citing].append(Line(position, html if read else "", raw, cited, links))
    return lists
