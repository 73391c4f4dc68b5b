"""Two records laid side by side: per subject equal, contradicting, alike or unknown. Pure."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from references import identifiers
from references.matching import journals
from references.matching.kinds import bare, is_preprint, kinds
from references.matching.normal import (
    first_page,
    initial,
    letters,
    main_title,
    name,
    numbers,
    sentence,
    words,
)
from references.records import Record

_SUBTITLED = 10  # letters that a title without its subtitle must have to be told by
_IDENTIFIERS = ("pmid", "doi", "pmcid")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found per subject: 1.0 equal, 0.0 contradicting, between for alike, None where either side is silent.

    `title_cut`: one title is the other with words cut off or left out. `other_word`: a letter differs that may well make
    another word of it ("nitrate", "nitrite").
    """

    title: float | None
    title_exact: bool
    title_nearly: bool
    title_cut: bool
    other_word: bool
    author: float | None
    year: float | None
    journal: float | None
    volume: float | None
    page: float | None
    same_id: tuple[str, ...]
    other_id: tuple[str, ...]
    numbers: bool
    kinds: bool
    preprint: bool

    @property
    def located(self) -> bool:
        """At the same place in the same journal."""
        return self.journal == self.volume == self.page == 1

    @property
    def elsewhere(self) -> bool:
        """In another journal, or in another volume on another page."""
        return (self.journal == 0 and 1 not in (self.volume, self.page)) or self.volume == self.page == 0


def compared(one: Record, two: Record) -> Facts:
    """What the two say about the same subjects."""
    title, exact, nearly = _title(one, two)
    same, other = shared_identifiers(one, two)
    return Facts(
        title=title,
        title_exact=exact,
        title_nearly=exact or nearly,
        title_cut=_cut_short(one.title, two.title) or _cut_short(two.title, one.title),
        other_word=not exact and _other_word(bare(one.title), bare(two.title)),
        author=_author(one, two),
        year=_year(one, two),
        journal=_as_share(journals.same_journal(one.container_title, two.container_title)),
        volume=_equal(letters(one.volume), letters(two.volume)),
        page=_page(one, two),
        same_id=same,
        other_id=other,
        numbers=not (one.title and two.title) or _numbers(one, two),
        kinds=kinds(one.title) - {"withdrawn"} == kinds(two.title) - {"withdrawn"}
        or not (one.title and two.title),
        preprint=is_preprint(one.container_title, one.doi) == is_preprint(two.container_title, two.doi),
    )


def _title(one: Record, two: Record) -> tuple[float | None, bool, bool]:
    """How alike (0 at 70 % and below), whether equal in letters, whether equal but for a typing error or a subtitle."""
    ours, theirs = bare(one.title), bare(two.title)
    if not ours or not theirs:
        return None, False, False
    if letters(ours) == letters(theirs):
        return 1.0, True, True
    alike = max(0.0, (ratio(sentence(ours), sentence(theirs), score_cutoff=70) - 70) / 30)
    if _lacks_subtitle(ours, theirs) or _lacks_subtitle(theirs, ours):
        return max(alike, 0.95), False, True
    return alike, False, alike > 0.5 and _typing_errors_only(words(ours), words(theirs))


def unlike(one: Record, two: Record) -> bool:
    """Whether the titles alone say that these are two; asked first, because most candidates end here."""
    alike, _, _ = _title(one, two)
    return alike is not None and alike < 0.5


def subtitle_missing(one: Record, two: Record) -> bool:
    """Whether one title is the other without its subtitle."""
    ours, theirs = bare(one.title), bare(two.title)
    return _lacks_subtitle(ours, theirs) or _lacks_subtitle(theirs, ours)


def likeness(one: Record, two: Record) -> int:
    """How alike the titles are, in percent."""
    return int(ratio(sentence(bare(one.title)), sentence(bare(two.title))))


def _lacks_subtitle(short: str, long: str) -> bool:
    return len(letters(short)) >= _SUBTITLED and letters(short) == letters(main_title(long))


