"""A small classifier that learns from this site's own decisions: multinomial naive Bayes over the words of a reaction.

It gives a hint and its reasons, never a decision, and says nothing before it has learned enough. Readers' words are
health data, so nothing readable is learned: a word is kept as a keyed hash, and only when at least three reactions
used it. The reasons are the words of the text at hand, looked up by that same hash.

Imports no Django and knows no table: counts come in, counts go out.
"""

from comments.learning.bayes import (
    LEAST,
    LEAST_OF_EACH,
    Counts,
    Judgement,
    Lesson,
    is_ready,
    judge,
    learn,
)
from comments.learning.features import hashed, words_of

__all__ = [
    "LEAST",
    "LEAST_OF_EACH",
    "Counts",
    "Judgement",
    "Lesson",
    "hashed",
    "is_ready",
    "judge",
    "learn",
    "words_of",
]
