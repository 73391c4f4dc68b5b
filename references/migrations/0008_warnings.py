"""Who keeps a notice, and when each source was last asked; a notice may have no date.

Rows of before were typed by an editor, or came from PubMed's files; the latter get the key by which PubMed is met again.
"""

import re
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from references.notices.reported import reported


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Mark what came from PubMed's files; of two that are one notice the first stays PubMed's."""
    notices = apps.get_model("references", "Notice").objects.using(schema_editor.connection.alias)
    seen = set()
    for notice in notices.filter(source="PubMed").order_by("pk").iterator():
        found = re.fullmatch(r"https://pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/", notice.url)
        key = reported(notice.kind, pmid=found[1] if found else "", note=notice.note).key
        if (notice.work_id, notice.kind, key) not in seen:
            seen.add((notice.work_id, notice.kind, key))
            notices.filter(pk=notice.pk).update(origin="pubmed", key=key)


def fit_the_old_form(apps: Any, schema_editor: Any) -> None:
    """Give undated notices the day they were found, and keep one of those that then say the same."""
    notices = apps.get_model("references", "Notice").objects.using(schema_editor.connection.alias)
    seen = set()
    for notice in notices.order_by("pk").iterator():
        day = notice.date or notice.found_at.date()
        if (notice.work_id, notice.kind, day, notice.source) in seen:
            notices.filter(pk=notice.pk).delete()
        else:
            seen.add((notice.work_id, notice.kind, day, notice.source))
            notices.filter(pk=notice.pk).update(date=day)


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0007_pasted_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[("notices", "notices"), ("counts", "citation counts")],
                        max_length=8,
                        verbose_name="about",
                    ),
                ),
                ("source", models.CharField(max_length=16, verbose_name="service")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="last checked on")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="last tried on")),
                ("trouble", models.CharField(blank=True, max_length=16, verbose_name="trouble")),
            ],
            options={
                "verbose_name": "check at a service",
                "verbose_name_plural": "checks at services",
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_per_source_and_day",
        ),
        migrations.AddField(
            model_name="notice",
            name="found_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="found on"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="gone_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="no longer reported since"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="is_hidden",
            field=models.BooleanField(
                default=False,
                help_text="For a notice that is wrong. Deleting one that came from a service does not help: it comes back.",
                verbose_name="do not show",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=320),
        ),
        migrations.AddField(
            model_name="notice",
            name="origin",
            field=models.CharField(
                choices=[
                    ("editor", "an editor"),
                    ("crossref", "Crossref"),
                    ("crossref_notice", "Crossref, at the notice"),
                    ("pubmed", "PubMed"),
                    ("europepmc", "Europe PMC"),
                    ("retraction_watch", "Retraction Watch"),
                ],
                default="editor",
                editable=False,
                max_length=16,
                verbose_name="kept by",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="precision",
            field=models.CharField(
                choices=[("day", "to the day"), ("month", "to the month"), ("year", "to the year")],
                default="day",
                max_length=8,
                verbose_name="date known",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="date",
            field=models.DateField(
                blank=True, help_text="Leave empty where it is not known.", null=True, verbose_name="date"
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("retraction", "retracted"),
                    ("partial", "partly retracted"),
                    ("withdrawal", "taken back"),
                    ("removal", "taken away by the publisher"),
                    ("republished", "retracted and republished"),
                    ("concern", "expression of concern"),
                    ("correction", "corrected"),
                    ("addition", "addition"),
                    ("reinstatement", "reinstated"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(give_keys, reverse_code=fit_the_old_form),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "editor")),
                fields=("work", "kind", "date", "source"),
                name="notice_once_per_source_and_day",
                violation_error_message="This notice is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "editor"), _negated=True),
                fields=("work", "origin", "kind", "key"),
                name="notice_once_per_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), ("origin", "editor")),
                    models.Q(
                        models.Q(("origin", "editor"), _negated=True), models.Q(("key", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="notice_of_a_machine_has_a_key",
            ),
        ),
        migrations.AddField(
            model_name="sourcecheck",
            name="work",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="source_checks",
                to="references.work",
                verbose_name="work",
            ),
        ),
        migrations.AddIndex(
            model_name="sourcecheck",
            index=models.Index(fields=["about", "source", "tried_at"], name="sourcecheck_oldest"),
        ),
        migrations.AddConstraint(
            model_name="sourcecheck",
            constraint=models.UniqueConstraint(fields=("work", "about", "source"), name="sourcecheck_once"),
        ),
    ]
