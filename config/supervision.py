"""Child processes that are kept running, stopped for good, and found again after a crash of their keeper.

A child lives in a session of its own, so Ctrl-C in the terminal reaches only the keeper, which then stops the
children in order. Its number is written down together with its start time and command line: after a crash the number
alone may belong to anybody, and a process that is not provably ours is never touched.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOG_LIMIT = 5_000_000
STEADY = 30.0  # seconds after which a child is believed to be well, and its next fall is a first one again


@dataclass
class Child:
    """One program to keep running, its log and the note by which a later run can find it."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str]
    cwd: Path
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started: float = 0.0
    due: float = 0.0

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def note(self) -> Path:
        return self.folder / f"{self.name}.json"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.cwd,
                start_new_session=True,
            )
        self.started = time.monotonic()
        write_note(self.note, pid=self.process.pid, began=_began(self.process.pid), command=self.command)

    def tend(self) -> str | None:
        """Start the child again when it has fallen, later after each fall; how it ended, when that was just now."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return None
        ended = self.process.poll()
        if ended is None:
            return None
        _end_session(self.process.pid, self.command)  # what it has left behind holds the port
        lived = time.monotonic() - self.started
        self.falls = 1 if lived > STEADY else self.falls + 1
        self.due = time.monotonic() + min(0.5 * 2 ** (self.falls - 1), 15)
        self.process = None
        return f"signal {-ended}" if ended < 0 else f"code {ended}"

    def last_words(self, lines: int = 15) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def stop_all(children: list[Child], patience: float = 8.0) -> None:
    """Ask all at once, wait together, then end what did not listen."""
    running = [(child, child.process) for child in children if child.process]
    for _, process in running:
        process.terminate()
    deadline = time.monotonic() + patience
    for child, process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        _end_session(process.pid, child.command)
        process.wait()
        child.process = None
        child.note.unlink(missing_ok=True)


def stop_orphans(folder: Path, patience: float = 8.0) -> list[str]:
    """Stop what an earlier run left behind, and only that; the names of what was found."""
    found = []
    for note in sorted(folder.glob("*.json")):
        known = read_note(note)
        pid, command = known.get("pid"), known.get("command")
        if isinstance(pid, int) and isinstance(command, list) and _is_same(pid, known.get("began"), command):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            found.append(note.stem)
            deadline = time.monotonic() + patience
            while _is_same(pid, known.get("began"), command) and time.monotonic() < deadline:
                time.sleep(0.05)
        if isinstance(pid, int) and isinstance(command, list):
            _end_session(pid, command)
        note.unlink(missing_ok=True)
    return found


@dataclass
class Lock:
    """One run per folder. The lock falls with its process; the note beside it says where that run can be found."""

    path: Path
    handle: int = field(default=-1, init=False)

    def take(self) -> bool:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.handle)
            return False
        return True

    def tell(self, **facts: object) -> None:
        os.truncate(self.handle, 0)
        os.pwrite(self.handle, json.dumps(facts).encode(), 0)

    def told(self) -> dict[str, object]:
        return read_note(self.path)

    def release(self) -> None:
        os.close(self.handle)


def write_note(path: Path, **facts: object) -> None:
    """Whole or not at all, whenever the machine stops."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(facts))
    draft.replace(path)


def read_note(path: Path) -> dict[str, object]:
    try:
        facts = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may itself hold spaces and brackets; state is the first."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _began(pid: int) -> str:
    """When a process began, in ticks since this boot of this machine; numbers are reused, this pair is not."""
    fields = _stat(pid)
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{boot.read_text().strip() if boot.exists() else ''}:{fields[19]}" if fields else ""


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def _is_same(pid: int, began: object, command: list[str]) -> bool:
    return bool(began) and _began(pid) == began and _command(pid) == command


def _session(number: int, command: list[str]) -> Iterator[int]:
    """Living processes of one session that run this very command: gunicorn's workers after their master was killed."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        fields = _stat(int(entry.name))
        living = fields and fields[0] not in "ZX"
        if living and fields[3] == str(number) and _command(int(entry.name)) == command:
            yield int(entry.name)


def _end_session(number: int, command: list[str]) -> None:
    """Kill what is left of a session and see it gone: as long as one lives, it may hold the port."""
    deadline = time.monotonic() + 5
    while (left := [*_session(number, command)]) and time.monotonic() < deadline:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
