"""What the classifier says: a hint with its reasons, never more."""

from collections.abc import Iterator

from comments.spam.facts import Facts
from comments.spam.signal import Signal

LIKELY, SURE = 0.8, 0.98


def learned(facts: Facts) -> Iterator[Signal]:
    """Ask the classifier, which is silent until it has learned enough; a suspicion without reasons is not passed on."""
    judgement = facts.judge(facts.text)
    if judgement and judgement.reasons and judgement.probability >= LIKELY:
        yield Signal("learned", 4 if judgement.probability >= SURE else 2, ", ".join(judgement.reasons))
