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
    """A query with one changing value.

    `build` takes that value and returns a `values_list` queryset; `kind` is the value's type. Nothing else in the queryset may
    depend on the moment: use `Now()`, not `timezone.now()`. Rows come as the driver gives them, without the conversions
    of model fields: JSON arrives as text.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], kind: type) -> None:
        self._build, self._kind = build, kind
        self._sql: str | None = None
        self._params: tuple[Any, ...] = ()

    def rows(self, value: Value) -> list[tuple[Any, ...]]:
        """Run the query for `value` and return all rows; raises TypeError for a value of another kind."""
        if not isinstance(value, self._kind):
            raise TypeError(f"this query takes {self._kind.__name__}, not {type(value).__name__}")
        if self._sql is None:
            self._compile()
        mark = _MARKS[self._kind]
        with connection.cursor() as cursor:
            cursor.execute(str(self._sql), [value if param == mark else param for param in self._params])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self) -> None:
        mark = _MARKS[self._kind]
        sql, params = self._build(mark).query.sql_with_params()
        if mark not in params:
            raise ValueError("the queryset does not use its value")
        self._params, self._sql = tuple(params), sql
