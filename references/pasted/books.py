"""Books and chapters: `Title. 2nd ed. Beijing: Foreign Language Press; 1999.`, `Chapter. In: Smith J, editor. Book. …`

NLM, Citing Medicine, chapters 2 (books) and 2C (contributions); APA 7, section 10.2-10.3; Nature's `Title (Publisher, 1999)`.
"""

import re
from dataclasses import dataclass

from references.pasted.line import Line
from references.pasted.locator import YEAR, find_date
from references.pasted.names import read_byline
from references.pasted.text import LETTER, UPPER, ascii_dashes, sentence
from references.records import PartialDate, Person, Record

_PAGES = re.compile(
    r"[\s.,;:(]{1,4}(?:pp?|pages?|blz)\.?\s?(?P<page>[A-Za-z]?\d{1,5}(?:\s?-\s?[A-Za-z]?\d{1,5})?)\)?(?=[\s.,;)]|$)",
    re.I | re.A,
)
_BARE_PAGES = re.compile(r"[.,;:]\s(?P<page>\d{1,5}\s?-\s?\d{1,5})[\s.]*$", re.A)
_EXTENT = re.compile(r"[\s.,;]{1,4}\d{1,5}\s?(?:p|pp|pages|blz)\.?$", re.I | re.A)
_EDITION = re.compile(
    r"""[\s.,;]{0,4}[(\[]?\b(?P<edition>(?:\d{1,2}(?:st|nd|rd|th|e|de|ste)|\d{1,2}\.|first|second|third|fourth|fifth|sixth|revised|rev\.?|(?:1[5-9]|20)\d\d)\s
    (?:rev\.?\s|revised\s|international\s)?(?:edition|edn|ed|druk|Auflage|Aufl)\b)\.?(?=[\s,;:.)\]]|$)(?:,\s?vol\.?\s?\d{1,3})?[)\]]?[.,;]?""",
    re.I | re.X | re.A,
)
_VOLUME = re.compile(
    r"[\s.,;(]{1,4}(?:vol(?:ume)?|deel)\b\.?\s?(?P<volume>\d{1,5}|[IVX]{1,5})\b\)?", re.I | re.A
)
# A publisher's name holds stops only after initials and in "Inc.", never between sentences.
_NAME = r"(?:[^:;.]|\.(?![ ][A-Z])|(?<=\b[A-Z])\.(?=[ ][A-Z]))"
_START = r"(?:^|(?<!\sSt)(?<!\sFt)[.?!)\]]\s)"
_PLACE = rf"(?P<place>(?:(?:St|Ft|Mt)\. )?{LETTER}[^.:;()]{{1,60}}?(?:\([^()]{{2,30}}\))?(?:,\s?{LETTER}[^:;.]{{1,30}}|,\s?(?:[A-Z]\.){{2,3}})?)"
# "2005", "c2000-01" (a work that grew), "2023 Jan-" (one that still does).
_YEARS = rf"(?P<year>{YEAR})(?:-(?:\d\d){{1,2}}\b|\s[A-Z][a-z]{{2}})?(?:-(?=[\s.;]|$))?"
_IMPRINTS = (
    re.compile(
        rf"{_START}{_PLACE}:\s?(?P<publisher>{_NAME}{{2,100}}?)\s?[;,.(]\s?(?:c|©)?{_YEARS}(?P<rest>(?::\s?\d[\d-]*)?)(?:[;)]?\.\s?[A-Z][^:;]{{0,60}}|[;.,]\s?(?:publicatienr|rapport|report no|publication no|nr)\b[^:;]{{0,60}}|\.\s?\([^()]{{2,80}}\)\.?|[\s.;)]*)$",
        re.A,
    ),
    re.compile(
        rf"(?:^|[.?!]\s)(?P<publisher>[^.:;]{{2,100}}(?:\.(?=;))?);\s?(?P<place>{LETTER}[^.:;]{{1,60}}):\s?(?P<year>{YEAR})(?P<rest>)[\s.;]*$",
        re.A,
    ),
    re.compile(
        rf"(?:^|[.?!]\s)(?P<place>)(?P<publisher>[{UPPER}][^.:;]{{2,100}});\s?{_YEARS}(?P<rest>(?::\s?\d[\d-]*)?)[\s.;]*$",
        re.A,
    ),
    re.compile(
        rf"\s\((?P<publisher>[^(),;\d]{{2,80}})(?:[,;]\s(?P<place>[^(),;\d]{{2,60}}(?:,\s[^(),;\d]{{2,40}})?))?[,;]\s(?P<year>{YEAR})\)(?P<rest>)[\s.;]*$",
        re.A,
    ),
)
_UNDATED_IMPRINT = re.compile(rf"{_START}{_PLACE}:\s?(?P<publisher>{_NAME}{{2,100}}?)[\s.;]*$", re.A)
_PUBLISHER_ALONE = re.compile(
    r"(?:^|[.)?!]\s)(?P<place>)(?P<publisher>[^.:;]{0,60}\b(?:Press|Publish(?:ers?|ing)|Books|Wiley(?:-Blackwell|-Liss)?|Springer(?:-Verlag)?|Elsevier|Saunders|Mosby|Routledge|"
    r"Sage|McGraw[- ]Hill|Academic|Karger|Thieme|Lippincott|Churchill|Verlag|Uitgever(?:ij)?|Erlbaum|Penguin|Norton|Blackwell|Organization|Association|Institute|University|Universiteit|Universität|Université)\b[^.:;]{0,60})[\s.;]*$"
)
# Springer's form: "Springer, New York"; not "University of California, Irvine".
_NAME_AND_PLACE = re.compile(
    r"(?P<publisher>(?!Univ)[^,]{3,40}),\s(?P<place>[A-Z][^,\d]{2,30}(?:,\s[A-Z]{2})?)"
)
_IN = re.compile(
    r"[.?!,]?\s(?:[Ii]n|IN)(?::\s|\s(?=(?:[A-Z]\.\s?){1,4}[A-Z]|[A-Z][\w'’-]+,?\s[A-Z]{1,3}[.,\s]))"
)
_EDITORS_AFTER = re.compile(r"\s?\((?P<who>[^()]{3,120}?),?\s(?:eds?\.?|editors?)\)", re.I)
_EDITED_BY = re.compile(r",?\s\(?(?:editors?|eds?\.|edited by)\)?[.,:]?\s?", re.I)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who published a book, where and when; `start` is where that begins in the text."""

    start: int
    publisher: str
    place: str
    year: int | None
    page: str = ""


def take_extent(text: str) -> str:
    """`text` without the number of pages of a whole book at its end: "239 p."."""
    return _EXTENT.sub("", text)


def is_in_a_book(text: str) -> bool:
    """True when `text` says in which book it stands: "A chapter. In: …"."""
    return bool(_IN.search(text))


def read(line: Line) -> Record | None:
    """The book or chapter on a line that names a publisher, or None."""
    if "[internet]" in line.rest.lower() and not is_in_a_book(line.rest):
        return None
    text, page = take_page(take_extent(line.rest))
    if not page and line.issued and _IN.search(text):
        bare = _BARE_PAGES.search(ascii_dashes(text))
        text, page = (text[: bare.start()], re.sub(r"\s", "", bare["page"])) if bare else (text, "")
    imprint = find_imprint(text, dated=not (line.issued or line.tail.press))
    if not imprint or not text[: imprint.start].strip(" .,"):
        return None  # without a title before it, "Word: words" is no place and publisher
    return _record(line, text[: imprint.start], imprint, page or imprint.page)


def read_chapter(line: Line) -> Record | None:
    """The chapter on a line with "In: …" whose publisher or place is missing or oddly put; or None."""
    text, page = take_page(line.rest)
    if not (page or line.issued or line.tail.press) or not _IN.search(text):
        return None
    year = re.search(rf"[\s.,;(]({YEAR})\)?[\s.;]*$", text, re.A)
    imprint = Imprint(year.start() if year else len(text), "", "", int(year[1]) if year else None)
    record = _record(line, text[: imprint.start], imprint, page)
    return record if record.type == "chapter" and (record.issued or line.tail.press) else None


def find_imprint(text: str, *, dated: bool) -> Imprint | None:
    """Publisher, place and year at the end of `text`; `dated` False when the year stood elsewhere."""
    offset = max(0, len(text) - 320)
    window = ascii_dashes(text[offset:])
    for pattern in (*_IMPRINTS,) if dated else (*_IMPRINTS[:2], _UNDATED_IMPRINT, _PUBLISHER_ALONE):
        if (match := _last(pattern, window)) and any(c.isalpha() for c in match["publisher"]):
            groups = match.groupdict()
            start = match.start() + (window[match.start() : match.start() + 1] in ".?!)]")
            publisher, place = (
                _printed(text, offset, match, "publisher"),
                _printed(text, offset, match, "place"),
            )
            if pattern is _PUBLISHER_ALONE and (both := _NAME_AND_PLACE.fullmatch(publisher)):
                publisher, place = both["publisher"], both["place"]
            page = (groups.get("rest") or "").lstrip(": ")
            return Imprint(
                offset + start,
                publisher,
                place,
                int(groups["year"]) if groups.get("year") else None,
                page,
            )
    return None


def _printed(text: str, offset: int, match: re.Match[str], group: str) -> str:
    name = text[offset + match.start(group) : offset + match.end(group)].strip(" ,") if match[group] else ""
    # "D.C." and "Inc." keep their stop, "The Volta Bureau." had the sentence's.
    return name if len(name.rsplit(" ", 1)[-1]) <= 5 else name.removesuffix(".")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found, pos = None, 0
    while match := pattern.search(text, pos):
        found, pos = match, match.start() + 1
    return found


def _record(line: Line, text: str, imprint: Imprint, page: str) -> Record:
    issued = PartialDate(imprint.year) if imprint.year else line.issued
    fields: dict[str, object] = {
        "publisher": imprint.publisher,
        "publisher_place": imprint.place,
        "issued": issued,
        "page": page,
    }
    text, fields["edition"] = _take(_EDITION, "edition", text)
    text, fields["volume"] = _take(_VOLUME, "volume", text)
    if not page:
        text, fields["page"] = take_page(text)
    cut = _IN.search(text)
    if not cut:
        title, fields["editors"] = _trailing_editors(text)
        return line.record(type="book", title=sentence(_untagged(title)), **fields)
    editors, container = editors_and_book(text[cut.end() :])
    if not fields["page"]:
        container, fields["page"] = take_page(container)
    title = text[: cut.start() + 1]
    # StatPearls and PDQ date the chapter itself: "Breast Cancer. 2022 Sep 26. In: StatPearls".
    if (own := find_date(title)) and own.issued and own.issued.month and own.start > 3:
        title, fields["issued"] = title[: own.start], own.issued
    return line.record(
        type="chapter",
        title=sentence(title),
        container_title=sentence(_untagged(container)),
        editors=editors,
        **fields,
    )


def _trailing_editors(text: str) -> tuple[str, tuple[Person, ...]]:
    """A book's title and, when its last sentence is "Wieczorek RR, editor", those people."""
    title, _, last = text.rstrip(" .,;").rpartition(". ")
    byline = read_byline(last) if title else None
    return (title, byline.people) if byline and byline.editors else (text, ())


