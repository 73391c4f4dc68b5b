"""Columns that hold a work's printed forms and match keys, made anew from the facts at every save."""

from typing import Any

from django.db import models

from references import coins
from references.matching import keys
from references.styles import vancouver

LINE = "\n"


class CitedAsField(models.TextField):  # type: ignore[type-arg]
    """Safe HTML of a work in Vancouver style, computed on the way into the database.

    Stored, because a page with hundreds of references would otherwise spend its time on formatting; computed in
    `pre_save`, because `save`, `bulk_create` and importers all pass there. `QuerySet.update` does not: use
    `references.actions.works` to change facts in bulk.
    """

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Format the instance's facts and put the result on the instance as well."""
        value = self.printed(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def printed(self, work: Any) -> str:
        """The facts of `work` in this column's form."""
        return vancouver.line(work.to_record())


class CoinsField(CitedAsField):
    """The span that Zotero reads a work from (`references.coins`), stored for the same reason."""

    def printed(self, work: Any) -> str:
        """The facts of `work` as a COinS span."""
        return coins.span(work.to_record())


class MatchKeysField(CitedAsField):
    """What the work can be found by when the same one arrives again (`references.matching.keys`), a key per line.

    Not an array: Django sends many rows at once as columns (`UNNEST`) only where no column is one, and an import of
    thousands of records spends its time there. The index is on the array that PostgreSQL makes of the lines.
    """

    def printed(self, work: Any) -> str:
        """The keys of `work`, one per line."""
        return LINE.join(keys.keys_of(work.to_record()))
