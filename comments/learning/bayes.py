"""Learning and judging. Manning, Raghavan and Schütze, Introduction to Information Retrieval, 13.2 (add-one smoothing)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, log

from comments.learning.features import hashed, words_of

LEAST = 200  # decisions before it says anything
LEAST_OF_EACH = 20
RARE = 3  # reactions; what fewer used could point at a person
REASONS = 5
Counts = dict[int, tuple[int, int]]
"""Per hashed word: in how many placed reactions it stood, and in how many that were spam."""


@dataclass(frozen=True)
class Lesson:
    """What was learned: how many reactions of each kind, and how often their words were counted together."""

    placed: int = 0
    spam: int = 0
    placed_words: int = 0
    spam_words: int = 0
    vocabulary: int = 0
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """How likely spam is (0 to 1), and the words of the text that speak most for it, the strongest first."""

    probability: float
    reasons: list[str]


def is_ready(lesson: Lesson) -> bool:
    """Tell whether enough was learned to say anything."""
    return lesson.placed + lesson.spam >= LEAST and min(lesson.placed, lesson.spam) >= LEAST_OF_EACH


def learn(decided: Iterable[tuple[str, bool]], key: bytes) -> Lesson:
    """Learn from texts and whether each was spam. Every word counts once per text, so that nobody shouts it up.

    Memory: one number and two counts per different word; the texts pass through one by one.
    """
    found: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    texts = [0, 0]
    for text, is_spam in decided:
        texts[is_spam] += 1
        found[is_spam].update(hashed(word, key) for word in words_of(text))
    kept = {
        number: (found[0][number], found[1][number])
        for number in found[0].keys() | found[1].keys()
        if found[0][number] + found[1][number] >= RARE
    }
    return Lesson(
        placed=texts[0],
        spam=texts[1],
        placed_words=sum(placed for placed, _ in kept.values()),
        spam_words=sum(spam for _, spam in kept.values()),
        vocabulary=len(kept),
        counts=kept,
    )


def judge(text: str, lesson: Lesson, key: bytes) -> Judgement | None:
    """Return how much a text looks like what was spam here; None while too little was learned, or no word is known.

    `lesson.counts` need hold no more than the words of this text.
    """
    if not is_ready(lesson):
        return None
    weights: dict[str, float] = {}
    for word in words_of(text):
        seen = lesson.counts.get(hashed(word, key))
        if seen:
            weights[word] = _weight(seen, lesson)
    if not weights:
        return None
    odds = log(lesson.spam / lesson.placed) + sum(weights.values())
    strongest = sorted(weights, key=lambda word: -weights[word])[:REASONS]
    return Judgement(_probability(odds), [word for word in strongest if weights[word] > 0])


def _weight(seen: tuple[int, int], lesson: Lesson) -> float:
    """How much one word speaks for spam (above 0) or against it."""
    placed = (seen[0] + 1) / (lesson.placed_words + lesson.vocabulary)
    spam = (seen[1] + 1) / (lesson.spam_words + lesson.vocabulary)
    return log(spam / placed)


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-max(-500.0, min(500.0, odds))))
