"""Which words of a reaction are somebody else's: quoted lines, and the article's own sentences."""

import re
from functools import lru_cache

from comments.folding import Folded, plain

RUN = 4  # words in a row that stand just so in the article: shorter runs meet by chance
LOOK_UPS = (
    300  # in the whole article, per reaction: so that the work stays bounded; what is over stays marked
)
_WORD = re.compile(r"[^\W_]{1,60}")
_QUOTED = re.compile(r'"([^"\n]{3,400})"')


class Quotes:
    """The quoted parts of one text."""

    def __init__(self, folded: Folded, article_text: str) -> None:
        self._article, runs = _article(article_text)
        self._left = LOOK_UPS
        self._covered: set[int] = set()
        self._own_lines(folded)
        if self._article:
            self._runs(folded, runs)
            self._between_quotation_marks(folded)

    def cover(self, start: int, end: int) -> bool:
        """Tell whether everything from `start` to `end` is quoted."""
        return bool(self._covered) and all(place in self._covered for place in range(start, end))

    def in_article(self, text: str) -> bool:
        """Tell whether these words stand just so in the article."""
        if not self._article or self._left <= 0:
            return False
        self._left -= 1
        words = " ".join(_WORD.findall(plain(text)))
        return bool(words) and f" {words} " in self._article

    def _own_lines(self, folded: Folded) -> None:
        start = 0
        for line in folded.text.split("\n"):
            if line.lstrip(" ").startswith(">"):
                self._covered.update(range(start, start + len(line)))
            start += len(line) + 1

    def _runs(self, folded: Folded, runs: frozenset[tuple[str, ...]]) -> None:
        words = [(plain(match.group()), *match.span()) for match in _WORD.finditer(folded.lower)]
        for place in range(len(words) - RUN + 1):
            run = words[place : place + RUN]
            if tuple(word for word, _, _ in run) in runs:
                self._covered.update(range(run[0][1], min(run[-1][2], run[0][1] + 400)))

    def _between_quotation_marks(self, folded: Folded) -> None:
        for match in _QUOTED.finditer(folded.lower):
            if self.in_article(match.group(1)):
                self._covered.update(range(*match.span()))


@lru_cache(maxsize=16)  # the queue shows many reactions to few articles
def _article(text: str) -> tuple[str, frozenset[tuple[str, ...]]]:
    """Return an article's words in one line, with a space around each, and all runs of words in it."""
    words = _WORD.findall(plain(text))
    runs = frozenset(tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1))
    return f" {' '.join(words)} " if words else "", runs
