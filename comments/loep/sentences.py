"""A text as sentences of words, each word with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]{1,60}(?:['-][^\W_]{1,60}){0,4}|[.!?\n,:;\"]")
_ENDS = frozenset(".!?\n;")
_SIGNS = frozenset(',:"')


@dataclass(frozen=True)
class Word:
    """One word in small letters; `after` is the comma, colon or quotation mark before it, empty where none is."""

    text: str
    start: int
    end: int
    after: str = ""


@dataclass(frozen=True)
class Sentence:
    """The words up to a full stop, and whether it was a question."""

    words: list[Word]
    question: bool

    @property
    def texts(self) -> list[str]:
        """The words alone."""
        return [word.text for word in self.words]


def sentences(lower: str) -> Iterator[Sentence]:
    """Give the sentences of a text in small letters. A full stop inside an abbreviation ends one too; no harm is done."""
    words: list[Word] = []
    sign = ""
    for match in _WORD.finditer(lower):
        text = match.group()
        if text in _ENDS:
            if words:
                yield Sentence(words, question=text == "?")
            words, sign = [], ""
        elif text in _SIGNS:
            sign = text
        else:
            words.append(Word(text, match.start(), match.end(), sign))
            sign = ""
    if words:
        yield Sentence(words, question=False)
