"""Theses: `Title [dissertation]. Utrecht: Universiteit Utrecht; 2015.`, `(Doctoral dissertation). University of X.`, `PhD thesis, University of X, 2015.`

Citing Medicine, chapter 5; Publication Manual of the APA, 7th ed., section 10.6.
"""

import re

from references.pasted.books import find_imprint, take_extent
from references.pasted.line import Line
from references.pasted.locator import YEAR
from references.pasted.text import sentence
from references.records import PartialDate, Record

_KIND = (
    r"(?:(?:unpublished|published|doctoral|doctorate|master['’]?s?|ph\.?\s?d\.?|m\.?sc\.?|habilitation)\s){0,3}"
    r"(?:dissertation|thesis|proefschrift|dissertatie|scriptie|habilitationsschrift)"
)
_MARK = re.compile(
    rf"\s?[\[(]{_KIND}(?P<where>,\s[^\[\]()]{{2,120}})?[\])][.,]?|[.,]\s(?:ph\.?\s?d\.?|doctoral|master['’]?s)\s(?:dissertation|thesis)[.,:]\s|[.,]\s(?:proefschrift)[.,:]?\s",
    re.I,
)
_YEAR_AT_END = re.compile(rf"[\s.,;(]({YEAR})\)?[\s.;]*$", re.A)


def read(line: Line) -> Record | None:
    """The thesis on a line that says that it is one, or None."""
    mark = _MARK.search(line.rest)
    if not mark or mark.start() < 3:
        return None
    source = take_extent(line.rest[mark.end() :]).lstrip(" .,")
    imprint = find_imprint(f". {source}", dated=not line.issued)
    year = None if imprint or line.issued else _YEAR_AT_END.search(source)
    if imprint:
        publisher, place, issued = imprint.publisher, imprint.place, imprint.year
    else:
        body = source[: year.start()] if year else source
        publisher, place, issued = sentence(mark["where"] or body), "", int(year[1]) if year else None
    if not (publisher and (issued or line.issued)):
        return None
    return line.record(
        type="thesis", title=sentence(line.rest[: mark.start()]), publisher=publisher, publisher_place=place,
        issued=PartialDate(issued) if issued else line.issued,
    )  # fmt: skip
