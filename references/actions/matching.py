"""Records meet the works we already hold. Only certainty links; everything else becomes a work of its own."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q

from references import identifiers
from references.models import Work
from references.models.work import MetadataSource
from references.records import CHECK, Record

Key = tuple[str, ...]


@transaction.atomic(savepoint=False)
def works_for(*, records: Sequence[Record], source: MetadataSource) -> list[tuple[Work | None, bool]]:
    """Return per record its work and whether that work existed; None for a record in which nothing could be read.

    A work is the same by DOI, PMID or PMCID, in that order, or by exactly the same facts (title, journal, year, volume, page,
    first author) where no identifier contradicts. Precision before recall: a wrong link misinforms a reader, a double
    entry only costs an editor a merge. A fixed number of queries, however long the list. Lists take turns: two that share
    a new reference would both insert it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('references.works', 0))")
    held = _held(records)
    found: list[tuple[Work | None, bool]] = []
    new: list[Work] = []
    for record in records:
        if record.status == CHECK and not record.title and not record.doi:
            found.append((None, False))
            continue
        keys = _keys(record)
        work = next((held[key] for key in keys if key in held and _agrees(held[key], record)), None)
        existed = work is not None and work.pk is not None
        if work is None:
            work = _without_taken(Work.from_record(record, source), held)
            new.append(work)
        for key in keys:
            held.setdefault(key, work)
        found.append((work, existed))
    Work.objects.bulk_create(new)
    return found


def _keys(record: Record) -> list[Key]:
    """What a record can be recognised by, surest first."""
    keys: list[Key] = []
    doi = identifiers.doi_key(record.doi)
    if doi:
        keys.append(("doi", doi))
    if record.pmid:
        keys.append(("pmid", record.pmid))
    if record.pmcid:
        keys.append(("pmcid", record.pmcid))
    facts = _facts(record)
    if facts:
        keys.append(facts)
    return keys


def _facts(record: Record) -> Key | None:
    """The facts that together name a work without an identifier; None when too little is known to be certain."""
    if not (record.title and record.issued and record.authors):
        return None
    if record.type == "article-journal" and not (record.container_title and record.page):
        return None
    first = record.authors[0]
    return (
        "facts",
        _letters(record.title),
        _letters(record.container_title),
        str(record.issued.year),
        record.volume,
        record.page,
        _letters(first.family or first.literal),
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _agrees(work: Work, record: Record) -> bool:
    """Whether nothing in the record's identifiers contradicts the work's."""
    doi = identifiers.doi_key(record.doi)
    pairs = ((work.doi, doi), (work.pmid, record.pmid), (work.pmcid, record.pmcid))
    return all(not ours or not theirs or ours == theirs for ours, theirs in pairs)


def _without_taken(work: Work, held: dict[Key, Work]) -> Work:
    """Drop an identifier that another work already has: two works may not share one (database), the raw line keeps it."""
    for name in ("doi", "pmid", "pmcid"):
        value = getattr(work, name)
        if value and (name, value) in held:
            setattr(work, name, None)
    return work


def _held(records: Sequence[Record]) -> dict[Key, Work]:
    """Existing works by every key by which these records could be them."""
    by_identifier = Work.objects.known_by(
        dois={key for record in records if (key := identifiers.doi_key(record.doi))},
        pmids={record.pmid for record in records if record.pmid},
        pmcids={record.pmcid for record in records if record.pmcid},
    )
    alike = [(record.issued.year, record.page) for record in records if record.issued and _facts(record)]
    by_facts = Work.objects.filter(
        Q(year__in={year for year, _ in alike}) & Q(page__in={page for _, page in alike})
    ).order_by("pk")
    held: dict[Key, Work] = {}
    for work in [*by_identifier, *by_facts]:
        for known in _keys(work.to_record()):
            held.setdefault(known, work)
    return held
