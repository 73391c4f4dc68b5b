"""Files of reactions ↔ rows. One module per format: WordPress (WXR), Disqus (XML), and our own JSON.

`iterate(stream)` gives `Row`s and `Skipped`s one by one, in the order of the file; `FormatError` refuses the whole file.
Pure: no Django, no database, nothing outside the file is fetched. A file over 50 MB is refused.
"""

from collections.abc import Callable
from typing import BinaryIO

from comments.exchange import disqus, own, wxr
from comments.exchange.rows import Found, Row, Skipped
from references.formats import HEAD, LARGEST, FormatError, looks_like

__all__ = ["HEAD", "LARGEST", "NAMES", "READERS", "FormatError", "Found", "Row", "Skipped", "detect", "read"]

READERS: dict[str, Callable[[BinaryIO], Found]] = {
    "wxr": wxr.iterate,
    "disqus": disqus.iterate,
    "bronwijzer": own.iterate,
}
NAMES = {"wxr": "WordPress (WXR)", "disqus": "Disqus (XML)", "bronwijzer": "Bronwijzer (JSON)"}


def detect(head: bytes) -> str:
    """Return which format a file is in from its first bytes. Raises FormatError, which tells what it looks like."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head[:HEAD].decode(encoding, "replace")
    if not text.strip(" \t\r\n\0"):
        raise FormatError("empty")
    if "<disqus" in text:
        return "disqus"
    if "<rss" in text and "wordpress.org/export/" in text:
        return "wxr"
    if text.lstrip()[:1] == "{" and f'"{own.FORMAT}"' in text:
        return "bronwijzer"
    raise FormatError("unknown_format", looks_like=looks_like(head))


def read(stream: BinaryIO) -> tuple[str, Found]:
    """Return the name of a file's format and what is in it. Raises FormatError; so may taking from the second."""
    head = stream.read(HEAD)
    stream.seek(0)
    name = detect(head)
    return name, READERS[name](stream)
