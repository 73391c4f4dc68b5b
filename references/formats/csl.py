"""CSL-JSON: an array of items, as Zotero, Crossref and citeproc exchange them; read item by item.

Sources: `csl-data.json` (schema of citation-style-language 1.0.2) and the CSL 1.0.2 specification, appendix III
(variables) and IV (types). What the schema has no word for travels under `custom`, as in `references.records`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from references.formats.detecting import require
from references.formats.fields import (
    join_abstract,
    registered,
    split_abstract,
    with_identifiers,
    without_content,
)
from references.formats.reading import numbered_lines
from references.formats.shapes import Entry, Found, Parsed, Problem, Section, Source, as_entries, collect
from references.records import Record, record_from_csl
from references.registries import as_found

_LARGEST_ITEM = 4_000_000  # characters; an item with its abstract is a few thousand
_AHEAD = 64_000
_SPACE = re.compile(r"[\s,]*")
_MARKUP = re.compile(r"<(i|b|em|strong|sub|sup|sc|span)(?:\s[^<>]*)?>(.*?)</\1>", re.I | re.S)
_decode = json.JSONDecoder().raw_decode


def parse(source: Source) -> Parsed:
    """Read a whole file. Raises FormatError when it is refused as a whole."""
    return collect(iterate(source))


def iterate(source: Source) -> Found:
    """Entries and problems one by one."""
    for item in _Items(source):
        if isinstance(item, Problem):
            yield item
            continue
        line, value = item
        if isinstance(value, Mapping) and isinstance(value.get("items"), list) and "type" not in value:
            for inner in value["items"]:  # the envelope of Zotero's and Mendeley's web services
                yield from _read(inner, line)
        else:
            yield from _read(value, line)


def write(records: Iterable[Record | Entry]) -> str:
    """The records as one JSON array, an item per line, each id once."""
    seen: dict[str, int] = {}
    lines = []
    for entry in as_entries(records):
        item = _item(entry)
        base = item["id"]
        seen[base] = seen.get(base, 0) + 1
        if seen[base] > 1:
            item["id"] = f"{base}-{seen[base]}"
        lines.append(json.dumps(item, ensure_ascii=False))
    return "[" + ",".join(f"\n{line}" for line in lines) + "\n]\n"


class _Items:
    """The values of the outermost array, with the line each starts on; never more than one and a bit in memory."""

    def __init__(self, source: Source) -> None:
        self.lines = numbered_lines(source)
        self.text, self.at, self.line, self.last, self.ended = "", 0, 1, 1, False

    def __iter__(self) -> Iterator[tuple[int, Any] | Problem]:
        self._more(_AHEAD)
        require("csl", self.text[:_AHEAD].encode())
        in_array = self._skip() == "["
        if in_array:
            self.at += 1
        while (character := self._skip()) and character != "]":
            value = self._value()
            yield value
            if isinstance(value, Problem):
                return
        if in_array and character != "]":
            yield Problem(min(self.line, self.last), "truncated", lost=True)

    def _value(self) -> tuple[int, Any] | Problem:
        line = self.line
        while True:
            try:
                value, end = _decode(self.text, self.at)
            except RecursionError:
                return Problem(line, "broken", lost=True)
            except ValueError as error:
                held = len(self.text) - self.at
                # An error well before the end of what was read so far will not go away by reading on.
                hopeless = not isinstance(error, json.JSONDecodeError) or not _open_ended(error, self.text)
                if self.ended or hopeless or held > _LARGEST_ITEM:
                    return self._failed(error, line, hopeless)
                self._more(held + _AHEAD)
                continue
            self._pass(end)
            return line, value

    def _failed(self, error: ValueError, line: int, hopeless: bool) -> Problem:
        place = error.pos if isinstance(error, json.JSONDecodeError) else self.at
        where = line + self.text.count("\n", self.at, place)
        cut_off = self.ended and not hopeless
        return Problem(
            where, "truncated" if cut_off else "broken", self.text[place : place + 60].strip(), True
        )

    def _skip(self) -> str:
        """Go to the next character that is no space or comma; "" at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self._pass(match.end() if match else self.at)
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self._more(_AHEAD)

    def _pass(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def _more(self, wanted: int) -> None:
        parts, held = [self.text[self.at :]], len(self.text) - self.at
        while held < wanted:
            line = next(self.lines, None)
            if line is None:
                self.ended = True
                break
            self.last = line[0]
            parts.append(line[1] + "\n")
            held += len(line[1]) + 1
        self.text, self.at = "".join(parts), 0


def _open_ended(error: json.JSONDecodeError, text: str) -> bool:
    """Whether the value may just not be complete yet."""
    rest = text[error.pos :].strip()
    return not rest or error.msg.startswith(("Unterminated", "Invalid \\uXXXX")) or len(rest) < 8


def _read(value: object, line: int) -> Found:
    if not isinstance(value, Mapping):
        yield Problem(line, "not_an_item", str(value)[:60], lost=True)
        return
    item = _plain(value)
    record, problems = with_identifiers(record_from_csl(item), line)
    yield from problems
    if without_content(record) and not record.raw:
        yield Problem(line, "no_content", lost=True)
        return
    custom = item["custom"]
    sections = _sections(custom.get("sections")) or split_abstract(_words(item.get("abstract")))
    yield Entry(
        record,
        sections=sections,
        publication_types=tuple(map(str, _listed(custom.get("publication_types")))),
        registrations=tuple(
            each for number in _listed(custom.get("registrations")) if (each := as_found(str(number)))
        )
        or registered(sections),
        keywords=tuple(
            word.strip() for word in re.split(r"[;,]", _words(item.get("keyword"))) if word.strip()
        ),
        container_title_short=_words(item.get("container-title-short") or item.get("journalAbbreviation")),
        line=line,
    )


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """The item as `record_from_csl` expects it: Crossref's one-item lists undone, inline markup gone, no half characters."""
    item = {key: _single(each) for key, each in value.items()}
    for key in ("author", "editor"):
        if isinstance(people := value.get(key), list):
            item[key] = [_whole_name(name) if isinstance(name, Mapping) else name for name in people]
    custom = item.get("custom")
    item["custom"] = custom if isinstance(custom, dict) else {}
    return item


def _single(value: Any) -> Any:
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        value = value[0]
    if isinstance(value, Mapping):
        return {key: _half_characters(each) for key, each in value.items()}
    if isinstance(value, str):
        for _ in range(3):
            value = _MARKUP.sub(r"\2", value)
    return _half_characters(value)


def _half_characters(value: Any) -> Any:
    """`\\ud800` alone and `\\u0000` are JSON, but no text that can be stored."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "")
    if isinstance(value, list):
        return [_half_characters(each) for each in value]
    if isinstance(value, dict):
        return {key: _half_characters(each) for key, each in value.items()}
    return value


def _whole_name(name: Mapping[str, Any]) -> dict[str, Any]:
    whole = {key: _half_characters(each) for key, each in name.items()}
    if isinstance(particle := whole.pop("dropping-particle", ""), str) and particle:
        whole["family"] = f"{particle} {whole.get('family', '')}".strip()
    return whole


def _item(entry: Entry) -> dict[str, Any]:
    item = entry.record.to_csl()
    custom = {key: value for key, value in item.pop("custom").items() if value}
    if custom.get("status") == "parsed":
        del custom["status"]
    more = {
        "container-title-short": entry.container_title_short,
        "abstract": join_abstract(entry.sections),
        "keyword": ", ".join(entry.keywords),
    }
    item |= {key: value for key, value in more.items() if value}
    if any(section.label for section in entry.sections):
        custom["sections"] = [{"label": part.label, "text": part.text} for part in entry.sections]
    if entry.publication_types:
        custom["publication_types"] = list(entry.publication_types)
    if entry.registrations:
        custom["registrations"] = [each.id for each in entry.registrations]
    return {**item, "custom": custom} if custom else item


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) and value else []


def _sections(value: object) -> tuple[Section, ...]:
    parts = [part for part in _listed(value) if isinstance(part, Mapping)]
    read = (Section(_words(part.get("label")), _words(part.get("text"))) for part in parts)
    return tuple(part for part in read if part.text)
