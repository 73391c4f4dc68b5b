"""Changes to rows that are written down as they are made, so that they can be undone while nobody touched those rows.

Entries are plain values for a JSON column: "move" (many rows, one column, one old and one new value), "update" (one row, some
columns, before and after), "delete" (one row, all columns) and "make" (one new row). Undoing runs them backwards.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, cast

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import Collector

Entry = dict[str, Any]


class Changed(Exception):
    """A row that was part of it is no longer as it was left; `what` names its kind."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Journal:
    """Makes changes and remembers them; `entries` is what to store."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def move(self, rows: models.QuerySet[Any], column: str, old: Any, new: Any) -> int:
        """Give `column` of all these rows, where it is `old`, the value `new`; the number of rows."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            rows.model._base_manager.filter(pk__in=keys).update(**{column: new})
            field = rows.model._meta.pk
            entry = {"do": "move", "model": rows.model._meta.label, "column": column, "old": old, "new": new}
            self.entries.append({**entry, "pks": [_plain(field, key) for key in keys]})
        return len(keys)

    def update(self, row: models.Model, **after: Any) -> None:
        """Give some columns (by attribute name) of one row other values."""
        before = {name: getattr(row, name) for name in after}
        type(row)._base_manager.filter(pk=row.pk).update(**after)
        for name, value in after.items():
            setattr(row, name, value)
        self.updated(row, before, after)

    def updated(self, row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Remember a change of one row that was made elsewhere."""
        self.entries.append(
            {
                "do": "update",
                "model": row._meta.label,
                "pk": _plain(row._meta.pk, row.pk),
                "before": {name: _plain(_field(row, name), value) for name, value in before.items()},
                "after": {name: _plain(_field(row, name), value) for name, value in after.items()},
            }
        )

    def made(self, row: models.Model) -> None:
        """Remember a new row."""
        self.entries.append({"do": "make", "model": row._meta.label, "pk": _plain(row._meta.pk, row.pk)})

    def delete(self, row: models.Model) -> None:
        """Delete one row and what goes with it. Raises ProtectedError or RestrictedError where something must stay."""
        collector = Collector(using=row._state.db or "default", origin=row)
        collector.collect([row])
        for (field, value), groups in collector.field_updates.items():
            rows: list[models.Model] = [
                each for group in groups for each in cast(Iterable[models.Model], group)
            ]
            for each in rows:
                self.update(each, **{field.attname: value})
        going: Iterable[models.Model] = chain(*collector.data.values(), *collector.fast_deletes)
        for each in list(going):
            values = {
                field.attname: _plain(field, getattr(each, field.attname)) for field in _stored(type(each))
            }
            self.entries.append({"do": "delete", "model": each._meta.label, "row": values})
        row.delete()


def undo(entries: Iterable[Entry], *, tidied: Collection[type[models.Model]] = ()) -> None:
    """Run a journal backwards, within the caller's transaction. Raises Changed, and then nothing may be kept.

    Rows of the models in `tidied` the site itself renews and throws away: what is gone of them, or stands in the way of
    what was there, stays as it is now and is no reason to refuse. Rules that are checked when a transaction ends are
    checked here, so that a row that is gone meanwhile raises IntegrityError now and not where nobody expects it.
    """
    # Names come from what was written down, of whichever app had rows in it; nobody's code is reached by them.
    models_by_name: dict[str, Any] = {
        model._meta.label: model for model in apps.get_models(include_auto_created=True)
    }
    back: list[Entry] = []
    for entry in reversed(list(entries)):
        model = models_by_name[entry["model"]]
        if model not in tidied:
            _BACK[entry["do"]](model, entry)
        elif _back_if_possible(model, entry) and entry["do"] == "delete":
            back.append(entry)
    for entry in back:
        _take_out_orphan(models_by_name[entry["model"]], entry["row"])
    connection.check_constraints()


def _back_if_possible(model: Any, entry: Entry) -> bool:
    """Row by row, because one that stands in the way of its like does not keep the others; whether the last one went."""
    steps = [{**entry, "pks": [key]} for key in entry["pks"]] if entry["do"] == "move" else [entry]
    done = False
    for step in steps:
        try:
            with transaction.atomic():
                _BACK[step["do"]](model, step)
                done = True
        except (Changed, IntegrityError):
            done = False
    return done


def _take_out_orphan(model: Any, row: Mapping[str, Any]) -> None:
    """Only when all rows are back can be told whether what a row belongs to is there."""
    for field in _stored(model):
        value = row.get(field.attname)
        if field.remote_field is None or value is None or field.remote_field.on_delete is models.SET_NULL:
            continue
        if not field.remote_field.model._base_manager.filter(pk=value).exists():
            model._base_manager.filter(pk=row[model._meta.pk.attname]).delete()
            return


def _move_back(model: Any, entry: Entry) -> None:
    column = entry["column"]
    rows = model._base_manager.filter(pk__in=entry["pks"], **{column: entry["new"]})
    if rows.update(**{column: entry["old"]}) != len(entry["pks"]):
        raise Changed(str(model._meta.verbose_name_plural))


def _update_back(model: Any, entry: Entry) -> None:
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=entry["pk"]).first()
    if row is None:
        raise Changed(str(model._meta.verbose_name))
    for name, before in entry["before"].items():
        field = _field(row, name)
        if _plain(field, getattr(row, name)) != _still(field, entry["after"][name]):
            raise Changed(str(model._meta.verbose_name))
        setattr(row, name, field.to_python(_still(field, before)))
    # Through `save`, because printed forms are computed there.
    row.save(update_fields=[_field(row, name).name for name in entry["before"]])


def _insert_again(model: Any, entry: Entry) -> None:
    values = {
        field.attname: field.to_python(_still(field, entry["row"][field.attname]))
        for field in _stored(model)
        if field.attname in entry["row"]
    }
    row = model(**values)
    if model._base_manager.filter(pk=row.pk).exists():
        raise Changed(str(model._meta.verbose_name))
    row.save_base(raw=True, force_insert=True)  # raw: as it was, also what is otherwise set on the way in


def _take_out(model: Any, entry: Entry) -> None:
    model._base_manager.filter(pk=entry["pk"]).delete()


_BACK = {"move": _move_back, "update": _update_back, "delete": _insert_again, "make": _take_out}


def _still(field: Any, value: Any) -> Any:
    """A column's value as it would be by now: the name of somebody who was deleted since was emptied in every row."""
    related = field.remote_field
    if value is None or related is None or related.on_delete is not models.SET_NULL:
        return value
    return value if related.model._base_manager.filter(pk=value).exists() else None


def _stored(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


def _plain(field: Any, value: Any) -> Any:
    """A column's value as JSON holds it; `to_python` of the field reads it back."""
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    holder = field.model()
    setattr(holder, field.attname, value)
    return field.value_to_string(holder)
