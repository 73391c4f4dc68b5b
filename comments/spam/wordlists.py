"""Words that spam is made of, on word boundaries, each list with its own signal.

A word is found as a whole, so "specialist" holds no "cialis" and nobody in Scunthorpe is suspect. The lists are in
`comments/words/`, with what was left out and why. Looking up takes one step per word, however long the lists are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from comments.spam.facts import Facts, split
from comments.spam.signal import Signal

FOLDER = Path(__file__).resolve().parent.parent / "words"
LISTS = {"gambling": 3, "loans": 3, "pills": 3, "seo": 3, "crypto": 3, "adult": 3}  # name → weight
NEAR = 5  # words
SHOWN = 5
_SHORTEST_START = 4  # letters before a star; fewer would hit half the dictionary


def lines(name: str) -> list[str]:
    """Return the entries of a list, without remarks."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [
        line for line in (line.strip() for line in text.splitlines()) if line and not line.startswith("#")
    ]


@dataclass
class WordList:
    """One list, made ready to be looked up word by word: by a first word, or by the first letters of a starred one."""

    phrases: dict[str, list[tuple[list[str], bool]]] = field(default_factory=dict)
    starts: dict[str, list[str]] = field(default_factory=dict)
    pairs: list[tuple["WordList", "WordList"]] = field(default_factory=list)

    @classmethod
    def of(cls, entries: list[str]) -> "WordList":
        """Read entries as the lists write them."""
        made = cls()
        for entry in entries:
            first, plus, second = entry.partition(" + ")
            if plus:
                if first.endswith("*"):
                    raise ValueError(f"no star in the first half of a pair: {entry}")
                made.pairs.append((cls.of([first]), cls.of([second])))
            else:
                made._add(entry)
        return made

    def _add(self, entry: str) -> None:
        words, starred = split(entry.removesuffix("*")), entry.endswith("*")
        if starred and len(words[-1]) < _SHORTEST_START:
            raise ValueError(f"too short before a star: {entry}")
        if starred and len(words) == 1:
            self.starts.setdefault(words[0][:_SHORTEST_START], []).append(words[0])
        else:
            self.phrases.setdefault(words[0], []).append((words, starred))

    def found(self, words: list[str]) -> list[str]:
        """Return the different entries found, as they were written, in order."""
        hits = [" ".join(words[start:end]) for start, end in self._places(words)]
        there = set(words)
        for first, second in self.pairs:
            if not there.isdisjoint(first.phrases):  # most texts hold no first half, and there are many pairs
                hits += _near(words, list(first._places(words)), list(second._places(words)))
        return list(dict.fromkeys(hits))

    def _places(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """Give every place once; the longest entry that begins there."""
        for start, word in enumerate(words):
            length = 0
            if word in self.phrases:
                length = max((len(entry) for entry in self._entries(words, start)), default=0)
            if not length and any(
                word.startswith(one) for one in self.starts.get(word[:_SHORTEST_START], ())
            ):
                length = 1
            if length:
                yield start, start + length

    def _entries(self, words: list[str], start: int) -> Iterator[list[str]]:
        for entry, starred in self.phrases[words[start]]:
            run = words[start : start + len(entry)]
            if run == entry or (
                starred
                and run[:-1] == entry[:-1]
                and len(run) == len(entry)
                and run[-1].startswith(entry[-1])
            ):
                yield entry


def _near(words: list[str], firsts: list[tuple[int, int]], seconds: list[tuple[int, int]]) -> Iterator[str]:
    """Give pairs with few words between them; both lists are in order, so one walk finds the nearest of each."""
    place = 0
    for start, end in firsts:
        while place < len(seconds) and seconds[place][0] < start - NEAR:
            place += 1
        if place < len(seconds) and seconds[place][0] <= end + NEAR:
            yield f"{' '.join(words[start:end])} … {' '.join(words[seconds[place][0] : seconds[place][1]])}"


_LISTS = {name: WordList.of(lines(name)) for name in LISTS}


def check_of(name: str) -> Callable[[Facts], Iterator[Signal]]:
    """Return the check for one list; two different entries of it weigh as much as a trap."""

    def check(facts: Facts) -> Iterator[Signal]:
        found = _LISTS[name].found(facts.words)
        if found:
            yield Signal(name, LISTS[name] if len(found) == 1 else 5, ", ".join(found[:SHOWN]))

    check.__name__ = name
    return check
