"""What a title says about the kind of piece: a correction, an answer, a plan; parts of a series. Pure."""

import re
from functools import lru_cache

_KINDS = {
    "notice": re.compile(
        r"^\W*(?:(?:publisher|author)(?:'s|s)?\s+)?(?:errat(?:um|a)|corrigend(?:um|a)|correction|addendum|retraction"
        r"|expression of concern|notice of|withdrawal)\b|\b(?:erratum|corrigendum|retraction notice)\s*[.)\]]*$", re.I,
    ),
    "answer": re.compile(
        r"^\W*(?:re\s*:|(?:the\s+)?(?:authors?(?:'s?|s)?[’']?\s+)?(?:in\s+)?(?:reply|response)\b|comment(?:s|ary)?\s*(?:on|to|:|$)"
        r"|letter\s+(?:to|:)|in reply)|\b(?:authors?['’]?s?['’]?\s+(?:reply|response)|a (?:reply|response) to\b.*"
        r"|reply|(?:invited )?commentary)\s*[.)\]]*$", re.I,
    ),
    "plan": re.compile(r"\bprotocol\b|\brationale (?:and|&) (?:study )?design\b|\bdesign and rationale\b|\bstudy design\b", re.I),
    "early": re.compile(r"\b(?:preliminary|interim)\s+(?:report|results|analysis|communication|findings)\b", re.I),
    "abstract": re.compile(r"^\W*(?:abstract|poster)\b", re.I),
    "withdrawn": re.compile(r"^\W*(?:retracted|withdrawn)(?: article)?\s*[:\]]", re.I),
}  # fmt: skip
_PART = re.compile(r"\b(?:part|section|series|chapter)\s+([a-h])\b", re.I)
# What PubMed and publishers add to a title that is not part of it.
_ADDED = re.compile(
    r"\[(?:published|see|corrected|retracted|in process|comment|erratum)[^\]]*\]|\((?:retracted|withdrawn)[^)]*\)",
    re.I,
)
_WITHDRAWN = re.compile(r"^\W*(?:retracted|withdrawn)(?: article)?\s*[:\]]\s*", re.I)
_PREPRINT = re.compile(r"\b(?:bio|med|chem|psy)?rxiv\b|research square|preprint|ssrn|authorea|10\.1101/|10\.21203/rs|10\.20944/", re.I)  # fmt: skip


@lru_cache(maxsize=4096)
def bare(title: str) -> str:
    """The title without what others put around it."""
    return _WITHDRAWN.sub("", _ADDED.sub(" ", title)).strip()


@lru_cache(maxsize=4096)
def kinds(title: str) -> frozenset[str]:
    """Which special kinds of piece the title names, and which lettered part; empty for an ordinary article."""
    said = _ADDED.sub(" ", title)
    found = {kind for kind, pattern in _KINDS.items() if pattern.search(said)}
    return frozenset(found | {f"part {match[1].lower()}" for match in _PART.finditer(said)})


def is_preprint(container: str, doi: str) -> bool:
    """Whether it was put on a preprint server: another version than the one a journal printed."""
    return bool(_PREPRINT.search(container) or _PREPRINT.search(doi))