def _typing_errors_only(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the titles differ in at most two long words by one letter each, not the first ("asymptomatic")."""
    if len(a) != len(b):
        return False
    wrong = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(wrong) <= 2 and all(
        min(len(x), len(y)) >= 6
        and x[0] == y[0]
        and not (x + y).isdigit()
        and Levenshtein.distance(x, y) == 1
        for x, y in wrong
    )


def _other_word(ours: str, theirs: str) -> bool:
    """Whether words differ by more than a doubled letter or an "s" at the end; only asked of titles of as many words."""
    a, b = words(ours), words(theirs)
    return len(a) == len(b) and any(x != y and not _slip(x, y) for x, y in zip(a, b, strict=True))


def _slip(x: str, y: str) -> bool:
    short, long = sorted((x, y), key=len)
    return long == short + "s" or (
        len(long) > len(short)
        and any(long[n] == long[n - 1] and long[:n] + long[n + 1 :] == short for n in range(1, len(long)))
    )


def _cut_short(short: str, long: str) -> bool:
    """Whether at least three words, each cut off or whole, stand in the other title in this order ("Glob Cancer Stat")."""
    wanted = words(short)
    rest = iter(words(long))
    return len(wanted) >= 3 and all(any(each.startswith(word) for each in rest) for word in wanted)


def _numbers(one: Record, two: Record) -> bool:
    ours, theirs = bare(one.title), bare(two.title)
    if numbers(ours) == numbers(theirs):
        return True
    # Where one side lacks the subtitle only what stands in both can contradict.
    if _lacks_subtitle(ours, theirs):
        theirs = main_title(theirs)
    elif _lacks_subtitle(theirs, ours):
        ours = main_title(ours)
    return numbers(ours) == numbers(theirs)


def _author(one: Record, two: Record) -> float | None:
    if not one.authors or not two.authors:
        return None
    ours, theirs = one.authors[0], two.authors[0]
    a, b = name(ours), name(theirs)
    if a == b:
        first, second = initial(ours), initial(theirs)
        return 0.5 if first and second and first != second else 1.0
    if sorted(words(str(ours))) == sorted(words(str(theirs))):
        return 1.0
    return 0.7 if min(len(a), len(b)) >= 5 and ratio(a, b) >= 85 else 0.0


def _year(one: Record, two: Record) -> float | None:
    if not one.issued or not two.issued:
        return None
    return {0: 1.0, 1: 0.7}.get(abs(one.issued.year - two.issued.year), 0.0)


def _page(one: Record, two: Record) -> float | None:
    ours = {first_page(each) for each in (one.page, one.number) if each}
    theirs = {first_page(each) for each in (two.page, two.number) if each}
    if not ours or not theirs:
        return None
    if ours & theirs:
        # Every update of a Cochrane review keeps the review's number; only the year tells them apart.
        review = any(re.fullmatch(r"cd\d{6}", page) for page in ours & theirs)
        return 0.0 if review and _year(one, two) != 1 else 1.0
    # "e1234" and "1234" are the same article number; "S12" and "12" are two pages.
    bare_ours, bare_theirs = ({each.removeprefix("e") for each in pages} for pages in (ours, theirs))
    return 1.0 if bare_ours & bare_theirs else 0.0


def shared_identifiers(one: Record, two: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds that are equal, and kinds that contradict."""
    same: list[str] = []
    other: list[str] = []
    for kind in _IDENTIFIERS:
        ours, theirs = getattr(one, kind), getattr(two, kind)
        if not ours or not theirs:
            continue
        if kind == "doi" and ours != theirs:
            ours, theirs = identifiers.doi_key(ours), identifiers.doi_key(theirs)
        if ours and theirs:
            (same if ours == theirs else other).append(kind)
    return tuple(same), tuple(other)


def _equal(ours: str, theirs: str) -> float | None:
    return (1.0 if ours == theirs else 0.0) if ours and theirs else None


def _as_share(answer: bool | None) -> float | None:
    return None if answer is None else float(answer)
