"""Nature's form of a chapter, with or without a title of its own: `Name, A. in Book (eds Quinn, P. & Wang, X.) 413-440 (Springer, 2008).`"""

import re

from references.pasted.line import Line
from references.pasted.locator import YEAR
from references.pasted.names import read_byline
from references.pasted.text import ascii_dashes, sentence
from references.records import PartialDate, Record

_START = re.compile(r"(?:^|[.?!]\s)[Ii]n:?\s(?=[^\s])")
_BOOK = re.compile(
    rf"(?P<book>[^()]{{3,300}}?)(?:,?\s(?:vol\.|Vol\.)\s(?P<vol>\d{{1,4}}))?\s\(eds?\.?\s(?P<eds>[^()]{{3,200}})\)(?:,?\s(?P<edition>\d{{1,2}}(?:st|nd|rd|th)\sedn?))?"
    rf"(?:,?\s(?:Ch(?:apter|ap)?\.?\s\d{{1,3}},?\s?)?(?:pp?\.?\s)?(?P<page>\d{{1,5}}(?:-\d{{1,5}})?))?\s\((?P<publisher>[^(),;\d]{{2,80}})(?:[,;]\s(?P<place>[^(),;\d]{{2,60}}))?[,;]\s(?P<year>{YEAR})\)[\s.;]*",
    re.A,
)


def read(line: Line) -> Record | None:
    """The chapter on a line that names book, editors in brackets, pages and publisher in this order, or None."""
    if line.issued or len(line.rest) > 1500 or not (cut := _START.search(line.rest)):
        return None
    text = line.rest[cut.end() :]
    match = _BOOK.fullmatch(ascii_dashes(text))
    editors = read_byline(text[match.start("eds") : match.end("eds")]) if match else None
    if not match or not editors:
        return None
    return line.record(
        type="chapter", title=sentence(line.rest[: cut.start() + (cut[0][0] in ".?!")]), container_title=sentence(text[: match.end("book")]),
        editors=editors.people, volume=match["vol"], edition=match["edition"], page=match["page"],
        publisher=text[match.start("publisher") : match.end("publisher")], publisher_place=match["place"],
        issued=PartialDate(int(match["year"])),
    )  # fmt: skip
