"""How sure it is that two records are one publication: a score of 0-100, the reasons, and what may be done with it. Pure.

Certain means: nothing contradicts, and title, first author, year, journal and page agree, so that only one publication can
be meant. Likely means that an editor is asked. A wrong link misinforms a reader, a double entry costs an editor one
click; so whatever could be another part, version, year or notice is never certain, however alike the titles are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from references.matching.facts import Facts, compared, likeness, shared_identifiers, subtitle_missing, unlike
from references.matching.kinds import bare, kinds
from references.matching.normal import letters, numbers
from references.records import Record

LIKELY_FROM = 75
_GENERIC = 25  # letters; "Reply" and "Letter to the editor" name nothing
_OPEN = 20  # letters from which a title alone says something
_PARTS = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})
_WEIGHTS = {"title": 50, "author": 15, "year": 10, "journal": 10, "page": 8, "volume": 7}


class Verdict(StrEnum):
    """What may be done with a pair."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OTHER = "other"


Reason = tuple[str, str]
"""What was compared and how it came out (`references.match_words` says it in words): "title", "97"; "year", "equal"."""


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of comparing two records."""

    percent: int
    verdict: Verdict
    reasons: tuple[Reason, ...]


def compare(one: Record, two: Record) -> Score:
    """Score two records; the order does not matter. What is not the same gets no reasons."""
    if unlike(one, two) and not shared_identifiers(one, two)[0]:
        return Score(0, Verdict.OTHER, ())
    facts = compared(one, two)
    percent = min([_sum(facts), *_caps(facts, one, two)])
    sure = _same_by_identifier(facts, one, two) or (not facts.same_id and _same_by_facts(facts, one, two))
    if sure:
        percent, verdict = max(percent, 95), Verdict.CERTAIN
    elif facts.same_id:
        percent, verdict = max(percent, LIKELY_FROM), Verdict.LIKELY
    else:
        percent = min(percent, 99)
        verdict = Verdict.LIKELY if percent >= LIKELY_FROM else Verdict.OTHER
    reasons = () if verdict == Verdict.OTHER else tuple(_reasons(facts, one, two))
    return Score(percent, verdict, reasons)


def contradict(one: Record, two: Record) -> bool:
    """Whether an identifier of one says that it is not the other."""
    return bool(shared_identifiers(one, two)[1])


def _same_by_identifier(facts: Facts, one: Record, two: Record) -> bool:
    """One identifier is shared, none contradicts, and what else is printed can be what it names.

    Identifiers are copied from the line above, replies carry that of what they answer, and chapters that of their book.
    """
    if not facts.same_id or facts.other_id:
        return False
    part = not _PARTS.isdisjoint((one.type, two.type))
    return _title_fits(facts, one, two, part=part) or _place_fits(facts, part=part)


def _title_fits(facts: Facts, one: Record, two: Record, *, part: bool) -> bool:
    """Whether the titles are near enough for records that share an identifier."""
    if facts.title is None:
        return 0 not in (facts.author, facts.year, facts.journal, facts.volume, facts.page)
    if facts.title < 0.5 or not (facts.numbers and facts.kinds):
        return False
    if min(len(letters(one.title)), len(letters(two.title))) < _OPEN:
        return facts.author != 0 and not (part and facts.page == 0)
    return facts.page != 0 or facts.title_nearly


def _place_fits(facts: Facts, *, part: bool) -> bool:
    """Whether it is the same author at the same place, so that the title may be printed quite otherwise."""
    if 0 in (facts.author, facts.volume, facts.page):
        return False
    if facts.located or facts.author == facts.page == 1:
        return True
    # The chapters of a book share its year and its name, and often the author.
    return (
        not part
        and facts.kinds
        and facts.author == 1
        and bool(facts.year)
        and (facts.journal == 1 or facts.title_cut)
    )


def _same_by_facts(facts: Facts, one: Record, two: Record) -> bool:
    known_other = 0 in (facts.author, facts.journal, facts.volume, facts.page)
    if facts.other_id or known_other or not (facts.numbers and facts.kinds and facts.preprint):
        return False
    if facts.author != 1 or not facts.year or _differ(one, two, ("edition", "isbn", "issue")):
        return False
    if min(len(letters(one.title)), len(letters(two.title))) < _GENERIC and kinds(one.title):
        return False
    if facts.title_nearly and facts.located:
        return not facts.other_word
    if not facts.title_exact or facts.year != 1 or not _same_type(one, two):
        return False
    if "article-journal" in (one.type, two.type) or one.container_title or two.container_title:
        return facts.journal == 1 and facts.page == 1
    return one.publisher == two.publisher and one.page == two.page and one.url == two.url


def _same_type(one: Record, two: Record) -> bool:
    return one.type == two.type or "document" in (one.type, two.type)


def _differ(one: Record, two: Record, fields: tuple[str, ...]) -> bool:
    pairs = ((letters(getattr(one, field)), letters(getattr(two, field))) for field in fields)
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _sum(facts: Facts) -> int:
    known = {each: value for each in _WEIGHTS if (value := getattr(facts, each)) is not None}
    if not known:
        return 0
    return int(100 * sum(_WEIGHTS[each] * value for each, value in known.items()) / sum(_WEIGHTS[each] for each in known))  # fmt: skip


def _caps(facts: Facts, one: Record, two: Record) -> Iterator[int]:
    """What the score cannot exceed, because something says that these are two."""
    pinned = facts.located and facts.title is not None and facts.title >= 0.9
    if facts.other_id:
        yield 85 if pinned and facts.title_exact else 60
    if not facts.numbers:
        yield 85 if pinned else 60
    if not facts.kinds or not facts.preprint:
        yield 50
    if kinds(one.title) != kinds(two.title):
        yield 90  # one of the two was withdrawn
    if facts.year == 0:
        yield 85 if pinned else 55
    if facts.year not in (None, 1) and "article-journal" not in (one.type, two.type):
        yield 70  # a book of another year is another edition
    if facts.author is not None and facts.author < 0.5:
        yield 85 if pinned else 65
    if facts.elsewhere:
        yield 65
    if not facts.title_exact and not facts.title_nearly and (facts.page == 0 or facts.volume == 0):
        yield 65
    if facts.title is None:
        yield 90 if facts.located and facts.author == facts.year == 1 else 50
    elif facts.title < 0.5:
        yield 70
    short = min(len(letters(one.title)), len(letters(two.title))) < _OPEN
    if facts.title is not None and (facts.author is None or short) and not facts.located:
        yield 85 if facts.year == 1 and not short else 70


def _reasons(facts: Facts, one: Record, two: Record) -> Iterator[Reason]:
    """Everything that was compared, the weightiest first."""
    for kind in facts.same_id:
        yield kind, "equal"
    for kind in facts.other_id:
        yield kind, "differs"
    if facts.title is not None:
        yield "title", "equal" if facts.title_exact else str(min(99, likeness(one, two)))
        if not facts.title_exact and subtitle_missing(one, two):
            yield "subtitle", "missing"
    if not facts.numbers:
        yield "numbers", " / ".join(", ".join(numbers(bare(each.title))) or "–" for each in (one, two))
    if not facts.kinds:
        yield "kind", "differs"
    if "withdrawn" in kinds(one.title) ^ kinds(two.title):
        yield "withdrawn", "one"
    if not facts.preprint:
        yield "preprint", "one"
    for subject in ("year", "author", "journal", "volume", "page"):
        value = getattr(facts, subject)
        yield (
            subject,
            "unknown" if value is None else "equal" if value == 1 else "alike" if value else "differs",
        )
