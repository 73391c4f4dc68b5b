"""BibTeX, block by block.

Sources: Patashnik, "BibTeXing" (1988) for entry types, fields and the three forms of a name; biblatex 3.20 manual, 2.1
and 2.2, for `journaltitle`, `date`, `location`, `eprint`, `pmid`. bibtexparser divides a block into its fields (with its
recovery from broken ones); joining strings, names and LaTeX is done here, because its middlewares decode no parts of
names, lose a string with an unknown name, and hold the whole file in memory.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry as Block
from bibtexparser.model import String
from bibtexparser.splitter import Splitter

from references.formats import latex
from references.formats.detecting import HEAD, require
from references.formats.fields import (
    MONTHS,
    identifiers_in_links,
    join_abstract,
    known_date,
    read_date,
    read_pages,
    registered,
    split_abstract,
    with_identifiers,
    without_content,
)  # fmt: skip
from references.formats.reading import numbered_lines
from references.formats.shapes import Entry, Found, Parsed, Problem, Source, as_entries, collect, single_line
from references.records import PartialDate, Person, Record

# It reports every broken block there as well; we report them with their line.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

_STARTS = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_TO_CSL = {
    "article": "article-journal", "book": "book", "mvbook": "book", "booklet": "book", "manual": "book", "collection": "book",
    "proceedings": "book", "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "techreport": "report", "report": "report", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "unpublished": "article", "dataset": "dataset", "misc": "document",
}  # fmt: skip
_FROM_CSL = {
    "article-journal": "article", "book": "book", "chapter": "incollection", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis", "webpage": "online", "article": "unpublished", "dataset": "dataset",
}  # fmt: skip
_CONTAINER = {
    "article-journal": "journal",
    "chapter": "booktitle",
    "paper-conference": "booktitle",
    "book": "series",
}
_PLACE = {"report": "institution", "thesis": "school"}
_MACROS = {name.lower(): name for name in MONTHS}
_PIECE = re.compile(r"\s*(?:\{(?P<braced>.*)\}|\"(?P<quoted>.*)\"|(?P<name>[^\s{}\"#]+))\s*", re.S)


def parse(source: Source) -> Parsed:
    """Read a whole file. Raises FormatError when it is refused as a whole."""
    return collect(iterate(source))


def iterate(source: Source) -> Found:
    """Entries and problems one by one; strings are known from where they are defined, as BibTeX itself has it."""
    macros = dict(_MACROS)
    for start, kind, text in _blocks(source):
        if kind in ("comment", "preamble"):
            continue
        library = Splitter(text).split()
        block = next((each for each in library.blocks if isinstance(each, Block | String)), None)
        if isinstance(block, String):
            macros[block.key.lower()] = "".join(_values(block.value, macros, []))
        elif isinstance(block, Block):
            yield from _read(block, start, macros)
        else:
            yield Problem(start, "truncated", single_line(text)[:100], lost=True)


def write(records: Iterable[Record | Entry]) -> str:
    """The records as BibTeX entries in UTF-8, each under a key of its own."""
    keys: set[str] = set()
    return "\n".join(_written(entry, keys) for entry in as_entries(records))


def _blocks(source: Source) -> Iterator[tuple[int, str, str]]:
    """(first line, kind, text) of what stands between one line that starts with "@kind{" and the next."""
    lines: list[str] = []
    start, kind, head = 0, "", ""
    for number, line in numbered_lines(source):
        match = _STARTS.match(line)
        if match:
            if kind:
                yield start, kind, "\n".join(lines)
            lines, start, kind = [], number, match[1].lower()
        if kind:
            lines.append(line)
        elif len(head) < HEAD:
            head += line + "\n"
    if not kind:
        require("bibtex", head.encode())
    yield start, kind, "\n".join(lines)


def _values(raw: str, macros: dict[str, str], unknown: list[str]) -> Iterator[str]:
    """The parts of `"a" # jan # {b}`; a name that stands for nothing is kept as its own text."""
    for part in _parts(raw):
        match = _PIECE.fullmatch(part)
        if match is None:
            yield part
        elif (name := match["name"]) and not name.isdigit():
            if name.lower() not in macros:
                unknown.append(name)
            yield macros.get(name.lower(), name)
        else:
            yield next(text for text in (match["braced"], match["quoted"], name) if text is not None)


def _parts(raw: str) -> Iterator[str]:
    """What "#" divides outside braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for at, character in enumerate(raw):
        if character in "{}":
            depth += 1 if character == "{" else -1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character == "#" and depth == 0 and not quoted:
            yield raw[start:at]
            start = at + 1
    yield raw[start:]


