"""Amounts of a medicine that a reader could copy."""

import re
from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind

_COUNT = r"(?:\d{1,2}|een|eenmaal|twee|drie|vier|vijf|zes)"
_OFTEN = (
    rf"(?:{_COUNT} ?(?:x|×|keer|maal)(?: ?(?:daags|per dag|per week|per maand|p/d|op een dag))?|tweemaal daags|"
    r"driemaal daags|eenmaal daags)"
)
_DAILY = (
    rf"(?:{_COUNT} ?(?:x|×|keer|maal) ?(?:daags|per dag|per week|op een dag)|per dag|daags|per week|dagelijks|elke dag|"
    r"iedere dag|'s ochtends|'s avonds|p/d|per keer|per inname)"
)
_AMOUNT = r"\d{1,4}(?:[.,]\d{1,3})?(?: ?(?:-|tot|a) ?\d{1,4}(?:[.,]\d{1,3})?)?"
_FEW = (
    rf"(?:{_AMOUNT}|een half|een halve|halve|anderhalve|een|twee|drie|vier|vijf|zes|acht|tien|twaalf|twintig)"
)
_STRONG = (
    r"(?:mg|mcg|μg|µg|ug|milligram(?:men)?|microgram(?:men)?|ie|i\.e\.|iu|internationale eenheden)(?![\w])"
)
_NO_LAB = r"(?! ?(?:/|per) ?(?:d?l|ml|liter|m3|deciliter)(?!\w))"
_LOOSE = (
    r"(?:gram|gr|g|ml|milliliter|cc|eenheden|eetlepels?|theelepels?|lepels?|schepjes?|maatschepjes?)(?!\w)"
)
_PIECES = r"(?:druppels?|druppeltjes|tablet(?:ten|je|jes)?|pil(?:len|letje|letjes)?|capsules?|zetpil(?:len)?|pleisters?)(?!\w)"
_OF_WHAT = r"(?: [^\W\d_][\w-]{1,30}){0,3}"

_PATTERNS = tuple(
    re.compile(rf"(?<![\w.,/-]){pattern}")
    for pattern in (
        rf"(?:{_OFTEN}(?: (?:per|op een) dag)? )?{_AMOUNT} ?{_STRONG}{_NO_LAB}(?:/kg)?(?:(?: |, )?{_DAILY})?",
        rf"{_OFTEN} {_FEW} ?(?:{_LOOSE}|{_PIECES})(?: {_DAILY})?",
        rf"{_FEW} ?{_LOOSE}{_NO_LAB}{_OF_WHAT} {_DAILY}",
        rf"{_FEW} {_PIECES}{_OF_WHAT} {_DAILY}",
        rf"{_DAILY} {_FEW} ?(?:{_LOOSE}|{_PIECES})",
        rf"(?:{_AMOUNT}|twee|drie|vier|vijf|zes|acht|tien|twaalf|twintig) (?:druppels?|druppeltjes|tabletten|capsules)(?!\w)",
    )
)


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give every amount. Laboratory values (ng/ml, mmol/l) and grams of food without "per day" are no dose."""
    for pattern in _PATTERNS:
        yield from ((*match.span(), Kind.DOSE) for match in pattern.finditer(text.lower))
