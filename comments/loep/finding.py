"""All marks of a text: what the finders see, without what is only quoted, each word marked once."""

from collections.abc import Callable, Iterable, Iterator

from comments.folding import Folded, fold
from comments.loep import contact, crisis, dose, names, places, quoted, shops, stopping
from comments.loep.kinds import RANK, Kind, Mark

Finding = tuple[int, int, Kind]
FINDERS: tuple[Callable[[Folded], Iterator[Finding]], ...] = (
    crisis.find,
    contact.find,
    places.find,
    names.find,
    stopping.find,
    dose.find,
    shops.find,
)
_PUBLIC_ALREADY = {Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.SHOP}


def marks(text: str, article_text: str = "") -> list[Mark]:
    """Return what stands out in `text`, in order, never overlapping.

    `article_text` is the article's own text: what is quoted from it does not count, and neither do lines that begin
    with ">". A name, number or address that stands in the article is public already, so it is not marked either.
    """
    folded = fold(text)
    words = quoted.Quotes(folded, article_text)
    found = [
        (start, end, kind)
        for finder in FINDERS
        for start, end, kind in finder(folded)
        if not words.cover(start, end)
        and not (kind in _PUBLIC_ALREADY and words.in_article(folded.lower[start:end]))
    ]
    return [Mark(*folded.span(start, end), kind) for start, end, kind in _apart(found)]


def priority(marks: Iterable[Mark]) -> int:
    """Return how soon a moderator should look: 2 crisis, 1 medical or personal, 0 nothing special."""
    strong = {mark.kind for mark in marks if not mark.weak}
    return 2 if Kind.CRISIS in strong else int(bool(strong))


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """Give every character to one mark: the higher rank first, then the longer; what is left of another is kept."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for start, end, kind in sorted(found, key=lambda one: (RANK[one[2]], one[0] - one[1], one[0])):
        while start < end and start in taken:
            start += 1
        while end > start and end - 1 in taken:
            end -= 1
        if start == end or any(place in taken for place in range(start, end)):
            continue
        taken.update(range(start, end))
        kept.append((start, end, kind))
    return sorted(kept)