def _read(block: Block, start: int, macros: dict[str, str]) -> Found:
    unknown: list[str] = []
    raw: dict[str, str] = {}
    for field in block.fields:
        raw.setdefault(field.key.lower(), "".join(_values(field.value, macros, unknown)))
    yield from (Problem(start, "unknown_string", name[:100]) for name in unknown)
    names = {key: raw.pop(key, "") for key in ("author", "editor")}
    fields = {key: latex.decode(value) for key, value in raw.items()}
    kind = _TO_CSL.get(block.entry_type.lower(), "document")
    if kind == "document" and (fields.get("howpublished") or fields.get("url")) and "journal" not in fields:
        kind = "webpage"
    authors, et_al = _people(names["author"])
    record = Record(
        type=kind,
        title=": ".join(part for part in (fields.get("title"), fields.get("subtitle")) if part),
        container_title=_any(fields, "journal", "journaltitle", "booktitle", "maintitle", "series"),
        authors=authors,
        editors=_people(names["editor"])[0],
        et_al=et_al,
        issued=_issued(fields),
        volume=fields.get("volume", ""),
        issue=_any(fields, "issue", *(("number",) if kind in ("article-journal", "document") else ())),
        page=read_pages(fields.get("pages", "")),
        number=_any(fields, "eid", "articleno", *(("number",) if kind not in ("article-journal", "document") else ())),
        publisher=_any(fields, "publisher", "institution", "school", "organization"),
        publisher_place=_any(fields, "address", "location"),
        edition=fields.get("edition", ""),
        isbn=fields.get("isbn", ""),
        **_identifiers(fields),
    )  # fmt: skip
    dated = _any(fields, "date", "year")
    record, problems = with_identifiers(record, start)
    if dated and record.issued is None:
        problems.append(Problem(start, "date", dated[:100]))
    yield from problems
    if without_content(record):
        yield Problem(start, "no_content", block.key[:100], lost=True)
        return
    sections = split_abstract(fields.get("abstract", ""))
    yield Entry(
        record,
        sections=sections,
        registrations=registered(sections),
        keywords=tuple(word.strip() for word in re.split("[;,]", fields.get("keywords", "")) if word.strip()),
        container_title_short=_any(fields, "shortjournal", "journalabbr"),
        line=start,
    )


