"""What counts now, after everything that was said about a work.

Sources: COPE, "Retraction guidelines" (a retracted article stays retracted unless the retraction itself is taken back);
Retraction Watch, "Database user guide" (a reinstatement follows a retraction or an expression of concern).
"""

from collections.abc import Iterable
from datetime import date

from references.notices.kinds import ADDITION, BAD, CONCERN, CORRECTION, LEVELS, PARTIAL, REINSTATEMENT

_DOUBTS = (*BAD, PARTIAL, CONCERN)
_MILD = (CORRECTION, ADDITION)


def standing(history: Iterable[tuple[str, date | None]]) -> str:
    """The kind that counts now, "" where nothing does. `history` holds kind and day of each notice, in any order.

    A reinstatement takes back what is dated before it or on its own day (nobody reinstates what is not retracted); what
    came later counts again. Where a day is missing on either side the order is not known, and then the warning stays: a
    patient who is warned in vain loses less than one who relies on a retracted study. An editor who knows better gives
    the day, or puts the notice aside.
    """
    told = list(history)
    restored = [day for kind, day in told if kind == REINSTATEMENT]
    last = max((day for day in restored if day), default=None)
    left = {kind for kind, day in told if kind in _DOUBTS and (last is None or day is None or day > last)}
    strongest = next((kind for kind in _DOUBTS if kind in left), "")
    if strongest or restored:
        return strongest or REINSTATEMENT
    kinds = {kind for kind, _ in told}
    return next((kind for kind in _MILD if kind in kinds), "")


def level_of(kind: str) -> str:
    """How loudly a kind is shown; "" for none."""
    return LEVELS.get(kind, "")
