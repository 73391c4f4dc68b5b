"""A study's reference list: taken over from a pasted or imported one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from references.actions.matching import Match, take_turn, works_for
from references.models import Citation, Work
from references.models.citation import CitationStatus
from references.models.work import MetadataSource
from references.records import CHECK, Record


@dataclass(frozen=True)
class ListChange:
    """What replacing a list did, counted in lines."""

    kept: int
    added: int
    removed: int

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.removed)


@transaction.atomic
def replace_list(*, citing: Work, records: Sequence[Record], source: MetadataSource) -> ListChange:
    """Make `records` the reference list of `citing`, in their order.

    A line whose raw text was there before keeps its row, with every correction an editor made to it; only its number may
    change. The number of queries does not depend on the length of the list. Takes its turn before it locks a line, because a
    merge that has its turn may want that line.
    """
    take_turn()
    before: dict[str, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(citing=citing).order_by("-position"):
        before[citation.raw].append(citation)
    kept: list[Citation] = []
    fresh: list[tuple[int, Record]] = []
    for position, record in enumerate(records, start=1):
        if before[record.raw]:
            citation = before[record.raw].pop()
            citation.position = position
            kept.append(citation)
        else:
            fresh.append((position, record))
    gone = [citation.pk for citations in before.values() for citation in citations]
    Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_update(kept, ["position"])
    matches = works_for(records=[record for _, record in fresh], source=source)
    Citation.objects.bulk_create(
        _citation(citing, position, record, match)
        for (position, record), match in zip(fresh, matches, strict=True)
    )
    return ListChange(len(kept), len(fresh), len(gone))


def status_of(record: Record, match: Match, cited: Work | None) -> CitationStatus:
    """How far a line has come whose record was matched; `cited` is None where it cannot be shown as read."""
    if record.status == CHECK or cited is None:
        return CitationStatus.CHECK
    if match.likely:
        return CitationStatus.LIKELY
    return CitationStatus.MATCHED if match.existed else CitationStatus.PARSED


def _citation(citing: Work, position: int, record: Record, match: Match) -> Citation:
    # A list that names the study itself (it happens, in errata) must not make a study cite itself.
    cited = match.work if match.work is not None and match.work.pk != citing.pk else None
    return Citation(
        citing=citing,
        cited=cited,
        position=position,
        raw=record.raw,
        status=status_of(record, match, cited),
        labels=list(record.labels),
        found=dict(record.found),
    )
