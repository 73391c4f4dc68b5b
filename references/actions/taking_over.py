"""What an arriving record changes on a work that is held: field by field, by how far each side is trusted."""

from dataclasses import dataclass
from typing import Any

from references.formats import Entry
from references.models import Work
from references.models.work import TYPES, MetadataSource

IDENTIFIERS = ("doi", "pmid", "pmcid")
# Fields that only mean something together change together.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("title",), ("authors", "et_al"), ("editors",), ("container_title",), ("container_title_short",),
    ("year", "month", "day"), ("volume",), ("issue",), ("page",), ("number",), ("publisher",), ("publisher_place",),
    ("edition",), ("isbn",), ("url",), ("publication_types",), ("type",),
)  # fmt: skip
_TRUST = list(MetadataSource)
_KNOWN_TYPES = {name for name, _ in TYPES}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that becomes different; `before` and `after` as they are stored."""

    field: str
    before: Any
    after: Any


def facts_of(entry: Entry, source: MetadataSource) -> Work:
    """An unsaved work that holds everything an entry says, cut to what the columns can take."""
    work = Work.from_record(entry.record, source)
    work.type = storable_type(work.type)
    work.container_title_short = entry.container_title_short[:200]
    work.publication_types = list(entry.publication_types)
    return work


def storable_type(csl_type: str) -> str:
    """The nearest of the types that an editor can choose."""
    if csl_type in _KNOWN_TYPES:
        return csl_type
    return "article-journal" if csl_type.startswith("article-") else "document"


def trusts(source: MetadataSource, work: Work) -> bool:
    """Whether facts from `source` may replace those that `work` has. What an editor typed stays the editor's."""
    held = MetadataSource(work.metadata_source)
    return held != MetadataSource.MANUAL and _TRUST.index(source) >= _TRUST.index(held)


def take_facts(work: Work, facts: Work, *, replace: bool) -> list[Change]:
    """Put on `work` what `facts` knows better: empty fields are filled, others replaced where `replace` allows it."""
    changes: list[Change] = []
    for group in GROUPS:
        theirs = [getattr(facts, name) for name in group]
        ours = [getattr(work, name) for name in group]
        if _better(group[0], ours, theirs, replace):
            changes += [Change(*each) for each in zip(group, ours, theirs, strict=True) if each[1] != each[2]]
    for change in changes:
        setattr(work, change.field, change.after)
    return changes


def _better(name: str, ours: list[Any], theirs: list[Any], replace: bool) -> bool:
    if not theirs[0] or theirs == ours or theirs == ["document"]:
        return False
    if not ours[0]:
        return True
    if ours[0] == theirs[0] and name in ("authors", "year"):
        # The same names without "et al.", which most formats cannot say, and the same year are no news.
        return name == "year" and _precision(theirs) > _precision(ours)
    return replace


def _precision(date: list[int | None]) -> int:
    return sum(part is not None for part in date)
