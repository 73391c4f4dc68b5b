"""Titles and names brought into a form in which two ways of printing the same are equal. Pure."""

import re
from functools import lru_cache
from html import unescape
from unicodedata import combining, normalize

from references.records import Person

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
# Letters that no decomposition turns into plain ones.
_PLAIN = str.maketrans(
    {**_GREEK, "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_WORD = re.compile(r"[^\W_]+")
# British into American, by ending or stem. Both sides pass here, so an odd result ("exercize") is no harm.
_SPELLING = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"ae|oe", "e"), (r"sulph", "sulf"), (r"(?<=\w\w\w)our(?=s?$|ed$|ing$|al|able)", "or"),
        (r"is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)", "iz"), (r"ys(?=(?:e|ed|es|ing)$)", "yz"),
        (r"(?<=[tb])re(?=s?$)", "er"), (r"programmes?$", "program"), (r"ll(?=(?:ed|ing)$)", "l"),
    )
]  # fmt: skip
_COUNTING = (
    "zero|one first|two second twice|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|nine ninth"
    "|ten tenth|eleven eleventh|twelve twelfth|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_NUMBER_WORDS = {
    word: str(value) for value, forms in enumerate(_COUNTING.split("|")) for word in forms.split()
}
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_ROMAN_AFTER = {**_ROMAN, "i": "1", "v": "5", "x": "10"}  # letters that are words of their own elsewhere
_COUNTED = frozenset({"part", "parts", "phase", "stage", "stages", "type", "types", "grade", "grades", "class", "level", "tier", "section", "chapter"})  # fmt: skip
_PARTICLES = frozenset({"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "ter", "ten", "te", "el", "al", "bin", "af", "av", "du"})  # fmt: skip


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a title without tags, accents, capitals and punctuation; Greek spelled out, numbers as digits."""
    plain = unescape(_TAG.sub("", unescape(text))).casefold().translate(_PLAIN)
    plain = "".join(each for each in normalize("NFKD", plain) if not combining(each))
    found: list[str] = []
    before = ""
    for word in _WORD.findall(plain.casefold().translate(_PLAIN)):
        before_this, before = before, word
        number = (_ROMAN_AFTER if before_this in _COUNTED else _ROMAN).get(word) or _NUMBER_WORDS.get(word)
        found.append(number or _american(word))
    return tuple(found)


def _american(word: str) -> str:
    if word.isdigit():
        return word
    for pattern, new in _SPELLING:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=4096)
def sentence(text: str) -> str:
    """The words of `text` with single spaces: what is compared letter by letter."""
    return " ".join(words(text))


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The words of `text` run together: the form in which equal titles are equal."""
    return "".join(words(text))


@lru_cache(maxsize=4096)
def main_title(title: str) -> str:
    """The title before its subtitle; the whole where there is none or where so little is left that it says nothing."""
    head = re.split(r":\s|\s[–—-]+\s|\?\s|\.\s", title, maxsplit=1)[0]
    return head if len(letters(head)) >= 10 else title


@lru_cache(maxsize=4096)
def numbers(title: str) -> tuple[str, ...]:
    """Every number in a title, sorted: "5-year" is not "10-year", "part II" is not "part III"."""
    found = [digits.lstrip("0") or "0" for word in words(title) for digits in re.findall(r"\d+", word)]
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def name(person: Person) -> str:
    """A family or group name in letters, without particles: "van der Berg" and "Berg" are printed for one person."""
    parts = words(person.family or person.literal)
    kept = [part for part in parts if part not in _PARTICLES] if person.family else []
    return "".join(kept or parts)


def initial(person: Person) -> str:
    """The first letter of the given name; empty where that is unknown."""
    given = words(person.given)
    return given[0][:1] if given else ""


@lru_cache(maxsize=4096)
def first_page(pages: str) -> str:
    """Where it begins, as printed in small letters: "S77–81" → "s77"; an article number stays whole."""
    match = re.match(r"\s*(?:pp?\.\s*)?([a-z]{0,8}\s?\d+)", pages.casefold())
    return re.sub(r"\s", "", match[1]) if match else letters(pages)
