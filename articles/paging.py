"""Pages of a list, without counting the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

T = TypeVar("T")
_LAST = 1_000


@dataclass
class Window(Generic[T]):
    """One page of a list; `next` and `previous` are page numbers or None."""

    items: Sequence[T]
    number: int
    next: int | None
    previous: int | None


def window(request: HttpRequest, queryset: QuerySet[Any], size: int) -> Window[Any]:
    """Return the page that `?pagina=` asks for; 404 for a number that is none or lies past the end.

    Django's Paginator counts all rows to offer "page 3 of 84"; that count grows with the site, and no reader needs it. One
    row more than fits tells whether there is a next page.
    """
    wanted = request.GET.get("pagina", "1")
    if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:5]) <= _LAST) or len(wanted) > 5:
        raise Http404
    number = int(wanted)
    rows = list(queryset[(number - 1) * size : number * size + 1])
    if not rows and number > 1:
        raise Http404
    following = number + 1 if len(rows) > size and number < _LAST else None
    return Window(rows[:size], number, following, number - 1 if number > 1 else None)
