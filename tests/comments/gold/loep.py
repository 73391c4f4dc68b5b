"""The gold set of the moderator's magnifying glass, and how marks are measured against it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from comments import loep

FILE = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Sentence:
    """A sentence and what should be marked in it."""

    text: str
    expected: list[tuple[str, str]]
    held_out: bool


@dataclass
class Score:
    """Found, wrongly marked and missed, per kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def precision(self, kind: str) -> float:
        """Of what was marked: how much rightly."""
        return self.right[kind] / ((self.right[kind] + self.wrong[kind]) or 1)

    def recall(self, kind: str) -> float:
        """Of what should be marked: how much was."""
        return self.right[kind] / ((self.right[kind] + self.missed[kind]) or 1)

    def table(self) -> str:
        """A line per kind."""
        kinds = [kind for kind in loep.Kind if self.right[kind] + self.wrong[kind] + self.missed[kind]]
        return "\n".join(
            f"{kind.value:10} precision {self.precision(kind):.2f}  recall {self.recall(kind):.2f}  "
            f"(right {self.right[kind]}, wrong {self.wrong[kind]}, missed {self.missed[kind]})"
            for kind in kinds
        )


def sentences() -> list[Sentence]:
    """Read the file; every third sentence is held out, none with a plus (adjusted to) and all with a minus (written later)."""
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    return [
        _sentence(line.lstrip("+- "), held_out=line[0] == "-" or (number % 3 == 0 and line[0] != "+"))
        for number, line in enumerate(lines, start=1)
    ]


def _sentence(line: str, *, held_out: bool) -> Sentence:
    text, _, marks = line.partition(" |")
    expected = [tuple(mark.strip().split("=", 1)) for mark in marks.split(";") if mark.strip()]
    assert all(words in text for _, words in expected), line
    return Sentence(text, expected, held_out)  # type: ignore[arg-type]


def measured(chosen: list[Sentence]) -> Score:
    """Mark the sentences and count. A mark is right where it overlaps expected words of its kind."""
    score = Score()
    for sentence in chosen:
        open_marks = [(mark.kind, mark.start, mark.end) for mark in loep.marks(sentence.text)]
        for kind, words in sentence.expected:
            start = sentence.text.index(words)
            hit = next(
                (
                    one
                    for one in open_marks
                    if one[0] == kind and one[1] < start + len(words) and start < one[2]
                ),
                None,
            )
            if hit:
                open_marks.remove(hit)
                score.right[kind] += 1
            else:
                score.missed[kind] += 1
                score.problems.append(f"missed {kind}={words!r}: {sentence.text}")
        for kind, start, end in open_marks:
            score.wrong[kind] += 1
            score.problems.append(f"wrong {kind}={sentence.text[start:end]!r}: {sentence.text}")
    return score
