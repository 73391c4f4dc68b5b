"""One data folder with its server: finding, starting and stopping it, whatever state a crash has left it in."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.embedded_postgres.programs import EmbeddedPostgresError, program, run, way_down
from config.embedded_postgres.programs import translate as _
from config.embedded_postgres.sockets import NAME, PORT, SOCKET, State, ask, fits

PATIENCE = 60.0  # seconds; crash recovery after kill -9 may need a good part of it

# Settings are given at every start rather than written into the cluster, so that a later version can change them.
# fsync stays on: people try the demo with real texts, and nothing typed may be lost.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",  # pytest-xdist beside a running demo
    "random_page_cost": "1.1",  # no disk here seeks; with 4 a search reads every article instead of its index
    "max_wal_size": "256MB",
    "huge_pages": "off",  # a container that sees them but may not use them dies with SIGBUS
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] ",
    # An error is logged without the statement and the row it is about: those hold what readers typed.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# A killed server's last children hold the shared memory for a moment longer.
PASSING_FAULTS = ("pre-existing shared memory block", "already exists", "is another postmaster")


@dataclass
class Place:
    """One data folder: `cluster/` is PostgreSQL's, `run/` holds the socket, `server.log` what it says."""

    data_dir: Path

    def __post_init__(self) -> None:
        self.cluster = self.data_dir / "cluster"
        self.log = self.data_dir / "server.log"

    # ---- where it listens ----

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@/{NAME}?host={quote(str(self.socket_dir), safe='')}&port={PORT}"

    @property
    def socket_dir(self) -> Path:
        """`run/` in the data folder; for a deep path a private folder in the temp directory.

        A running server's own word comes before our calculation: it may have started with another TMPDIR.
        """
        inside = self.data_dir / "run"
        if fits(inside):
            return inside
        lines = lines_of(self.cluster / "postmaster.pid")
        if len(lines) > 4 and self._is_private(recorded := Path(lines[4])):
            return recorded
        name = f"{NAME}-{hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]}"
        outside = Path(tempfile.gettempdir()) / name
        if fits(outside):
            return outside
        raise EmbeddedPostgresError(
            _("The path of the temporary folder is too long for a socket; set TMPDIR.")
        )

    def _is_private(self, folder: Path) -> bool:
        """Ours and closed to others: in a folder made by another, another could answer in the server's place."""
        try:
            found, owner = folder.lstat(), self.data_dir.stat().st_uid
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077

    def probe(self, timeout: float = 2.0) -> tuple[State, int]:
        """Whether it answers, and who does; a folder that is not ours alone is not even asked."""
        folder = self.socket_dir
        if not self._is_private(folder):
            return State.DOWN, 0
        return ask(folder, timeout)

    # ---- who runs it ----

    def prepare(self) -> None:
        """Make the data folder, private and with the right owner."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        self.data_dir.mkdir(mode=0o700, exist_ok=True)
        owner = self.data_dir.stat().st_uid
        if owner != os.geteuid() and os.geteuid():
            raise EmbeddedPostgresError(_unreachable(self.data_dir))
        if owner == 0:  # new, or copied by root
            nobody = pwd.getpwnam("nobody")
            for path in (*self.data_dir.rglob("*"), self.data_dir):
                with contextlib.suppress(FileNotFoundError):  # another start tidies up
                    os.lchown(path, nobody.pw_uid, nobody.pw_gid)
        self.data_dir.chmod(0o700)

    def own(self, path: Path) -> None:
        """Hand over to the server's user what root has made."""
        if not os.geteuid():
            owner = self.data_dir.stat()
            os.lchown(path, owner.st_uid, owner.st_gid)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One change at a time. The lock is on the folder itself and falls with the process that held it."""
        try:
            handle = os.open(self.data_dir, os.O_RDONLY | os.O_DIRECTORY)
        except PermissionError:  # a root without root's powers over files, as in some containers
            raise EmbeddedPostgresError(_unreachable(self.data_dir)) from None
        try:
            if not wait(lambda: try_lock(handle), PATIENCE * 1.5):
                raise EmbeddedPostgresError(
                    _("Another process has been starting or stopping PostgreSQL for too long.")
                )
            yield
        finally:
            os.close(handle)

    # ---- up and down; the caller holds the lock ----

    def bring_up(self) -> None:
        """Wait for a server that is coming up or going down; start one when there is none."""
        launched, said = 0, 0
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            state = self.probe()[0]
            if state is State.READY:
                return
            if state is State.DOWN and not self.postmaster(launched):
                if launched and not any(fault in self._log_since(said) for fault in PASSING_FAULTS):
                    break
                said = self.log.stat().st_size if self.log.exists() else 0
                launched = self._launch()
            time.sleep(0.02)
        raise EmbeddedPostgresError(
            _("PostgreSQL did not start. The last lines of %(log)s:") % {"log": self.log}
            + "\n"
            + self._log_since(said)[-1500:]
        )

    def bring_down(self) -> bool:
        """Fast shutdown, then an abrupt one, which costs a crash recovery but loses nothing."""
        pid = self.postmaster(0)
        folder = self.socket_dir  # asked now: the pid file that may tell it is about to go
        for how, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):
            if not pid:
                return False
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            if wait(lambda: not self._is_ours(pid), patience):
                if folder.parent != self.data_dir:
                    shutil.rmtree(folder, ignore_errors=True)
                return True
        raise EmbeddedPostgresError(_("PostgreSQL (process %(pid)s) does not stop.") % {"pid": pid})

    def postmaster(self, launched: int) -> int:
        """The living server process of this folder, 0 for none: from the socket, our own start, or the pid file."""
        for pid in (self.probe()[1], launched, self._written_pid()):
            if pid and self._is_ours(pid):
                return pid
        return 0

    def _written_pid(self) -> int:
        first = (lines_of(self.cluster / "postmaster.pid") or [""])[0].strip()
        return int(first) if first.isdecimal() else 0

    def _is_ours(self, pid: int) -> bool:
        """A number alone proves nothing: after a crash it may belong to anyone."""
        arguments = _arguments(pid)
        return os.fsencode(self.cluster) in arguments and arguments[0].endswith(b"postgres")

    def _launch(self) -> int:
        if not self.cluster.exists():
            self._create_cluster()
        self._clear_stale_locks()
        folder = self.socket_dir
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self.own(folder)
        if not self._is_private(folder):
            raise EmbeddedPostgresError(
                _("%(folder)s is not a private folder of the right user; remove it.") % {"folder": folder}
            )
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = {**OPTIONS, "unix_socket_directories": str(folder)}
        command = [program("postgres"), "-D", str(self.cluster)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # The shell leaves at once, so the server is nobody's child; a session of its own keeps Ctrl-C from it.
        shell = ["sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', str(self.log)]
        before = way_down(self.data_dir)
        with _undisturbed():  # Ctrl-C here would leave a server that no file names yet
            answer = run([*before, *shell, *command], cwd=self.data_dir, new_session=True)
            pid = int(answer.stdout or 0)
            wait(lambda: self._written_pid() == pid or not _arguments(pid), 5.0)
        return pid

    def _clear_stale_locks(self) -> None:
        """PostgreSQL gives up on a lock file whose number lives, be it a zombie's or another program's."""
        sock = self.socket_dir / f"{SOCKET}.lock"
        for path in (self.cluster / "postmaster.pid", sock):
            number = (lines_of(path) or [""])[0].strip()
            if path.exists() and (not number.isdecimal() or Path(f"/proc/{number}").exists()):
                path.unlink(missing_ok=True)

    def _create_cluster(self) -> None:
        """Born whole: everything happens in a folder beside it, which gets its name only when complete."""
        for leftover in self.data_dir.glob("cluster.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        new = self.data_dir / f"cluster.new-{secrets.token_hex(6)}"
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
        users = ["--username=postgres", "--auth=peer"]
        self._must([program("initdb"), "-D", str(new), *locale, *users, "--no-instructions"])
        me = pwd.getpwuid(self.data_dir.stat().st_uid).pw_name
        (new / "pg_hba.conf").write_text("local all all peer map=site\n")
        (new / "pg_ident.conf").write_text(
            "".join(f'site "{who}" {role}\n' for who in sorted({me, "root"}) for role in (NAME, "postgres"))
        )
        # Not a superuser: what works here then works on a managed server. CREATEDB is for the tests.
        self._must(
            [program("postgres"), "--single", "-D", str(new), "postgres"],
            f"CREATE ROLE {NAME} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {NAME}\n",
        )
        new.rename(self.cluster)

    def _must(self, command: list[str], text: str = "") -> None:
        answer = run([*way_down(self.data_dir), *command], cwd=self.data_dir, text=text)
        if answer.returncode or "ERROR:" in answer.stderr:
            said = (answer.stdout + answer.stderr)[-1500:]
            raise EmbeddedPostgresError(_("PostgreSQL could not make its data folder:") + "\n" + said)

    def _log_since(self, position: int) -> str:
        with contextlib.suppress(OSError):
            return self.log.read_bytes()[position:].decode(errors="replace")
        return ""


def _arguments(pid: int) -> list[bytes]:
    """The command line of a living process; a zombie has none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]
    except OSError:
        return []


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would interrupt us wait; PostgreSQL sets its own mask, so it does not inherit this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unreachable(folder: Path) -> str:
    message = _("%(folder)s belongs to another user. Work as that user, or set BRONWIJZER_DATA_DIR.")
    return message % {"folder": folder}


def lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (result := done()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return result