def _any(fields: dict[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _identifiers(fields: dict[str, str]) -> dict[str, Any]:
    eprint = fields.get("eprint", "") if "pubmed" in fields.get("eprinttype", "").lower() else ""
    url = _any(fields, "url", "howpublished", "link")
    url = match[0] if (match := re.search(r"(?:https?|ftp)://\S+", url, re.I)) else fields.get("url", "")
    found = {
        "doi": fields.get("doi", ""),
        "pmid": fields.get("pmid", "") or eprint,
        "pmcid": _any(fields, "pmcid", "pmc"),
        "url": url,
    }
    for kind, value in identifiers_in_links([url]):
        found[kind] = found[kind] or (value if kind != "doi" else "")
    return found


def _issued(fields: dict[str, str]) -> PartialDate | None:
    date = read_date(fields.get("date", "").partition("/")[0]) or read_date(fields.get("year", ""))
    month = fields.get("month", "")
    if date is None or date.month or not month:
        return date
    if month.isdigit():
        return known_date(
            date.year, int(month), int(day) if (day := fields.get("day", "")).isdigit() else None
        )
    named = read_date(f"{date.year} {month} {fields.get('day', '')}")
    if named and named.month is None and (turned := re.match(r"(\d{1,2})\W+(.+)", month, re.A)):
        named = read_date(f"{date.year} {turned[2]} {turned[1]}")
    return named or date


def _people(names: str) -> tuple[tuple[Person, ...], bool]:
    """Names and whether "and others" follows them."""
    parts = split_multiple_persons_names(" ".join(names.split()))
    et_al = bool(parts) and parts[-1].lower() in ("others", "{others}", "et al.", "et al")
    people = (_person(name) for name in (parts[:-1] if et_al else parts))
    return tuple(person for person in people if person is not None), et_al


def _person(name: str) -> Person | None:
    parts = list(_commas(name))
    if len(parts) == 1:
        inner = name[1:-1] if name.startswith("{") and name.endswith("}") and _one_group(name) else None
        if inner is not None:
            return Person(literal=latex.decode(inner)) if latex.decode(inner) else None
        split = parse_single_name_into_parts(name, strict=False)
        family, given, suffix = (
            " ".join(words) for words in ([*split.von, *split.last], split.first, split.jr)
        )
    else:
        family, given = parts[0], parts[-1]
        suffix = ", ".join(parts[1:-1])
    family, given, suffix = (latex.decode(part) for part in (family, given, suffix))
    return Person(family, given, "", suffix) if family else Person(literal=given) if given else None


def _commas(name: str) -> Iterator[str]:
    """What commas divide outside braces."""
    depth, start = 0, 0
    for at, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if character == "," and depth == 0:
            yield name[start:at].strip()
            start = at + 1
    yield name[start:].strip()


def _one_group(name: str) -> bool:
    """Whether the first brace closes with the last."""
    depth = 0
    for at, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return at == len(name) - 1
    return False


def _written(entry: Entry, keys: set[str]) -> str:
    record = entry.record
    date = record.issued
    container = _CONTAINER.get(record.type, "booktitle")
    in_journal = record.type in ("article-journal", "document")
    fields = {
        "title": record.title, container: record.container_title, "shortjournal": entry.container_title_short,
        "year": str(date.year) if date else "", "day": str(date.day) if date and date.day else "", "volume": record.volume,
        "number" if in_journal else "issue": record.issue, "pages": record.page, "eid": record.number,
        _PLACE.get(record.type, "publisher"): record.publisher, "address": record.publisher_place,
        "edition": record.edition, "isbn": record.isbn, "pmid": record.pmid, "pmcid": record.pmcid,
        "abstract": join_abstract(entry.sections), "keywords": ", ".join(entry.keywords),
    }  # fmt: skip
    lines = [("author", _names(record.authors, record.et_al)), ("editor", _names(record.editors, False))]
    lines += [(name, latex.encode(single_line(value))) for name, value in fields.items()]
    lines += [("doi", latex.encode(record.doi)), ("url", latex.encode(record.url))]
    written = [f"  {name} = {{{value}}}" for name, value in lines if value]
    if date and date.month:
        written.append(f"  month = {MONTHS[date.month - 1].lower()}")
    kind = _FROM_CSL.get(record.type, "misc")
    return f"@{kind}{{{_key(record, keys)},\n" + ",\n".join(written) + "\n}\n"


def _names(people: tuple[Person, ...], et_al: bool) -> str:
    names = [_name(person) for person in people]
    return " and ".join([*names, *(["others"] if et_al and names else [])])


def _name(person: Person) -> str:
    if person.literal:
        return "{" + latex.encode(single_line(person.literal)) + "}"
    family, suffix, given = (_kept(part) for part in (person.family, person.suffix, person.given))
    return f"{family}, {suffix}, {given}" if suffix else f"{family}, {given}"


def _kept(part: str) -> str:
    """A part of a name, in braces where a comma or "and" would divide it."""
    text = latex.encode(single_line(part))
    return f"{{{text}}}" if re.search(r",|(?:^|\s)(?:and|others)(?:\s|$)", text, re.I) else text


def _key(record: Record, keys: set[str]) -> str:
    """A key such as Jansen2017, made different from those before it with a letter or number."""
    first = record.authors[0] if record.authors else Person()
    name = "".join(takewhile(lambda c: c != " ", first.family or first.literal))
    name = re.sub(r"[^A-Za-z]", "", name) or "ref"
    base = key = f"{name}{record.issued.year if record.issued else ''}"
    number = 1
    while key in keys:
        number += 1
        key = f"{base}-{number}"
    keys.add(key)
    return key
