"""The least that a Python site could do: hand out bytes that are ready. What the site costs is told beside this."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PAGE_VARIABLE = "BENCH_PAGE"

_page = Path(os.environ[PAGE_VARIABLE]).read_bytes() if PAGE_VARIABLE in os.environ else b""
_headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_page)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every request with the same page."""
    start_response("200 OK", _headers)
    return [_page]
