"""AMA style, 11th edition, with Dutch words.

Source: AMA Manual of Style, 11th edition (2020), chapter 3: authors 3.7, titles 3.9, journals 3.11 (full page numbers, DOI
last and without a full stop, "published online" for work without a volume), books 3.12 (no place), web sites 3.15.
"""

from html import escape

from config.kit.html import to_text
from references.records import PartialDate, Person, Record
from references.styles import parts
from references.styles.parts import italic, joined, sentence

MOST_AUTHORS = 6
SHOWN_OF_MORE = 3
_PARTS = {"article-journal", "chapter", "paper-conference"}
_KINDS = {"dataset": "Dataset.", "thesis": "Proefschrift.", "article": "Preprint."}


def html(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of safe HTML."""
    return joined(_who(record), _title(record), _source(record), _address(record, accessed))


def text(record: Record, *, accessed: PartialDate | None = None) -> str:
    """Return `record` as one line of plain text."""
    return to_text(html(record, accessed=accessed))


def _list(people: tuple[Person, ...], et_al: bool) -> str:
    """The names: all of six, the first three of more (3.7); a group after persons stands behind a semicolon.

    A source that named six and "et al." had more than six.
    """
    many = len(people) + et_al > MOST_AUTHORS
    shown = people[:SHOWN_OF_MORE] if many else people
    line = ""
    for before, person in zip((None, *shown), shown, strict=False):
        if before is not None:
            line += "; " if person.literal and not before.literal else ", "
        line += parts.tight_name(person)
    return f"{line}, et al" if many or et_al else line


def _edited(people: tuple[Person, ...]) -> str:
    return f"{_list(people, False)}, red."


def _who(record: Record) -> str:
    if record.authors:
        return escape(sentence(_list(record.authors, record.et_al)))
    return escape(_edited(record.editors)) if record.editors and record.type not in _PARTS else ""


def _title(record: Record) -> str:
    title = record.title.strip()
    if not title:
        return ""
    if record.type in _PARTS or record.type == "webpage":
        return escape(sentence(title))
    return italic(title) if title[-1] in ".?!" else f"{italic(title)}."


def _source(record: Record) -> str:
    if record.type == "article-journal":
        return _journal(record)
    if record.type == "webpage":
        when = f"Gepubliceerd {parts.in_words(record.issued)}." if record.issued else ""
        return escape(joined(sentence(parts.site(record)), when))
    if record.type in _PARTS:
        editors = escape(_edited(record.editors)) if record.editors else ""
        title = italic(record.container_title)
        whole = joined("In:", editors, f"{title}." if title else "") if title else ""
        return joined(whole, _imprint(record, parts.full_range(record.page)))
    return joined(_KINDS.get(record.type, ""), _imprint(record, ""))


def _journal(record: Record) -> str:
    name = sentence(record.container_title)
    journal = f"{italic(name[:-1])}." if name.endswith(".") else italic(name)
    page = parts.full_range(record.page) or record.number
    if not (record.volume or record.issue or page):
        return joined(journal, escape(_online(record.issued)))
    issue = f"({parts.supplement(record.issue, 'suppl')})" if record.issue else ""
    where = record.volume + issue + (f":{page}" if page else "")
    year = str(record.issued.year) if record.issued else ""
    return joined(journal, escape(sentence(f"{year};{where}" if year else where)))


def _online(date: PartialDate | None) -> str:
    """A work that has a day but no volume yet was published online first."""
    if date is None:
        return ""
    return f"Online gepubliceerd {parts.in_words(date)}." if date.day else f"{date.year}."


def _imprint(record: Record, pages: str) -> str:
    """ "2e ed. Elsevier; 2001:1-9." """
    year = str(record.issued.year) if record.issued else ""
    house = parts.house(record) or ("" if record.type in _PARTS else record.container_title)
    line = "; ".join(part for part in (house, year) if part)
    line += f":{pages}" if pages and line else pages
    return escape(joined(sentence(parts.edition(record.edition)), sentence(line)))


def _address(record: Record, accessed: PartialDate | None) -> str:
    if record.doi:
        return escape(f"doi:{record.doi}")
    day = f"Geraadpleegd {parts.in_words(accessed)}." if accessed and record.type == "webpage" else ""
    return joined(day, escape(record.url)) if record.url else ""
