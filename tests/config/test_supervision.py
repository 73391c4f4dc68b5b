"""Keeping children alive, ending them, and never touching a process that only looks like ours by its number."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config import supervision
from config.supervision import Child, Lock, read_note, stop_all, stop_orphans, write_note

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]
# A master with a worker of the same command line, as gunicorn has them.
FAMILY = [sys.executable, "-c", "import os, time; os.fork(); print(os.getpid(), flush=True); time.sleep(600)"]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def make_child(command: list[str], name: str = "web") -> Child:
        made.append(Child(name, command, tmp_path, dict(os.environ), tmp_path))
        return made[-1]

    yield make_child
    stop_all(made, patience=0.1)


def test_child_is_started_with_log_and_note(make: Any, tmp_path: Path) -> None:
    child = make([sys.executable, "-c", "print('hello', flush=True); import time; time.sleep(600)"])
    assert child.tend() is None
    assert read_note(tmp_path / "web.json")["pid"] == child.process.pid
    assert os.getsid(child.process.pid) == child.process.pid
    wait_for(lambda: child.last_words() == "hello")
    assert child.tend() is None


def test_fallen_child_says_how_and_comes_back_later_each_time(make: Any) -> None:
    child = make([sys.executable, "-c", "raise SystemExit(3)"])
    waits = []
    for _ in range(2):
        wait_for(lambda: child.tend() is None and child.process)
        child.process.wait()
        assert child.tend() == "code 3"
        waits.append(child.due - time.monotonic())
    assert waits[1] > waits[0] * 1.5


def test_killed_child_names_the_signal(make: Any) -> None:
    child = make(SLEEP)
    child.tend()
    child.process.kill()
    child.process.wait()
    assert child.tend() == "signal 9"
    wait_for(lambda: child.tend() is None and child.process)


def test_fall_after_a_steady_life_counts_as_the_first(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "STEADY", 0.0)
    child = make([sys.executable, "-c", ""])
    child.falls = 7
    child.tend()
    child.process.wait()
    child.tend()
    assert child.falls == 1


def test_what_a_killed_master_leaves_behind_is_ended(make: Any) -> None:
    child = make(FAMILY)
    child.tend()
    wait_for(lambda: len(child.last_words().split()) == 2)
    family = [int(word) for word in child.last_words().split()]
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.tend()
    wait_for(lambda: all(gone(pid) for pid in family))


def test_stop_all_asks_first_and_then_insists(make: Any, tmp_path: Path) -> None:
    children = [make(SLEEP, "web"), make(STUBBORN, "worker")]
    for child in children:
        child.tend()
    processes = [child.process for child in children]
    wait_for(lambda: children[1].last_words() == "up")
    began = time.monotonic()
    stop_all(children, patience=0.5)
    assert time.monotonic() - began < 5
    assert [process.poll() for process in processes] == [-signal.SIGTERM, -signal.SIGKILL]
    assert not [*tmp_path.glob("*.json")]


def test_orphans_are_stopped(make: Any, tmp_path: Path) -> None:
    child = make(FAMILY)
    child.tend()
    wait_for(lambda: len(child.last_words().split()) == 2)
    family = [int(word) for word in child.last_words().split()]
    assert stop_orphans(tmp_path, patience=0.2) == ["web"]
    wait_for(lambda: all(gone(pid) for pid in family))
    assert stop_orphans(tmp_path) == []


@pytest.mark.parametrize(
    "lie",
    [{"began": "another-boot:1"}, {"command": ["gunicorn"]}, {"began": ""}, {"pid": "1"}, {"command": None}],
)
def test_foreign_process_with_a_noted_number_is_left_alone(tmp_path: Path, lie: dict[str, object]) -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as foreign:
        truth = {"pid": foreign.pid, "began": supervision._began(foreign.pid), "command": ["never", "run"]}
        write_note(tmp_path / "web.json", **truth | lie)
        assert stop_orphans(tmp_path, patience=0.2) == []
        assert foreign.poll() is None
        foreign.kill()


@pytest.mark.parametrize("content", ["", "{", "[1]", "null"])
def test_damaged_note_is_put_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / "web.json").write_text(content)
    assert stop_orphans(tmp_path) == []
    assert not (tmp_path / "web.json").exists()


def test_lock_is_for_one_and_tells_the_other(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.take()
    first.tell(port=8000)
    assert not second.take()
    assert second.told() == {"port": 8000}
    first.release()
    assert second.take()
    second.release()


def test_large_log_is_turned_over(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "LOG_LIMIT", 10)
    (tmp_path / "web.log").write_text("x" * 11)
    make(SLEEP).tend()
    assert (tmp_path / "web.log.1").read_text() == "x" * 11
