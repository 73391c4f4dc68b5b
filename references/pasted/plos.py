"""The forms with the year after the names: PLoS `(2010) Title. Science 330: 1344-1348.`, ASM `2011. Title. Cell 144:646-674.`
and APA `(2004). Title. Journal, 271(2), 1649-1655.` (Publication Manual, 7th ed., section 10.1).
"""

from references.pasted.journal import split_title
from references.pasted.line import Line
from references.pasted.locator import electronic_number, find_undated
from references.records import Record


def read(line: Line) -> Record | None:
    """The journal article on a line whose year stands after the names and that ends in volume and pages, or None."""
    locator = find_undated(line.rest) if line.issued else None
    if not locator:
        return None
    title, journal = split_title(line.rest[: locator.start + 1], own_stop=True)
    if not journal:
        return None
    return line.record(
        type="article-journal", title=title, container_title=journal, volume=locator.volume,
        issue=locator.issue, page=locator.page, number=electronic_number(locator.page),
    )  # fmt: skip
