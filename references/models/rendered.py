"""A column that holds a work's printed form, made anew from the facts at every save."""

from typing import Any

from django.db import models

from references.styles import vancouver


class CitedAsField(models.TextField):  # type: ignore[type-arg]
    """Safe HTML of a work in Vancouver style, computed on the way into the database.

    Stored, because a page with hundreds of references would otherwise spend its time on formatting; computed in
    `pre_save`, because `save`, `bulk_create` and importers all pass there. `QuerySet.update` does not: use
    `references.actions.works` to change facts in bulk.
    """

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Format the instance's facts and put the result on the instance as well."""
        value = vancouver.html(model_instance.to_record())
        setattr(model_instance, self.attname, value)
        return value
