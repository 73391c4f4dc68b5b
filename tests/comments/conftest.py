"""A real mail server and a real worker for the reactions' tests."""

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django import app

from articles.models import Article
from comments import remembered, stamp
from tests.factories import make_article


class Mailbox:
    """Keeps what arrives, as (recipients, message)."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Accept one message."""
        message = message_from_bytes(envelope.content, policy=default)
        self.letters.append((list(envelope.rcpt_tos), message))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on this machine, and the site told to use it."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """The queue's tables are not Django's, so the flush after a test with real transactions passes them by."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    _delete_jobs()
    yield
    _delete_jobs()


def _delete_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def run_jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Work through the queue with a worker of its own connection; needs committed rows (transaction=True)."""
    # The worker's threads end with it; a connection they would keep for a minute could not be closed by anybody.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)

    def run(*, later: bool = True) -> None:
        if later:  # what was asked for in some minutes is due now
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE attempts = 0")
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    return run


@pytest.fixture
def article(db: None) -> Article:
    """A live article."""
    return make_article(title="Vitamine D & kanker", slug="vitamine-d")


@pytest.fixture
def knows_rosa(client: Client) -> Client:
    """A reader whose browser remembers that rosa@voorbeeld.nl is hers."""
    response = HttpResponse()
    remembered.remember(response, "rosa@voorbeeld.nl")
    client.cookies.update(response.cookies)
    return client


@pytest.fixture
def filled_in() -> Callable[..., dict[str, str]]:
    """What a reader sends, a minute after opening the form."""

    def make(**changes: str) -> dict[str, str]:
        data = {
            "name": "Rosa",
            "email": "rosa@voorbeeld.nl",
            "kind": "question",
            "text": "Hoe lang duurde de studie?\n\nIk las iets anders.",
            "consent": "on",
            "website": "",
            "op": "",
            "stamp": stamp.fresh("vitamine-d", seconds_ago=60),
        }
        return {**data, **changes}

    return make
