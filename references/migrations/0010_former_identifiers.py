"""Identifiers that were dropped in a merge lead to the work that stayed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("references", "0009_print_groups_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerIdentifier",
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
                        choices=[("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=300, verbose_name="identifier")),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_identifiers",
                        to="references.work",
                        verbose_name="work",
                    ),
                ),
            ],
            options={
                "verbose_name": "former identifier",
                "verbose_name_plural": "former identifiers",
                "ordering": ["kind", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "value"), name="formeridentifier_leads_to_one_work"
                    )
                ],
            },
        ),
    ]
