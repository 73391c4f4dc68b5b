"""A text with its marks: shown, or with the proposals carried out."""

from collections.abc import Iterable, Iterator
from html import escape

from comments.loep.kinds import Mark


class SafeHtml(str):
    """HTML in which everything foreign is escaped. Django's templates recognise such a text by `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def redacted(text: str, marks: Iterable[Mark]) -> str:
    """Return `text` with the proposal of every mark in place of its words; marks without a proposal change nothing."""
    parts: list[str] = []
    for words, mark in _pieces(text, [mark for mark in marks if mark.proposal]):
        parts.append(mark.proposal if mark else words)
    return "".join(parts)


def highlighted(text: str, marks: Iterable[Mark]) -> SafeHtml:
    """Return `text` as HTML: escaped, line ends kept, every mark in a `<mark>` with its kind readable for everybody."""
    parts: list[str] = []
    for words, mark in _pieces(text, marks):
        shown = escape(words).replace("\n", "<br>")
        if mark:
            label = f'<span class="loep-kind"> [{escape(mark.label)}]</span>'
            title = escape(mark.explanation)
            shown = f'<mark class="loep loep-{mark.kind.value}" title="{title}">{shown}{label}</mark>'
        parts.append(shown)
    return SafeHtml("".join(parts))


def _pieces(text: str, marks: Iterable[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """Cut the text at its marks. Marks of an older, longer version of the text are cut off, never an error."""
    place = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(mark.start, place), min(mark.end, len(text))
        if start >= end:
            continue
        if start > place:
            yield text[place:start], None
        yield text[start:end], mark
        place = end
    if place < len(text):
        yield text[place:], None
