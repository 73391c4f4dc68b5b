"""Revisions kept by django-reversion of rows that refer to a work: they must not lead back to a work that is gone."""

import json
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from reversion.models import Version

from references.actions.journal import Journal
from references.actions.moving import referring
from references.models import Work


def move_versions(*, former: Work, survivor: Work, journal: Journal) -> None:
    """Let every kept version that names the former work name the survivor.

    Going back to an old revision would otherwise fail on a work that does not exist. In a revision that named both, the
    version that would name the survivor twice for the same thing goes; the journal keeps it.
    """
    for model, field in referring():
        if not reversion.is_registered(model):
            continue
        kind = ContentType.objects.get_for_model(model)
        versions = Version.objects.filter(content_type=kind, format="json")
        for version in versions.filter(serialized_data__contains=f'"{field.name}": {former.pk}').order_by(
            "pk"
        ):
            data = json.loads(version.serialized_data)
            if data[0]["fields"].get(field.name) != former.pk:
                continue
            data[0]["fields"][field.name] = survivor.pk
            if _named_twice(version, data[0]["fields"], model, field):
                journal.delete(version)
            else:
                journal.update(version, serialized_data=json.dumps(data))


def _named_twice(version: Version, fields: dict[str, Any], model: Any, field: Any) -> bool:
    """Whether another version of the same revision holds a row that could not stand beside this one."""
    rules = [each.fields for each in model._meta.total_unique_constraints if field.name in each.fields]
    if not rules:
        return False
    others = Version.objects.filter(revision=version.revision_id, content_type=version.content_type_id).exclude(pk=version.pk)  # fmt: skip
    for other in others:
        theirs = json.loads(other.serialized_data)[0]["fields"]
        if any(all(theirs.get(name) == fields.get(name) for name in names) for names in rules):
            return True
    return False
