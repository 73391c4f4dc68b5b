"""By which numbers a source knew a work when it reported a notice or was asked; and how large its last file was.

Rows of before get the numbers that the work has now, as far as the source asks by them.
"""

from typing import Any

from django.db import migrations, models

from references.notices.known_as import LENGTH, known_as


def fill(apps: Any, schema_editor: Any) -> None:
    """Write down the numbers of today."""
    for name, source in (("Notice", "origin"), ("SourceCheck", "source")):
        rows = apps.get_model("references", name).objects.using(schema_editor.connection.alias)
        changed = []
        for row in rows.select_related("work").only("pk", source, "work__doi", "work__pmid").iterator():
            row.known_as = known_as(getattr(row, source), doi=row.work.doi, pmid=row.work.pmid)
            changed.append(row)
            if len(changed) == 1000:
                rows.bulk_update(changed, ["known_as"])
                changed = []
        rows.bulk_update(changed, ["known_as"])


class Migration(migrations.Migration):
    """Two columns and a small table."""

    dependencies = [("references", "0010_former_identifiers")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="known_as",
            field=models.CharField(blank=True, default="", editable=False, max_length=LENGTH),
        ),
        migrations.AddField(
            model_name="sourcecheck",
            name="known_as",
            field=models.CharField(blank=True, default="", editable=False, max_length=LENGTH),
        ),
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                ("source", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("rows", models.PositiveIntegerField()),
                ("dated", models.DateTimeField()),
            ],
            options={"verbose_name": "file of notices", "verbose_name_plural": "files of notices"},
        ),
        migrations.RunPython(fill, reverse_code=migrations.RunPython.noop),
    ]
