"""A page as text → a `Page`. Pure: no Django, no database.

The form is that of pages saved as text from the site that Bronwijzer succeeds: source line, Dutch explanation, English
abstract, registration, "Cited by", numbered references, "Reageer op", related titles. Only the order is fixed.
"""

import re
from dataclasses import dataclass
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
_REFERENCE = re.compile(r"^(?:\d{1,4}[.)]|\[\d{1,4}\])\s+(?=\S)")
_REACT = re.compile(r"^Plaats een reactie\b", re.IGNORECASE)
_CITED_BY = re.compile(
    r"^Cited by\s+(?P<count>\d[\d.,]*)\+?\s+(?:articles?|PubMed Central articles?)$", re.IGNORECASE
)
_SIMILAR = re.compile(r"^(?:Similar articles|See all similar articles)$", re.IGNORECASE)
_REFERENCES_HEADING = re.compile(r"^(?:References|Referenties)$", re.IGNORECASE)
_REGISTRATION = re.compile(r"^(?:clinical )?trial registration(?: number)?\s*[:.]?\s*", re.IGNORECASE)
_RELATED = re.compile(r"^Gerelateerde artikelen$", re.IGNORECASE)
_MAX_TITLE = 300


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
    elif source.journal_missing:
        remarks.append(Remark("journal_missing", first.number))
    body = lines[lines.index(first) + 1 : start]
    cited_by, registration, rest = _apart(body)
    blocks = _blocks(rest)
    count = abstracts.divide(blocks)
    if count == 0:
        raise PageRefused("no_explanation", first.number)
    sections = tuple(abstracts.label(blocks[count:]))
    remarks += _abstract_remarks(sections, blocks[count:], first.number)
    references = tuple(_references(lines[start:end]))
    remarks += [
        Remark("reference_to_check", line, {"position": position, "text": record.raw})
        for position, (record, line) in enumerate(references, start=1)
        if record.status == "check"
    ]
    registrations = _registrations(registration, sections)
    if registration and not registrations:
        remarks.append(
            Remark(
                "registration_unread",
                registration[0].number,
                {"text": " ".join(x.text for x in registration)},
            )
        )
    name = title.text
    return Page(
        title=name,
        slug=slug_of(name),
        published=source.published,
        study=source.study,
        paragraphs=tuple(block.text for block in blocks[:count]),
        abstract=sections,
        registrations=registrations,
        cited_by=cited_by,
        references=tuple(record for record, _ in references),
        related=_related(lines),
        remarks=tuple(remarks),
        text=text.replace("\x00", ""),
        digest=sha256(text.encode()).hexdigest(),
    )


def _title(lines: list[_Line]) -> _Line:
    """The title between the quotation marks of "Reageer op", without the full stop that closes it there."""
    asked = [line for line in lines if _TITLE_START.match(line.text)]
    for line in asked:
        match = _TITLE.match(line.text)
        if match:
            title = match["title"].strip()
            title = title if title.endswith("...") else title.removesuffix(".").rstrip()
            if len(title) > _MAX_TITLE:
                raise PageRefused("title_too_long", line.number, length=len(title), limit=_MAX_TITLE)
            if slug_of(title):
                return _Line(line.number, line.raw, title)
        raise PageRefused("title_unread", line.number, text=line.text[:120])
    last = next(line for line in reversed(lines) if line.text)
    if _REFERENCE.match(last.text):
        raise PageRefused("cut_in_references", last.number, text=last.text[:120])
    raise PageRefused("no_title", last.number)


def _reference_lines(lines: list[_Line], title: _Line) -> tuple[int, int]:
    """Where the reference list starts and ends (indices): the last run of numbered lines before "Plaats een reactie".

    The last one, because an explanation may hold a numbered list of its own.
    """
    stop = next((i for i, line in enumerate(lines) if _REACT.match(line.text)), title.number - 1)
    stop = min(stop, title.number - 1)
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


def _apart(lines: list[_Line]) -> tuple[int | None, list[_Line], list[_Line]]:
    """Take "Cited by" and the registration out of the text before the references; return both and what remains."""
    cited_by: int | None = None
    registration: list[_Line] = []
    rest: list[_Line] = []
    in_registration = False
    for line in lines:
        match = _CITED_BY.match(line.text)
        heading = _REGISTRATION.match(line.text)
        if match:
            cited_by, in_registration = int(re.sub(r"[.,]", "", match["count"])), False
        elif _SIMILAR.match(line.text) or _REFERENCES_HEADING.match(line.text):
            in_registration = False
        elif heading:
            in_registration = True
            remainder = line.text[heading.end() :]
            if remainder:
                registration.append(_Line(line.number, line.raw, remainder))
        elif in_registration and line.text and not abstracts.is_heading(line.text):
            registration.append(line)
        else:
            in_registration = in_registration and not line.text
            rest.append(line)
    return cited_by, registration, rest


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


def _abstract_remarks(sections: tuple[Section, ...], blocks: list[Block], first: int) -> list[Remark]:
    if not sections:
        return [Remark("no_abstract", first)]
    if any(section.inferred for section in sections):
        return [Remark("labels_inferred", blocks[0].line, {"labels": ", ".join(abstracts.USUAL_LABELS)})]
    if not any(section.label for section in sections):
        return [Remark("labels_missing", blocks[0].line, {"count": len(sections)})]
    return []


def _registrations(lines: list[_Line], sections: tuple[Section, ...]) -> tuple[Registration, ...]:
    """Numbers under the heading first, then those named in the abstract; each once."""
    text = "\n".join([*(line.text for line in lines), *(section.text for section in sections)])
    seen: dict[tuple[str, str], Registration] = {}
    for registration in find_registrations(text):
        seen.setdefault((registration.registry, registration.id), registration)
    return tuple(seen.values())


def _related(lines: list[_Line]) -> tuple[str, ...]:
    """The truncated titles under the last "Gerelateerde artikelen", each once, in order."""
    starts = [i for i, line in enumerate(lines) if _RELATED.match(line.text)]
    if not starts:
        return ()
    text = " ".join(line.text for line in lines[starts[-1] + 1 :])
    return tuple(dict.fromkeys(hint for part in text.split(">>") if (hint := tidy(part).rstrip(" .…"))))
