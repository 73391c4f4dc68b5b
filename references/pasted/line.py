"""A line divided as far as every reading rule agrees: who, perhaps the year after the names, the rest, and the tail."""

import re
from dataclasses import dataclass

from references.pasted.locator import MONTHS, YEAR, read_date
from references.pasted.names import Byline, read_byline
from references.pasted.tail import Tail, take_tail
from references.pasted.text import fold, without_number
from references.records import PartialDate, Person, Record

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATE_AFTER = rf"(?P<year>{YEAR})[a-z]?(?:,?\s(?:(?P<month>{_MONTH})(?:\s?[-–/]\s?{_MONTH})?(?:\s(?P<day>\d{{1,2}})(?:[-–]\d{{1,2}})?)?|Spring|Summer|Autumn|Fall|Winter))?"
_IN_BRACKETS = re.compile(
    rf"\s*(?:\((?:{_DATE_AFTER}(?:[;/,]\s?\d{{4}})?|n\.?\s?d\.?|z\.?\s?d\.?)\)|\[{YEAR}\])\s*[.:,]?\s*",
    re.I | re.A,
)
_BARE = re.compile(rf"\s*{_DATE_AFTER}\.\s+(?=\S)", re.I | re.A)
_UNNAMED = re.compile(rf"(?P<who>[^().]{{2,120}}?)\.?\s\({_DATE_AFTER}\)[.:,]?\s", re.I | re.A)


_NOBODY = re.compile(r"(?:\[No authors listed\]|Anonymous|Anon)\.\s+(?=\S)", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is the folded line without its tail; `rest` what follows the names and, if it stands there, the year.

    `bracketed` says that the year stood in brackets after the names: the PLoS and APA forms.
    """

    text: str
    tail: Tail
    byline: Byline | None
    issued: PartialDate | None
    rest: str
    bracketed: bool = False

    def record(self, **fields: object) -> Record:
        """A record with this line's people and, unless `fields` bring one, its date."""
        people: tuple[Person, ...] = self.byline.people if self.byline else ()
        who = "editors" if self.byline and self.byline.editors else "authors"
        known: dict[str, object] = {
            who: people,
            "et_al": bool(self.byline and self.byline.et_al),
            "issued": self.issued,
        }
        return Record(**{**known, **{name: value for name, value in fields.items() if value}})  # type: ignore[arg-type]

    def without_names(self) -> "Line":
        """The same line read as one without authors."""
        return Line(self.text, self.tail, None, None, self.text)


def divide(raw: str) -> Line:
    """The parts of one raw line, list number and white space folded away."""
    tail = take_tail(fold(without_number(raw)))
    text = tail.body[match.end() :] if (match := _NOBODY.match(tail.body)) else tail.body
    byline = read_byline(text, web=bool(tail.url))
    if not byline:
        if match := _UNNAMED.match(text):
            who = Byline((Person(literal=match["who"].strip()),), False, match.end(), "group")
            if len(match["who"].split()) <= 8:
                return Line(text, tail, who, read_date(match), text[match.end() :], bracketed=True)
        return Line(text, tail, None, None, text)
    if match := _IN_BRACKETS.match(text, byline.end):
        issued = read_date(match) if match["year"] else None
        return Line(text, tail, byline, issued, text[match.end() :], bracketed=bool(issued))
    if match := _BARE.match(text, byline.end):
        return Line(text, tail, byline, read_date(match), text[match.end() :])
    return Line(text, tail, byline, None, text[byline.end :].lstrip())
