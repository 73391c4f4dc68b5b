"""Bytes of a page file → lines, or a refusal that names the line. Pure: no Django, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.kit.text import tidy

MAX_BYTES = 1_000_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Remark:
    """Something the editor should know: a code, the line it is about (1-based) and values for the message."""

    code: str
    line: int
    values: Mapping[str, Any] = field(default_factory=dict)


class PageRefused(ValueError):
    """The file cannot become an article; `remark` says why and where."""

    def __init__(self, code: str, line: int, **values: Any) -> None:
        super().__init__(f"{code} (line {line})")
        self.remark = Remark(code, line, values)


def decode(data: bytes) -> tuple[str, list[Remark]]:
    """Return the text of `data` and what was remarkable about its encoding.

    UTF-8 is expected. Windows-1252, which word processors still write, is recognised by not being valid UTF-8 (the
    WHATWG Encoding Standard's fallback for Dutch). Raises `PageRefused` for empty, binary or oversized data.
    """
    if len(data) > MAX_BYTES:
        raise PageRefused("too_large", 1, size=len(data), limit=MAX_BYTES)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _checked(
                    data[len(mark) :].decode(encoding) if encoding == "utf-8" else data.decode(encoding)
                ), []
            except UnicodeDecodeError as error:
                raise PageRefused("unknown_encoding", _line_at(data, error.start)) from error
    if b"\x00" in data:
        raise PageRefused("binary", _line_at(data, data.index(b"\x00")))
    try:
        return _checked(data.decode("utf-8")), []
    except UnicodeDecodeError as error:
        line = _line_at(data, error.start)
    try:
        text = _checked(data.decode("cp1252"))
    except UnicodeDecodeError as error:
        raise PageRefused("unknown_encoding", _line_at(data, error.start)) from error
    return text, [Remark("windows_1252", line)]


def _checked(text: str) -> str:
    """Refuse text that is empty or holds control characters, which no page of words has."""
    if not tidy(text):
        raise PageRefused("empty", 1)
    for number, line in enumerate(text.splitlines(), start=1):
        if any(ord(character) < 32 and character not in "\t\f\x1c\x1d\x1e" for character in line):
            raise PageRefused("binary", number)
    return text


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
