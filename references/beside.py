"""Two works side by side: what each says, and where they differ."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from references.matching.facts import compared
from references.matching.normal import letters
from references.models import Work
from references.models.work import MetadataSource, people
from references.styles import vancouver


@dataclass(frozen=True, slots=True)
class Row:
    """One subject; `field` is the column (or the first of the columns) that holds it."""

    field: str
    label: str
    one: str
    other: str
    differs: bool


def rows(one: Work, other: Work) -> list[Row]:
    """What is known of at least one of them. A difference is where both say something that is not the same in another print."""
    alike = compared(one.to_record(), other.to_record())
    found = []
    for field, (label, shown) in _subjects().items():
        ours, theirs = shown(one), shown(other)
        if not ours and not theirs:
            continue
        same = letters(ours) == letters(theirs) or getattr(alike, _COMPARED.get(field, ""), None) == 1
        stated = bool(ours and theirs) and field != "metadata_source"
        found.append(Row(field, label, ours, theirs, stated and not same))
    return found


_COMPARED = {"title": "title", "container_title": "journal", "page": "page"}


def _subjects() -> dict[str, tuple[str, Callable[[Work], str]]]:
    """Per column its name in the language of the moment, and how it is shown."""

    def column(name: str) -> tuple[str, Callable[[Work], str]]:
        label = str(getattr(Work._meta.get_field(name), "verbose_name", name))
        return capfirst(label), lambda work: str(getattr(work, name) or "")

    return {
        "title": column("title"),
        "authors": (capfirst(_("authors")), _authors),
        "container_title": column("container_title"),
        "year": (_("Date"), lambda work: "-".join(f"{n:02}" for n in (work.year, work.month, work.day) if n)),
        **{
            name: column(name)
            for name in ("volume", "issue", "page", "number", "publisher", "edition", "url")
        },
        "doi": column("doi"),
        "pmid": column("pmid"),
        "pmcid": column("pmcid"),
        "metadata_source": (
            capfirst(_("facts come from")),
            lambda work: str(MetadataSource(work.metadata_source).label),
        ),
    }


def _authors(work: Work) -> str:
    names = [vancouver.person(person) for person in people(work.authors)]
    shown = ", ".join(names[:6]) + (f" (+{len(names) - 6})" if len(names) > 6 else "")
    return f"{shown}, et al." if work.et_al and names else shown
