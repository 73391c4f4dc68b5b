"""How a text is written: in capitals, or with letters borrowed from another alphabet to slip past word lists."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from comments.spam.facts import Facts
from comments.spam.signal import Signal

_ENOUGH = 40  # letters: "HER2 BRCA1 PSA CT" is no shouting
_SHARE = 0.7
_SHOWN = 5
# Greek letters that look like Latin ones. Others (α, β, γ, κ, μ) stand in words that doctors write: TNFα, NFκB, μg.
_GREEK_LOOKALIKES = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρι")
_LOOKALIKE_SCRIPTS = {"CYRILLIC", "ARMENIAN", "CHEROKEE"}


def capitals(facts: Facts) -> Iterator[Signal]:
    """See a text that shouts. A light signal: some people cannot find the key."""
    letters = [sign for sign in facts.text if sign.isalpha()]
    if len(letters) >= _ENOUGH and sum(map(str.isupper, letters)) >= _SHARE * len(letters):
        yield Signal("capitals", 1)


def mixed_scripts(facts: Facts) -> Iterator[Signal]:
    """See words that mix Latin letters with look-alikes; a whole word in another alphabet is somebody's language."""
    found: list[str] = []
    for word in f"{facts.name} {facts.text}".split():
        scripts = {_script(sign) for sign in word}
        if {"LATIN", "LOOKALIKE"} <= scripts:
            found.append(word[:30])
    if found:
        yield Signal("mixed_scripts", 3, ", ".join(list(dict.fromkeys(found))[:_SHOWN]))


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    if not sign.isalpha():
        return ""
    script = unicodedata.name(sign, "").split(" ")[0]
    if sign in _GREEK_LOOKALIKES or script in _LOOKALIKE_SCRIPTS:
        return "LOOKALIKE"
    return script
