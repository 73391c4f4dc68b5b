"""Web pages: `World Health Organization. Cancer. 2018. Available from: https://…` (Citing Medicine, chapter 25)."""

import re

from references.pasted.books import find_imprint
from references.pasted.line import Line
from references.pasted.locator import YEAR, find_date
from references.pasted.text import sentence
from references.records import PartialDate, Record

_TAG = re.compile(r"\s?\[(?:Internet|Online|Web ?page|Website|database on the Internet)\]", re.I)


def read(line: Line) -> Record | None:
    """The web page on a line that gives an address, or None."""
    if not line.tail.url:
        return None
    text = line.rest
    site = _TAG.search(text)
    imprint = find_imprint(text, dated=not line.issued) if site or line.byline else None
    if imprint and not text[: imprint.start].strip(" .,"):
        imprint = None  # "WHO report on cancer: setting priorities" is a title, not a place and a publisher
    located = None if imprint else find_date(text)
    issued = (
        PartialDate(imprint.year)
        if imprint and imprint.year
        else (located.issued if located else None) or line.issued
    )
    end = imprint.start if imprint else located.start if located else len(text)
    title = sentence(_TAG.sub("", text[:end]))
    if not issued and (match := re.search(rf"[\s(]({YEAR})\)?\.?$", title, re.A)):
        issued = PartialDate(int(match[1]))
    if not title:
        return None
    return line.record(
        type="webpage", title=title, issued=issued, url=line.tail.url,
        publisher=imprint.publisher if imprint else "", publisher_place=imprint.place if imprint else "",
    )  # fmt: skip
