"""The same words again, almost: one text sent round, with a name or a link changed."""

from collections.abc import Iterator
from itertools import islice

from rapidfuzz import fuzz, process

from comments.spam.facts import Facts, split
from comments.spam.signal import Signal

SAME = 90  # per cent
SHORTEST = 40  # letters; "bedankt voor dit artikel" is written by many people
COMPARED = (
    1_000  # letters of each text: comparing takes time with the product of both lengths, so they are bounded
)
AT_MOST = 200  # earlier reactions


def repeats(facts: Facts) -> Iterator[Signal]:
    """Compare with earlier reactions, by edit distance over the plain words (rapidfuzz's `ratio`)."""
    text = " ".join(facts.words)[:COMPARED]
    if len(text) < SHORTEST:
        return
    others = islice(facts.earlier(), AT_MOST)
    earlier = [" ".join(split(other[: 2 * COMPARED]))[:COMPARED] for other in others]
    best = process.extractOne(text, earlier, scorer=fuzz.ratio, score_cutoff=SAME)
    if best:
        yield Signal("repeat", 4, f"{int(best[1])}%")
