"""What makes a reaction look like a robot's work: signals with a weight, in words.

No signal refuses or drops anything: a moderator sees every reaction, with the signals beside it. A person who fills in
quickly, or whose browser fills in every field, must not lose their words to a guess. Everything is looked at on this
machine; nothing goes to a service elsewhere.

Every check runs by itself. One that crashes leaves a signal that says so, and a signal of any kind keeps a reaction
from being placed without a moderator (`comments.actions.trusting`); so a mistake of ours costs a moderator a look, and
never a reader their words.
"""

from comments.spam.checks import CHECKS, signals
from comments.spam.facts import Facts
from comments.spam.form import NO_PUZZLE, QUICK_SECONDS
from comments.spam.signal import SUSPECT, Signal, in_words, score

__all__ = [
    "CHECKS",
    "NO_PUZZLE",
    "QUICK_SECONDS",
    "SUSPECT",
    "Facts",
    "Signal",
    "in_words",
    "score",
    "signals",
]
