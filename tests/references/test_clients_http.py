"""The only HTTP session, against a real server: what it refuses, what it tries again, and what it calls each failure."""

import gzip
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from config.kit.http import BadAnswer, Http, Limits, NotFound, ServiceDown, TooMany
from tests.references.service import Reply, Service, running

# Small, so that a test that must see a failure sees it soon; no test looks at a clock.
SMALL = Limits(connect=1, read=1.5, size=2_000, tries=3, backoff=0, patience=1)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service() -> Iterator[Service]:
    with running() as one:
        yield one


@pytest.fixture
def turns() -> list[str]:
    return []


@pytest.fixture
def http(service: Service, turns: list[str]) -> Iterator[Http]:
    with Http(services=[f"{service.url}/api/"], user_agent="Test/1", turn=turns.append, limits=SMALL) as one:
        yield one


def test_an_answer_arrives_with_our_name_in_the_request(service, http, turns):
    service.says("/a", b"hello")
    assert http.get(f"{service.url}/a", {"q": "x y,(z)"}) == b"hello"
    [request] = service.requests
    assert (request.params, request.headers["User-Agent"]) == ({"q": "x y,(z)"}, "Test/1")
    assert turns == [service.url.removeprefix("http://")]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_trouble_is_tried_again_and_each_try_waits_its_turn(service, http, turns, status):
    service.says("/a", Reply(status=status), Reply(status=status), b"well again")
    assert http.get(f"{service.url}/a") == b"well again"
    assert len(service.requests) == len(turns) == 3


def test_retry_after_is_honoured(service, http):
    service.says("/a", Reply(status=429, headers={"Retry-After": "1"}), b"now")
    assert http.get(f"{service.url}/a") == b"now"


@pytest.mark.parametrize(
    ("reply", "error", "tries"),
    [
        (Reply(status=429), TooMany, 3),
        (Reply(status=500), ServiceDown, 3),
        (Reply(status=503), ServiceDown, 3),
        (Reply(status=503, headers={"Retry-After": "soon"}), ServiceDown, 3),
        (Reply(status=404), NotFound, 1),
        (Reply(status=410), NotFound, 1),
        (Reply(status=403), ServiceDown, 1),
        (Reply(status=400), BadAnswer, 1),
        (Reply(status=204), BadAnswer, 1),
        (Reply(hold=True), ServiceDown, 3),
        (Reply(b"x" * 2_001), BadAnswer, 1),
        (Reply(b"short", length=50), ServiceDown, 1),
        (Reply(gzip.compress(b"x" * 100_000), headers={"Content-Encoding": "gzip"}), BadAnswer, 1),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), BadAnswer, 1),
        (Reply(status=302, headers={"Location": "https://elsewhere.example/"}), BadAnswer, 1),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), BadAnswer, 1),
        (Reply(status=302, headers={"Location": "/a"}), BadAnswer, 4),
    ],
)
def test_each_failure_has_a_name(service, http, reply, error, tries):
    service.says("/a", reply)
    with pytest.raises(error):
        http.get(f"{service.url}/a")
    assert len(service.requests) == tries


def test_what_is_asked_to_wait_long_is_not_waited_for(service, http):
    service.says("/a", Reply(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(TooMany) as caught:
        http.get(f"{service.url}/a")
    assert (caught.value.retry_after, len(service.requests)) == (3600, 1)


def test_a_trickle_ends(service):
    service.says("/a", b"x" * 100)
    with (
        Http(services=[service.url], user_agent="T", limits=Limits(whole=-1)) as http,
        pytest.raises(ServiceDown),
    ):
        http.get(f"{service.url}/a")


def test_a_redirect_within_the_service_is_followed_in_turn(service, http, turns):
    service.says("/a", Reply(status=301, headers={"Location": "/b"}))
    service.says("/b", b"here")
    assert http.get(f"{service.url}/a") == b"here"
    assert len(turns) == 2


@pytest.mark.parametrize("path", ["/a", "@127.0.0.1/a", ".example.org/a"])
def test_another_host_is_not_asked(service, path):
    with running() as other, Http(services=[service.url], user_agent="T", limits=SMALL) as http:
        address = f"{other.url}/a" if path == "/a" else f"{service.url}{path}"
        with pytest.raises((BadAnswer, ServiceDown)):
            http.get(address)
        assert other.requests == service.requests == []


def test_a_redirect_to_another_server_here_is_refused(service, http):
    with running() as other:
        service.says("/a", Reply(status=307, headers={"Location": f"{other.url}/b"}))
        with pytest.raises(BadAnswer, match="not on the list"):
            http.get(f"{service.url}/a")
        assert other.requests == []


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def test_a_closed_port_is_a_service_that_is_down():
    url = closed_port()
    with Http(services=[url], user_agent="T", limits=SMALL) as http, pytest.raises(ServiceDown):
        http.get(f"{url}/a")


def test_a_key_in_the_address_reaches_no_error_and_no_log(caplog):
    url = closed_port()
    with (
        caplog.at_level(logging.INFO),
        Http(services=[url], user_agent="T", limits=SMALL) as http,
        pytest.raises(ServiceDown) as caught,
    ):
        http.get(f"{url}/a", {"api_key": "geheim"})
    assert caught.value.__cause__ is None
    assert "geheim" not in str(caught.value) + repr(caught.value) + caplog.text


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"\xff\xfe{}", b'"\\ud800"', b"[" * 1_900])
def test_broken_json_is_a_bad_answer(service, http, body: Any):
    service.says("/a", body)
    with pytest.raises(BadAnswer):
        http.json(f"{service.url}/a")
