"""A real gunicorn on the test database, a real Chromium, and eyes on everything it asks for or complains about."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import DATABASE_VARIABLE
from tests.conftest import chromium_path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000  # milliseconds that the browser waits for something to appear; a limit, not a measure
SWITCHES = [
    "--headless=new",
    "--no-sandbox",  # there is no user namespace in most containers; it opens our own pages only
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
# What every site needs and the migrations made; everything else is taken away after each test.
KEPT = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
TELL = "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
# An error status of the page itself is also told to the console; that is the answer, not a mistake.
STATUS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site's static files, collected once for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "collected"
    with (folder.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
            subprocess.run(command, env={**os.environ, "STATIC_ROOT": str(folder)}, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def origin(
    django_db_setup: None, static_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site under gunicorn; it waits on a socket of ours, so that no other program takes the port.

    One per module: other tests of this worker renew the content types, which a process keeps in mind.
    """
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    with socket.socket() as listener, log.open("wb") as output:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.browser.other_database",
            DATABASE_VARIABLE: connection.settings_dict["NAME"],
            "STATIC_ROOT": str(static_root),
            "WEB_CONCURRENCY": "1",
            "HTTPS": "0",
        }
        number = listener.fileno()
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "config/gunicorn.conf.py",
            "--bind",
            f"fd://{number}",
        ]
        server = subprocess.Popen(
            [*command, "config.wsgi"],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            pass_fds=[number],
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Debian's Chromium; per module, because Playwright's event loop must not run beneath other tests.

    Its loop runs in this thread, so Django takes our queries for asynchronous ones: it would refuse them, and look for
    another connection, which does not know the test database.
    """
    known = connections["default"]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections["default"] = known
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def db(chromium: Browser, django_db_blocker: Any) -> Iterator[None]:
    """Here the database is shared with gunicorn: rows are committed, and taken away afterwards.

    pytest-django's own way would also renew the content types, which gunicorn keeps in mind, and is much slower.
    """
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "this is somebody's own database"
        yield
        with connection.cursor() as cursor:
            tables = [table for table in connection.introspection.table_names(cursor) if table not in KEPT]
            names = ", ".join(connection.ops.quote_name(table) for table in tables)
            cursor.execute("SET lock_timeout = '20s'")
            cursor.execute(f"TRUNCATE {names}")
        connection.close()


@dataclass
class Visitor:
    """Somebody at a browser: nothing kept from earlier, and everything that happens is noted."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not STATUS.match(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def log_in(self, user: Any) -> None:
        """Through the form, as staff do."""
        self.page.goto("/beheer/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", "pw-" * 5)
        self.page.click("#login-form [type=submit]")
        self.page.wait_for_selector("#logout-form")


@pytest.fixture
def visitor(chromium: Browser, origin: str, db: None) -> Iterator[Callable[..., Visitor]]:
    """Make people at a browser. When the test is over: nobody asked another site for anything, or saw a complaint."""
    people: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        context = chromium.new_context(base_url=origin, locale="nl-NL", **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TELL)
        someone = Visitor(context, context.new_page())
        someone.watch()
        people.append(someone)
        return someone

    yield make
    for person in people:
        person.context.close()
    assert [complaint for person in people for complaint in person.complaints] == []
    elsewhere = {
        url for person in people for url in person.requests if not url.startswith((f"{origin}/", "data:"))
    }
    assert elsewhere == set()
