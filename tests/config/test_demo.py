"""The demo as a person runs it: a real process with its own data folder and port, and real kills.

What it prints is matched by what no translation changes: addresses, account names, port numbers.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.management import CommandError, call_command

from config.embedded_postgres import ensure_running, is_running
from config.embedded_postgres import stop as stop_postgres
from config.supervision import read_note

pytestmark = pytest.mark.xdist_group("demo")  # the first start is the dear one; all tests here share its data

CHECKOUT = Path(__file__).resolve().parents[2]
PASSWORD = re.compile(r"^  (\w+)\s+((?:[a-z0-9]{4}-){3}[a-z0-9]{4}) ", re.MULTILINE)
TABLES = (
    "articles_article",
    "articles_source",
    "auth_user",
    "references_work",
    "references_citation",
    "reversion_revision",
)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Demo:
    """One run of the command, as from a terminal: in a session of its own."""

    def __init__(
        self, data: Path, port: int, *, wrapper: tuple[str, ...] = (), extra: tuple[str, ...] = ()
    ) -> None:
        self.data, self.port = data, port
        self.output = data.parent / f"output-{time.monotonic_ns()}"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"BRONWIJZER_DATA_DIR": str(data), "PORT": str(port)}
        command = [*wrapper, sys.executable, "manage.py", "demo", *extra]
        self.began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def serve(self) -> "Demo":
        """Wait until it says where it serves."""
        while f"  http://127.0.0.1:{self.port}/beheer/" not in re.sub(" +", "  ", self.said()):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - self.began < 120, self.said()
            time.sleep(0.02)
        return self

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except OSError:
            return 0

    def pid(self, name: str) -> int:
        return int(str(read_note(self.data / "demo" / f"{name}.json").get("pid", 0)))

    def interrupt(self) -> int:
        """Ctrl-C: the terminal sends it to everything in the foreground."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)


