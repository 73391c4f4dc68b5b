"""Divides "Title. Journal": where the title stops and the journal's name, which may itself hold full stops, begins."""

import re

from references.pasted.journal_words import ABBREVIATED, TITLE_ENDS, WHOLE
from references.pasted.text import sentence, words

_BOUNDARY = re.compile(r"""(?P<stop>[.?!…。．])(?P<close>["”’»)\]]{0,2})(?:\s+|(?<=[。．]))(?=\S)""")
_NOTE = re.compile(
    r"^[\[(](?:Article )?in [A-Z][a-z]{2,15}(?:[;,] [^\])]{0,60})?[\])]$|^(?:Review|Meta-analysis|Editorial|Letter)$",
    re.I,
)
_NOTE_END = re.compile(r"\s[\[(](?:Article )?in [A-Z][a-z]{2,15}(?:[;,] [^\])]{0,60})?[\])]$")
_SMALL = words("of the and & for in on de la et der für i und voor van")
_ABBREVIATION_LIKE = re.compile(r"[A-Z][a-zà-ÿ]{1,11}[bcdfghjklmnpqrtvwxz]")
_BRACKET_END = re.compile(r"[)\]]\s+(?=[A-Z])")
_LONGEST_NAME = 10  # words; longer than this it is a title, not a journal
_CAPITALS = re.compile(r"[A-Z]{1,4}")


def split_title(text: str, *, own_stop: bool = False) -> tuple[str, str]:
    """(title, journal) of "Title. Journal"; (text, "") when nothing divides the two.

    Works from the end: the last sentence is the journal, and it grows to the left over short capitalised pieces that end
    in a word known as an abbreviation ("Annu. Rev. Physiol."). The first sentence always stays with the title.
    `own_stop` says that in this form no stop divides journal and volume ("BMC Med. 18, 44"), so that one that stands
    there belongs to the journal's name.
    """
    text = text.strip(" ,;:")
    cuts = list(_BOUNDARY.finditer(text))
    if not cuts or len(text[cuts[-1].end() :].split()) > _LONGEST_NAME:
        # PMC leaves out the stop after a title that ends in a bracket: "… tomography (PET) Eur J Neurosci. 1996;8:353-364."
        ends = list(_BRACKET_END.finditer(text, cuts[-1].end() if cuts else 0))
        if ends and len(text[ends[-1].end() :].split()) <= _LONGEST_NAME:
            return sentence(text[: ends[-1].start() + 1]), journal_name(text[ends[-1].end() :], own_stop)
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
        return "", journal_name(text, own_stop)  # no title at all: "Annu. Rev. Physiol."
    cut = cuts[index]
    return _without_note(text[: cut.start() + 1] + cut["close"]), journal_name(text[cut.end() :], own_stop)


def journal_name(text: str, own_stop: bool = False) -> str:
    """A journal's name without the punctuation around it; a dotted name keeps the stop of its last abbreviation."""
    text = re.sub(r"\s?\[[^\[\]]{0,30}\b(?:Internet|online|serial|preprint)\]", "", text, flags=re.I)
    name = text.rstrip(" ,;:.(")
    if worded := re.search(r"[\s,;](?:vol|volume)$", name, re.I):
        name = name[: worded.start()].rstrip(" ,;:.(")
    name = name.strip(" ,;:'\"“”")
    last = name.rsplit(" ", 1)[-1]
    ends_in_stop = text.strip(" ,;:(").endswith(".") and (". " in name or own_stop)
    return name + "." if ends_in_stop and _is_abbreviation(last) else name


def _is_abbreviation(word: str) -> bool:
    known = word.lower()
    if known in WHOLE or known == "cell" or (word.isupper() and len(word) > 1):
        return False
    return known in ABBREVIATED or bool(_ABBREVIATION_LIKE.fullmatch(word) and len(word) <= 9)


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
    if len(parts) == 2 and parts[-1] in ABBREVIATED and not known:
        return True  # "Music Educ. Res.": one whole word that no list holds, before an abbreviation that one does
    return known and (parts[-1] in ABBREVIATED or bool(_ABBREVIATION_LIKE.fullmatch(given[-1])))


def _without_note(title: str) -> str:
    """The title without a closing sentence that only names its language or kind: "[Article in Chinese]"."""
    cuts = list(_BOUNDARY.finditer(title))
    if cuts and _NOTE.match(title[cuts[-1].end() :].rstrip(" .")):
        title = title[: cuts[-1].start() + 1]
    return sentence(
        _NOTE_END.sub("", title.rstrip(" .")) if title.rstrip(" .").endswith(("]", ")")) else title
    )
