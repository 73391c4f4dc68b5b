"""Everything that points at a work, wherever it is declared, pointed at another one.

The bibliography does not know who uses it (articles do), so it asks Django which columns refer to a work. A model that
may hold one row per work and something else says which of two rows stays by `merge_first`, an ordering; without it
the row of the surviving work stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, UniqueConstraint

from references.actions.journal import Journal
from references.models import (
    AbstractSection,
    CitationCount,
    LookupItem,
    LookupRun,
    PastedList,
    SourceCheck,
    Work,
)
from references.models.lookup import RunState

TIDIED = (CitationCount, LookupItem, LookupRun, PastedList, SourceCheck)
"""What the site itself renews and throws away after a time. It goes along, but never stands in the way of going back."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Of one kind of rows, how many went along and how many the survivor had already."""

    model: str
    column: str
    moved: int
    dropped: int


def referring() -> Iterator[tuple[Any, Any]]:
    """Model and foreign key of everything that refers to works, hidden relations and join tables included."""
    for relation in Work._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field  # type: ignore[union-attr]


def move_all(*, former: Work, survivor: Work, journal: Journal, own: set[tuple[Any, str]]) -> list[Moved]:
    """Move every row but those that `own` names by model and column, which the caller has moved."""
    moved = []
    for model, field in referring():
        if (model, field.name) in own:
            continue
        special = _SPECIAL.get(model)
        dropped = special(former, survivor, journal) if special else 0
        rows = model._base_manager.filter(**{field.attname: former.pk})
        dropped += sum(_settle(row, field, survivor, journal) for row in _colliding(rows, field, survivor))
        number = journal.move(rows, field.attname, former.pk, survivor.pk)
        if number or dropped:
            moved.append(Moved(model._meta.label, field.name, number, dropped))
    return moved


def _colliding(rows: models.QuerySet[Any], field: Any, survivor: Work) -> Iterator[Any]:
    """Rows that the survivor has its own of; no question is asked where the column is in no unique rule."""
    if _rules(rows.model, field):
        yield from rows.order_by("pk")


def _settle(row: Any, field: Any, survivor: Work, journal: Journal) -> int:
    """Delete one of two rows that cannot both belong to the survivor; 1 when there were two."""
    dropped = 0
    for names, condition in _rules(type(row), field):
        others = {type(row)._meta.get_field(name).attname: None for name in names if name != field.name}
        values = {name: getattr(row, name) for name in others}
        if None in values.values() or not type(row)._base_manager.filter(condition, pk=row.pk).exists():
            continue
        twin = type(row)._base_manager.filter(condition, **values, **{field.attname: survivor.pk}).first()
        if twin is None:
            continue
        order = getattr(type(row), "merge_first", None)
        both = type(row)._base_manager.filter(pk__in=[row.pk, twin.pk])
        stays = both.order_by(*order).first() if order else twin
        journal.delete(twin if stays.pk == row.pk else row)
        dropped = 1
        if stays.pk != row.pk:
            break
    return dropped


def _rules(model: Any, field: Any) -> list[tuple[tuple[str, ...], Q]]:
    """The unique rules of a model that a column is part of: fields and condition."""
    found = [(tuple(names), Q()) for names in model._meta.unique_together]
    if field.unique:
        found.append(((field.name,), Q()))
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            found.append((tuple(constraint.fields), constraint.condition or Q()))
    return [(names, condition) for names, condition in found if field.name in names]


def _one_abstract(former: Work, survivor: Work, journal: Journal) -> int:
    """An abstract is one text in parts: two of them are not put together, the survivor's stays. How many went."""
    sections = list(former.abstract_sections.order_by("pk")) if survivor.abstract_sections.exists() else []
    for section in sections:
        journal.delete(section)
    return len(sections)


def _one_open_run(former: Work, survivor: Work, journal: Journal) -> int:
    """Of two look-ups of the same kind that go on, the former work's stops; it is kept, so nothing went."""
    going = LookupRun.objects.open()
    kinds = set(going.filter(work=survivor).values_list("kind", flat=True))
    for run in going.filter(work=former, kind__in=kinds):
        journal.update(run, state=RunState.STOPPED)
    return 0


_SPECIAL: dict[Any, Callable[[Work, Work, Journal], int]] = {
    AbstractSection: _one_abstract,
    LookupRun: _one_open_run,
}
