"""What the services say about a work beside what we have: proposed field by field, applied only where somebody chose it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from references import comparing
from references.clients.found import DOI, PMCID, PMID, Client, Found
from references.lookup import Conflict, Gathered, gather, identifiers_of, named_by
from references.models import AbstractSection, TrialRegistration, Work
from references.models.work import MetadataSource
from references.records import CslItem, PartialDate, Person, Record
from references.registries import RegistrationError, normalize_registration
from references.trouble import name_of

Same = Callable[[Any, Any], bool]

# Fields with a text, in the order of the form.
_TEXTS: dict[str, Same] = {
    "type": lambda old, new: bool(old == new),
    "title": comparing.same_text,
    "container_title": comparing.same_text,
    "container_title_short": comparing.same_text,
    "volume": comparing.same_text,
    "issue": comparing.same_text,
    "page": comparing.same_pages,
    "number": comparing.same_text,
    "publisher": comparing.same_text,
    "publisher_place": comparing.same_text,
    "edition": comparing.same_text,
    "isbn": comparing.same_text,
}
_IDENTIFIERS = (DOI, PMID, PMCID)
NOT_IN_LISTS = frozenset({"abstract"})  # only studies that we explain show one


class Outdated(Exception):
    """The work or the answers changed after the proposal was shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what we have and what is proposed, as people read it, from which service.

    `value` is what would be stored. `completes` says that nothing we have would be replaced.
    """

    field: str
    old: str
    new: str
    source: str
    value: Any
    completes: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could change about a work; nothing of it has been applied. `taken` are identifiers of other works here."""

    work: Work
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    taken: tuple[tuple[str, str, int], ...]
    sources: tuple[str, ...]

    @property
    def version(self) -> str:
        """Changes with what is shown, so that nothing is applied that nobody saw."""
        text = repr([(each.field, each.old, each.new, each.source) for each in self.changes])
        return blake2b(text.encode(), digest_size=12).hexdigest()


def propose(*, work: Work, clients: Sequence[Client], only_kept: bool = False) -> Proposal:
    """Ask the services and compare. Raises `lookup.AboutService` or, with `only_kept`, `lookup.Unasked`."""
    return compare(work=work, gathered=gather(identifiers_of(work), clients, only_kept=only_kept))


def compare(*, work: Work, gathered: Gathered) -> Proposal:
    """The proposal that these answers make. Per field the most trusted service that says something is believed."""
    found = gathered.found
    taken = _taken(work, found)
    changes = [*_texts(work, found), *_identifiers(work, found, {kind for kind, _value, _other in taken})]
    for special in (_authors, _date, _publication_types, _abstract, _registrations):
        change = next((each for one in found if (each := special(work, one)) is not None), None)
        # A service that says the same as we do settles the matter; see each function for "says nothing" (None).
        if change is not None and change.new:
            changes.append(change)
    return Proposal(work, tuple(changes), gathered.conflicts, taken, tuple(one.source for one in found))


@transaction.atomic
def apply(*, proposal: Proposal, fields: Collection[str], by: User | None) -> list[Change]:
    """Store the chosen fields of a proposal, all or none, and log old and new. Raises Outdated.

    Facts that came from a service are not an import's to overwrite any more, so the work's source follows; facts that an
    editor typed stay the editor's unless the title itself was taken over.
    """
    work = Work.objects.select_for_update(of=("self",)).get(pk=proposal.work.pk)
    if _facts(work) != _facts(proposal.work):
        raise Outdated
    chosen = [change for change in proposal.changes if change.field in fields]
    if not chosen:
        return []
    for change in chosen:
        _store(work, change)
    typed = work.metadata_source == MetadataSource.MANUAL
    if not typed or any(change.field == "title" for change in chosen):
        work.metadata_source = next(
            source for source in proposal.sources if any(c.source == source for c in chosen)
        )
    work.metadata_at = timezone.now()
    work.save()
    if by is not None:
        said = "; ".join(
            f"{label_of(each.field)}: “{each.old}” → “{each.new}” ({name_of(each.source)})" for each in chosen
        )
        LogEntry.objects.log_actions(by.pk, [work], CHANGE, said, single_object=True)
    return chosen


def _store(work: Work, change: Change) -> None:
    if change.field == "abstract":
        work.abstract_sections.all().delete()
        AbstractSection.objects.bulk_create(
            AbstractSection(work=work, position=position, label=label, text=text, inferred=inferred)
            for position, (label, text, inferred) in enumerate(change.value, start=1)
        )
    elif change.field == "registrations":
        for each in change.value:
            TrialRegistration.objects.get_or_create(
                work=work, registry=each.registry, identifier=each.id, defaults={"raw": each.raw}
            )
    elif change.field == "date":
        work.year, work.month, work.day = (*change.value.parts(), None, None)[:3]
    elif change.field == "authors":
        work.authors, work.et_al = change.value
    else:
        setattr(work, change.field, change.value)


def _facts(work: Work) -> tuple[Any, ...]:
    return work.to_record(), work.container_title_short, work.publication_types


