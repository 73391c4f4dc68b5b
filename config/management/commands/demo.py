"""The whole site on one machine: what `make demo` runs."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from config import env
from config.demo import filling, preparing
from config.demo.letters import FILES, Letterbox
from config.demo.ports import answers, is_free
from config.embedded_postgres import ensure_running, in_use
from config.supervision import Child, Lock, stop_all, stop_orphans

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FALLS_BEFORE_GIVING_UP = 3


class Stop(BaseException):
    """Ctrl-C, TERM or a closed terminal. Not an Exception, so that nothing takes it for an error to handle."""


class Command(BaseCommand):
    """Prepares what is missing, then keeps web and worker running until it is told to stop, and stops all of it."""

    help = "Run the whole site on this machine with sample articles: database, worker, web server."
    requires_system_checks: list[str] = []  # `make check` runs them; here they only cost time

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="where to listen; default: PORT, or 8000")
        parser.add_argument(
            "--stop-with-parent", action="store_true", help="stop when the program that started this one ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            port = options["port"] or env.number("PORT", 8000, minimum=1, maximum=65535)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        parent = os.getppid() if options["stop_with_parent"] else 0
        if not settings.LOCAL:
            raise CommandError(
                _("The demo uses its own database and fills it with samples. Unset DATABASE_URL.")
            )
        self.shields, self.stop_asked = 0, False
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        lock = Lock(settings.DATA_DIR / "demo" / "lock")
        self._take(lock)
        try:
            for name in stop_orphans(lock.path.parent):
                self.say(_("Stopped what an earlier demo had left running: %(name)s.") % {"name": name})
            if not is_free(port):
                raise CommandError(
                    _("Port %(port)s is in use. Choose another one: PORT=%(other)s make demo")
                    % {"port": port, "other": port + 1 if port < 65535 else 8123}
                )
            lock.tell(port=port)
            self._run(port, parent, lock)
        except Stop:
            self.say(_("Stopped. Everything is kept; the next `make demo` goes on from here."))
        finally:
            lock.release()

    # ---- the parts of a run ----

    def _take(self, lock: Lock) -> None:
        """One demo per checkout: two would share database, files and worker. One that is leaving is waited for."""
        deadline = time.monotonic() + 20
        while not lock.take():
            told = lock.told()
            if not told.get("stopping") or time.monotonic() > deadline:
                address = f"http://127.0.0.1:{told.get('port', '?')}/"
                raise CommandError(
                    _("The demo of this checkout is already running: %(address)s") % {"address": address}
                )
            time.sleep(0.1)

    def _run(self, port: int, parent: int, lock: Lock) -> None:
        children = self._children(port, lock.path.parent)
        self.say(_("Starting the database …"))
        with in_use(settings.EMBEDDED_POSTGRES_DIR):
            try:
                preparing.migrate(self.say)
                preparing.collect_static(self.say)
                self.say(_("Starting site and worker …"))
                self._tend(children)
                preparing.import_pages(self.say)
                accounts = preparing.make_accounts()
                filling.fill(moderator=User.objects.get(username=preparing.MODERATOR))
                self._wait_until_it_serves(port, children)
                self._say_address(port, accounts)
                connections.close_all()
                self._watch(children, parent, Letterbox(self._site(port)))
            finally:
                for number in SIGNALS:
                    signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it behind
                lock.tell(port=port, stopping=True)
                self.say(_("Stopping …"))
                stop_all(children)
                connections.close_all()

    def _site(self, port: int) -> str:
        return env.text("SITE_URL", f"http://127.0.0.1:{port}")

    def _children(self, port: int, folder: Path) -> list[Child]:
        environment = {name: value for name, value in os.environ.items() if name != "GUNICORN_CMD_ARGS"}
        environment |= {"BIND": f"127.0.0.1:{port}", "PYTHONUNBUFFERED": "1"}
        environment["SITE_URL"] = self._site(port)
        web = ["-m", "gunicorn", "--config", "config/gunicorn.conf.py", "config.wsgi"]
        worker = ["manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
        return [
            Child(name, [sys.executable, *command], folder, environment, settings.BASE_DIR)
            for name, command in (("web", web), ("worker", worker))
        ]

    def _tend(self, children: list[Child]) -> None:
        for child in children:
            with self._shielded():
                ended = child.tend()
            if ended:
                self.say(
                    _("%(name)s has stopped (%(how)s); starting it again. Its log: %(log)s")
                    % {"name": child.name, "how": ended, "log": child.log}
                )

    def _wait_until_it_serves(self, port: int, children: list[Child]) -> None:
        while not answers(port, "/healthz"):
            self._tend(children)
            for child in children:
                if child.falls >= FALLS_BEFORE_GIVING_UP:
                    raise CommandError(
                        _("%(name)s does not start. The end of %(log)s:")
                        % {"name": child.name, "log": child.log}
                        + "\n"
                        + child.last_words()
                    )
            time.sleep(0.05)

    def _watch(self, children: list[Child], parent: int, letterbox: Letterbox) -> None:
        while not parent or os.getppid() == parent:
            self._tend(children)
            for letter in letterbox.new():
                self.say(_("Mail to %(to)s: %(subject)s") % {"to": letter.to, "subject": letter.subject})
                for link in letter.links:
                    self.say(f"  {link}")
            ensure_running(settings.EMBEDDED_POSTGRES_DIR)
            time.sleep(0.5)
        raise Stop

    # ---- what a person sees ----

    def say(self, line: str) -> None:
        with suppress(OSError):  # nobody reads any more; there is still a site to stop
            self.stdout.write(line)
            self.stdout.flush()

    def _say_address(self, port: int, accounts: list[preparing.Account]) -> None:
        site = f"http://127.0.0.1:{port}/"
        lines = ["", f"  Bronwijzer   {site}", f"  {_('Staff'):<12} {site}beheer/", ""]
        for account in accounts:
            lines.append(f"  {account.name:<12} {account.password or '·':<21} {account.what}")
        if any(account.password for account in accounts):
            lines += ["", "  " + _("These passwords are shown once; note them now.")]
        else:
            lines += ["", "  " + _("The accounts exist already. A new password:")]
            lines += [f"  .venv/bin/python manage.py changepassword {accounts[0].name}"]
        if settings.EMAIL_BACKEND == FILES:
            lines += [
                "",
                "  " + _("The demo sends no mail. What it would send appears here, with its links."),
            ]
        self.say("\n".join([*lines, "", "  " + _("Ctrl-C stops everything."), ""]))

    # ---- being told to stop ----

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True
        if not self.shields:
            raise Stop

    @contextmanager
    def _shielded(self) -> Iterator[None]:
        """Not to be interrupted: between making a process and writing down its number."""
        self.shields += 1
        try:
            yield
        finally:
            self.shields -= 1
        if self.stop_asked:
            raise Stop
