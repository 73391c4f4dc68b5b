"""What was ticked when all that was ticked could not be rejected: carried in the queue's address, so that it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from comments.admin.queue_rows import PAGE, number_in

_TICKED = "ticked"
_FORM = "#samen"


@dataclass(frozen=True)
class Ticks:
    """The numbers of the reactions to tick, and whether their rejection was refused because no reason was given."""

    chosen: frozenset[int] = frozenset()
    refused: bool = False

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Ticks":
        """Read them from an address; what is no number is left out, and no more than a page can hold is read."""
        numbers = {number_in(part) for part in data.get(_TICKED, "").split("-", PAGE)[:PAGE]} - {0}
        return cls(frozenset(numbers), refused=bool(numbers))

    def added_to(self, query: str) -> str:
        """Return a query ("?..." or empty) with these ticks, leading to the form below the list."""
        if not self.chosen:
            return query
        numbers = "-".join(map(str, sorted(self.chosen)))
        return f"{query}{'&' if query else '?'}{_TICKED}={numbers}{_FORM}"


NO_TICKS = Ticks()
