"""Keys by which a work is found again, pairs that look alike, and what was merged; keys of works that are already there."""

from typing import Any

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import references.models.rendered
from references.matching.keys import keys_of
from references.records import PartialDate, Record, record_from_csl

BATCH = 500
_SAME = ("type", "title", "container_title", "volume", "issue", "page", "number")


def record_of(work: Any) -> Record:
    """Of a work as it was at this migration, what its keys are made of."""
    people = record_from_csl({"author": work.authors})
    return Record(
        **{name: getattr(work, name) for name in _SAME},
        authors=people.authors,
        issued=PartialDate(work.year) if work.year else None,
    )


def fill_keys(apps: Any, schema_editor: Any) -> None:
    """In batches, so that a large library fits in memory; `bulk_update` writes the values as they are."""
    works = apps.get_model("references", "Work").objects.using(schema_editor.connection.alias)
    batch = []
    for work in works.order_by("pk").iterator(chunk_size=BATCH):
        work.match_keys = "\n".join(keys_of(record_of(work)))
        batch.append(work)
        if len(batch) == BATCH:
            works.bulk_update(batch, ["match_keys"])
            batch = []
    works.bulk_update(batch, ["match_keys"])


def forget_likely(apps: Any, schema_editor: Any) -> None:
    """Going back: a line that waits for an editor has a work of its own, so it is one that was read."""
    citations = apps.get_model("references", "Citation").objects.using(schema_editor.connection.alias)
    citations.filter(status="likely").update(status="parsed")


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0005_print_works_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("former", models.PositiveBigIntegerField(verbose_name="former number")),
                ("title", models.TextField(blank=True, verbose_name="title")),
                (
                    "merged_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged on"),
                ),
                ("moved", models.JSONField(default=dict, verbose_name="what went along")),
                ("journal", models.JSONField(default=list)),
                ("batch", models.UUIDField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone on")),
            ],
            options={
                "verbose_name": "merged work",
                "verbose_name_plural": "merged works",
                "ordering": ["-merged_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                (
                    "found_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="found on"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "probably the same"), ("different", "not the same")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered on")),
                ("lines", models.JSONField(blank=True, default=list)),
                ("batch", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "probable duplicate",
                "verbose_name_plural": "probable duplicates",
                "ordering": ["found_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="work",
            name="match_keys",
            field=references.models.rendered.MatchKeysField(default="", editable=False),
        ),
        migrations.RunPython(fill_keys, reverse_code=forget_likely),
        migrations.AlterField(
            model_name="citation",
            name="status",
            field=models.CharField(
                choices=[
                    ("matched", "matched"),
                    ("parsed", "read"),
                    ("likely", "probably"),
                    ("check", "to check"),
                ],
                default="parsed",
                max_length=8,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("status", "likely")),
                fields=["citing", "position"],
                name="citation_likely",
            ),
        ),
        migrations.AddIndex(
            model_name="work",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.F("match_keys"), models.Value("\n"), function="string_to_array"),
                fastupdate=False,
                name="work_match",
            ),
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(fields=["year", "page"], name="work_year_page"),
        ),
        migrations.AddField(
            model_name="mergedwork",
            name="merged_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged by",
            ),
        ),
        migrations.AddField(
            model_name="mergedwork",
            name="survivor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="references.work",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="mergedwork",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="workpair",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="answered by",
            ),
        ),
        migrations.AddField(
            model_name="workpair",
            name="high",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairs_high",
                to="references.work",
                verbose_name="newer work",
            ),
        ),
        migrations.AddField(
            model_name="workpair",
            name="low",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairs_low",
                to="references.work",
                verbose_name="older work",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedwork",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("former",),
                name="mergedwork_one_way_per_number",
            ),
        ),
        migrations.AddIndex(
            model_name="workpair",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["found_at", "id"], name="workpair_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="workpair",
            constraint=models.UniqueConstraint(fields=("low", "high"), name="workpair_once"),
        ),
        migrations.AddConstraint(
            model_name="workpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("low__lt", models.F("high"))), name="workpair_low_before_high"
            ),
        ),
        migrations.AddConstraint(
            model_name="workpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 100)), name="workpair_score_in_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="workpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("answered_at__isnull", False), _connector="OR"),
                name="workpair_answer_is_dated",
            ),
        ),
    ]
