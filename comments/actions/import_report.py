"""What became of a file of reactions, line by line."""

from dataclasses import dataclass, field
from enum import StrEnum

BROKEN = ("truncated", "broken", "not_text", "too_big")  # the file ended here, for whatever reason


class Outcome(StrEnum):
    """What became of one reaction of the file."""

    NEW = "new"
    EXISTED = "existed"
    CHANGED = "changed"
    STRAY = "stray"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line of the report; `note` is a code that says more, or empty."""

    line: int
    id: str
    outcome: Outcome
    note: str = ""


@dataclass
class Result:
    """What became of everything in the file, in the order in which it was done."""

    lines: list[Line] = field(default_factory=list)
    broke_off: bool = False

    def counts(self) -> dict[str, int]:
        """How many of each outcome."""
        counts = {outcome.value: 0 for outcome in Outcome}
        for line in self.lines:
            counts[line.outcome] += 1
        return counts
