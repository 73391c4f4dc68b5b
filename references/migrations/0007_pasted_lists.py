"""Reference lists that were pasted, and those that made way; a registration may leave its register to its number."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0006_match_and_merge"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="trialregistration",
            name="registry",
            field=models.CharField(blank=True, max_length=60, verbose_name="register"),
        ),
        migrations.CreateModel(
            name="FormerList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="replaced on")),
                ("count", models.PositiveIntegerField(verbose_name="references")),
                (
                    "rows",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="lines"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replaced by",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_lists",
                        to="references.work",
                        verbose_name="work",
                    ),
                ),
            ],
            options={
                "verbose_name": "former reference list",
                "verbose_name_plural": "former reference lists",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PastedList",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="pasted on")),
                ("text", models.TextField(verbose_name="text as pasted")),
                ("html", models.TextField(blank=True, verbose_name="rich text as pasted")),
                (
                    "lines",
                    models.JSONField(
                        help_text="Of each line its text and the addresses under its words.",
                        verbose_name="lines",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        help_text="A digest of the list that the preview was compared with.",
                        max_length=64,
                        verbose_name="list as it was",
                    ),
                ),
                ("preview", models.JSONField(default=dict, verbose_name="preview")),
                ("stored_at", models.DateTimeField(blank=True, null=True, verbose_name="stored on")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pasted by",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="references.work",
                        verbose_name="work",
                    ),
                ),
            ],
            options={
                "verbose_name": "pasted list",
                "verbose_name_plural": "pasted lists",
                "ordering": ["-at"],
            },
        ),
    ]
