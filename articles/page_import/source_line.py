"""The first line of a page: "30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40". Pure: no Django, no database."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from references.identifiers import find_dois
from references.records import PartialDate, Record

DUTCH_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LINE = re.compile(
    r"^(?P<day>\d{1,2}) (?P<month>[a-z]+) (?P<year>\d{4}) ?: ?Bron ?:(?P<rest>.*)$", re.IGNORECASE
)
_PLACE = re.compile(
    r"^(?P<journal>.*?)[.,]? ?\b(?P<year>(?:19|20)\d\d)"
    r"(?: (?P<month>[A-Z][a-z]{2,8})(?:[-/][A-Z][a-z]{2,8})?\.?)?(?: (?P<day>\d{1,2}))?"
    r"(?: ?; ?(?P<volume>[^\s(:;]+(?: Suppl(?: \w+)?)?)?(?: ?\((?P<issue>[^)]*)\))?)?(?: ?: ?(?P<page>[^\s.;]+))?"
    r"(?P<more>.*)$"
)
# What may stand after the pages without being a part that was missed. Possessive: a hostile line costs one pass.
_KNOWN_MORE = re.compile(
    r"(?:\bdoi:?|https?://(?:dx\.)?doi\.org/|\b10\.\d{4,9}/\S++|\bPMC?ID:? ?(?:PMC)?\d++|\bPMC\d++"
    r"|\b(?:Epub|eCollection|Online)(?: ahead of print)?(?: (?:19|20)\d\d)?(?: [A-Z][a-z]{2,8}\.?)?(?: \d{1,2})?"
    r"|[\s.,;:()\[\]])*+",
    re.IGNORECASE,
)
_MONTH_NAMES = "|".join((*DUTCH_MONTHS, *calendar.month_name[1:], *_ENGLISH_MONTHS, "mrt", "okt", "sept"))
# "The Lancet Oncology, Volume 18, Issue 1, January": a part of the place in what should be a journal's name.
_NO_JOURNAL = re.compile(
    rf"\b(?:vol(?:ume)?|issue|nr|no|pp?|pages?|art(?:icle)?)\b\.? ?[A-Za-z]?\d|[\s,](?:{_MONTH_NAMES})\.?$"
    r"|\d ?[;:]|\d\(|\d[.,]?$",
    re.IGNORECASE,
)
# A page from before PubMed's public years or far ahead is a typing error, which would decide where the article stands.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class SourceLine:
    """When the page appeared and what it says about the study; `journal_missing` and `unread` are for warnings.

    `unread` is what could not be divided: the whole source, or what was left over behind the pages.
    """

    published: date
    study: Record
    unread: str = ""

    @property
    def journal_missing(self) -> bool:
        """Whether the line names a volume or date but no journal."""
        return not self.study.container_title


def read(line: str) -> SourceLine | None:
    """Return what `line` (white space already folded) says, or None when it is not a source line at all."""
    match = _LINE.match(line)
    if match is None or match["month"].lower() not in DUTCH_MONTHS:
        return None
    try:
        published = date(
            int(match["year"]), DUTCH_MONTHS.index(match["month"].lower()) + 1, int(match["day"])
        )
    except ValueError:
        return None
    if not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        return None
    rest = match["rest"].strip()
    place = _PLACE.match(rest)
    if place is None or _NO_JOURNAL.search(place["journal"]) or not _is_date(place):
        return SourceLine(published, Record(type="article-journal", raw=rest), unread=rest)
    left = "" if _KNOWN_MORE.fullmatch(place["more"]) else place["more"].strip(" .,;")
    return SourceLine(published, _study(place, rest), unread=left)


def _is_date(place: "re.Match[str]") -> bool:
    """Whether what stands where month and day belong can be those."""
    month = (place["month"] or "")[:3].lower()
    return (not month or month in _ENGLISH_MONTHS) and int(place["day"] or 1) in range(1, 32)


def _study(place: "re.Match[str]", rest: str) -> Record:
    month = (place["month"] or "")[:3].lower()
    day = int(place["day"]) if place["day"] and month else None
    page = (place["page"] or "").replace("–", "-").rstrip(",")
    dois = find_dois(place["more"])
    return Record(
        type="article-journal",
        container_title=place["journal"].strip(" .,"),
        issued=PartialDate(int(place["year"]), _ENGLISH_MONTHS.index(month) + 1 if month else None, day),
        volume=place["volume"] or "",
        issue=place["issue"] or "",
        page=page,
        # A study has more than one page, so a single number is an electronic article number.
        number=page if page and "-" not in page else "",
        doi=dois[0] if dois else "",
        raw=rest,
    )
