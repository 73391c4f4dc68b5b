"""A column that holds a reaction as it is shown, made anew from the typed words at every save."""

from typing import Any

from django.db import models

from comments.body import to_html


class BodyField(models.TextField):  # type: ignore[type-arg]
    """Safe HTML of `text`, computed on the way into the database.

    Stored, because a thread of a thousand reactions would otherwise spend its time on escaping; computed in `pre_save`,
    because `save`, `bulk_create` and importers all pass there. `QuerySet.update(text=…)` does not pass, and nothing of
    ours does that: the words are the reader's.
    """

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Render the instance's words and put the result on the instance as well."""
        value = to_html(model_instance.text)
        setattr(model_instance, self.attname, value)
        return value
