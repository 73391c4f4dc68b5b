"""Vancouver style as the National Library of Medicine prints it.

Source: Patrias K. Citing Medicine, 2nd edition (NLM, 2007-), chapters 1 (journals) and 2 (books). Six authors are
printed and then "et al.", the form that the ICMJE examples use.
"""

from html import escape

from config.kit.html import to_text
from references.records import Person, Record

MAX_AUTHORS = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def html(record: Record) -> str:
    """Return `record` as one line of safe HTML: every field escaped, the title in `<cite>`, no links."""
    return " ".join(part for part in (_names(record), _title(record), _place(record)) if part)


def text(record: Record) -> str:
    """Return `record` as one line of plain text."""
    return to_text(html(record))


def person(name: Person) -> str:
    """Return a name as "Family GI"; a group or an undivided name as it is."""
    if name.literal:
        return name.literal
    initials = "".join(word[0] for word in name.given.replace(".", " ").replace("-", " ").split())
    given = name.given if name.given.isalpha() and name.given.isupper() and len(name.given) <= 4 else initials
    return f"{name.family} {given}".strip()


def published(record: Record) -> str:
    """Return the date of publication as NLM prints it: "2017 Jan 9", "2017 Jan" or "2017"; empty where unknown."""
    date = record.issued
    if date is None:
        return ""
    parts = [str(date.year)]
    if date.month:
        parts.append(_MONTHS[date.month - 1])
        if date.day:
            parts.append(str(date.day))
    return " ".join(parts)


def locator(record: Record) -> str:
    """Return where in the journal: ";17(1):40", with only the parts that are known."""
    issue = f"({record.issue})" if record.issue else ""
    where = f"{record.volume}{issue}"
    page = record.page or record.number
    return (f";{where}" if where else "") + (f":{page}" if page else "")


def _sentence(value: str) -> str:
    value = value.strip()
    return value if not value or value[-1] in ".?!" else f"{value}."


def _names(record: Record) -> str:
    shown = [person(name) for name in record.authors[:MAX_AUTHORS]]
    if not shown:
        return ""
    more = ", et al." if record.et_al or len(record.authors) > MAX_AUTHORS else "."
    names = ", ".join(shown)
    return escape(names.rstrip(".") + more)


def _title(record: Record) -> str:
    return f"<cite>{escape(_sentence(record.title))}</cite>" if record.title else ""


def _place(record: Record) -> str:
    date = published(record)
    if record.type == "article-journal":
        journal = _sentence(record.container_title)
        return escape(" ".join(part for part in (journal, _sentence(date + locator(record))) if part))
    edition = _sentence(record.edition)
    book = f"In: {_sentence(record.container_title)}" if record.container_title else ""
    house = ": ".join(part for part in (record.publisher_place, record.publisher) if part)
    imprint = _sentence("; ".join(part for part in (house, date) if part))
    pages = f"p. {record.page}." if record.page else ""
    return escape(" ".join(part for part in (book, edition, imprint, pages) if part))
