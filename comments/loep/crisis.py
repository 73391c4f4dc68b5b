"""Wording of somebody who may be thinking of ending their life.

Missing one is worse than one too many, yet on a site about cancer people write about dying every day: "ik wil niet dood",
"mijn moeder is overleden", a cell that "commits suicide", euthanasia with one's own doctor. Those are no crisis.
"""

import re
from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind

_GAP = r"(?:[ ,]{1,2}[^\W\d_]{1,20}){0,3}[ ,]{1,2}"
_SOFT = r"(?: (?:echt|gewoon|alleen|maar|nog|liever|het|liefst|nu|soms|eigenlijk|zo|graag|ook|ik)){0,4} "
_FEW = r"(?: [^\W\d_]{1,12}){0,2} "
_LIFE = r"(?:mijn|mn|m'n|het|mijn eigen|zijn|haar|hun|je|uw) leven"
_END = r"(?:dood|doodgaan|dood gaan|sterven|er niet meer zijn|niet meer wakker worden)"
_PATTERNS = tuple(
    re.compile(rf"(?<!\w){pattern}(?!\w)")
    for pattern in (
        r"zelf(?:moord|doding)(?!\w{0,2}(?:preventie|lijn))\w{0,20}",
        r"suicid(?!e-?gen)\w{0,16}",
        rf"(?:wil|wilde|wou|kan){_SOFT}?(?:niet|niet meer|niet langer)(?: verder)? (?:te )?leven",
        rf"(?:wil|wilde|wou){_GAP}(?:niet meer|niet langer)(?: verder)? (?:te )?leven",
        r"hoef(?: ik)? (?:niet meer|niet langer)(?: verder)? te leven(?! met| zonder)",
        r"(?:wil|wou) (?:dit|mijn|het) leven niet (?:meer|langer)",
        r"(?:stoppen|ophouden|klaar) met (?:het )?leven",
        r"(?:zie|zag|is|weet|heb) (?:echt |voor mij |voor mezelf ){0,2}geen uitweg(?: meer)?",
        r"niemand (?:zal|zou) (?:mij|me) missen",
        r"niet (?:meer|langer)(?: verder)? (?:wil|wilde|wou|hoef) (?:te )?leven",
        r"niet (?:meer|langer)(?: verder)? (?:te )?leven (?:wil|wilde|wou|hoef)",
        rf"ik (?:wil|wilde|wou){_SOFT}?{_END}",
        rf"(?:wil|wilde|wou) ik{_SOFT}?{_END}",
        r"(?:wil|wilde) er niet meer zijn",
        r"(?:was|lag) ik maar dood",
        r"(?:ik ben|ik was) (?:liever|beter) dood",
        r"(?:liever|beter) dood zijn",
        rf"(?:eind|einde){_GAP}aan {_LIFE}",
        rf"(?:eind|einde) aan {_LIFE}",
        rf"{_LIFE} (?:te )?(?:beeindigen|beeindig)",
        r"er (?:zelf )?een eind(?:e)? aan (?:te )?(?:maken|maak)",
        r"(?:maak|maakte) er (?:zelf )?een eind(?:e)? aan",
        r"(?:zie|zag) het(?: leven)?(?: gewoon| echt| helemaal)? niet meer zitten",
        r"(?:hoeft|hoefde) (?:het )?(?:voor|van) (?:mij|me)(?: allemaal)? niet meer",
        r"(?:voor|van) (?:mij|me) (?:hoeft|hoefde) het(?: allemaal)? niet meer",
        r"ik (?:morgen |gewoon |nooit )?niet meer wakker (?:word|werd|hoef te worden)",
        r"(?:af|beter) zonder mij",
        r"levensmoe\w{0,4}",
        rf"geen zin meer in {_LIFE}",
        rf"(?:mijn|het|m'n) leven (?:is|heeft|vind ik|voelt){_GAP}(?:zinloos|geen zin meer|niks meer waard)",
        r"(?:mijn|het|m'n) leven (?:is|heeft|vind ik|voelt) (?:zinloos|geen zin meer|niks meer waard)",
        r"uit het leven (?:te )?(?:stappen|stap)",
        r"(?:voor de trein|van (?:het|een) (?:dak|flat|brug|gebouw)) (?:te )?(?:spring|springen|stap|stappen|gooien)",
        r"(?:spring|springen|stap|gooi me|gooien) (?:wel |maar |nog eens ){0,2}(?:voor de trein|van het dak|van de flat|van de brug)",
        rf"(?:mezelf|mijzelf|me zelf|mij zelf|zichzelf){_FEW}(?:(?:iets|wat) aan(?: te)? ?(?:doen|gedaan)|iets aan|van kant|"
        r"ophangen|opgehangen|op te hangen|verhangen|verdrinken|te verdrinken|doden|te doden|van het leven|het leven)",
    )
)
_CELLS = re.compile(r"(?<!\w)(?:[a-z]{0,15}cel(?:len|letjes)?|apoptose)(?!\w)")
_ENDS = re.compile(r"[.!?\n]")


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give crisis wording; of cells that commit suicide (apoptosis) nothing, unless the writer says "ik" there."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.lower):
            if not _of_cells(text.lower, *match.span()):
                yield *match.span(), Kind.CRISIS


def _of_cells(lower: str, start: int, end: int) -> bool:
    """Look at most 120 characters around, within the sentence."""
    if not lower.startswith(("zelf", "suic"), start):
        return False
    before = _ENDS.split(lower[max(0, start - 120) : start])[-1]
    after = _ENDS.split(lower[end : end + 120])[0]
    around = before + " " + after
    return bool(_CELLS.search(around)) and not re.search(r"(?<!\w)ik(?!\w)", around)
