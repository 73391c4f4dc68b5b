"""Whether two journal names are one: "N Engl J Med" is "The New England Journal of Medicine". Pure."""

import re
from functools import lru_cache

from references.matching.normal import words

_FILLERS = frozenset({"the", "of", "and", "for", "in", "on", "de", "la", "le", "et", "der", "die", "und", "fur", "voor", "van"})  # fmt: skip


@lru_cache(maxsize=4096)
def same_journal(one: str, two: str) -> bool | None:
    """True or False; None where either is unknown.

    Abbreviations follow ISO 4: words are cut off ("Med") or contracted ("Natl"), fillers go; some journals are known by
    their initials ("PNAS"). So word by word the shorter must be spelled out in the longer, in order, from its first letter.
    """
    ours, theirs = _telling(one), _telling(two)
    if not ours or not theirs:
        return None
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) == len(theirs):
        return all(_short_for(a, b) or _short_for(b, a) for a, b in zip(ours, theirs, strict=True))
    short, long = sorted((ours, theirs), key=len)
    initials = "".join(word[0] for word in long)
    # "PNAS" leaves the country out, as does "Proc Natl Acad Sci".
    return len(short) == 1 and len(short[0]) >= 3 and short[0] in (initials, initials.removesuffix("usa"))


def _telling(name: str) -> tuple[str, ...]:
    bare = re.split(r"\s[:=]\s|:\s", re.sub(r"\([^)]*\)", " ", name), maxsplit=1)[0]
    found = [word for word in words(bare) if word not in _FILLERS]
    for country in (["united", "states", "america"], ["u", "s", "a"]):
        if found[-3:] == country:
            found[-3:] = ["usa"]
    if found[-1:] == ["usa"] and len(found) > 3:
        found.pop()
    return tuple(found)


def _short_for(short: str, long: str) -> bool:
    """ "natl" for "national": the first letter, then the others in order."""
    if short[:1] != long[:1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)
