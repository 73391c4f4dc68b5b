"""From measurements to what is printed. Imports no Django."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

AIM_MS = 8.0  # CPU of the site per article page, without any cache


@dataclass
class Measured:
    """One kind of page: times of its requests, and the CPU that web server and database spent on them."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0
    bytes: int = 0
    site_cpu: float = 0.0
    database_cpu: float = 0.0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return len(self.milliseconds)


@dataclass(frozen=True)
class Row:
    """What is printed about one kind of page."""

    name: str
    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    database_cpu_ms: float
    bytes: int
    times_bare: float

    def as_json(self) -> dict[str, Any]:
        """The row with its numbers rounded."""
        return {
            key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value with at least `share` of all values at or below it (nearest rank); 0 where there are none."""
    if not values:
        return 0.0
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def rows(measured: Sequence[Measured], bare: Measured) -> list[Row]:
    """One row per kind of page; `times_bare` compares CPU of the web server with that of the bare function."""
    least = bare.site_cpu / max(bare.requests, 1)
    return [_row(each, least) for each in measured]


def _row(each: Measured, least: float) -> Row:
    count = max(each.requests, 1)
    cpu = each.site_cpu / count
    return Row(
        name=each.name,
        requests=each.requests,
        per_second=each.requests / each.seconds if each.seconds else 0.0,
        p50_ms=percentile(each.milliseconds, 0.5),
        p99_ms=percentile(each.milliseconds, 0.99),
        cpu_ms=cpu * 1_000,
        database_cpu_ms=each.database_cpu / count * 1_000,
        bytes=round(each.bytes / count),
        times_bare=cpu / least if least else 0.0,
    )


def table(heads: Sequence[str], names: Sequence[str], figures: Sequence[Row]) -> str:
    """Lines of text: the first column to the left, numbers to the right."""
    cells = [list(heads)]
    for name, row in zip(names, figures, strict=True):
        cells.append(
            [
                *(
                    name,
                    f"{row.per_second:.0f}",
                    f"{row.p50_ms:.1f}",
                    f"{row.p99_ms:.1f}",
                    f"{row.cpu_ms:.2f}",
                ),
                *(f"{row.database_cpu_ms:.2f}", str(row.bytes), f"{row.times_bare:.1f}"),
            ]
        )
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )
