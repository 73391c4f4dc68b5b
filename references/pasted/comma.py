"""The forms that divide title and journal by a comma: Elsevier `Title, J. Clin. Oncol. 28 (2010) 1-9.` and IEEE."""

import re

from references.pasted.books import editors_and_book, take_page
from references.pasted.journal import journal_name, split_title
from references.pasted.line import Line
from references.pasted.locator import YEAR, electronic_number, find_infix
from references.pasted.text import sentence
from references.records import PartialDate, Record

_QUOTED = re.compile(r"[“\"‘](?P<title>[^“”\"]{3,600}?),?[”\"’],?\s+(?:in\s+)?(?P<journal>.+)$")
_FIRST_WORDS = re.compile(
    r"(?:The )?(?:Journal|Annals|Archives|Proceedings|Transactions|Acta|Bulletin|Advances|Annual Review|IEEE|International Journal|(?:American|British|European|Scandinavian|Canadian) Journal|J\.|Int\. J\.|Ann\.|Arch\.|Proc\.)\s"
)
_IN = re.compile(r",\s[Ii]n:\s")
_IMPRINT = re.compile(
    rf"(?P<book>[^,]{{2,200}}(?:,\s[a-z][^,]{{2,100}}){{0,4}}),\s(?P<publisher>[^,\d]{{2,80}})(?:,\s(?P<place>[^,\d]{{2,40}}(?:,\s[A-Z]{{2,3}})?))?,\s(?P<year>{YEAR})",
    re.A,
)
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


def read_chapter(line: Line) -> Record | None:
    """The chapter on a line `Title, in: A. Editor (Ed.), Book, Publisher, Place, 2007, pp. 1-9.`, or None."""
    text, page = take_page(line.rest[-1500:])
    cut = _IN.search(text)
    if line.issued or len(line.rest) > 1500 or not cut:
        return None
    editors, book = editors_and_book(text[cut.end() :])
    imprint = _IMPRINT.fullmatch(book.strip(" ,.;"))
    if not imprint:
        return None
    return line.record(
        type="chapter", title=sentence(text[: cut.start()]), container_title=sentence(imprint["book"]), editors=editors,
        publisher=imprint["publisher"], publisher_place=imprint["place"] or "", issued=PartialDate(int(imprint["year"])),
        page=page,
    )  # fmt: skip


def _split(text: str) -> tuple[str, str]:
    if match := _QUOTED.match(text):
        return sentence(match["title"]), journal_name(match["journal"], own_stop=True)
    commas = list(_COMMA.finditer(text))
    if not commas:
        return split_title(text, own_stop=True)
    # A journal's name may hold commas itself: then it begins where its first word says so.
    named = [
        cut for cut in commas if _FIRST_WORDS.match(text, cut.end()) and len(text[cut.end() :].split()) <= 14
    ]
    if named:
        commas = named[:1]
    return sentence(text[: commas[-1].start()]), journal_name(text[commas[-1].end() :], own_stop=True)
