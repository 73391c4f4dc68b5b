"""Finds where in its source a work stands: date, volume, issue, pages. The forms differ in where they put the year.

`dated`: `2012;120(5):947-59`, `1992 Dec 11;71(6):1003-14` (NLM), `(2011) 144:646-74` (Frontiers), `2004, 7:41` (older
BioMed Central), `2012. 120(5): p. 947-59` (EndNote), `2012, 134 (5), 1-5` (ACS).
`closed`: `120, 947-959 (2012)` (Nature, Science). `undated`: `330: 1344-1348` (PLoS), `271(2), 1649-1655` (APA).
`infix`: `28 (2010) 1-9` (Elsevier numbered), `vol. 28, no. 3, pp. 1-9, 2010` (IEEE).

All patterns are searched in text whose dashes were made ASCII, and every repeat is bounded: a hostile line costs time in
proportion to its length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from references.pasted.text import ascii_dashes
from references.records import PartialDate

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari", "feb february februari", "mar march maart mrt", "apr april", "may mei", "jun june juni",
            "jul july juli", "aug august augustus", "sep sept september", "oct october oktober okt", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_SEASON = r"(?:Spring|Summer|Autumn|Fall|Winter)"
YEAR = r"(?:1[5-9]|20)\d\d"
DATE = rf"(?P<year>{YEAR})[a-z]?(?:[\s.,]{{1,2}}(?:(?P<month>{_MONTH})(?:\s?[-/]\s?{_MONTH})?(?:\s(?P<day>\d{{1,2}})\b(?!\s?[(:])(?:-\d{{1,2}})?)?|{_SEASON}))?"

_PAGE = r"(?:[A-Za-z]{1,6}[-.]?)?\d{1,9}(?:[A-Za-z]{1,4}\d{0,6})?(?:\.[A-Za-z]?\d{1,5}){0,3}"
_ROMAN = r"[ivxlc]{1,8}\b"
_PII = r"S?\d{4}-\d{3}[\dXx]\(\d\d\)\d{5}-[\dXx]"
_ONE_RANGE = rf"(?:{_PII}|(?:{_PAGE}|{_ROMAN})(?:\s?--?\s?(?:{_PAGE}|{_ROMAN}))?)"
PAGES = rf"(?:(?:pp?|pages?|abstr(?:act)?|abstract no|art(?:icle)?|art\. no|article no|artn|id|ID)\b\.?:?\s?)?(?P<page>{_ONE_RANGE}(?:,\s?{_ONE_RANGE}(?=[,.;\s]|$)){{0,3}})"
_PART = r"(?:Suppl(?:ement)?|Supp|Pt|Part|Spec(?:ial)?\.? (?:No|Issue|Iss)|Database issue|Web Server issue|Issue|Iss|No)\b\.?(?:\s?[A-Za-z]?\d{0,4}[A-Za-z]?(?:-\d{1,3})?(?=[\s:,.;()]|$))?"
_VOLUME = r"(?:vol(?:ume)?\b\.?\s?)?(?P<vol>(?:[A-Za-z]{1,3}-?)?\d{1,5}[A-Za-z]{0,2}(?:[-/]\d{1,4})?(?![\w]))"
_ISSUE = rf"(?:\s?(?P<part>,?\s?{_PART}))?(?:\s?\(\s?(?P<issue>[^()]{{1,40}}(?:\([^()]{{1,20}}\))?)\)|,?\s?(?:no|nr|issue)\b\.?\s?(?P<no>\d{{1,4}}(?:-\d{{1,3}})?))?(?:\s?(?P<part2>{_PART}))?"
_END = r"(?=[\s.;,)\]]|$)"

_DATED = re.compile(
    rf"[\s.,;:(]\(?{DATE}\)?\s?[;,.]?\s?{_VOLUME}?{_ISSUE}(?:\s?[:,]\s?{PAGES}|(?P<pii>{_PII}))?{_END}",
    re.I | re.A,
)
_CLOSED = re.compile(
    rf"(?:[\s,]|(?<!\d)\.){_VOLUME}{_ISSUE}(?:\s?[:,]\s?{PAGES})?[,.]?\s?\(\s?{DATE}\)", re.I | re.A
)
# Frontiers' Harvard form leaves out the comma ("Cell 144 646-674"), only at the very end of the line.
_UNDATED = re.compile(
    rf"[\s.,;]{_VOLUME}{_ISSUE}(?:(?:\s?[:,]\s?|\s(?=(?:[A-Za-z]{{0,6}}\d{{2,8}}|[A-Z]\d{{1,6}}|\d(?=\s?-)|{_ROMAN})(?:\s?-\s?\w{{1,8}})?[\s.]*$)){PAGES})?{_END}",
    re.I | re.A,
)
_INFIX = re.compile(
    rf"[\s.,]{_VOLUME}(?:\s?\((?P<issue>[^()]{{1,20}})\))?\s\({DATE}\)\s?[:,]?\s?{PAGES}{_END}", re.I | re.A
)
_WORDED = re.compile(
    rf"[\s.,]vol(?:ume)?\.?\s(?P<vol>\d{{1,5}}),?\s(?:(?:no|issue)\.?\s(?P<issue>[\w-]{{1,12}}),?\s)?{PAGES},?\s(?:(?:{_MONTH})\s)?(?P<month>)(?P<day>)(?P<year>{YEAR}){_END}",
    re.I | re.A,
)
# ASCO's journals: "J Clin Oncol 20:719-726, 2002"; Europe PMC's reference lists: "Nature, (7553):436-444 2015".
_TRAILING = re.compile(
    rf"(?:[\s,]|(?<!\d)\.)(?P<vol>(?:[A-Za-z]{{1,3}}-?)?\d{{1,5}})?(?:\s?\((?P<issue>[^()]{{1,20}})\)|\s(?P<part>{_PART}))?:\s?{PAGES},?\s(?:{_MONTH}\s)?(?P<month>)(?P<day>)(?P<year>{YEAR}){_END}",
    re.I | re.A,
)
_DATE_ONLY = re.compile(rf"[\s.,;(]{DATE}\)?[\s.;,:]*$", re.I | re.A)
_REST = re.compile(
    r"[\s.;,)\]]*(?:(?:[\[(][^\[\]()]{0,80}[\])]|(?:;|\.)?\s?(?:discussion|quiz|author reply|passim|erratum|review|and)\b.{0,120}|[A-Z][a-z]{3,12}\.?)[\s.;,]*)?$",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a work stands in its source; `start` is the offset at which the locator begins in the text searched."""

    start: int
    issued: PartialDate | None
    volume: str = ""
    issue: str = ""
    page: str = ""


