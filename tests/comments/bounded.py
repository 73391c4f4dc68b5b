"""Reads patterns instead of timing them: a pattern without an unbounded repeat does a bounded amount of work per place."""

import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any


def patterns_of(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """The compiled patterns at the top of a module."""
    for value in vars(module).values():
        for one in value if isinstance(value, tuple | list) else [value]:
            if isinstance(one, re.Pattern):
                yield one


def unbounded(pattern: re.Pattern[str]) -> bool:
    """Whether a repeat in the pattern has no upper limit."""
    return any(
        most == _constants.MAXREPEAT for most, _ in _repeats(_parser.parse(pattern.pattern, pattern.flags))
    )


def repeats_in_repeats(pattern: re.Pattern[str]) -> int:
    """How deep repeats of more than a few times stand in each other."""
    return max(
        (depth for most, depth in _repeats(_parser.parse(pattern.pattern, pattern.flags)) if most > 5),
        default=0,
    )


def _repeats(tree: Any, depth: int = 1) -> Iterator[tuple[int, int]]:
    for operator, argument in tree:
        deeper = depth
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            yield int(argument[1]), depth
            deeper = depth + (int(argument[1]) > 5)
        yield from _below(argument, deeper)


def _below(argument: Any, depth: int) -> Iterator[tuple[int, int]]:
    if isinstance(argument, _parser.SubPattern):
        yield from _repeats(argument, depth)
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _below(one, depth)
