"""All checks, each by itself."""

import logging
from collections.abc import Callable, Iterable, Sequence
from traceback import extract_tb
from typing import Any

from comments.spam import form, learned, links, repeats, wordlists, writing
from comments.spam.facts import Facts
from comments.spam.signal import SUSPECT, Signal

Check = Callable[[Facts], Iterable[Signal]]
CHECKS: tuple[Check, ...] = (
    form.trap,
    form.time_taken,
    form.rate,
    links.links,
    links.short_links,
    links.link_in_name,
    repeats.repeats,
    *(wordlists.check_of(name) for name in wordlists.LISTS),
    writing.capitals,
    writing.mixed_scripts,
    learned.learned,
)
_log = logging.getLogger(__name__)


def signals(*, checks: Sequence[Check] = CHECKS, **facts: Any) -> list[Signal]:
    """Return what stands out; the arguments are the fields of `Facts`. A check that crashes becomes a signal itself."""
    about = Facts(**facts)
    return [signal for check in checks for signal in _run(check, about)]


def _run(check: Check, facts: Facts) -> list[Signal]:
    name = getattr(check, "__name__", "?")
    try:
        return list(check(facts))
    except Exception as error:  # whatever it is: a reader's words must not go down with a check of ours
        # Where, but not what: the message of an error may hold the reader's words, which do not belong in a log.
        last = extract_tb(error.__traceback__)[-1]
        _log.error(
            "spam check %s failed: %s at %s:%s", name, type(error).__name__, last.filename, last.lineno
        )
        return [Signal("check_failed", SUSPECT, name)]
