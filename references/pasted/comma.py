"""The forms that divide title and journal by a comma: Elsevier `Title, J. Clin. Oncol. 28 (2010) 1-9.` and IEEE."""

import re

from references.pasted.journal import journal_name, split_title
from references.pasted.line import Line
from references.pasted.locator import electronic_number, find_infix
from references.pasted.text import sentence
from references.records import Record

_QUOTED = re.compile(r"[“\"‘](?P<title>[^“”\"]{3,600}?),?[”\"’],?\s+(?:in\s+)?(?P<journal>.+)$")
# The journal begins after the last comma that is followed by a capital.
_COMMA = re.compile(r",\s+(?=[A-Z])")


def read(line: Line) -> Record | None:
    """The journal article on a line whose year stands between volume and pages, or None."""
    if line.issued:
        return None
    locator = find_infix(line.rest)
    if not locator:
        return None
    title, journal = _split(line.rest[: locator.start + 1])
    return line.record(
        type="article-journal",
        title=title,
        container_title=journal,
        issued=locator.issued,
        volume=locator.volume,
        issue=locator.issue,
        page=locator.page,
        number=electronic_number(locator.page),
    )


def _split(text: str) -> tuple[str, str]:
    if match := _QUOTED.match(text):
        return sentence(match["title"]), journal_name(match["journal"])
    commas = list(_COMMA.finditer(text))
    if not commas:
        return split_title(text)
    return sentence(text[: commas[-1].start()]), journal_name(text[commas[-1].end() :])
