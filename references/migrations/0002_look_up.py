"""Tables of the look-up: kept answers, turns, runs and their works."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceTurn",
            fields=[
                ("service", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("free_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LookupAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("pasted", "pasted reference list"),
                            ("page", "imported page"),
                            ("manual", "typed by an editor"),
                            ("crossref", "Crossref"),
                            ("europepmc", "Europe PMC"),
                            ("pubmed", "PubMed"),
                        ],
                        max_length=16,
                        verbose_name="service",
                    ),
                ),
                ("key", models.CharField(max_length=320, verbose_name="asked for")),
                ("found", models.BooleanField(verbose_name="known there")),
                ("raw", models.TextField(blank=True, verbose_name="answer")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked on"),
                ),
            ],
            options={
                "verbose_name": "kept answer",
                "verbose_name_plural": "kept answers",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "key"), name="lookupanswer_once_per_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="LookupRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "one work"), ("list", "a whole reference list")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("busy", "busy"),
                            ("waiting", "waiting for a service"),
                            ("stopped", "stopped"),
                            ("done", "done"),
                        ],
                        default="busy",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started on"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="last sign of life")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lookup_runs",
                        to="references.work",
                        verbose_name="work",
                    ),
                ),
            ],
            options={
                "verbose_name": "look-up",
                "verbose_name_plural": "look-ups",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LookupItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "looked up"),
                            ("unknown", "known nowhere"),
                            ("unnamed", "no DOI, PMID or PMCID"),
                            ("check", "to check"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("filled", models.PositiveSmallIntegerField(default=0, verbose_name="fields filled")),
                ("differs", models.PositiveSmallIntegerField(default=0, verbose_name="differences left")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("trouble", models.CharField(blank=True, max_length=16)),
                ("service", models.CharField(blank=True, max_length=60)),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="references.work",
                        verbose_name="work",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="references.lookuprun",
                    ),
                ),
            ],
            options={
                "verbose_name": "work in a look-up",
                "verbose_name_plural": "works in a look-up",
                "ordering": ["run", "tries", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="lookuprun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["busy", "waiting"])),
                fields=("work", "kind"),
                name="lookuprun_one_open_per_work_and_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="lookupitem",
            constraint=models.UniqueConstraint(fields=("run", "work"), name="lookupitem_once_per_run"),
        ),
    ]
