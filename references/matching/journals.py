"""Whether two journal names are one: "N Engl J Med" is "The New England Journal of Medicine". Pure."""

import re
from functools import lru_cache

from references.matching.normal import words

_FILLERS = frozenset({"a", "an", "the", "of", "and", "for", "in", "on", "de", "la", "le", "et", "der", "die", "und", "fur", "voor", "van"})  # fmt: skip


@lru_cache(maxsize=4096)
def same_journal(one: str, two: str) -> bool | None:
    """True or False; None where either is unknown.

    Abbreviations follow ISO 4: words are cut off ("Med") or contracted ("Natl"), fillers go; some journals are known by
    their initials ("PNAS"). So word by word the shorter must be spelled out in the longer, in order, from its first letter.
    """
    ours, theirs = _forms(one), _forms(two)
    if not ours or not theirs:
        return None
    return any(_same(a, b) for a in ours for b in theirs)


def _same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) == len(theirs):
        return all(_short_for(a, b) or _short_for(b, a) for a, b in zip(ours, theirs, strict=True))
    short, long = sorted((ours, theirs), key=len)
    initials = "".join(word[0] for word in long)
    # "PNAS" leaves the country out, as does "Proc Natl Acad Sci".
    return len(short) == 1 and len(short[0]) >= 3 and short[0] in (initials, initials.removesuffix("usa"))


def _forms(name: str) -> set[tuple[str, ...]]:
    """Its telling words, with and without what follows a colon ("JAMA : the journal of …", "CA: A Cancer Journal …")."""
    plain = re.sub(r"\([^)]*\)", " ", name)
    return {
        found
        for each in (plain, re.split(r"\s[:=]\s|:\s", plain, maxsplit=1)[0])
        if (found := _telling(each))
    }


def _telling(name: str) -> tuple[str, ...]:
    found = list(words(name))
    for country in (["united", "states", "of", "america"], ["united", "states", "america"], ["u", "s", "a"]):
        if found[-len(country) :] == country:
            found[-len(country) :] = ["usa"]
    found = [word for word in found if word not in _FILLERS]
    if found[-1:] == ["usa"] and len(found) > 3:
        found.pop()
    return tuple(found)


def _short_for(short: str, long: str) -> bool:
    """ "natl" for "national": the first letter, then the others in order."""
    if short[:1] != long[:1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)
