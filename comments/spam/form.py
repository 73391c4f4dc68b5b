"""How the form came in: the trap, the time it took, how busy its network and address are."""

from collections.abc import Iterator

from comments.spam.facts import Facts
from comments.spam.signal import Signal

QUICK_SECONDS = 3
NO_PUZZLE = Signal("no_puzzle", 2)  # added to a suspicious reaction that came without a solution


def trap(facts: Facts) -> Iterator[Signal]:
    """See whether the field that people do not see was filled in."""
    if facts.trap:
        yield Signal("trap", 5)


def time_taken(facts: Facts) -> Iterator[Signal]:
    """See whether the form is ours, and was open for at least a moment."""
    if facts.seconds is None:
        yield Signal("no_stamp", 3)
    elif facts.seconds < QUICK_SECONDS:
        yield Signal("quick", 3, str(QUICK_SECONDS))


def rate(facts: Facts) -> Iterator[Signal]:
    """See whether half of what a network or an address may send is used up."""
    for kind, count in facts.busy.items():
        yield Signal(f"busy_{kind}", 2, str(count))
