"""What changed between two texts, word for word, as safe HTML. Imports no Django."""

import re
from difflib import SequenceMatcher
from html import escape

# SequenceMatcher compares each word with each: 2,000 words against 2,000 take a tenth of a second, at worst far more.
MOST_PAIRS = 1_000_000
_PIECES = re.compile(r"\s+|[^\s]+")


def between(old: str, new: str) -> str:
    """Return the new text as escaped HTML with `<ins>` and `<del>` where it differs from the old one.

    Texts with too many words to compare are shown whole, the old one as taken out and the new one as put in.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return _marked("del", [old]) + _marked("ins", [new])
    parts = []
    for what, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(_shown(before[start:end]))
        else:
            parts.append(_marked("del", before[start:end]) + _marked("ins", after[begin:stop]))
    return "".join(parts)


def _marked(element: str, pieces: list[str]) -> str:
    return f"<{element}>{_shown(pieces)}</{element}>" if pieces else ""


def _shown(pieces: list[str]) -> str:
    return escape("".join(pieces), quote=False).replace("\n", "<br>")
