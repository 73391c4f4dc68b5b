"""The forms that close with the year: Nature `J. Name 120, 947-959 (2012).`, ASCO `J Clin Oncol 20:719-726, 2002`, Europe PMC
`J Name, (5):947-959 2012`.
"""

from references.pasted.journal import split_title
from references.pasted.line import Line
from references.pasted.locator import electronic_number, find_closed, find_trailing
from references.records import Record


def read(line: Line) -> Record | None:
    """The journal article on a line that ends in volume, pages and a year, or None."""
    locator = find_closed(line.rest) or (None if line.issued else find_trailing(line.rest))
    if not locator:
        return None
    title, journal = split_title(line.rest[: locator.start + 1], own_stop=True)
    return line.record(
        type="article-journal", title=title, container_title=journal, issued=locator.issued, volume=locator.volume,
        issue=locator.issue, page=locator.page, number=electronic_number(locator.page),
    )  # fmt: skip
