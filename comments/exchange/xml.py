"""XML read a piece at a time, with line numbers; no entity is expanded and nothing outside the file is fetched."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from comments.exchange.rows import Skipped
from references.formats import FormatError
from references.formats.reading import numbered_lines

_ENCODING = re.compile(r"\A(<\?xml[^>]{0,99}?)\s{1,9}encoding=(?:\"[^\"]{0,99}\"|'[^']{0,99}')")


class Lines:
    """A stream for the parser that hands out one line at a time as UTF-8, so that it is known where something stands."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = numbered_lines(stream)
        self._next: tuple[int, str] | None = None
        self.number = 0

    def read(self, _size: int = -1) -> bytes:
        """The next line; nothing at the end. What the file says about its encoding is dropped: this is UTF-8 now."""
        current = self._next if self.number else next(self._lines, None)
        self._next = next(self._lines, None)
        if current is None:
            return b""
        self.number, text = current
        if self.number == 1:
            text = _ENCODING.sub(r"\1", text.lstrip(), count=1)
        return (text + "\n").encode()

    def at_the_end(self) -> bool:
        """Whether nothing comes after the current line: what goes wrong there was cut off."""
        return self._next is None


def events(stream: BinaryIO) -> Iterator[tuple[str, Element, int] | Skipped]:
    """("start" or "end", element, line) of everything in the file; a Skipped where it breaks off, as the last.

    Raises FormatError for a file that is refused as a whole: entities, a reference to another file, no text.
    """
    lines = Lines(stream)
    started = False
    try:
        for event, element in iterparse(lines, ("start", "end")):
            started = True
            yield event, element, lines.number
    except DefusedXmlException as error:
        raise FormatError("xml_unsafe") from error
    except ParseError as error:
        cut = started and lines.at_the_end()
        yield Skipped(min(error.position[0], lines.number), "", "truncated" if cut else "broken")
    except FormatError as error:
        if not started:
            raise
        yield Skipped(lines.number, "", error.code)


def local(element: Element) -> str:
    """Return the name of an element without its namespace: exports of different versions differ in that."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def texts(element: Element) -> dict[str, str]:
    """Return the text of each child by its name; the first where there are several."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(local(child), (child.text or "").strip())
    return found
