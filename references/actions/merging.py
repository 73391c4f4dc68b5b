"""Two works that are one publication become one work; nothing that was stored about either is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from references.actions import journal as journals
from references.actions.histories import move_versions
from references.actions.journal import Changed, Journal
from references.actions.matching import take_turn
from references.actions.moving import TIDIED, Moved, move_all
from references.actions.moving_lists import OWN, move_citations, move_pairs
from references.actions.remembering import remember_identifiers
from references.actions.taking_over import GROUPS, IDENTIFIERS, take_facts
from references.models import MergedWork, Work

FORMER, SURVIVOR = "former", "survivor"
_COMPUTED = {"cited_as", "coins", "match_keys"}


class CannotMerge(Exception):
    """The two cannot be merged (one is gone, or something may not be moved); the message says why."""


class Undecided(Exception):
    """Both works have an identifier of this kind and they differ; an editor has to say which is right."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Difference:
    """A group of columns on which two works differ, both stating something; `names[0]` stands for the group."""

    names: tuple[str, ...]
    survivor: tuple[Any, ...]
    former: tuple[Any, ...]

    @property
    def must_choose(self) -> bool:
        """An identifier is never chosen by default: it says which publication this is."""
        return self.names[0] in IDENTIFIERS


def differences(*, survivor: Work, former: Work) -> list[Difference]:
    """What has to be chosen, or can be."""
    found = []
    for names in (*((name,) for name in IDENTIFIERS), *GROUPS):
        ours, theirs = (tuple(getattr(work, name) for name in names) for work in (survivor, former))
        if ours[0] and theirs[0] and ours != theirs:
            found.append(Difference(names, ours, theirs))
    return found


def preferred(one: Work, other: Work) -> tuple[Work, Work]:
    """Which of two stays unless an editor says otherwise: the one with most identifiers, else the older; then the other."""

    def rank(work: Work) -> tuple[int, int]:
        return -sum(bool(getattr(work, name)) for name in IDENTIFIERS), work.pk

    first, second = sorted((one, other), key=rank)
    return first, second


def preview(*, survivor: Work, former: Work, by: User | None) -> list[Moved]:
    """What `merge` would move, by doing it and taking it back; every identifier of the survivor stays in this."""
    chosen = {each.names[0]: SURVIVOR for each in differences(survivor=survivor, former=former)}
    with transaction.atomic():
        done = merge(survivor=survivor, former=former, by=by, chosen=chosen)
        transaction.set_rollback(True)
    return moved_of(done)


@transaction.atomic
def merge(
    *,
    survivor: Work,
    former: Work,
    by: User | None,
    chosen: Mapping[str, str] | None = None,
    batch: UUID | None = None,
) -> MergedWork:
    """Let `former` go up in `survivor`, and return the record of it, by which `undo` takes it back.

    Everything that refers to the former work refers to the survivor afterwards, whichever app it is in. The survivor takes
    what it lacks. `chosen` says per column whose value stays where both have one; identifiers must be in it. Raises
    Undecided and CannotMerge; then nothing has changed.

    Whoever may change works may merge them, also without the right to delete works: nothing is thrown away, the work that
    goes is kept in the record row by row, its address leads to the survivor, and `undo` brings it back.
    """
    take_turn()
    survivor, former = _locked(survivor, former)
    chosen = chosen or {}
    undecided = [
        each.names[0]
        for each in differences(survivor=survivor, former=former)
        if each.must_choose and each.names[0] not in chosen
    ]
    if undecided:
        raise Undecided(undecided)
    journal, number, title = Journal(), former.pk, str(former)
    after = _facts(survivor, former, chosen)
    try:
        moved = move_citations(former=former, survivor=survivor, journal=journal)
        move_pairs(former=former, survivor=survivor, journal=journal)
        moved += move_all(former=former, survivor=survivor, journal=journal, own=OWN)
        move_versions(former=former, survivor=survivor, journal=journal)
        _move_log(former, survivor, journal)
        journal.delete(former)
        remember_identifiers(survivor=survivor, former=former, after=after, journal=journal)
        _take(survivor, after, journal)
        connection.check_constraints()  # also those that would refuse when the transaction ends, out of reach
    except (ProtectedError, RestrictedError, IntegrityError) as error:
        raise CannotMerge(_("Something that refers to the work cannot be moved: %s") % error) from error
    if by is not None:
        said = _("Merged with work %(number)s, “%(title)s”") % {"number": number, "title": title}
        LogEntry.objects.log_actions(by.pk, [survivor], CHANGE, said, single_object=True)
    return MergedWork.objects.create(
        former=number,
        title=title,
        survivor=survivor,
        merged_by=by,
        moved={"rows": [asdict(each) for each in moved]},
        journal=journal.entries,
        batch=batch,
    )


def moved_of(merged: MergedWork) -> list[Moved]:
    """What went along, as it was counted."""
    return [Moved(**each) for each in merged.moved["rows"]]


@transaction.atomic
def undo(*, merged: MergedWork, by: User | None) -> bool:
    """Take a merge back, as long as nobody changed what it changed; False when that was done already. Raises Changed.

    Somebody who was deleted since is not named again. What the site tidied away since (`moving.TIDIED`) stays away.
    """
    take_turn()
    held = MergedWork.objects.select_for_update(of=("self",)).get(pk=merged.pk)
    if held.undone_at:
        return False
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    try:
        with transaction.atomic():
            journals.undo(held.journal, tidied=TIDIED)
    except IntegrityError as error:
        raise Changed(str(Work._meta.verbose_name)) from error
    if by is not None and held.survivor is not None:
        said = _("No longer merged with work %(number)s, “%(title)s”") % {
            "number": held.former,
            "title": held.title,
        }
        LogEntry.objects.log_actions(by.pk, [held.survivor], CHANGE, said, single_object=True)
    return True


def _locked(survivor: Work, former: Work) -> tuple[Work, Work]:
    if survivor.pk == former.pk:
        raise CannotMerge(_("A work cannot be merged with itself."))
    numbers = [survivor.pk, former.pk]
    rows = Work.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    held = {work.pk: work for work in rows.defer("search_en")}
    if len(held) < 2:
        raise CannotMerge(_("One of the two works is not there any more."))
    return held[survivor.pk], held[former.pk]


def _facts(survivor: Work, former: Work, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The survivor's columns that become different."""
    names = [name for group in GROUPS for name in group] + list(IDENTIFIERS)
    before = {name: getattr(survivor, name) for name in names}
    for each in differences(survivor=survivor, former=former):
        if chosen.get(each.names[0]) == FORMER:
            for name, value in zip(each.names, each.former, strict=True):
                setattr(survivor, name, value)
    take_facts(survivor, former, replace=False)
    for name in IDENTIFIERS:
        setattr(survivor, name, getattr(survivor, name) or getattr(former, name))
    after = {name: getattr(survivor, name) for name in names if getattr(survivor, name) != before[name]}
    for name in after:
        setattr(survivor, name, before[name])
    return after


def _take(survivor: Work, after: Mapping[str, Any], journal: Journal) -> None:
    """After the former is gone: two works may not share an identifier."""
    if not after:
        return
    before = {name: getattr(survivor, name) for name in after}
    for name, value in after.items():
        setattr(survivor, name, value)
    survivor.save(update_fields=list(after))
    journal.updated(survivor, before, after)


def _move_log(former: Work, survivor: Work, journal: Journal) -> None:
    """What editors did to the former work is read at the survivor from now on."""
    kind = ContentType.objects.get_for_model(Work)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(former.pk))
    journal.move(rows, "object_id", str(former.pk), str(survivor.pk))
