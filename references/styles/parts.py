"""What the styles share: initials, full page ranges, Dutch dates, the sentence that ends in one full stop."""

import re
from html import escape

from references.records import PartialDate, Person, Record

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_RANGE = re.compile(r"([A-Za-z]*)(\d+)\s*[-\u2010-\u2015]\s*([A-Za-z]*)(\d+)")
_SUPPLEMENT = re.compile(r"\bsuppl(?:ement)?\b\.?", re.IGNORECASE)
_EDITION = re.compile(
    r"(\d+)\s*(?:st|nd|rd|th|e|de|ste)?\.?\s*(?:ed(?:ition|itie|n)?|druk)?\.?", re.IGNORECASE
)
_MOST_INITIALS = 4


def initials(given: str) -> list[list[str]]:
    """The initials of `given` per word, hyphenated parts together: "KJ" [[K], [J]], "Jean-Paul" [[J, P]].

    Initials may have been printed without dots ("KJ", "J-P"). A script without capitals has no initials: the name stays.
    """
    if not any(letter.isupper() or letter.islower() for letter in given):
        return [[given.strip()]] if given.strip() else []
    words = given.replace(".-", "-").replace(".", " ").split()
    groups = []
    for word in words:
        if word.isalpha() and word.isupper() and len(word) <= _MOST_INITIALS:
            groups += [[letter] for letter in word]
        else:
            groups.append([part[0] for part in re.split(r"[-\u2010\u2011]", word) if part])
    return [group for group in groups if group]


def tight_name(person: Person) -> str:
    """ "Jansen AM", "King ML Jr"; a group or an undivided name as it is (Citing Medicine, chapter 1, author rules)."""
    if person.literal:
        return person.literal
    letters = "".join(letter for group in initials(person.given) for letter in group)
    return " ".join(part for part in (person.family, letters, person.suffix.rstrip(".")) if part)


def sentence(value: str) -> str:
    """Return `value` with a full stop at its end, unless it ends in a mark of its own; empty stays empty."""
    value = value.strip()
    return value if not value or value[-1] in ".?!…" else f"{value}."


def full_range(pages: str, dash: str = "-") -> str:
    """Write out what NLM leaves away: "947-59" is 947-959, "S77-81" is S77-S81; several ranges each by itself."""

    def written_out(match: re.Match[str]) -> str:
        prefix, first, second, last = match.groups()
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return f"{prefix}{first}{dash}{second or prefix}{last}"

    return _RANGE.sub(written_out, pages)


def supplement(issue: str, word: str) -> str:
    """The issue with "supplement" written the style's way: "Suppl." in APA, "suppl" in AMA."""
    return _SUPPLEMENT.sub(word, issue)


def edition(value: str) -> str:
    """The edition in Dutch: "2nd ed" and "2" are "2e ed."; anything else as it was given."""
    match = _EDITION.fullmatch(value.strip())
    return f"{match[1]}e ed." if match else value.strip()


def in_words(date: PartialDate) -> str:
    """The date as Dutch writes it: "30 mei 2021", "mei 2021" or "2021"."""
    parts = [str(date.year)]
    if date.month:
        parts.insert(0, MONTHS[date.month - 1])
        if date.day:
            parts.insert(0, str(date.day))
    return " ".join(parts)


def italic(value: str) -> str:
    """Return `value` escaped in `<i>`, which HTML gives for names that are set apart; empty stays empty."""
    return f"<i>{escape(value)}</i>" if value else ""


def joined(*parts: str) -> str:
    """The parts that are there, with a space between."""
    return " ".join(part for part in parts if part)


def doi_address(record: Record) -> str:
    """The DOI as an address, the form that APA asks for (crossref.org, "DOI display guidelines"), else the web address."""
    return f"https://doi.org/{record.doi}" if record.doi else record.url


def house(record: Record) -> str:
    """The publisher, unless it is the only author as well: APA 7 (9.29) and AMA 11 name it once."""
    names = [person.literal for person in record.authors]
    return "" if names == [record.publisher] else record.publisher


def site(record: Record) -> str:
    """The name of the web site a page stands on, unless that is its author."""
    name = record.container_title or record.publisher
    return "" if [person.literal for person in record.authors] == [name] else name
