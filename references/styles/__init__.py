"""Printed forms of a work. Each module offers `html(record)` and `text(record)`: one line, safe HTML or plain text.

`accessed` is the day on which the reader had the page before them; styles print it for web pages only. Words that a style
prints are Dutch, as the `nl-NL` locale of CSL has them ("z.d.", "geraadpleegd op", "In:"), because the reader is.
"""

from typing import NamedTuple, Protocol

from references.records import PartialDate, Record
from references.styles import ama, apa, vancouver


class Print(Protocol):
    """How a style is asked for a line."""

    def __call__(self, record: Record, *, accessed: PartialDate | None = None) -> str:
        """The record in this style."""


class Style(NamedTuple):
    """A style: what it is called, and its two forms."""

    name: str
    html: Print
    text: Print


STYLES = {
    "vancouver": Style("Vancouver", vancouver.html, vancouver.text),
    "apa": Style("APA 7", apa.html, apa.text),
    "ama": Style("AMA 11", ama.html, ama.text),
}
