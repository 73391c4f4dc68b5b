"""The moves a reaction may make: one table, read by actions, admin and tests."""

from comments.enums import State, Verb

MOVES: dict[Verb, tuple[frozenset[State], State]] = {
    Verb.CONFIRM: (frozenset({State.AWAITING_EMAIL}), State.WAITING),
    # What was rejected or marked as spam by mistake can still be placed. What was removed only comes back by undoing:
    # the one who asked for removal may have had a reason that the text does not show.
    Verb.APPROVE: (frozenset({State.WAITING, State.REJECTED, State.SPAM}), State.PLACED),
    Verb.REJECT: (frozenset({State.WAITING, State.SPAM}), State.REJECTED),
    Verb.SPAM: (frozenset({State.AWAITING_EMAIL, State.WAITING, State.PLACED, State.REJECTED}), State.SPAM),
    Verb.REMOVE: (frozenset(set(State) - {State.REMOVED}), State.REMOVED),
}
# The writer confirms, by the link in the mail; a moderator cannot vouch for somebody else's address.
BY_MODERATORS = tuple(verb for verb in MOVES if verb != Verb.CONFIRM)


class MoveNotAllowed(ValueError):
    """The reaction is in a state from which this verb does not start."""


def may(verb: Verb, state: str) -> bool:
    """Tell whether `verb` may start from `state`."""
    return state in MOVES[verb][0]


def target(verb: Verb, state: str) -> State:
    """Return the state that `verb` leads to, or raise `MoveNotAllowed`."""
    if not may(verb, state):
        raise MoveNotAllowed(f"cannot {verb.value} from {state}")
    return MOVES[verb][1]


def verbs_from(state: str, *, confirmed: bool = True) -> list[Verb]:
    """Return what a moderator may do from `state`, in the order of the table.

    What nobody confirmed (`confirmed=False`) is never placed: marking it as spam first is no way around the letter.
    """
    return [verb for verb in BY_MODERATORS if may(verb, state) and (confirmed or verb != Verb.APPROVE)]
