"""Reads the authors at the start of a reference: who they are, whether "et al." follows, and where the title begins.

Forms: `Moreau P, Richardson PG, et al.` (NLM Citing Medicine, chapter 1), `Siegel R.L., Jemal A.` (Elsevier),
`Gaston, K. J., & Evans, K. L.` (APA), `Moreau, P., P.G. Richardson, and M. Cavo,` (EndNote), `王伟, 李明`, and groups.
The list is read name by name, not cut at the first full stop: initials and titles hold full stops too.
"""

import re
from dataclasses import dataclass, replace

from references.pasted.groups import group_at, group_before_title, several_groups
from references.pasted.text import UPPER, words
from references.records import Person

PARTICLES = words(
    "van von der den de del della di da do dos das du des la le les el al ter ten te zu zum zur af av bin ibn ben abu "
    "'t ’t y i e st vander vanden san santa"
)
_OF_PLACE = re.compile(r"(?:in|op|aan)\s(?=(?:['’]t|de[nr]?|het)\s)", re.I)  # in 't Veld, op den Akker
# Words that stand before a capital in titles ("Vitamin D", "Hepatitis C", "Phase II") and are no family names.
NOT_FAMILY = words(
    "vitamin hepatitis protein factor type grade stage phase part interleukin immunoglobulin influenza group cyclin coenzyme "
    "botulinum class chapter appendix table figure volume version level category cathepsin omega plan title section"
)

_WORD = r"[^\W\d_’'][^\s,;:()\[\].]{0,40}|['’][^\W\d_][^\s,;:()\[\].]{0,40}"
_FAMILY = rf"(?P<family>(?:Ste?\. )?(?:{_WORD})(?: (?:{_WORD})){{0,4}}?)"
_CYRILLIC_DIGRAPH = "Yu|Ya|Zh|Ch|Sh|Kh|Ts|Iu|Ia|Th|Ph"
_UNIT = rf"(?:[{UPPER}]|{_CYRILLIC_DIGRAPH})"
_TIGHT = rf"{_UNIT}(?:[-‐‑]?{_UNIT}){{0,4}}"
_DOTTED = rf"{_UNIT}\.(?:[-‐‑]?{_UNIT}\.){{0,4}}"
_SPACED = rf"{_UNIT}\.(?:\s?[-‐‑]?\s?{_UNIT}\.|[dve]\.(?=[{UPPER}])){{0,4}}"
_SUFFIX = r"(?:(?:\.?,)?\s(?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\b\.?)?"
_AFTER = r"(?=[\s,;:.()\[&]|$)"

