"""Blocks of text → explanation and labelled abstract. Pure: no Django, no database."""

import re
from dataclasses import dataclass

# Structured-abstract headings as PubMed's NlmCategory list groups them ("Structured Abstracts", NLM), with the names
# that journals print. Compared in lower case, without a closing colon or full stop.
HEADINGS = frozenset(
    """aim|aims|background|background and aims|background and objective|background and objectives
    |background and purpose|case presentation|clinical trial registration|conclusion|conclusions
    |conclusion and relevance|conclusions and relevance|context|data sources|design|design, setting, and participants
    |discussion|exposure|exposures|findings|funding|importance|intervention|interventions|interpretation|introduction
    |limitations|main outcome measures|main outcomes and measures|material and methods|materials and methods
    |measurements|method|methods|methods and findings|methods and materials|objective|objectives|outcome|outcomes
    |participants|patients|patients and methods|primary funding source|purpose|rationale|research design and methods
    |result|results|setting|significance|study design|subjects and methods|summary|trial registration
    |trial registration number""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
USUAL_LABELS = ("Background", "Methods", "Results", "Conclusions")
_DUTCH = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "en",
        "dat",
        "die",
        "met",
        "niet",
        "zijn",
        "voor",
        "op",
        "aan",
        "bij",
        "is",
        "ook",
        "naar",
        "werd",
        "werden",
        "deze",
        "uit",
        "om",
        "te",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "was",
        "were",
        "with",
        "for",
        "that",
        "by",
        "is",
        "this",
        "from",
        "we",
        "or",
        "at",
        "as",
        "be",
        "not",
    ]
)
_WORD = re.compile(r"[a-zà-ÿ]+")
_INLINE_HEADING = re.compile(r"^([A-Z][A-Za-z,/& ]{2,60}):\s+(?=\S)")


@dataclass(frozen=True)
class Block:
    """Lines that stood together, and the number of the first (1-based)."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The block as one running text."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Section:
    """A part of an abstract; `inferred` when the heading is ours."""

    label: str
    text: str
    inferred: bool = False


def is_heading(text: str) -> bool:
    """Tell whether `text` is the name of an abstract section and nothing else."""
    return text.strip().rstrip(":.").strip().lower() in HEADINGS


def divide(blocks: list[Block]) -> int:
    """Return how many of `blocks` belong to the Dutch explanation; the rest is the English abstract.

    The blank lines between the two vary from page to page, the languages do not: the cut is placed where most blocks
    before it read as Dutch and most after it as English, by their most frequent words. A heading counts as English.
    """
    scores = [_dutchness(block) for block in blocks]
    best, best_score = len(blocks), sum(scores)
    running = -sum(scores)
    for count in range(len(blocks) + 1):
        if running > best_score:
            best, best_score = count, running
        if count < len(blocks):
            running += 2 * scores[count]
    return best


def _dutchness(block: Block) -> float:
    """From -1 (English) to 1 (Dutch)."""
    if is_heading(block.lines[0]):
        return -1.0
    words = _WORD.findall(block.text.lower())
    dutch = sum(word in _DUTCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return (dutch - english) / ((dutch + english) or 1)


def label(blocks: list[Block]) -> list[Section]:
    """Return the abstract's sections: by the headings that stand in the text, else by the usual order of four blocks.

    With any other number of blocks and no headings the labels stay empty: a wrong label is worse than none.
    """
    sections: list[Section] = []
    heading = ""
    for block in blocks:
        lines = block.lines
        if is_heading(lines[0]):
            heading, lines = lines[0].strip().rstrip(":.").strip(), lines[1:]
            if not lines:
                continue
        text = " ".join(lines)
        inline = _INLINE_HEADING.match(text)
        if not heading and inline and is_heading(inline.group(1)):
            heading, text = inline.group(1), text[inline.end() :]
        if not heading and sections and sections[-1].label:
            # A second paragraph under the same heading.
            last = sections.pop()
            sections.append(Section(last.label, f"{last.text}\n{text}"))
        else:
            sections.append(Section(heading, text))
        heading = ""
    if len(sections) == len(USUAL_LABELS) and not any(section.label for section in sections):
        return [
            Section(name, section.text, True) for name, section in zip(USUAL_LABELS, sections, strict=True)
        ]
    return sections
