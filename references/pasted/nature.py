"""The Nature and Science form: the year closes the reference, `Title. J. Natl Cancer Inst. 58, 825-832 (1977).`"""

from references.pasted.journal import split_title
from references.pasted.line import Line
from references.pasted.locator import electronic_number, find_closed
from references.records import Record


def read(line: Line) -> Record | None:
    """The journal article on a line that ends in volume, pages and a year in brackets, or None."""
    locator = find_closed(line.rest)
    if not locator:
        return None
    title, journal = split_title(line.rest[: locator.start + 1], own_stop=True)
    return line.record(
        type="article-journal", title=title, container_title=journal, issued=locator.issued, volume=locator.volume,
        issue=locator.issue, page=locator.page, number=electronic_number(locator.page),
    )  # fmt: skip
