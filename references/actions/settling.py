"""Lines that wait for an editor's answer about a pair, while there is no such pair any more."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from references.models import Citation, WorkPair
from references.models.citation import CitationStatus


def stranded() -> QuerySet[Citation]:
    """Lines marked likely, of whose work no pair is open: the other work was deleted, or the answer was given."""
    pairs = WorkPair.objects.open().filter(Q(low=OuterRef("cited")) | Q(high=OuterRef("cited")))
    return Citation.objects.filter(~Exists(pairs), status=CitationStatus.LIKELY)


def settle_lines(*, citing: int | None = None, cited: Iterable[int] | None = None) -> int:
    """Give such lines back the status that is their own, and return how many there were.

    That is "read": a likely line has a work of its own, made of what the line says. Within one list or of some cited works,
    where those are given.
    """
    lines = stranded()
    if citing is not None:
        lines = lines.filter(citing=citing)
    if cited is not None:
        lines = lines.filter(cited__in=list(cited))
    return lines.update(status=CitationStatus.PARSED)
