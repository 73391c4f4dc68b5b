"""Querysets compiled once per process, for the few pages that everybody reads.

Building and compiling a queryset costs Django more time than PostgreSQL needs to answer it (measured here: 0.5 to 0.9 ms
against 0.2). The SQL of a reader's page is always the same but for its key, so it is compiled at the first use and only
run afterwards. The ORM still writes the SQL: a renamed column fails in the tests, not in a string.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | str
_MARKS: dict[type, Value] = {int: 4_611_686_018_427_387_901, str: "\ue0ff prepared \ue0ff"}


class Prepared:
    """A query with one changing value, or none.

    `build` takes that value and returns a `values_list` queryset; `kind` is the value's type, None where there is no
    value. Nothing else in the queryset may depend on the moment: use `Now()`, not `timezone.now()`. Rows come as the
    driver gives them, without the conversions of model fields: JSON arrives as text.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], kind: type | None = None) -> None:
        self._build, self._kind = build, kind
        self._compiled: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """Run the query for the value and return all rows; raises TypeError for another kind or number of values."""
        if [type(value) for value in values] != ([self._kind] if self._kind else []):
            raise TypeError(f"this query takes {self._kind}, not {values!r}")
        sql, params = self._compiled or self._compile()
        if self._kind:
            mark = _MARKS[self._kind]
            params = tuple(values[0] if param == mark else param for param in params)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self) -> tuple[str, tuple[Any, ...]]:
        marks = [_MARKS[self._kind]] if self._kind else []
        sql, params = self._build(*marks).query.sql_with_params()
        if any(mark not in params for mark in marks):
            raise ValueError("the queryset does not use its value")
        self._compiled = (sql, tuple(params))
        return self._compiled
