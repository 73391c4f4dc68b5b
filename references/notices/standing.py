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

    A reinstatement takes back what came before it, and what has no day; what came later counts again. A reinstatement
    without a day takes back everything, because there is nothing to say that it came first.
    """
    told = list(history)
    restored = [day for kind, day in told if kind == REINSTATEMENT]
    open_ended = None in restored
    last = max((day for day in restored if day), default=None)
    left = {
        kind
        for kind, day in told
        if kind in _DOUBTS and not (restored and (open_ended or day is None or last is None or day <= last))
    }
    strongest = next((kind for kind in _DOUBTS if kind in left), "")
    if strongest or restored:
        return strongest or REINSTATEMENT
    kinds = {kind for kind, _ in told}
    return next((kind for kind in _MILD if kind in kinds), "")


def level_of(kind: str) -> str:
    """How loudly a kind is shown; "" for none."""
    return LEVELS.get(kind, "")