def editors_and_book(text: str) -> tuple[tuple[Person, ...], str]:
    """What follows "In:": the people who edited the book, and the rest, which is its title and source."""
    byline = read_byline(text)
    if byline and (byline.editors or len(byline.people) > 1 or byline.form != "group"):
        return byline.people, _EDITED_BY.sub("", text[byline.end :], count=1) if not byline.editors else text[
            byline.end :
        ]
    if (match := _EDITORS_AFTER.search(text)) and (byline := read_byline(match["who"])):
        return byline.people, text[: match.start()] + text[match.end() :]
    if match := _EDITED_BY.search(text):
        return (), text[match.end() :]
    return (), text


def _take(pattern: re.Pattern[str], group: str, text: str) -> tuple[str, str]:
    match = pattern.search(text)
    return (
        (f"{text[: match.start()]}. {text[match.end() :].lstrip(' .,;')}", match[group])
        if match
        else (text, "")
    )


def take_page(text: str) -> tuple[str, str]:
    """`text` without "p. 12-34" and that range, or `text` and ""."""
    plain = ascii_dashes(text)
    match = _last(_PAGES, plain[-200:])
    if not match or (match.start() == 0 and len(plain) > 200):
        return text, ""
    offset = max(0, len(plain) - 200)
    rest = text[: offset + match.start()] + text[offset + match.end() :]
    return rest, re.sub(r"\s", "", match["page"])


def _untagged(title: str) -> str:
    return re.sub(r"\s?\[(?:Internet|Book|dissertation|thesis|PhD thesis|e-?book)\]", "", title, flags=re.I)
