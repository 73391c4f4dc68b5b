"""PubMed's citation matcher (ECitMatch): from journal, year, volume, first page and author to the number of a record.

Source: NCBI, "The E-utilities In-Depth", ECitMatch: one line per citation,
`journal_title|year|volume|first_page|author_name|your_key|`, parted by carriage returns, with `retmode=xml`. The answer is
text all the same: the lines with an outcome behind each. Which outcomes there are is not documented; programs that use the
service know `2014248`, `NOT_FOUND`, `NOT_FOUND;INVALID_JOURNAL` (then the author is left out of the line), nothing at all,
`AMBIGUOUS (783 citations)` and, for a few, `AMBIGUOUS 26315901,25768914`. Pure: no Django.
"""

import re
from collections.abc import Collection, Mapping

from config.kit.http import BadAnswer
from references.clients.found import PMID, valid
from references.records import Record

MOST = 3  # records that are read to see which one is meant; more is a guess
_LONGEST = 200
_KEY = re.compile(r"w\d{1,19}", re.A)
_FEW = re.compile(r"AMBIGUOUS\s*((?:\d{1,9}\s*,\s*)*\d{1,9})", re.A)


def question(record: Record) -> str:
    """The part of a line that says which publication is meant; "" where too little is known to ask.

    The family name alone: what stands for a first name in a reference list is often wrong, and what comes back is compared
    anyway. Never without a journal: the service stops at the first such line that it cannot place, and leaves the rest out.
    """
    author = record.authors[0] if record.authors else None
    parts = [
        record.container_title.replace(".", " "),
        str(record.issued.year) if record.issued else "",
        record.volume,
        re.split(r"[-–—,;]", record.page or record.number)[0],
        (author.family or author.literal) if author else "",
    ]
    journal, year, volume, page, name = (_clean(part) for part in parts)
    known = journal and year and name and (volume or page)
    return "|".join((journal, year, volume, page, name)) if known else ""


def lines(questions: Mapping[int, str]) -> str:
    """What is sent: the questions by the number under which each is to be answered."""
    return "\r".join(f"{asked}|w{number}|" for number, asked in questions.items())


def read(text: str, numbers: Collection[int], source: str) -> dict[int, str]:
    """The outcome per number. Raises BadAnswer where one is missing: that is another page, or an answer cut off."""
    outcomes: dict[int, str] = {}
    for line in re.split(r"[\r\n]+", text):
        # From the end: before the key a field may be left out, or hold anything.
        _before, bar, rest = line.strip().rpartition("|w")
        key, second, outcome = f"w{rest}".partition("|")
        if bar and second and _KEY.fullmatch(key):
            outcomes[int(key[1:])] = " ".join(outcome.split())
    if missing := [number for number in numbers if number not in outcomes]:
        raise BadAnswer(source, f"does not answer {len(missing)} of {len(numbers)} citations")
    return {number: outcomes[number] for number in numbers}


def pmids(outcome: str) -> tuple[str, ...]:
    """The records that may be meant: one, a few, or none where the service did not find it or found too many."""
    few = _FEW.fullmatch(outcome)
    found = re.split(r"\s*,\s*", few[1]) if few else [outcome]
    return (
        tuple(found)
        if len(found) <= MOST and all(valid(PMID, each) == each for each in found) and outcome
        else ()
    )


def _clean(text: str) -> str:
    return " ".join(text.replace("|", " ").split())[:_LONGEST].strip()