def living(data: Path) -> list[str]:
    """Every process that was started for this data folder, told by its environment; and its PostgreSQL."""
    mark = f"BRONWIJZER_DATA_DIR={data}".encode()
    found = ["postgres"] if is_running(data / "postgres") else []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def wait_for(condition: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The data folder after the first run, and what that run said."""
    data = tmp_path_factory.mktemp("demo") / "data"
    demo = Demo(data, free_port())
    try:
        demo.serve()
        assert sign_in(demo, "redacteur", dict(PASSWORD.findall(demo.said()))["redacteur"])
        assert (demo.get("/"), demo.get("/healthz")) == (200, 200)
        assert demo.interrupt() == 0
    finally:
        demo.process.kill()
        demo.process.wait()
    yield data, demo.said()
    stop_postgres(data / "postgres")


@pytest.fixture
def data(first: tuple[Path, str]) -> Path:
    return first[0]


@pytest.fixture
def start(data: Path) -> Iterator[Any]:
    demos: list[Demo] = []

    def start_one(port: int | None = None, **how: Any) -> Demo:
        demos.append(Demo(data, port or free_port(), **how))
        return demos[-1]

    yield start_one
    for demo in demos:
        if demo.process.poll() is None:
            demo.interrupt()


def sign_in(demo: Demo, name: str, password: str) -> bool:
    address = f"http://127.0.0.1:{demo.port}/beheer/login/"
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with browser.open(address, timeout=10) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "username": name, "password": password, "next": "/beheer/"}
    request = urllib.request.Request(address, urlencode(form).encode(), {"Referer": address})
    with browser.open(request, timeout=10) as page:
        return page.url.endswith("/beheer/") and page.status == 200  # type: ignore[no-any-return]


def rows(data: Path) -> dict[str, int]:
    with psycopg.connect(ensure_running(data / "postgres")) as connection:
        counts = {}
        for table in TABLES:
            row = connection.execute(f"select count(*) from {table}").fetchone()
            counts[table] = row[0] if row else 0
        return counts


def test_first_run_prints_address_and_accounts(first: tuple[Path, str]) -> None:
    data, said = first
    assert "  http://127.0.0.1:" in said
    assert [name for name, _ in PASSWORD.findall(said)] == ["redacteur", "moderator", "beheerder"]
    assert len({password for _, password in PASSWORD.findall(said)}) == 3
    assert living(data) == []


def test_second_run_duplicates_nothing(data: Path, start: Any) -> None:
    before = rows(data)
    stop_postgres(data / "postgres")
    demo = start().serve()
    assert rows(data) == before
    assert before["articles_article"] >= 6
    assert before["auth_user"] == 3
    assert PASSWORD.findall(demo.said()) == []
    assert "changepassword redacteur" in demo.said()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_stops_all_of_it(data: Path, start: Any, how: signal.Signals) -> None:
    demo = start().serve()
    os.kill(demo.process.pid, how)
    assert demo.process.wait(timeout=60) == 0
    assert living(data) == []
    assert "Traceback" not in demo.said()


def test_ctrl_c_while_it_is_still_starting(data: Path, start: Any) -> None:
    demo = start()
    wait_for(lambda: demo.said())
    assert demo.interrupt() == 0
    assert living(data) == []
    assert "Traceback" not in demo.said()


def test_busy_port_is_named_before_anything_is_done(data: Path, start: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start(port)
        assert demo.process.wait(timeout=30) == 1
    assert re.search(rf"\b{port}\b.*PORT=\d+ make demo", demo.said())
    assert len(demo.said().splitlines()) == 1
    assert living(data) == []


def test_second_demo_in_the_same_checkout_is_refused(data: Path, start: Any) -> None:
    running = start().serve()
    for port in (running.port, None):
        other = start(port)
        assert other.process.wait(timeout=30) == 1
        assert f"http://127.0.0.1:{running.port}/" in other.said()
        assert len(other.said().splitlines()) == 1
    assert running.get("/healthz") == 200


@pytest.mark.parametrize("name", ["web", "worker"])
def test_killed_child_is_started_again_and_says_so(data: Path, start: Any, name: str) -> None:
    demo = start().serve()
    before = demo.pid(name)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: demo.pid(name) not in (0, before))
    wait_for(lambda: demo.get("/healthz") == 200)
    assert re.search(rf"{name} .*signal 9", demo.said())


def test_killed_database_is_started_again(data: Path, start: Any) -> None:
    demo = start().serve()
    os.kill(int((data / "postgres/cluster/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: demo.get("/readyz") == 200)
    wait_for(lambda: demo.get("/") == 200)


def test_killed_supervisor_is_recovered_from(data: Path, start: Any) -> None:
    demo = start().serve()
    orphans = [demo.pid("web"), demo.pid("worker")]
    demo.process.kill()
    demo.process.wait()
    assert demo.get("/healthz") == 200  # what it leaves behind still holds the port

    again = start(demo.port).serve()
    assert again.get("/") == 200
    assert again.interrupt() == 0
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in orphans)
    assert living(data) == []


def test_everything_killed_at_once_is_recovered_from(data: Path, start: Any) -> None:
    demo = start().serve()
    victims = [demo.process.pid, demo.pid("web"), demo.pid("worker")]
    victims.append(int((data / "postgres/cluster/postmaster.pid").read_text().split()[0]))
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    demo.process.wait()

    assert start(demo.port).serve().get("/") == 200


def test_stops_when_make_is_killed(data: Path, start: Any) -> None:
    """make runs it as a child; once that is gone, nobody could press Ctrl-C any more."""
    shell = (
        "sh",
        "-c",
        '"$@"; exit $?',
        "make",
    )  # stands for make: one parent that does not become the command
    demo = start(wrapper=shell, extra=("--stop-with-parent",)).serve()
    demo.process.kill()
    demo.process.wait()
    wait_for(lambda: living(data) == [])


def test_keeps_away_from_a_database_of_somebody_elses(settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo")


@pytest.mark.parametrize("port", ["0", "65536", "eight"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Exception, match=r"PORT.*example\.env"):
        call_command("demo")
