"""Lines that wait for an editor's answer about a pair, while there is no such pair any more."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from references.models import Citation, Work, WorkPair
from references.models.citation import CitationStatus


def stranded() -> QuerySet[Citation]:
    """Lines marked likely, of whose work no pair is open: the other work was deleted, or the answer was given."""
    pairs = WorkPair.objects.open().filter(Q(low=OuterRef("cited")) | Q(high=OuterRef("cited")))
    return Citation.objects.filter(~Exists(pairs), status=CitationStatus.LIKELY)


@transaction.atomic
def delete_works(works: QuerySet[Work]) -> None:
    """Delete works; lines that waited for an answer about one of them do not wait any more. Raises ProtectedError."""
    numbers = list(works.order_by().values_list("pk", flat=True))
    pairs = WorkPair.objects.filter(Q(low__in=numbers) | Q(high__in=numbers)).values_list("low", "high")
    alike = {number for pair in pairs for number in pair}
    works.delete()
    settle_lines(cited=alike)


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