_FORMS = {
    "dotted": re.compile(rf"{_FAMILY} (?P<given>{_SPACED}){_SUFFIX}{_AFTER}"),
    "dotted_tight": re.compile(rf"{_FAMILY} (?P<given>{_DOTTED}){_SUFFIX}{_AFTER}"),
    "vancouver": re.compile(rf"{_FAMILY} (?P<given>{_TIGHT}){_SUFFIX}{_AFTER}"),
    "inverted": re.compile(rf"{_FAMILY}, ?(?P<given>{_SPACED}|{_TIGHT}(?=[,.; ])){_SUFFIX}{_AFTER}"),
    "initials_first": re.compile(
        rf"(?P<given>{_SPACED}) ?{_FAMILY}{_SUFFIX}(?=,|;|\.|:|\s(?:and|&)\s|\s\(|$)"
    ),
    "cjk": re.compile(r"(?P<literal>[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]{2,8})(?=[\s,;.，、；．。]|$)"),
}
# The first name decides the form; later names may take these.
_FOLLOWERS = {
    "vancouver": ("vancouver", "dotted_tight"),
    "dotted": ("dotted", "vancouver"),
    "inverted": ("inverted", "initials_first"),
    "initials_first": ("initials_first",),
    "cjk": ("cjk",),
}
_ET_AL = re.compile(
    r"(?:(?:and|&)\s)?(?:et\.?\s?al(?:ii|ia)?\b\.?|and others\b|and colleagues\b|et coll\b|(?-i:e\.a\.)|en anderen\b)",
    re.I,
)
_ELLIPSIS = re.compile(r"(?:\.\s?\.\s?\.|…)\s?,?\s?(?:&\s)?")
_SEPARATOR = re.compile(
    r"\s*(?:[,;，、；]\s*(?:(?:and|&|en|und|et(?! ?al))\s+|&)?|\s(?:and|en|und|et(?! ?al))\s+|\s?&\s?)"
)
_EDITORS = re.compile(
    r"\s*,?\s*[\[(]?(?:editors?|eds?\.?|redacteuren|red\.)[\])]?(?=[\s.,:;(]|$)[.,:;]?\s*", re.I
)
_STOP = re.compile(r"\s*(?:[.．。]\s*,?\s*\.?|:)(?:\s+|$)|[．。]\s*")
_COUNTRY = re.compile(r"U\.\s?[SK]\.\s(?=[A-Z])")
_BEFORE_GROUP = re.compile(r"[.,]?;\s?")
_BEFORE_MEMBERS = re.compile(r"[;,]\s+")
_LAST_IS_SPACED = re.compile(rf"[{UPPER}]\. [{UPPER}]\.$")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made the work. `end` is the offset where the rest (year or title) begins.

    `bare` says that nothing but a space divided the names from the title ("Warburg O On the origin …").
    """

    people: tuple[Person, ...]
    et_al: bool
    end: int
    form: str
    editors: bool = False
    bare: bool = False


def read_byline(text: str, *, web: bool = False) -> Byline | None:
    """The authors that `text` begins with, or None when it does not begin with names or a group's name."""
    # "U.S. Food and Drug Administration": the country's stops would pass for initials.
    if (match := _COUNTRY.match(text)) and (group := group_at(text, match.end(), first=True, alone=web)):
        name, end = group
        name = match[0] + name
        return _with_members(text, name, end) or _closed(text, [Person(literal=name)], False, end, "group")
    if byline := _persons(text):
        return byline
    if group := group_at(text, 0, first=True, alone=web):
        name, end = group
        groups = [Person(literal=one) for one in several_groups(name)]
        return _with_members(text, name, end) or _closed(text, groups, False, end, "group")
    if group := group_before_title(text):
        return Byline((Person(literal=group[0]),), False, group[1], "group", bare=True)
    return None


def _persons(text: str) -> Byline | None:
    for form in ("dotted", "vancouver", "inverted", "initials_first", "cjk"):
        people, et_al, end = _read_list(text, form)
        if people and (byline := _closed(text, people, et_al, end, form)):
            return byline
    return None


def _with_members(text: str, name: str, end: int) -> Byline | None:
    """A group followed by the people who wrote for it: "ABC Research Network; Weinstein JN, Collisson EA, et al."

    After a comma, which also stands between a group and a title, one name is not enough to be sure.
    """
    separator = _BEFORE_MEMBERS.match(text, end)
    if not separator or not (byline := _persons(text[separator.end() :])) or byline.bare:
        return None
    if separator[0].startswith(",") and len(byline.people) == 1 and not byline.et_al:
        return None
    return replace(byline, people=(Person(literal=name), *byline.people), end=separator.end() + byline.end)


def _read_list(text: str, form: str) -> tuple[list[Person], bool, int]:
    people: list[Person] = []
    et_al, pos, end = False, 0, 0
    while len(people) < 3000:
        if match := _ET_AL.match(text, pos):
            return _after_et_al(text, people, match.end()) if people else (people, False, 0)
        if people and (match := _ELLIPSIS.match(text, pos)):
            et_al, pos = True, match.end()
        found = _person(text, pos, _FOLLOWERS[form] if people else (form,), alone=not people)
        if not found and people:
            found = _group(text, pos, after=text[end:pos])
        if not found:
            break
        person, end = found
        people.append(person)
        separator = _SEPARATOR.match(text, end)
        if not separator:
            if match := _ET_AL.match(text, end + 1):
                return _after_et_al(text, people, match.end())
            return people, et_al, end
        pos = separator.end()
    return people, et_al, end


