"""What a work was known by before a merge is remembered, so that who cites by it still finds the work that stayed."""

from collections.abc import Mapping
from typing import Any

from references.actions.journal import Journal
from references.actions.taking_over import IDENTIFIERS
from references.models import FormerIdentifier, Work


def remember_identifiers(*, survivor: Work, former: Work, after: Mapping[str, Any], journal: Journal) -> None:
    """Keep the identifiers of either work that the survivor will not have; `after` is what it gets.

    Written in the journal, so that undoing the merge forgets them again. What the former work was known by earlier moves
    along as everything does that refers to it.
    """
    for kind in IDENTIFIERS:
        stays = after.get(kind, getattr(survivor, kind))
        for value in {getattr(former, kind), getattr(survivor, kind)} - {None, "", stays}:
            held = FormerIdentifier.objects.filter(kind=kind, value=value).first()
            if held is None:
                journal.made(FormerIdentifier.objects.create(work=survivor, kind=kind, value=value))
            elif held.work_id != survivor.pk:
                journal.update(held, work_id=survivor.pk)
