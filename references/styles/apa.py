"""APA style, 7th edition, with Dutch words.

Source: Publication Manual of the American Psychological Association, 7th edition (2020), chapter 9 (authors 9.7-9.12, dates
9.13-9.17, titles 9.18-9.22, sources 9.23-9.37) and the examples of chapter 10. Capitals of titles are left as they are
recorded: a program cannot tell a name from a noun.
"""

from html import escape

from config.kit.html import to_text
from references.records import PartialDate, Person, Record
from references.styles import parts
from references.styles.parts import italic, joined, sentence

MOST_AUTHORS = 20
SHOWN_OF_MORE = 19
# Works that stand by themselves have their title in italics; of a part, the whole has (9.19).
_PARTS = {"article-journal", "chapter", "paper-conference"}
_BRACKETS = {"dataset": "Dataset", "thesis": "Proefschrift"}


def html(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of safe HTML; without author its title comes first (9.12)."""
    who, when, title = _who(record), f"({_date(record)}).", _title(record)
    front = joined(who, when, title) if who else joined(title, when)
    return joined(front, _source(record), _address(record, accessed))


def text(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of plain text."""
    return to_text(html(record, accessed=accessed))


def _initials(given: str) -> str:
    return " ".join("-".join(f"{letter}." for letter in group) for group in parts.initials(given))


def _inverted(person: Person) -> str:
    """ "Berg, A.-M., Jr."; a group in full."""
    names = (person.family, _initials(person.given), _suffix(person))
    return person.literal or ", ".join(part for part in names if part)


def _straight(person: Person) -> str:
    return person.literal or joined(_initials(person.given), person.family, _suffix(person))


def _suffix(person: Person) -> str:
    return f"{person.suffix}." if person.suffix in {"Jr", "Sr"} else person.suffix


def _list(people: tuple[Person, ...], et_al: bool) -> str:
    names = [_inverted(person) for person in people]
    if et_al:
        return ", ".join([*names, "et al."])
    if len(names) > MOST_AUTHORS:
        return f"{', '.join(names[:SHOWN_OF_MORE])}, … {names[-1]}"
    return ", & ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _role(people: tuple[Person, ...]) -> str:
    return "(Red.)" if len(people) == 1 else "(Reds.)"


def _who(record: Record) -> str:
    if record.authors:
        return escape(sentence(_list(record.authors, record.et_al)))
    if record.editors and record.type not in _PARTS:
        return escape(f"{_list(record.editors, False)} {_role(record.editors)}.")
    return ""


def _date(record: Record) -> str:
    """The year; for web pages and preprints with month and day, as far as they are known (9.14)."""
    date = record.issued
    if date is None:
        return "z.d."
    if record.type != "webpage" or not date.month:
        return str(date.year)
    return joined(f"{date.year},", str(date.day or ""), parts.MONTHS[date.month - 1])


def _title(record: Record) -> str:
    title = record.title.strip()
    if not title:
        return ""
    if record.type in _PARTS:
        return escape(sentence(title))
    extra = f"({parts.edition(record.edition)})" if record.edition else ""
    if record.type in _BRACKETS:
        school = [record.publisher] if record.type == "thesis" and record.publisher else []
        extra = joined(extra, f"[{', '.join([_BRACKETS[record.type], *school])}]")
    if extra:
        return joined(italic(title), escape(f"{extra}."))
    return italic(title) if title[-1] in ".?!" else f"{italic(title)}."


def _source(record: Record) -> str:
    if record.type == "article-journal":
        return _journal(record)
    if record.type in _PARTS:
        return joined(_whole(record), escape(sentence(parts.house(record))))
    if record.type == "webpage":
        return escape(sentence(parts.site(record)))
    if record.type == "thesis":
        return ""
    return escape(sentence(parts.house(record) or record.container_title))


def _journal(record: Record) -> str:
    issue = escape(f"({parts.supplement(record.issue, 'Suppl.')})") if record.issue else ""
    pages = escape(parts.full_range(record.page, "–"))
    if not pages and record.number:
        pages = escape(f"Artikel {record.number}")
    where = [italic(record.container_title), italic(record.volume) + issue, pages]
    line = ", ".join(part for part in where if part)
    return f"{line}." if line else ""


def _whole(record: Record) -> str:
    """The book that a chapter is in: editors, title, edition and pages (10.3)."""
    names = [_straight(person) for person in record.editors]
    who = " & ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    if len(names) > 2:
        who = who.replace(" & ", ", & ")
    editors = f"{who} {_role(record.editors)}," if names else ""
    pages = parts.full_range(record.page, "–")
    leaves = joined("pp." if "–" in pages or "," in pages else "p.", pages) if pages else ""
    inside = ", ".join(part for part in (parts.edition(record.edition), leaves) if part)
    title = joined(italic(record.container_title), escape(f"({inside})") if inside else "")
    return f"{joined('In', escape(editors), title)}." if title else ""


def _address(record: Record, accessed: PartialDate | None) -> str:
    """The address, without a full stop after it (9.35); the day of reading for web pages (9.16)."""
    address = escape(parts.doi_address(record))
    if address and accessed and record.type == "webpage":
        return f"Geraadpleegd op {parts.in_words(accessed)}, van {address}"
    return address
