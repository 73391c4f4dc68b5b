"""The log names nobody, also where something goes wrong."""

import logging
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from comments import tokens
from comments.models import Subscription
from config.logs import Discreet, discreet
from tests.factories import make_article

CHECKOUT = Path(__file__).resolve().parents[2]


@given(st.ip_addresses(v=4))
def test_no_ipv4_address(address: Any) -> None:
    assert str(address) not in discreet(f"Invalid request from ip={address}: x")
    assert str(address) not in discreet(f"({address}:443) x, {address}")


@given(st.ip_addresses(v=6))
def test_no_ipv6_address(address: Any) -> None:
    assert discreet(f"from ip={address}: x") == "from ip=[ip]: x"


@given(st.integers(0, 10**9))
def test_no_link_from_a_mail(number: int) -> None:
    token, _hash = tokens.new_token()
    stop = tokens.unsubscribe_token(number)
    assert discreet(f"Conflict: /reacties/mijn/{token}/wissen/") == "Conflict: /reacties/mijn/[link]/wissen/"
    assert stop.rpartition(":")[2] not in discreet(f"Not Found: /reacties/stoppen/{stop}/")


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /artikelen/vitamine-d/",
        "2026-11-22 11:03:02,219 WARNING django.request 12:34:56",
        "gunicorn 23.0 on port 8000, Python 3.11.7",
        'File "/site/comments/views/mine.py", line 12, in ask',
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert discreet(text) == text


ADDRESSES = st.builds(
    "{}@{}.nl".format,
    st.from_regex(r"[a-z0-9!#$%&*+/?^_`{|}~.-]{1,20}(@[a-z]{1,5})?", fullmatch=True),
    st.from_regex(r"[a-z]{1,9}(-[a-z]{1,9})?(\.[a-z]{1,9})?", fullmatch=True),
)


@given(ADDRESSES)
def test_no_e_mail_address(address: str) -> None:
    assert discreet(f"Not Found: /x/{address}/y") == "Not Found: [e-mail]/y"
    assert discreet(f"to <{address}>: no mailbox, {address}: x") == "to <[e-mail]>: no mailbox, [e-mail]: x"


# What somebody can put into an address that is not found; the ends are there to make a pattern fail at the last moment.
NASTY = (
    *(
        "a@",
        "@",
        "a",
        "a-",
        "a.",
        "1.",
        "1:",
        "a:",
        ":",
        ".",
        "1",
        "-",
        "1:a",
        "a@a.",
        "@.",
        "\u00b2:",
        "x ",
        "'@",
    ),
    *("\nDETAIL:", "\nDETAIL: x\n\n", "\nDETAIL: a\nxErro", "Error", "\nx"),
)


def test_the_longest_line_costs_no_more_than_its_length() -> None:
    """In a process of its own with a limit on processor time: what grows with the square would take minutes."""
    work = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (30, 30))\n"
        "from config.logs import discreet\n"
        f"for unit in {NASTY!r}:\n"
        "    for end in ('', '!', '@', '\\u00e9:'):\n"
        "        discreet('Not Found: /' + unit * (50_000 // len(unit)) + end)\n"
    )
    subprocess.run([sys.executable, "-c", work], cwd=CHECKOUT, check=True)


@pytest.mark.django_db
def test_a_traceback_repeats_no_row() -> None:
    article = make_article()
    Subscription.objects.create(article=article, email="rosa@voorbeeld.nl")
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Discreet("%(message)s"))
    logger = logging.getLogger("tests.logs")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        Subscription.objects.create(article=article, email="rosa@voorbeeld.nl")
    except IntegrityError:
        logger.exception("Mail to rosa@voorbeeld.nl")
    said = out.getvalue()
    assert "subscription_once" in said
    assert "Traceback" in said
    assert "rosa" not in said
    assert "DETAIL" not in said


@pytest.mark.django_db(transaction=True)
def test_the_databases_own_log_repeats_no_row() -> None:
    log = settings.EMBEDDED_POSTGRES_DIR / "server.log"
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_error_statement")
        if cursor.fetchone() != ("panic",):
            pytest.skip("this server was started before it was told to be discreet")
    article, word = make_article(), f"plantje{time.monotonic_ns()}"
    Subscription.objects.create(article=article, email=f"{word}@voorbeeld.nl")
    with pytest.raises(IntegrityError):
        Subscription.objects.create(article=article, email=f"{word}@voorbeeld.nl")
    said = log.read_text()
    assert "subscription_once" in said
    assert word not in said


def test_the_sites_own_log_is_discreet() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "config.logs.Discreet"


def test_gunicorn_names_nobody_who_sends_nonsense(tmp_path: Path) -> None:
    """A real server: the address of a malformed request is in its message, and must not be in its log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "app.py").write_text(
        "def site(environ, start):\n    start('200 OK', [])\n    return [b'ok']\n"
    )
    log = tmp_path / "log"
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", str(CHECKOUT / "config/gunicorn.conf.py")),
        *(
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "1",
            "--pythonpath",
            f"{CHECKOUT},{tmp_path}",
            "app:site",
        ),
    ]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=CHECKOUT) as server:
        try:
            _until(lambda: _sends(port, b"NONSENSE\r\n\r\n") and "Invalid request" in log.read_text())
        finally:
            server.terminate()
            server.wait()
    said = log.read_text()
    assert "Invalid request from ip=[ip]" in said


def _until(done: Any) -> None:
    for _ in range(300):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def _sends(port: int, data: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(data)
            line.recv(100)
            return True
    except OSError:
        return False