def find_dated(text: str) -> Locator | None:
    """The locator at the end of `text` that begins with its year."""
    return _last(
        _DATED,
        text,
        lambda m: bool(m["page"] or m["pii"] or ((m["vol"] or m["issue"] or m["part"]) and ";" in m[0])),
    )


def find_closed(text: str) -> Locator | None:
    """The locator at the end of `text` that ends with its year in brackets."""
    return _last(_CLOSED, text, lambda m: True)


def find_undated(text: str) -> Locator | None:
    """The locator at the end of `text` of a reference whose year stands elsewhere."""
    return _last(_UNDATED, text, lambda m: bool(m["page"] or m["issue"] or m["no"]))


def find_infix(text: str) -> Locator | None:
    """The locator at the end of `text` with its year between volume and pages (Elsevier), or in words (IEEE)."""
    return _last(_INFIX, text, lambda m: True) or _last(_WORDED, text, lambda m: True)


def find_trailing(text: str) -> Locator | None:
    """The locator at the end of `text` that closes with a bare year (ASCO, Europe PMC)."""
    return _last(_TRAILING, text, lambda m: bool(m["vol"] or m["issue"]))


def find_date(text: str) -> Locator | None:
    """A date alone at the end of `text`, as ahead-of-print works and web pages have."""
    return _last(_DATE_ONLY, text, lambda m: True)


def electronic_number(page: str) -> str:
    """`page` again when it is clearly an electronic article number: one number, starting with e or of five digits up."""
    if "-" in page or "," in page:
        return ""
    digits = sum(c.isdigit() for c in page)
    return page if digits >= 5 or (page[:1] in "eE" and digits) else ""


def read_date(match: re.Match[str]) -> PartialDate:
    """The date in the groups `year`, `month`, `day`; of a span of months ("Nov-Dec") the first."""
    month = MONTHS.get((match["month"] or "").rstrip(".").lower())
    day = int(match["day"]) if match["day"] else None
    return PartialDate(int(match["year"]), month, day if month and day and 1 <= day <= 31 else None)


def _last(pattern: re.Pattern[str], text: str, complete: Callable[[re.Match[str]], bool]) -> Locator | None:
    plain = ascii_dashes(text)
    # Only the last stretch can hold the locator; this also bounds the work on a hostile line.
    offset = max(0, len(plain) - 400)
    found = None
    pos = offset
    while match := pattern.search(plain, pos):
        pos = match.start() + 1
        if complete(match) and _REST.match(plain, match.end()):
            found = match
            break
    return _locator(found) if found else None


def one_dash(page: str) -> str:
    """A range of pages with one plain hyphen: "12 -- 34" → "12-34"."""
    return re.sub(r"\s?--?\s?", "-", page)


def _locator(match: re.Match[str]) -> Locator:
    groups = match.groupdict()
    parts = [groups.get(name) for name in ("issue", "no", "part", "part2")]
    issue = " ".join(part.strip(" ,") for part in parts if part)
    page = one_dash(groups.get("page") or groups.get("pii") or "")
    return Locator(
        start=match.start(),
        issued=read_date(match) if groups.get("year") else None,
        volume=groups.get("vol") or "",
        issue=re.sub(r"^(?:no|nr|iss|issue)\b\.?\s?(?=\d)", "", issue, flags=re.I).strip(),
        page=re.sub(r",\s?", ", ", page),
    )
