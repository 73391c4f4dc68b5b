"""The moves an article may make: one table, read by actions, admin and tests."""

from articles.enums import Status

MOVES: dict[str, tuple[frozenset[Status], Status]] = {
    "publish": (frozenset({Status.DRAFT, Status.WITHDRAWN}), Status.PUBLISHED),
    "withdraw": (frozenset({Status.PUBLISHED}), Status.WITHDRAWN),
}


class MoveNotAllowed(ValueError):
    """The article is in a state from which this verb does not start."""


def may(verb: str, status: str) -> bool:
    """Tell whether `verb` may start from `status`."""
    return status in MOVES[verb][0]


def target(verb: str, status: str) -> Status:
    """Return the state that `verb` leads to, or raise `MoveNotAllowed`."""
    if not may(verb, status):
        raise MoveNotAllowed(f"cannot {verb} from {status}")
    return MOVES[verb][1]
