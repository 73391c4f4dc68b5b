"""The NLM / Vancouver form and its relatives that put the date in the source: `Title. J Name. 2012;120(5):947-59`.

NLM, Citing Medicine (2nd ed.), chapter 1; also Frontiers `(2011) 144:646`, BioMed Central `2004, 7:41`, ACS, EndNote.
"""

from references.pasted.books import find_imprint, is_in_a_book
from references.pasted.journal import split_title
from references.pasted.line import Line
from references.pasted.locator import electronic_number, find_date, find_dated
from references.records import Record


def read(line: Line) -> Record | None:
    """The journal article on a line that ends in date, volume and pages, or None."""
    if line.issued:
        return None
    locator = find_dated(line.rest)
    if not locator or (not (locator.volume or locator.issue) and _is_of_a_book(line.rest)):
        return None  # "New York: Springer; 2005:12-34" is a chapter in AMA form
    title, journal = split_title(line.rest[: locator.start + 1])
    return line.record(
        type="article-journal", title=title, container_title=journal, issued=locator.issued, volume=locator.volume,
        issue=locator.issue, page=locator.page, number=electronic_number(locator.page),
    )  # fmt: skip


def read_ahead(line: Line) -> Record | None:
    """An article ahead of print: `Title. J Name. 2020 Apr 6. doi: …`, date and journal but no volume yet; or None."""
    located = find_date(line.rest)
    issued = (located.issued if located else None) or line.issued or line.tail.ahead
    title, journal = split_title(line.rest[: located.start + 1] if located else line.rest)
    if not ((issued or line.tail.press) and title and journal and len(journal.split()) <= 12) or not (
        line.tail.doi or line.tail.pmid or line.tail.labels or line.tail.ahead or line.tail.press
    ):
        return None
    return line.record(type="article-journal", title=title, container_title=journal, issued=issued)


def _is_of_a_book(text: str) -> bool:
    imprint = find_imprint(text, dated=True)
    return bool(imprint and (imprint.place or is_in_a_book(text)))
