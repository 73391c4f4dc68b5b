"""From pasted text to the records of a reference list, within limits. Pure: no Django."""

import re
from collections.abc import Sequence
from dataclasses import replace

from references.pasted import parse_line
from references.records import Record
from references.rich_text import PastedLine, read_lines, read_rich, without_heading

MOST_LINES = 500
MOST_BYTES = 500 * 1000

# Europe PMC writes a PubMed number as "MED: 21410373"; to the parser, and to every reader, that is a PMID.
_MED = re.compile(r"\bMED:\s?(?=\d{1,8}\b)")


class TooMuch(ValueError):
    """A list over a limit. `code` is `lines` or `bytes`, `count` how many there are."""

    def __init__(self, code: str, count: int) -> None:
        self.code, self.count = code, count
        super().__init__(f"{code}: {count}")


def lines_of(text: str, html: str = "") -> list[PastedLine]:
    """The references in a paste, one per line, a heading above them left out. `html` wins where there is any.

    Raises TooMuch for more than 500 lines or 500 kB (500,000 bytes of UTF-8). What counts is the words, not the markup
    that a browser puts around them; so markup may be four times as much.
    """
    if (size := len(html.encode("utf-8", "replace"))) > 4 * MOST_BYTES:
        raise TooMuch("bytes", size)
    if not html and (size := len(text.encode("utf-8", "replace"))) > MOST_BYTES:
        raise TooMuch("bytes", size)
    return within_limits(without_heading(read_rich(html) if html.strip() else read_lines(text)))


def within_limits(lines: list[PastedLine]) -> list[PastedLine]:
    """The same lines. Raises TooMuch."""
    if (size := sum(len(line.text.encode("utf-8", "replace")) for line in lines)) > MOST_BYTES:
        raise TooMuch("bytes", size)
    if len(lines) > MOST_LINES:
        raise TooMuch("lines", len(lines))
    return lines


def records_of(lines: Sequence[PastedLine]) -> list[Record]:
    """One record per line, with the line itself as its raw text."""
    return [replace(parse_line(_MED.sub("PMID: ", text), links), raw=text) for text, links in lines]
