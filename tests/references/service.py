"""A real HTTP server on this machine that stands in for PubMed, Europe PMC and Crossref.

It speaks the services' true shapes; what it says is made up by us. Tests say per path what happens, in order: the last
answer repeats. Every request is kept, so that a test can see what was really asked.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """One answer. `hold` waits for the service's end before answering; `length` claims another size than was sent."""

    body: bytes | str | dict[str, Any] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hold: bool = False
    length: int | None = None

    @property
    def payload(self) -> bytes:
        if isinstance(self.body, dict):
            return json.dumps(self.body).encode()
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Request:
    """One request as it arrived: path still encoded, parameters decoded."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


Thought = Callable[[Request], Reply]


class Service:
    """Answers by path; a path nobody spoke of is 404."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply | Thought]] = defaultdict(list)
        self.requests: list[Request] = []
        self.ending = threading.Event()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def says(self, path: str, *replies: "Reply | Thought | bytes | str | dict[str, Any]") -> None:
        """What this path answers, one after another; a function answers what it is asked."""
        self.replies[path] = [
            each if isinstance(each, Reply) or callable(each) else Reply(each) for each in replies
        ]

    def answer(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            waiting = self.replies.get(request.path)
            if not waiting:
                return Reply("Resource not found.", status=404)
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return reply(request) if callable(reply) else reply

    def asked(self) -> list[str]:
        """The paths of all requests."""
        return [request.path for request in self.requests]

    def close(self) -> None:
        self.ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        """Answer as told."""
        parts = urlsplit(self.path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        reply = self.service.answer(Request(parts.path, params, dict(self.headers)))
        if reply.hold:
            self.service.ending.wait()
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.payload) if reply.length is None else reply.length))
        self.end_headers()
        with suppress(ConnectionError):  # a client that has seen enough hangs up
            self.wfile.write(reply.payload)

    def log_message(self, *nothing: Any) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Service]:
    """A service for one test."""
    service = Service()
    try:
        yield service
    finally:
        service.close()
