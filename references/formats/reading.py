"""Bytes → numbered lines, a piece at a time: byte order marks, UTF-8, UTF-16, Windows-1252, all three line ends.

A line that is no UTF-8 is read as Windows-1252 (WHATWG Encoding Standard: what says Latin-1 is that in practice), line by
line, because files glued together from several databases mix both.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from references.formats.shapes import FormatError, Source

LARGEST = 50 * 1024 * 1024  # bytes: about 15,000 records with abstracts
_PIECE = 256 * 1024
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Control characters have no place in a title, and PostgreSQL refuses the zero; tab and line ends stay.
_CONTROLS = dict.fromkeys([*range(1, 9), 11, 12, *range(14, 32), *range(127, 160), 0xFEFF, 0xFFFE, 0xFFFF])
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def numbered_lines(source: Source) -> Iterator[tuple[int, str]]:
    """(number from 1, text without line end) of every line. Raises FormatError (`too_big`, `not_text`)."""
    if isinstance(source, str):
        if len(source) > LARGEST:
            raise too_big()
        text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        yield from enumerate(map(clean, text.split("\n")), start=1)
        return
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    for number, line in enumerate(_lines(stream), start=1):
        yield number, clean(line)


def clean(text: str) -> str:
    """`text` without what cannot be stored. Raises FormatError (`not_text`) for the zero character."""
    if "\0" in text:
        raise FormatError("not_text")
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_CONTROLS).translate(_SURROGATES)


def too_big() -> FormatError:
    """The refusal of a file over the limit, which it names."""
    return FormatError("too_big", limit=str(LARGEST // 1024 // 1024))


def decode(data: bytes) -> str:
    """One line or the head of a file as text: UTF-8, else Windows-1252 with its five undefined bytes as Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _lines(stream: BinaryIO) -> Iterator[str]:
    first = _read(stream, 0)
    seen = len(first)
    if encoding := _UTF16.get(first[:2]):
        yield from _utf16_lines(stream, first[2:], encoding)
        return
    rest, piece = b"", first.removeprefix(codecs.BOM_UTF8)
    while piece:
        data = rest + piece
        # A piece may end between the two characters of a line end: the first waits for the second.
        held = data.endswith(b"\r")
        lines = (data[:-1] if held else data).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        rest = lines.pop() + (b"\r" if held else b"")
        for line in lines:
            yield decode(line)
        piece = _read(stream, seen)
        seen += len(piece)
    if rest:
        for line in rest.removesuffix(b"\r").split(b"\n"):
            yield decode(line)


def _utf16_lines(stream: BinaryIO, first: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest, piece, seen = "", first, len(first)
    while piece:
        lines = (rest + newlines.decode(decoder.decode(piece))).split("\n")
        rest = lines.pop()
        yield from lines
        piece = _read(stream, seen)
        seen += len(piece)
    if rest:
        yield rest


def _read(stream: BinaryIO, seen: int) -> bytes:
    piece = stream.read(_PIECE)
    if seen + len(piece) > LARGEST:
        raise too_big()
    return piece
