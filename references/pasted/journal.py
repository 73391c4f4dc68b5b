"""Divides "Title. Journal": where the title stops and the journal's name, which may itself hold full stops, begins."""

import re

from references.pasted.journal_words import ABBREVIATED, TITLE_ENDS, WHOLE
from references.pasted.text import sentence, words

_BOUNDARY = re.compile(r"""(?P<stop>[.?!…。．])(?P<close>["”’»)\]]{0,2})(?:\s+|(?<=[。．]))(?=\S)""")
_NOTE = re.compile(
    r"^[\[(](?:Article )?in [A-Z][a-z]{2,15}(?:[;,] [^\])]{0,60})?[\])]$|^(?:Review|Meta-analysis|Editorial|Letter)$",
    re.I,
)
_SMALL = words("of the and & for in on de la et der für i und voor van")
_ABBREVIATION_LIKE = re.compile(r"[A-Z][a-zà-ÿ]{1,11}[bcdfghjklmnpqrtvwxz]")
_CAPITALS = re.compile(r"[A-Z]{1,4}")


def split_title(text: str) -> tuple[str, str]:
    """(title, journal) of "Title. Journal"; (text, "") when nothing divides the two.

    Works from the end: the last sentence is the journal, and it grows to the left over short capitalised pieces that end
    in a word known as an abbreviation ("Annu. Rev. Physiol."). The first sentence always stays with the title.
    """
    text = text.strip(" ,;:")
    cuts = list(_BOUNDARY.finditer(text))
    if not cuts:
        return sentence(text), ""
    index = len(cuts) - 1
    while index > 0 and cuts[index]["stop"] == "." and not cuts[index]["close"]:
        piece = text[cuts[index - 1].end() : cuts[index].start("stop")]
        if not _continues_journal(piece):
            break
        index -= 1
    if (
        index == 0
        and len(cuts) > 1
        and _continues_journal(text[: cuts[0].start("stop")])
        and text[: cuts[0].start()].count(" ") == 0
    ):
        return "", journal_name(text)  # no title at all: "Annu. Rev. Physiol."
    cut = cuts[index]
    return _without_note(text[: cut.start() + 1] + cut["close"]), journal_name(text[cut.end() :])


def journal_name(text: str) -> str:
    """A journal's name without the punctuation around it; a dotted name keeps the stop of its last abbreviation."""
    text = re.sub(r"\s?\[[^\[\]]{0,30}\b(?:Internet|online)\]", "", text, flags=re.I)
    name = text.rstrip(" ,;:.(")
    if worded := re.search(r"[\s,;](?:vol|volume)$", name, re.I):
        name = name[: worded.start()].rstrip(" ,;:.(")
    name = name.strip(" ,;:'\"“”")
    last = name.rsplit(" ", 1)[-1].lower()
    dotted = ". " in name and text.strip(" ,;:(").endswith(".") and last in ABBREVIATED and last != "cell"
    return name + "." if dotted else name


def _continues_journal(piece: str) -> bool:
    """True for a piece between two stops that belongs to a dotted journal name: "Natl Acad", "J", not "A review", "Part II".

    Why not the list of words alone: no list holds every abbreviation. A lone capitalised word that ends in a consonant
    is taken for one too, because titles are hardly ever closed by a sentence of one word.
    """
    given = piece.split()
    parts = [part.strip("(),").lower() for part in given]
    if not 1 <= len(parts) <= 4 or not piece[:1].isupper() or parts[-1] in TITLE_ENDS:
        return False
    if not all(part[:1].isupper() or part in _SMALL for part in given):
        return False
    if len(parts) == 1 and _CAPITALS.fullmatch(piece):
        return True
    known = all(
        part in ABBREVIATED or part in WHOLE or part in _SMALL or len(part) == 1 for part in parts[:-1]
    )
    return known and (parts[-1] in ABBREVIATED or bool(_ABBREVIATION_LIKE.fullmatch(given[-1])))


def _without_note(title: str) -> str:
    """The title without a closing sentence that only names its language or kind: "[Article in Chinese]"."""
    cuts = list(_BOUNDARY.finditer(title))
    if cuts and _NOTE.match(title[cuts[-1].end() :].rstrip(" .")):
        title = title[: cuts[-1].start() + 1]
    return sentence(title)