def _texts(work: Work, found: Sequence[Found]) -> list[Change]:
    changes = []
    for field, same in _TEXTS.items():
        new, source = next(((text, one.source) for one in found if (text := _said(field, one))), ("", ""))
        old = str(getattr(work, field))
        limit = _limit(field)
        if new and not same(old, new) and (limit is None or len(new) <= limit):
            changes.append(Change(field, _shown(field, old), _shown(field, new), source, new, not old))
    said = {each.field: each.new for each in changes}
    shorts = {one.container_short for one in found if one.container_short}
    return [
        each
        for each in changes
        # The abbreviation in print is the same journal; and an article number that we hold as page is no second one.
        if not (
            each.field == "container_title" and any(comparing.same_text(each.old, short) for short in shorts)
        )
        and not (each.field == "number" and comparing.same_pages(said.get("page", work.page), each.new))
        and not (each.field == "page" and comparing.same_pages(work.number, each.new))
    ]


def _limit(field: str) -> int | None:
    limit: int | None = getattr(Work._meta.get_field(field), "max_length", None)
    return limit


def label_of(field: str) -> str:
    """A field's name as people read it."""
    special: dict[str, str] = {
        "date": _("date of publication"),
        "abstract": str(AbstractSection._meta.verbose_name_plural),
        "registrations": str(TrialRegistration._meta.verbose_name_plural),
    }
    return capfirst(special.get(field) or str(getattr(Work._meta.get_field(field), "verbose_name", field)))


def _said(field: str, found: Found) -> str:
    if field == "container_title_short":
        return found.container_short
    value = str(getattr(found.record, field))
    return "" if field == "type" and value == "document" else value


def _shown(field: str, value: str) -> str:
    if field == "type":
        return str(dict(Work._meta.get_field("type").flatchoices).get(value, value))
    return value


def _identifiers(work: Work, found: Sequence[Found], taken: Collection[str]) -> list[Change]:
    changes = []
    for kind in _IDENTIFIERS:
        new, source = next(
            ((value, one.source) for one in found if (value := named_by(one).get(kind))), ("", "")
        )
        fits = len(new) <= (_limit(kind) or 0)
        if new and fits and not getattr(work, kind) and kind not in taken:
            changes.append(Change(kind, "", new, source, new, True))
    return changes


def _taken(work: Work, found: Sequence[Found]) -> tuple[tuple[str, str, int], ...]:
    """Identifiers that the services name for this work while another work here holds them: kind, value, that work."""
    named = {kind: value for one in reversed(found) for kind, value in named_by(one).items()}
    held = Work.objects.exclude(pk=work.pk).known_by(
        dois={named.get(DOI, "")}, pmids={named.get(PMID, "")}, pmcids={named.get(PMCID, "")}
    )
    return tuple(
        (kind, value, other.pk)
        for other in held
        for kind, value in named.items()
        if getattr(other, kind) == value
    )


def _authors(work: Work, found: Found) -> Change | None:
    new, old = found.record.authors, work.to_record().authors
    if not new:
        return None
    csl: CslItem = Record(authors=new).to_csl("")
    value = (csl["author"], found.record.et_al)
    same = comparing.same_people(old, new) and work.et_al == found.record.et_al
    completes = not old or (work.et_al and comparing.completes_people(old, new))
    return Change(
        "authors",
        _names(old, work.et_al),
        "" if same else _names(new, value[1]),
        found.source,
        value,
        completes,
    )


def _names(names: Sequence[Person], et_al: bool) -> str:
    return ", ".join([*map(str, names), *(["et al."] if et_al else [])])


def _date(work: Work, found: Found) -> Change | None:
    new = found.record.issued
    if new is None:
        return None
    old = PartialDate(work.year, work.month, work.day) if work.year else None
    same = comparing.same_date(old, new)
    shown = "" if same else _iso(new)
    return Change("date", _iso(old), shown, found.source, new, comparing.completes_date(old, new))


def _iso(value: PartialDate | None) -> str:
    return "-".join(f"{part:02d}" for part in value.parts()) if value else ""


def _publication_types(work: Work, found: Found) -> Change | None:
    new, old = list(found.publication_types), [str(each) for each in work.publication_types]
    if not new:
        return None
    shown = "" if {*map(str.casefold, new)} == {*map(str.casefold, old)} else ", ".join(new)
    return Change("publication_types", ", ".join(old), shown, found.source, new, not old)


def _abstract(work: Work, found: Found) -> Change | None:
    if not found.sections:
        return None
    # A label longer than its column would be cut: it stays in the text.
    limit = 100
    new = [
        (label if len(label) <= limit else "", text if len(label) <= limit else f"{label}: {text}", False)
        for label, text in found.sections
    ]
    old = [*work.abstract_sections.order_by("position").values_list("label", "text")]
    shown, had = (_paragraphs([(label, text) for label, text, _inferred in new])), _paragraphs(old)
    same = comparing.same_text(shown, had)
    return Change("abstract", had, "" if same else shown, found.source, new, not old)


def _paragraphs(sections: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {text}" if label else text for label, text in sections)


def _registrations(work: Work, found: Found) -> Change | None:
    if not found.registrations:
        return None
    named = []
    for number in found.registrations:
        try:
            named.append(normalize_registration(number))
        except RegistrationError:
            continue
    held = set(work.registrations.values_list("registry", "identifier"))
    new = [replace(each, raw=each.raw or each.id) for each in named if (each.registry, each.id) not in held]
    old = ", ".join(sorted(identifier for _registry, identifier in held))
    return Change("registrations", old, ", ".join(each.id for each in new), found.source, new, True)