def _after_et_al(text: str, people: list[Person], end: int) -> tuple[list[Person], bool, int]:
    """The list closed by "et al.", with the groups that NLM's form lets follow, each after a semicolon."""
    people = list(people)
    while (separator := _BEFORE_GROUP.match(text, end)) and (
        found := _group(text, separator.end(), after=";")
    ):
        people.append(found[0])
        end = found[1]
    return people, True, end


def _person(text: str, pos: int, forms: tuple[str, ...], alone: bool) -> tuple[Person, int] | None:
    for form in forms:
        match = _FORMS[form].match(text, pos)
        if match and form == "dotted" and _takes_a_title_word(text, match):
            match = _FORMS["dotted_tight"].match(text, pos)
        if not match:
            continue
        parts = match.groupdict()
        if literal := parts.get("literal"):
            return Person(literal=literal), match.end()
        if _is_family(parts["family"], alone):
            return Person(parts["family"], initials(parts["given"]), "", parts["suffix"] or ""), match.end()
    return None


def _takes_a_title_word(text: str, match: re.Match[str]) -> bool:
    """True for "Smith J. C. elegans …": the second initial belongs to a title that goes on in lower case."""
    return bool(
        _LAST_IS_SPACED.search(match["given"])
        and re.match(r" [a-z]", text[match.end() : match.end() + 2])
        and not re.match(r" (?:et al|and)\b", text[match.end() : match.end() + 7])
    )


def _is_family(family: str, alone: bool) -> bool:
    words = _OF_PLACE.sub("", family).split()
    if words[-1] in PARTICLES or (alone and words[0].lower() in NOT_FAMILY):
        return False
    named = [word for word in words if word.lower() not in PARTICLES or word[0].isupper()]
    return bool(named) and all(_capitalised(word) for word in named) and len(named) <= 4


def _capitalised(word: str) -> bool:
    # d'Arcy, al-Saleh, 't Hooft, O'Brien: a capital may follow an apostrophe or a dash. CJK has no case.
    return any(part[:1].isupper() for part in re.split(r"['’‘ʼ-]", word)) or not (
        word.lower() != word or word.upper() != word
    )


def _group(text: str, pos: int, after: str) -> tuple[Person, int] | None:
    found = group_at(text, pos, first=False, sure=";" in after)
    return (Person(literal=found[0]), found[1]) if found else None


def _closed(text: str, people: list[Person], et_al: bool, end: int, form: str) -> Byline | None:
    """The byline with its closing punctuation consumed, or None when what follows shows that it was no list of names."""
    byline = Byline(tuple(people), et_al, end, form)
    if match := _EDITORS.match(text, end):
        byline, end = replace(byline, editors=True), match.end()
    if match := _STOP.match(text, end):
        return replace(byline, end=match.end())
    rest = text[end:]
    if byline.editors or not rest.strip():
        return replace(byline, end=end)
    if rest.lstrip()[0] in "([" or (et_al and rest[:1] in " ,"):
        return replace(byline, end=end + len(rest) - len(rest.lstrip(" ,")))
    if match := re.match(r"\s*[,;]\s*", rest):
        return replace(byline, end=end + match.end())
    if text[:end].endswith("."):
        return replace(byline, end=end)
    # Only a space: names must be followed by something that can begin a title.
    starts = re.match(rf"\s+(?:[{UPPER}\d“\"'‘\[(]|[a-z]{{1,4}}[\dA-Z])", rest)
    return replace(byline, end=end, bare=True) if starts else None


def initials(given: str) -> str:
    """Given names as printed, initials closed up: "K. J." → "KJ", "J.-P." → "J-P"."""
    return re.sub(r"[.\s]", "", given).replace("‐", "-").replace("‑", "-")
