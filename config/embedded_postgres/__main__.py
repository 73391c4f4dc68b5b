"""The private server by hand: `python -m config.embedded_postgres start|stop|status|url|psql|run COMMAND…`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from config.embedded_postgres import (
    EmbeddedPostgresError,
    default_data_dir,
    ensure_running,
    in_use,
    is_running,
    stop,
)
from config.embedded_postgres.programs import program


def _run_beside(data_dir: Path, command: list[str]) -> int:
    """Run a command while holding the server. Ctrl-C is for the command, which shares our terminal; TERM is passed on."""
    with in_use(data_dir), subprocess.Popen(command) as child:  # noqa: S603 - the caller's own command
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
    return code if code >= 0 else 128 - code


def main(arguments: list[str]) -> int:
    """Do what the first word says; exit code 3 from `status` means: not running, as init scripts have it."""
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
    elif verb == "run" and rest:
        return _run_beside(data_dir, rest)
    elif verb == "psql":
        psql = program("psql")
        os.execv(psql, [psql, ensure_running(data_dir), *rest])  # noqa: S606 - no shell wanted
    else:
        say(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
