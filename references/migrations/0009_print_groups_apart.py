"""Print works again whose authors are persons and groups: a semicolon now stands between them (Citing Medicine, 1)."""

from importlib import import_module

from django.db import migrations

# The same facts and the same printing as before; a module whose name begins with a figure has no other way in.
print_again = import_module("references.migrations.0005_print_works_again").print_again


class Migration(migrations.Migration):
    dependencies = [("references", "0008_warnings")]

    operations = [migrations.RunPython(print_again, reverse_code=migrations.RunPython.noop)]
