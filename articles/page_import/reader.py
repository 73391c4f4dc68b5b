"""A page as text → a `Page`. Pure: no Django, no database.

The form is that of pages saved as text from the site that Bronwijzer succeeds: source line, Dutch explanation, English
abstract, registration, "Cited by", numbered references, "Reageer op", related titles. Only the order is fixed.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from articles.page_import import abstracts, source_line
from articles.page_import.abstracts import Block, Section
from articles.page_import.reading import PageRefused, Remark, decode
from config.kit.text import slug_of, tidy
from references.pasted import parse_line
from references.records import Record
from references.registries import Registration, find_registrations

_TITLE = re.compile(r"^Reageer op\s+[\"“”„«](?P<title>.+)[\"“”»]\.?$", re.IGNORECASE)
_TITLE_START = re.compile(r"^Reageer op\b", re.IGNORECASE)
# At most three digits: "2017. " at the start of a line is where a wrapped reference goes on.
_REFERENCE = re.compile(r"^(?:\d{1,3}[.)]|\[\d{1,4}\])\s+(?=\S)")
_REACT = re.compile(r"^Plaats een reactie\b", re.IGNORECASE)
_CITED_BY = re.compile(
    r"^Cited by\s+(?P<count>\d[\d.,]*)\+?\s+(?:articles?|PubMed Central articles?)$", re.IGNORECASE
)
_SIMILAR = re.compile(r"^(?:Similar articles|See all similar articles)$", re.IGNORECASE)
_REFERENCES_HEADING = re.compile(r"^(?:References|Referenties)$", re.IGNORECASE)
_REGISTRATION = re.compile(r"^(?:clinical )?trial registration(?: number)?\s*[:.]?\s*", re.IGNORECASE)
_RELATED = re.compile(r"^Gerelateerde artikelen$", re.IGNORECASE)
_MAX_TITLE = 300
_MAX_HINT = 300
_MAX_COUNT = 2**31 - 1  # of PostgreSQL's integer, and far above any truth


@dataclass(frozen=True)
class Page:
    """Everything a page says, as plain values."""

    title: str
    slug: str
    published: date
    study: Record
    paragraphs: tuple[str, ...]
    abstract: tuple[Section, ...]
    registrations: tuple[Registration, ...]
    cited_by: int | None
    references: tuple[Record, ...]
    related: tuple[str, ...]
    remarks: tuple[Remark, ...]
    text: str
    digest: str


@dataclass(frozen=True)
class _Line:
    number: int
    raw: str
    text: str


@dataclass
class _Parts:
    """What stood between source line and references, divided."""

    cited_by: int | None = None
    registration: list[_Line] = field(default_factory=list)
    rest: list[_Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read(data: bytes) -> Page:
    """Return the page in `data`, or raise `PageRefused` naming the reason and the line."""
    text, remarks = decode(data)
    lines = [_Line(number, raw, tidy(raw)) for number, raw in enumerate(text.splitlines(), start=1)]
    first = next(line for line in lines if line.text)
    source = source_line.read(first.text)
    title = _title(lines)
    start, end = _reference_lines(lines, title)
    if source is None:
        raise PageRefused("no_source_line", first.number)
    if source.unread:
        remarks.append(Remark("source_unread", first.number, {"text": source.unread}))
    if source.journal_missing and source.unread != source.study.raw:
        remarks.append(Remark("journal_missing", first.number))
    body = lines[lines.index(first) + 1 : start]
    parts = _apart(body)
    remarks += parts.remarks
    blocks = _blocks(parts.rest)
    dutch, english = abstracts.divide(blocks)
    if not dutch:
        raise PageRefused("no_explanation", blocks[0].line if blocks else first.number)
    sections, about_abstract = _sections(english, parts.registration, first.number)
    remarks += about_abstract
    references = tuple(_references(lines[start:end]))
    remarks += [
        Remark("reference_to_check", line, {"position": position, "text": record.raw})
        for position, (record, line) in enumerate(references, start=1)
        if record.status == "check"
    ]
    registrations = _registrations(parts.registration, sections)
    if parts.registration and not registrations:
        text_there = " ".join(line.text for line in parts.registration)
        remarks.append(Remark("registration_unread", parts.registration[0].number, {"text": text_there}))
    related, about_related = _related(lines)
    remarks += about_related
    name = title.text
    return Page(
        title=name,
        slug=slug_of(name),
        published=source.published,
        study=source.study,
        paragraphs=tuple(block.text for block in dutch),
        abstract=sections,
        registrations=registrations,
        cited_by=parts.cited_by,
        references=tuple(record for record, _ in references),
        related=related,
        remarks=tuple(remarks),
        text=text.replace("\x00", ""),
        digest=sha256(text.encode()).hexdigest(),
    )


def _title(lines: list[_Line]) -> _Line:
    """The title between the quotation marks of "Reageer op", without the full stop that closes it there.

    An explanation may ask its readers "Reageer op dit artikel", so a line without quotation marks counts only where no
    line has them. Two titles are two pages in one file, which must not become one article.
    """
    asked = [line for line in lines if _TITLE_START.match(line.text)]
    found: list[_Line] = []
    for line in asked:
        if match := _TITLE.match(line.text):
            title = match["title"].strip()
            title = title if title.endswith("...") else title.removesuffix(".").rstrip()
            if slug_of(title):
                found.append(_Line(line.number, line.raw, title))
    if found:
        last = found[-1]
        if other := next((line for line in found if line.text != last.text), None):
            raise PageRefused("two_titles", last.number, other=other.number)
        if len(last.text) > _MAX_TITLE:
            raise PageRefused("title_too_long", last.number, length=len(last.text), limit=_MAX_TITLE)
        return last
    if asked:
        raise PageRefused("title_unread", asked[-1].number, text=asked[-1].text[:120])
    end = next(line for line in reversed(lines) if line.text)
    if _REFERENCE.match(end.text):
        raise PageRefused("cut_in_references", end.number, text=end.text[:120])
    raise PageRefused("no_title", end.number)


def _reference_lines(lines: list[_Line], title: _Line) -> tuple[int, int]:
    """Where the reference list starts and ends (indices): the last run of numbered lines before "Plaats een reactie".

    The last one, because an explanation may hold a numbered list of its own, and speak of placing a reaction too.
    """
    stop = title.number - 1
    for i in range(stop - 1, -1, -1):
        if _REFERENCE.match(lines[i].text):
            break
        if _REACT.match(lines[i].text):
            stop = i
            break
    end = next((i for i in range(stop - 1, -1, -1) if lines[i].text), -1) + 1
    numbered = [i for i in range(end) if _REFERENCE.match(lines[i].text)]
    if not numbered:
        raise PageRefused("no_references", stop + 1)
    start = numbered[-1]
    for i in reversed(numbered):
        between = [line.text for line in lines[i + 1 : start]]
        if any(
            _CITED_BY.match(text) or _SIMILAR.match(text) or _REFERENCES_HEADING.match(text)
            for text in between
        ):
            break
        # A run ends at a blank line followed by other text; lines that continue a reference follow it directly.
        if any(text and not before for before, text in zip(between, between[1:], strict=False)):
            break
        start = i
    if any(_RELATED.match(line.text) for line in lines[start:end]):
        raise PageRefused("no_references", stop + 1)
    return start, end


def _references(lines: list[_Line]) -> list[tuple[Record, int]]:
    """One record per numbered line; an unnumbered line continues the one before it."""
    joined: list[tuple[int, str]] = []
    for line in lines:
        if not line.text:
            continue
        if joined and not _REFERENCE.match(line.text):
            number, raw = joined.pop()
            joined.append((number, f"{raw} {line.raw.strip()}"))
        else:
            joined.append((line.number, line.raw.strip()))
    records = [(parse_line(raw), number) for number, raw in joined]
    last, number = records[-1]
    if (
        last.status == "check"
        and len(records) > 1
        and last.raw.rstrip()[-1:] not in ".?!)]"
        and not last.labels
    ):
        raise PageRefused("cut_in_references", number, text=last.raw[:120])
    return records


def _apart(lines: list[_Line]) -> _Parts:
    """Take "Cited by" and the registration out of the text before the references.

    The registration is the run of lines after its heading (blank lines may stand between the two). It ends at a blank
    line, and after a sentence where the next line names no register: what follows is the abstract's again.
    """
    parts = _Parts()
    in_registration = False
    for line in lines:
        if match := _CITED_BY.match(line.text):
            digits = re.sub(r"[.,]", "", match["count"])
            in_registration = False
            if len(digits) <= len(str(_MAX_COUNT)) and int(digits) <= _MAX_COUNT:
                parts.cited_by = int(digits)
            else:
                parts.remarks.append(Remark("cited_by_unread", line.number, {"text": line.text[:120]}))
        elif _SIMILAR.match(line.text) or _REFERENCES_HEADING.match(line.text):
            in_registration = False
        elif heading := _REGISTRATION.match(line.text):
            in_registration = True
            if remainder := line.text[heading.end() :]:
                parts.registration.append(_Line(line.number, line.raw, remainder))
        elif in_registration and line.text and _continues(parts.registration, line):
            parts.registration.append(line)
        else:
            in_registration = in_registration and not line.text and not parts.registration
            parts.rest.append(line)
    return parts


def _continues(registration: list[_Line], line: _Line) -> bool:
    """Whether `line` belongs to the registration that stands in the lines before it."""
    if abstracts.begins_section(line.text):
        return False
    if not registration or find_registrations(line.text):
        return True
    return not registration[-1].text.endswith((".", ")")) and not find_registrations(
        " ".join(each.text for each in registration)
    )


def _blocks(lines: list[_Line]) -> list[Block]:
    """Lines that stand together, without the blank lines between them."""
    blocks: list[Block] = []
    current: list[_Line] = []
    for line in [*lines, _Line(0, "", "")]:
        if line.text:
            current.append(line)
        elif current:
            blocks.append(Block(current[0].number, tuple(each.text for each in current)))
            current = []
    return blocks


def _sections(
    blocks: list[Block], registration: list[_Line], first: int
) -> tuple[tuple[Section, ...], list[Remark]]:
    """The abstract's sections, and what is remarkable about them.

    What stands after the registration is labelled apart: the order of four blocks says nothing about a fifth.
    """
    end = registration[-1].number if registration else None
    before = [block for block in blocks if end is None or block.line < end]
    after = blocks[len(before) :]
    remarks = []
    sections = abstracts.label(before)
    if any(section.inferred for section in sections):
        remarks.append(
            Remark("labels_inferred", blocks[0].line, {"labels": ", ".join(abstracts.USUAL_LABELS)})
        )
    elif sections and not any(section.label for section in sections):
        remarks.append(Remark("labels_missing", blocks[0].line, {"count": len(sections)}))
    if after:
        later = abstracts.label(after)
        sections += [Section("" if section.inferred else section.label, section.text) for section in later]
        if not all(section.label and not section.inferred for section in later):
            remarks.append(Remark("after_registration", after[0].line, {"text": after[0].text[:120]}))
    return tuple(sections), remarks or ([] if sections else [Remark("no_abstract", first)])


def _registrations(lines: list[_Line], sections: tuple[Section, ...]) -> tuple[Registration, ...]:
    """Numbers under the heading first, then those named in the abstract; each once."""
    text = "\n".join([*(line.text for line in lines), *(section.text for section in sections)])
    seen: dict[tuple[str, str], Registration] = {}
    for registration in find_registrations(text):
        seen.setdefault((registration.registry, registration.id), registration)
    return tuple(seen.values())


def _related(lines: list[_Line]) -> tuple[tuple[str, ...], list[Remark]]:
    """The truncated titles under the last "Gerelateerde artikelen", each once, in order; and what was left out.

    Each title is followed by ">>"; what stands after the last one is the foot of the site's page.
    """
    starts = [i for i, line in enumerate(lines) if _RELATED.match(line.text)]
    there = [line for line in lines[starts[-1] + 1 :] if line.text] if starts else []
    if not there:
        return (), []
    *titles, foot = " ".join(line.text for line in there).split(">>")
    remarks = []
    hints = list(dict.fromkeys(hint for part in titles if (hint := tidy(part).rstrip(" .…"))))
    for hint in hints:
        if len(hint) > _MAX_HINT:
            values = {"text": hint[:120], "length": len(hint), "limit": _MAX_HINT}
            remarks.append(Remark("related_too_long", there[0].number, values))
    if foot := tidy(foot):
        remarks.append(Remark("related_left_out", there[-1].number, {"text": foot[:120]}))
    return tuple(hint for hint in hints if len(hint) <= _MAX_HINT), remarks
