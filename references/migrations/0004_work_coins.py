"""A column for the span that Zotero reads a work from."""

from django.db import migrations

import references.models.rendered


class Migration(migrations.Migration):
    dependencies = [("references", "0003_reference_files")]

    operations = [
        migrations.AddField(
            model_name="work",
            name="coins",
            field=references.models.rendered.CoinsField(default="", editable=False),
        ),
    ]
