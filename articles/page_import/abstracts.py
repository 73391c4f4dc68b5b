"""Blocks of text → explanation and labelled abstract. Pure: no Django, no database."""

import re
from dataclasses import dataclass

from references.pasted.text import words

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
# Frequent words of one language only. In neither list: what both languages know ("in", "was", "of", "we", "is", "had",
# "met", "die", "over", "door", "more") and what abbreviations look like ("a", "at", "or", "ER", "ALS", "Na").
_DUTCH = words(
    """de het een van en dat niet zijn voor op aan bij ook naar werd werden deze uit om te dit geen wordt worden heeft
    hebben kan kunnen zoals tussen waren maar nog tot uw hun welke beide zij wel dus omdat"""
)
_ENGLISH = words(
    """the and to were with for that by this from not these those than which who have has their our are an on it its
    between both may can could should there no but during using"""
)
_WORD = re.compile(r"[a-zà-ÿ]+")
_SENTENCE_END = re.compile(r"[.!?…:]['\"’”»)\]]*$")
# From here to 1 a text is surely Dutch, from -1 to here surely English.
_CLEAR = 0.5
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


def begins_section(text: str) -> bool:
    """Tell whether `text` is, or starts with and a colon, the name of an abstract section."""
    inline = _INLINE_HEADING.match(text)
    return is_heading(text) or bool(inline and is_heading(inline.group(1)))


def divide(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks of the Dutch explanation and those of the English abstract.

    The blank lines between the two vary from page to page, the languages do not: the cut is placed where most blocks
    before it read as Dutch and most after it as English, by their most frequent words. A heading counts as English.
    Where no blank line stands between the two languages, the block that holds both is cut between its lines.
    """
    count = _cut([_dutchness(block) for block in blocks])
    for at in (count - 1, count):
        if 0 <= at < len(blocks) and (parts := _in_two(blocks[at])):
            dutch, english = parts
            return [*blocks[:at], *dutch], [*english, *blocks[at + 1 :]]
    return blocks[:count], blocks[count:]


def _cut(scores: list[float]) -> int:
    """How many of `scores` to take as Dutch, so that the sum before minus the sum after is greatest."""
    best, best_score = len(scores), sum(scores)
    running = -sum(scores)
    for count in range(len(scores) + 1):
        if running > best_score:
            best, best_score = count, running
        if count < len(scores):
            running += 2 * scores[count]
    return best


def _in_two(block: Block) -> tuple[list[Block], list[Block]] | None:
    """The Dutch and the English blocks in a block that holds both languages, else None.

    Both halves must be clear on their own: one wrapped line with an English name in it is no reason to cut.
    """
    lines = [Block(block.line + offset, (line,)) for offset, line in enumerate(block.lines)]
    count = _cut([_dutchness(line) * min(len(line.text), 200) for line in lines])
    halves = block.lines[:count], block.lines[count:]
    if not all(halves):
        return None
    dutch, english = Block(block.line, halves[0]), Block(block.line + count, halves[1])
    if _dutchness(dutch) < _CLEAR or _dutchness(english) > -_CLEAR:
        return None
    if not _SENTENCE_END.search(english.lines[-1]):
        return None  # the English title of the study, under a Dutch paragraph
    return _paragraphs(dutch), _paragraphs(english)


def _paragraphs(block: Block) -> list[Block]:
    """Each line as a block of its own where every line ends a sentence, as in a text that lost its blank lines."""
    if any(not _SENTENCE_END.search(line) or is_heading(line) for line in block.lines):
        return [block]
    return [Block(block.line + offset, (line,)) for offset, line in enumerate(block.lines)]


def _dutchness(block: Block) -> float:
    """From -1 (English) to 1 (Dutch)."""
    if is_heading(block.lines[0]):
        return -1.0
    found = _WORD.findall(block.text.lower())
    dutch = sum(word in _DUTCH for word in found)
    english = sum(word in _ENGLISH for word in found)
    return (dutch - english) / ((dutch + english) or 1)


def label(blocks: list[Block]) -> list[Section]:
    """Return the abstract's sections: by the headings that stand in the text, else by the usual order of four blocks.

    With any other number of blocks and no headings the labels stay empty: a wrong label is worse than none.
    """
    sections: list[Section] = []
    heading = ""
    for block in blocks:
        for part in _parts(block):
            name, text = _named(part)
            if not text:
                heading = name
                continue
            name = name or heading
            if not name and sections and sections[-1].label:
                # A second paragraph under the same heading.
                last = sections.pop()
                sections.append(Section(last.label, f"{last.text}\n{text}"))
            else:
                sections.append(Section(name, text))
            heading = ""
    if len(sections) == len(USUAL_LABELS) and not any(section.label for section in sections):
        return [
            Section(name, section.text, True) for name, section in zip(USUAL_LABELS, sections, strict=True)
        ]
    return sections


def _parts(block: Block) -> list[list[str]]:
    """The lines of a block, divided before each line that is or begins with a heading."""
    parts: list[list[str]] = []
    before = ""
    for line in block.lines:
        if not parts or _opens(line, before):
            parts.append([])
        parts[-1].append(line)
        before = line
    return parts


def _opens(line: str, before: str) -> bool:
    """Whether `line` opens a section; a wrapped line can consist of the word "results." too, but not after a sentence."""
    return (
        line[:1].isupper()
        and begins_section(line)
        and (is_heading(before) or bool(_SENTENCE_END.search(before)))
    )


def _named(lines: list[str]) -> tuple[str, str]:
    """The heading that `lines` begin with, or "", and the text after it."""
    if is_heading(lines[0]):
        return lines[0].strip().rstrip(":.").strip(), " ".join(lines[1:])
    text = " ".join(lines)
    inline = _INLINE_HEADING.match(text)
    if inline and is_heading(inline.group(1)):
        return inline.group(1), text[inline.end() :]
    return "", text
