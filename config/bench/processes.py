"""CPU time of a program with all its processes, read from /proc. Imports no Django."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """One line of /proc/PID/stat: `own` ticks of itself, `reaped` those of its children that have ended."""

    pid: int
    parent: int
    own: int
    reaped: int


def parse(line: str) -> Process:
    """Read a line of /proc/PID/stat; the name in it may hold spaces and brackets (proc_pid_stat(5), fields 1 to 17)."""
    number, _, rest = line.partition(" (")
    fields = rest.rpartition(")")[2].split()
    user, system, children_user, children_system = (int(field) for field in fields[11:15])
    return Process(int(number), int(fields[1]), user + system, children_user + children_system)


def family(processes: Iterable[Process], root: int) -> list[Process]:
    """`root` and everything below it, in no order."""
    below: dict[int, list[Process]] = {}
    found: list[Process] = []
    for process in processes:
        below.setdefault(process.parent, []).append(process)
        if process.pid == root:
            found.append(process)
    for process in found:
        found += below.get(process.pid, [])
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of `root` and its descendants; of ended ones too, so the sum only ever grows."""
    return sum(process.own + process.reaped for process in family(_all(), root)) / TICKS


def busy_ticks(stat: str) -> tuple[int, int]:
    """From the text of /proc/stat: ticks that all processors together worked (or were taken by the host), and all ticks."""
    user, nice, system, idle, waiting, *rest = (int(field) for field in stat.split("\n", 1)[0].split()[1:9])
    busy = user + nice + system + sum(rest)
    return busy, busy + idle + waiting


@dataclass
class Others:
    """How busy the machine was with anything but `ours` between two moments: the doubt to have about the figures."""

    ours: tuple[int, ...]

    def begin(self) -> None:
        """Note where the counters stand."""
        self._busy, self._all = busy_ticks(Path("/proc/stat").read_text())
        self._ours = self._spent()

    def share(self) -> float:
        """The part of the machine, 0 to 1, that went elsewhere since `begin`."""
        busy, everything = busy_ticks(Path("/proc/stat").read_text())
        passed = everything - self._all
        elsewhere = busy - self._busy - (self._spent() - self._ours) * TICKS
        return min(max(elsewhere / passed, 0.0), 1.0) if passed else 0.0

    def _spent(self) -> float:
        return sum(cpu_seconds(root) for root in self.ours)


def _all() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                yield parse((folder / "stat").read_text())
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
