"""Vancouver style as the National Library of Medicine prints it.

Source: Patrias K. Citing Medicine, 2nd edition (NLM, 2007-), chapters 1 (journals), 2 (books) and 25 (web sites). Six
authors are printed and then "et al.", the form that the ICMJE examples use. Months are NLM's own abbreviations; where the
style has words, they are Dutch.
"""

from html import escape
from itertools import pairwise

from config.kit.html import to_text
from references.records import PartialDate, Person, Record
from references.styles import parts
from references.styles.parts import joined, sentence

MAX_AUTHORS = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS = {"article-journal", "chapter", "paper-conference"}


def html(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of safe HTML: every field escaped, the title in `<cite>`, identifiers at the end."""
    if record.type == "webpage":
        return joined(_names(record), _title(record, " [internet]"), escape(_web(record, accessed)))
    return joined(line(record), escape(_identifiers(record)))


def line(record: Record) -> str:
    """Return `record` without identifiers, for a list in which links to its DOI, PMC and PubMed pages follow."""
    medium = " [proefschrift]" if record.type == "thesis" else ""
    return joined(_names(record), _title(record, medium), _place(record))


def text(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of plain text."""
    return to_text(html(record, accessed=accessed))


def person(name: Person) -> str:
    """Return a name as "Family GI"; a group or an undivided name as it is."""
    return parts.tight_name(name)


def published(record: Record) -> str:
    """Return the date of publication as NLM prints it: "2017 Jan 9", "2017 Jan" or "2017"; empty where unknown."""
    date = record.issued
    if date is None:
        return ""
    shown = [str(date.year)]
    if date.month:
        shown.append(_MONTHS[date.month - 1])
        if date.day:
            shown.append(str(date.day))
    return " ".join(shown)


def locator(record: Record) -> str:
    """Return where in the journal: ";17(1):40", with only the parts that are known."""
    issue = f"({record.issue})" if record.issue else ""
    where = f"{record.volume}{issue}"
    page = record.page or record.number
    return (f";{where}" if where else "") + (f":{page}" if page else "")


def _edited(record: Record) -> str:
    return f"{', '.join(person(name) for name in record.editors)}, red." if record.editors else ""


def _names(record: Record) -> str:
    shown = record.authors[:MAX_AUTHORS]
    if not shown:
        return "" if record.type in _PARTS else escape(_edited(record))
    more = ", et al." if record.et_al or len(record.authors) > MAX_AUTHORS else "."
    names = person(shown[0])
    for before, name in pairwise(shown):
        # A semicolon where persons and organizations meet (Citing Medicine, chapter 1, "Organization as author").
        names += ("; " if bool(before.literal) != bool(name.literal) else ", ") + person(name)
    return escape(names.rstrip(".") + more)


def _title(record: Record, medium: str = "") -> str:
    title = f"{record.title}{medium}" if record.title else ""
    return f"<cite>{escape(sentence(title))}</cite>" if title else ""


def _place(record: Record) -> str:
    date = published(record)
    if record.type == "article-journal":
        journal = sentence(record.container_title)
        return escape(joined(journal, sentence((date + locator(record)).lstrip(";:"))))
    editors = _edited(record) if record.type in _PARTS and record.container_title else ""
    book = joined("In:", editors, sentence(record.container_title)) if record.container_title else ""
    house = ": ".join(part for part in (record.publisher_place, record.publisher) if part)
    imprint = sentence("; ".join(part for part in (house, date) if part))
    pages = f"p. {record.page}." if record.page else ""
    return escape(joined(book, sentence(record.edition), imprint, pages))


def _web(record: Record, accessed: PartialDate | None) -> str:
    """ "Bronwijzer; 30 mei 2021 [geraadpleegd op 22 november 2026]. Beschikbaar via: https://…": chapter 25 in Dutch."""
    place = f"{record.publisher_place}: " if record.publisher_place else ""
    date = parts.in_words(record.issued) if record.issued else "[datum onbekend]"
    day = f"[geraadpleegd op {parts.in_words(accessed)}]" if accessed else ""
    imprint = "; ".join(part for part in (f"{place}{parts.site(record)}".strip(), joined(date, day)) if part)
    address = parts.doi_address(record)
    return joined(sentence(imprint), f"Beschikbaar via: {address}" if address else "")


def _identifiers(record: Record) -> str:
    """ "doi: 10.1000/x. PMID: 12; PMCID: PMC3.", as PubMed's own "Cite" prints them; else the web address."""
    numbers = [
        f"{name}: {value}" for name, value in (("PMID", record.pmid), ("PMCID", record.pmcid)) if value
    ]
    known = [f"doi: {record.doi}."] if record.doi else []
    known += [f"{'; '.join(numbers)}."] if numbers else []
    if not known and record.url:
        return f"Beschikbaar via: {record.url}"
    return " ".join(known)
