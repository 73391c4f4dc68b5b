"""Sixty-four readers who press at the same moment, on a real gunicorn of two processes: none lost, none doubled."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from comments import stamp
from comments.models import Comment
from config.bench import posting
from tests.browser import DATABASE_VARIABLE
from tests.factories import make_article

ROOT = Path(__file__).resolve().parents[2]
SLUG = "druk-artikel"


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[int]:
    """The port of the site with two worker processes on the test database, behind a proxy on this machine."""
    with socket.socket() as listener, (tmp_path / "log").open("wb") as output:
        listener.bind(("127.0.0.1", 0))
        listener.listen(256)
        number = listener.fileno()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.comments.served_settings",
            DATABASE_VARIABLE: connection.settings_dict["NAME"],
            "STATIC_ROOT": str(tmp_path),
            "WEB_CONCURRENCY": "2",
            "HTTPS": "0",
            "TRUSTED_PROXIES": "127.0.0.1/32",
        }
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
            yield listener.getsockname()[1]
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert "Traceback" not in (tmp_path / "log").read_text(), (tmp_path / "log").read_text()


def form(number: int) -> dict[str, str]:
    """What reader `number` sends."""
    return {
        "name": f"Lezer {number}",
        "email": f"lezer{number}@voorbeeld.nl",
        "kind": "experience",
        "text": f"Dit is het verhaal van lezer {number}, en van niemand anders.",
        "consent": "on",
        "website": "",
        "op": "",
        "stamp": stamp.fresh(SLUG, seconds_ago=60),
    }


@pytest.mark.django_db(transaction=True)
def test_none_is_lost_and_none_is_doubled(site: int, settings: Any) -> None:
    """64 at once, 16 of them pressed twice: every thanks stands for exactly one row, and there is no other row."""
    make_article(slug=SLUG)
    readers = [*range(48), *range(16)]
    sent = posting.send(site, f"/reacties/{SLUG}/nieuw/", [form(number) for number in readers], at_once=64)
    assert Counter(status for status, _onward in sent.answers) == {302: 64}
    thanked = {readers[place] for place in sent.acknowledged()}
    assert thanked == set(range(48))
    stored = Counter(Comment.objects.values_list("email", "text"))
    assert stored == {(form(number)["email"], form(number)["text"]): 1 for number in thanked}
    jobs = "SELECT count(*), count(DISTINCT args) FROM procrastinate_jobs WHERE task_name = 'comments.tasks.mail_received'"
    with connection.cursor() as cursor:
        cursor.execute(jobs)
        assert cursor.fetchone() == (48, 48), "one letter each"


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_is_not_thanked_for(site: int) -> None:
    """The other half of the count: without this, a site that thanks for everything would pass."""
    make_article(slug=SLUG)
    forms = [{**form(number), "consent": ""} if number % 2 else form(number) for number in range(8)]
    sent = posting.send(site, f"/reacties/{SLUG}/nieuw/", forms, at_once=8)
    assert [status for status, _onward in sent.answers] == [302, 422] * 4
    assert sent.acknowledged() == [0, 2, 4, 6]
    assert Comment.objects.count() == 4
