"""Files waiting for an editor's confirmation, and works whose facts come from a file."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0002_look_up"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="lookupanswer",
            name="source",
            field=models.CharField(
                choices=[
                    ("pasted", "pasted reference list"),
                    ("page", "imported page"),
                    ("file", "imported file"),
                    ("manual", "typed by an editor"),
                    ("crossref", "Crossref"),
                    ("europepmc", "Europe PMC"),
                    ("pubmed", "PubMed"),
                ],
                max_length=16,
                verbose_name="service",
            ),
        ),
        migrations.AlterField(
            model_name="work",
            name="metadata_source",
            field=models.CharField(
                choices=[
                    ("pasted", "pasted reference list"),
                    ("page", "imported page"),
                    ("file", "imported file"),
                    ("manual", "typed by an editor"),
                    ("crossref", "Crossref"),
                    ("europepmc", "Europe PMC"),
                    ("pubmed", "PubMed"),
                ],
                default="manual",
                max_length=16,
                verbose_name="facts come from",
            ),
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="uploaded on")),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("format", models.CharField(max_length=16, verbose_name="format")),
                ("data", models.BinaryField(verbose_name="file")),
                ("preview", models.JSONField(default=dict, verbose_name="preview")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded file",
                "verbose_name_plural": "uploaded files",
                "ordering": ["-at"],
            },
        ),
    ]
