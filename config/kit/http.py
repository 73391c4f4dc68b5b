"""The only HTTP session of the house: polite, bounded, and only to the services that the settings name.

Sources: urllib3, "Retry" (which answers are asked again, and how long is waited); RFC 9110, section 10.2.3 (Retry-After);
NCBI, "A General Introduction to the E-utilities" (no more than 3 requests a second, 10 with a key); Crossref REST API,
"Etiquette" (a User-Agent that names the site and an address to write to).

Nothing from an answer or an address goes into an error's text or the log: an address may hold a service's key.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, Retry
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import InvalidHeader, MaxRetryError, ResponseError

# urllib3 warns about every second try with the whole address, and with it a service's key.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

Turn = Callable[[str], None]
"""Called with a host before each request to it, also before another try; returns when the request may go."""

_AGAIN = (429, 500, 502, 503, 504)
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often. Times in seconds, sizes in bytes after unpacking."""

    connect: float = 3
    read: float = 10
    whole: float = 60
    size: int = 10_000_000
    tries: int = 4
    backoff: float = 0.5
    patience: float = 30  # the longest Retry-After that is waited for on the spot


class ServiceError(Exception):
    """A service that did not give what was asked; `host` says which, `detail` what went wrong in a few words."""

    def __init__(self, host: str, detail: str, retry_after: float | None = None) -> None:
        self.host, self.detail, self.retry_after = host, detail, retry_after
        super().__init__(f"{host}: {detail}")


class ServiceDown(ServiceError):
    """No connection, no answer in time, or an error of the service's own: asking later makes sense."""


class TooMany(ServiceError):
    """The service asks us to slow down; `retry_after` is how many seconds it wants, where it said so."""


class NotFound(ServiceError):
    """The service answered that it does not know what was asked for."""


class BadAnswer(ServiceError):
    """An answer that cannot be used: broken, too large, from elsewhere, or about something else."""


class _Polite(Retry):
    """Retry that waits for its turn before each further try, and does not sit out a Retry-After beyond its patience."""

    def __init__(self, *, turn: Callable[[], None] = lambda: None, patience: float = 0, **rules: Any) -> None:
        self.turn, self.patience = turn, patience
        super().__init__(**rules)

    def new(self, **changes: Any) -> Self:
        """The same rules for the next try."""
        return super().new(turn=self.turn, patience=self.patience, **changes)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Seconds asked for; one that cannot be read counts as none."""
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Count a try; give the answer back as it is when the wait would be too long."""
        too_long = response is not None and (self.get_retry_after(response) or 0) > self.patience
        if too_long and _pool is not None:
            raise MaxRetryError(_pool, url or "", ResponseError("told to come back later"))
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait as long as the service or the backoff says, then for the turn."""
        super().sleep(response)
        self.turn()


class _PoliteAdapter(HTTPAdapter):
    """Waits for its turn before a request, also before one that follows a redirect."""

    def __init__(self, *, turn: Callable[[], None], retries: Retry) -> None:
        self.turn = turn
        super().__init__(max_retries=retries)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request when it is its turn."""
        self.turn()
        return super().send(request, *args, **kwargs)


class Http:
    """A session that reaches the origins of `services` and nothing else; use it in a `with` block."""

    def __init__(
        self,
        *,
        services: Iterable[str],
        user_agent: str,
        turn: Turn = lambda host: None,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.max_redirects = 3
        # No adapter, no request: redirects to other hosts end here too, whatever led to them.
        self._session.adapters.clear()
        for service in services:
            parts = urlsplit(service)
            mine = partial(turn, parts.netloc)
            retries = _Polite(
                total=self.limits.tries - 1,
                status_forcelist=_AGAIN,
                allowed_methods={"GET"},
                respect_retry_after_header=True,
                raise_on_status=False,
                backoff_factor=self.limits.backoff,
                backoff_jitter=self.limits.backoff,
                turn=mine,
                patience=self.limits.patience,
            )
            adapter = _PoliteAdapter(turn=mine, retries=retries)
            self._session.mount(f"{parts.scheme}://{parts.netloc}/", adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *nothing: object) -> None:
        self._session.close()

    def get(self, url: str, params: Mapping[str, str] | None = None) -> bytes:
        """The body of a successful answer. Raises a ServiceError of the kind that fits."""
        host = urlsplit(url).hostname or ""
        limits = self.limits
        try:
            with self._session.get(
                url, params=params, stream=True, timeout=(limits.connect, limits.read)
            ) as response:
                self._judge(host, response)
                return self._body(host, response)
        except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL):
            raise BadAnswer(host, "led to an address that is not on the list") from None
        except requests.TooManyRedirects:
            raise BadAnswer(host, "redirects in circles") from None
        except requests.exceptions.ContentDecodingError:
            raise BadAnswer(host, "cannot be unpacked") from None
        except requests.Timeout:
            raise ServiceDown(host, "no answer in time") from None
        except requests.RequestException as error:
            raise ServiceDown(host, type(error).__name__) from None

    def json(self, url: str, params: Mapping[str, str] | None = None) -> Any:
        """The answer as JSON. Raises a ServiceError of the kind that fits."""
        return parsed_json(self.get(url, params), urlsplit(url).hostname or "")

    def _judge(self, host: str, response: requests.Response) -> None:
        status = response.status_code
        if status == 429:
            raise TooMany(host, "asks us to slow down", _Polite().get_retry_after(response.raw))
        if status in (404, 410):
            raise NotFound(host, f"status {status}")
        if status >= 500 or status in (401, 403, 408):
            raise ServiceDown(host, f"status {status}", _Polite().get_retry_after(response.raw))
        if status != 200:
            raise BadAnswer(host, f"status {status}")

    def _body(self, host: str, response: requests.Response) -> bytes:
        """What was sent, in pieces: neither a flood nor a trickle gets further than the limits."""
        body = bytearray()
        until = time.monotonic() + self.limits.whole
        for piece in response.iter_content(_CHUNK):
            body += piece
            if len(body) > self.limits.size:
                raise BadAnswer(host, f"larger than {self.limits.size} bytes")
            if time.monotonic() > until:
                raise ServiceDown(host, "takes too long to send")
        return bytes(body)


def parsed_json(text: bytes | str, host: str) -> Any:
    """JSON read, or BadAnswer, also for half characters (lone surrogates), which no database stores."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError):
        raise BadAnswer(host, "is not JSON") from None
