"""Records without an identifier that say only what a held work says: the same file imported a second time."""

from collections import defaultdict
from collections.abc import Sequence

from references.actions.taking_over import facts_of
from references.formats import Entry
from references.matching.keys import title_key
from references.models import Work
from references.models.work import MetadataSource
from references.records import Record

_COMPARED = (
    *("title", "container_title", "authors", "editors", "issued", "volume", "issue", "page", "number", "publisher"),
    *("publisher_place", "edition", "isbn", "url"),
)  # fmt: skip


def works_with_the_same_facts(batch: Sequence[Entry], source: MetadataSource) -> dict[int, Work]:
    """Per place in the batch the one work whose facts hold everything that record states. One query.

    `works_for` asks for a page or an author before it trusts facts; a record that names neither would otherwise become
    a new work at every import. What counts here is stricter: no stated fact may differ, and a record that states little
    must be all that is known of the work.
    """
    bare = {
        place: facts_of(entry, source).to_record()
        for place, entry in enumerate(batch)
        if entry.record.title and not (entry.record.doi or entry.record.pmid or entry.record.pmcid)
    }
    if not bare:
        return {}
    held: dict[str, list[tuple[Work, Record]]] = defaultdict(list)
    titles = Work.objects.sharing(
        {title_key(record) for record in bare.values()}
    )  # by index; a title has none
    for work in titles.filter(title__in={record.title for record in bare.values()}).order_by("pk"):
        held[work.title].append((work, work.to_record()))
    found = {}
    for place, record in bare.items():
        same = [work for work, known in held[record.title] if _says_no_more(record, known)]
        if len(same) == 1 or (same and _says_little(record)):
            found[place] = same[0]
    return found


def _says_no_more(record: Record, known: Record) -> bool:
    if _says_little(record):
        return record == known
    return all(getattr(known, name) == value for name in _COMPARED if (value := getattr(record, name)))


def _says_little(record: Record) -> bool:
    return not (record.issued and (record.authors or record.container_title or record.publisher))
