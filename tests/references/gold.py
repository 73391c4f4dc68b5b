"""Compares what the parser read with a hand-written expectation, field by field; `python -m tests.references.gold` prints it.

Two kinds of gold files stand in `data/`. The first three (`sample_references`, `other_forms`, `held_out`) are a text file
with lines and a JSON file with the expected fields. The later ones are one text file of blocks:

    nlm: 1. Sackett DL, … BMJ. 1996 Jan 13;312(7023):71-2.      the form, and the line as a person pastes it
    y: book                                                    type, when it is no journal article
    a: Sackett DL, Gray JA, et al.                             authors ("; " between them when a name holds a comma)
    e: Jones K                                                 editors
    t: Evidence based medicine: …                              title
    j: BMJ | 1996-1-13 | 312 | 7023 | 71-2                     journal | date | volume | issue | page
    c: A handbook | 12-34 | 3                                  book of a chapter | page | volume
    b: Springer | New York | 2005 | 2nd ed                     publisher | place | date | edition
    x: doi=… pmid=… pmcid=… url=…
    l: DOI PubMed                                              link words

What is counted: every field that a line holds or that the parser thinks it holds, a list of authors as one field.
Fields that are rightly empty do not count, because they would flatter the figure. A full stop at the end of a journal's
name is no difference.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from references.pasted import parse_line
from references.records import Record

DATA = Path(__file__).parent / "data"
# How the lists of the first kind are called in the table: a sample page in NLM's form, and two with all forms mixed.
FIRST_LISTS = {"sample_references": "nlm", "other_forms": "mixed", "held_out": "mixed"}
TUNED = ("gold_tuned", "gold_seen", "gold_seen_2")
HELD_OUT = ("gold_held_out", "gold_held_out_rare")

_COLUMNS = {
    "j": ("container_title", "date", "volume", "issue", "page"),
    "c": ("container_title", "page", "volume"),
    "b": ("publisher", "publisher_place", "date", "edition"),
}


@dataclass(frozen=True, slots=True)
class Gold:
    """One line with its expected fields; `form` is the kind of reference list it comes from."""

    form: str
    line: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """How one line was read: fields counted, and the wrong ones as field → (expected, read)."""

    gold: Gold
    total: int
    wrong: dict[str, tuple[Any, Any]]


def lines(name: str) -> list[str]:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def expected(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def fields(record: Record) -> dict[str, Any]:
    """The record in the shape of the gold files."""
    return {
        "type": record.type,
        "authors": [str(person) for person in record.authors],
        "et_al": record.et_al,
        "title": record.title,
        "container_title": record.container_title,
        "year": record.issued.year if record.issued else None,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.page,
        "publisher": record.publisher,
        "publisher_place": record.publisher_place,
        "doi": record.doi,
        "labels": list(record.labels),
    }


def wrong_fields(record: Record, gold: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field → (expected, read) for every field of `gold` that was read otherwise."""
    read = fields(record) | {
        name: getattr(record, name)
        for name in ("pmid", "pmcid", "url", "number", "edition", "status")
        if name in gold
    }
    if "editors" in gold:
        read["editors"] = [str(person) for person in record.editors]
    if "date" in gold:
        read["date"] = record.issued.parts() if record.issued else None
    return {name: (value, read[name]) for name, value in gold.items() if read[name] != value}


def golds(name: str) -> list[Gold]:
    """The lines of a gold file of either kind, [] when it does not exist."""
    if name in FIRST_LISTS:
        return [Gold(FIRST_LISTS[name], *pair) for pair in zip(lines(name), expected(name), strict=True)]
    path = DATA / f"{name}.txt"
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n") if path.exists() else []
    return [_gold(block.split("\n")) for block in blocks if block]


def score(gold: Gold) -> Score:
    """How the parser reads one gold line today."""
    record = parse_line(gold.line)
    total = sum(bool(gold.fields[name] or value) for name, value in _read(record, gold.fields).items())
    wrong = {name: pair for name, pair in wrong_fields(record, gold.fields).items() if not _same(name, *pair)}
    return Score(gold, total, wrong)


def figures(scores: list[Score]) -> tuple[int, int, int, int]:
    """(fields right, fields, lines wholly right, lines)."""
    total, wrong = sum(one.total for one in scores), sum(len(one.wrong) for one in scores)
    return total - wrong, total, sum(not one.wrong for one in scores), len(scores)


def _same(name: str, value: Any, read: Any) -> bool:
    # In "JAMA Cardiol. 2022;7" nobody can say whether the stop ends the abbreviation or the name.
    return name == "container_title" and value.removesuffix(".") == read.removesuffix(".")


def _read(record: Record, names: dict[str, Any]) -> dict[str, Any]:
    known = {**fields(record), "date": record.issued, "editors": record.editors}
    return {name: known[name] if name in known else getattr(record, name) for name in names}


def _gold(block: list[str]) -> Gold:
    form, line = block[0].split(": ", 1)
    read: dict[str, Any] = {
        "type": "article-journal", "authors": [], "et_al": False, "editors": [], "title": "", "container_title": "",
        "date": None, "volume": "", "issue": "", "page": "", "edition": "", "publisher": "", "publisher_place": "",
        "doi": "", "pmid": "", "pmcid": "", "url": "", "labels": [],
    }  # fmt: skip
    for row in block[1:]:
        key, value = row.split(": ", 1)
        read.update(_expected(key, value.strip()))
    return Gold(form, line, read)


def _expected(key: str, value: str) -> Iterator[tuple[str, Any]]:
    if key in "ae":
        names = [name.strip() for name in value.split(";" if ";" in value else ", ") if name.strip()]
        if names[-1] == "et al.":
            yield "et_al", True
            names.pop()
        yield ("authors" if key == "a" else "editors"), names
    elif key in _COLUMNS:
        for name, part in zip(_COLUMNS[key], value.split("|"), strict=False):
            part = part.strip()
            yield (
                name,
                [int(number) for number in part.split("-")] or None
                if name == "date" and part
                else (part or (None if name == "date" else "")),
            )
    elif key == "x":
        yield from (tuple(pair.split("=", 1)) for pair in value.split())  # type: ignore[misc]
    else:
        yield {"t": "title", "y": "type", "l": "labels"}[key], value.split() if key == "l" else value


def _table(scores: list[Score]) -> Iterator[str]:
    forms = Counter(one.gold.form for one in scores)
    groups = [(form, [one for one in scores if one.gold.form == form]) for form, _ in forms.most_common()]
    groups.append(("all but nlm", [one for one in scores if one.gold.form != "nlm"]))
    groups.append(("all", scores))
    for form, group in groups:
        right, total, whole, count = figures(group)
        yield f"  {form:12} {right:5}/{total:<5} {right / max(total, 1):7.2%}   lines wholly right {whole:3}/{count}"


def report(names: list[str]) -> Iterator[str]:
    """The table of each named gold file (all when none is named) and, under it, every wrong field."""
    for name in names or [*FIRST_LISTS, *TUNED, *HELD_OUT]:
        scores = [score(gold) for gold in golds(name)]
        if not scores:
            continue
        yield name
        yield from _table(scores)
        # A held-out line that is looked at is a held-out line lost: it is shown only when asked for by name.
        for one in scores if name in names or name not in HELD_OUT else ():
            for field, (value, read) in one.wrong.items():
                yield f"    {one.gold.line[:70]}"
                yield f"      {field}: expected {value!r}"
                yield f"      {' ' * len(field)}      read {read!r}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report(sys.argv[1:]))
