"""Model fields that keep a rule whatever path a value came by."""

from typing import Any

from django.db import models

from config.kit.html import sanitize


class RichTextField(models.TextField):  # type: ignore[type-arg]
    """HTML that is sanitised whenever it goes to the database.

    `get_prep_value` is the one road that `save`, `bulk_create`, `bulk_update` and `QuerySet.update` share; a `clean` or
    `save` method would miss the last three. `pre_save` also puts the cleaned text on the instance in hand, so that what
    is shown right after saving is what was stored.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean the attribute in place and return it."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Return the sanitised HTML for the database; None stays None."""
        value = super().get_prep_value(value)
        return sanitize(value) if isinstance(value, str) else value
