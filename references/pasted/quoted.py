"""MLA form, which PubMed's "Cite" window offers: `Weinstein, John N et al. “Title.” Nature genetics vol. 45,10 (2013): 1113-20.`

MLA Handbook, 9th ed., sections 5.5-5.9 (at most two authors, the second in natural order, otherwise "et al.").
"""

import re

from references.pasted.line import Line
from references.pasted.locator import DATE, PAGES, electronic_number, one_dash, read_date
from references.pasted.names import PARTICLES, initials
from references.pasted.text import ascii_dashes, sentence
from references.records import Person, Record

_FORM = re.compile(r"(?P<who>[^“”\"]{2,300}?)\.?,? [“\"](?P<title>[^“”\"]{3,600})[”\"],? (?P<source>.+)$")
_SOURCE = re.compile(
    rf"(?:,? vol\.|,)? (?P<vol>\d{{1,5}})(?:[.,] ?(?:no\. ?)?(?P<issue>[\w-]{{1,12}}(?: [\w-]{{1,8}}){{0,2}}))?,? \({DATE}\)(?:: ?(?P<pages>{PAGES}))?[.\s]*$",
    re.I | re.A,
)
_ET_AL = re.compile(r",? et al\.?$")


def read(line: Line) -> Record | None:
    """The journal article on a line in MLA form, or None."""
    match = _FORM.match(line.text)
    source = _SOURCE.search(ascii_dashes(match["source"])[-160:]) if match else None
    if not match or not source:
        return None
    who = _ET_AL.sub("", match["who"])
    people = _people(who)
    end = len(match["source"]) - min(len(match["source"]), 160) + source.start()
    journal = match["source"][:end].strip(" ,.")
    if not people or not journal:
        return None
    page = one_dash(source["page"] or "")
    return Record(
        type="article-journal", title=sentence(match["title"]), authors=people, et_al=who != match["who"],
        container_title=journal, issued=read_date(source), volume=source["vol"], issue=source["issue"] or "",
        page=page, number=electronic_number(page),
    )  # fmt: skip


def _people(who: str) -> tuple[Person, ...]:
    first, joined, second = who.partition(", and ")
    family, comma, given = first.partition(", ")
    if not comma or "," in given or not family[:1].isalpha():
        return ()
    people = [Person(family, _given(given))]
    if joined:
        *names, last = second.split()
        while names and names[-1].lower() in PARTICLES:
            last = f"{names.pop()} {last}"
        people.append(Person(last, _given(" ".join(names))))
    return tuple(people)


def _given(names: str) -> str:
    parts = names.replace(".", " ").split()
    return initials(names) if all(len(part) == 1 for part in parts) else " ".join(parts)
