"""Fill the new column of works that are already there, and print editors and suffixes, which were left out before."""

from typing import Any

from django.db import migrations

from references import coins
from references.records import PartialDate, Record, record_from_csl
from references.styles import vancouver

BATCH = 500
_SAME = (
    *("type", "title", "container_title", "volume", "issue", "page", "number"),
    *("edition", "publisher", "publisher_place", "isbn", "url", "et_al"),
)


def record_of(work: Any) -> Record:
    """The facts of a work as it was at this migration; `Work.to_record` may know more columns one day."""
    people = record_from_csl({"author": work.authors, "editor": work.editors})
    return Record(
        **{name: getattr(work, name) for name in _SAME},
        authors=people.authors,
        editors=people.editors,
        issued=PartialDate(work.year, work.month, work.day) if work.year else None,
        doi=work.doi or "",
        pmid=work.pmid or "",
        pmcid=work.pmcid or "",
    )


def print_again(apps: Any, schema_editor: Any) -> None:
    """In batches, so that a large library fits in memory; `bulk_update` writes the values as they are."""
    works = apps.get_model("references", "Work").objects.using(schema_editor.connection.alias)
    batch = []
    for work in works.order_by("pk").iterator(chunk_size=BATCH):
        record = record_of(work)
        work.cited_as, work.coins = vancouver.line(record), coins.span(record)
        batch.append(work)
        if len(batch) == BATCH:
            works.bulk_update(batch, ["cited_as", "coins"])
            batch = []
    works.bulk_update(batch, ["cited_as", "coins"])


class Migration(migrations.Migration):
    dependencies = [("references", "0004_work_coins")]

    operations = [migrations.RunPython(print_again, reverse_code=migrations.RunPython.noop)]
