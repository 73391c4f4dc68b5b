"""Stopping or refusing a treatment: advice to others, or somebody's own story (a weaker mark).

The difference is in the grammar, so it is looked for per sentence: an imperative at the head of a clause, "you should" with
an infinitive, or "my advice"; all else about stopping is a story. "Never stop without asking" is good advice, no mark.
"""

from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind
from comments.loep.sentences import Sentence, sentences

_NEAR = 8  # words between stopping and what is stopped
_IMPERATIVE = {"stop", "kap", "weiger", "staak", "hou", "houd"}
_INFINITIVE = {"stoppen", "kappen", "weigeren", "staken", "ophouden"}
_TOLD = {
    "stopt", "stopte", "stopten", "gestopt", "gekapt", "geweigerd", "weigerde", "weigerden", "weigert", "staakte",
    "gestaakt", "opgehouden", "hield", "afgezien",
}  # fmt: skip
_ABOUT = _IMPERATIVE | _INFINITIVE | _TOLD
_TREATMENT_STARTS = (
    "chemo", "immuno", "hormoon", "antihormo", "anti-hormo", "bestral", "radiother", "behandel", "therapie", "medicijn",
    "medicatie", "medicament", "pillen", "tabletten", "kuren", "kuur", "prednis", "dexameth", "tamoxifen", "letrozol",
    "anastrozol", "exemestaan", "abirater", "enzalut", "herceptin", "capecitab", "xeloda", "insuline", "antibiotica",
    "bloedverdunner", "zometa", "arimidex", "zoladex", "lucrin", "doelgerichte",
)  # fmt: skip
_TREATMENT_ENDS = (
    "therapie", "behandeling", "behandelingen", "medicijnen", "medicatie", "kuur", "kuren", "pillen", "tabletten",
    "bestraling", "bestralingen", "mab", "nib", "ciclib", "taxel", "platin", "platine", "rubicine",
)  # fmt: skip
_NOT = {"niet", "nooit", "geen", "nimmer"}
_YOU = {"je", "jij", "u", "jullie", "iedereen"}
_SHOULD = {"moet", "moeten", "kunt", "kan", "kun", "zou", "zouden", "mag", "dient", "hoeft", "beter"}
_ADVISE = {"raad", "raden", "adviseer", "adviseren", "advies", "tip", "aanrader", "aanraden"}
_CARE = ("arts", "oncoloog", "dokter", "specialist", "internist", "chirurg", "uroloog", "ziekenhuis")
_SUBJECTS = {
    "ik",
    "je",
    "jij",
    "u",
    "we",
    "wij",
    "hij",
    "ze",
    "zij",
    "men",
    "jullie",
    "die",
    "dat",
    "de",
    "het",
    "een",
}
_DETERMINERS = {
    "de",
    "die",
    "deze",
    "een",
    "geen",
    "mijn",
    "jouw",
    "uw",
    "zijn",
    "haar",
    "hun",
    "onze",
    "elke",
    "zo'n",
}
_BEFORE_CLAUSE = {"dus", "en", "nu", "gewoon", "direct", "meteen", "maar", "advies", "tip", "zeg", "alsjeblieft", "aub",
                  "mensen", "lotgenoten", "allemaal", "of", "beter"}  # fmt: skip
_TAKE = {"neem", "doe", "slik", "begin", "laat", "kies", "ga", "gebruik", "accepteer", "onderga", "start"}
_AWAY = {"weg", "prullenbak", "vuilnisbak", "toilet", "wc", "afval", "kliko"}
_LEAVE = {"vergeet", "schrap", "mijd", "vermijd", "schuw"}
_LEFT = {"staan", "zitten", "liggen", "achterwege", "schieten"}


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give the words from the verb to the treatment, whichever comes first."""
    for sentence in sentences(text.lower):
        treatments = [place for place, word in enumerate(sentence.texts) if _is_treatment(word)]
        if treatments:
            yield from _in_sentence(sentence, treatments)


def _in_sentence(sentence: Sentence, treatments: list[int]) -> Iterator[tuple[int, int, Kind]]:
    words = sentence.words
    for place, word in enumerate(sentence.texts):
        near = min(treatments, key=lambda treatment: abs(treatment - place))
        if abs(near - place) > _NEAR or near == place:
            continue
        kind = _kind_of(sentence, place, near) if word in _ABOUT else _other_advice(sentence, place, near)
        if kind:
            first, last = sorted((words[place], words[near]), key=lambda one: one.start)
            yield first.start, last.end, kind
            return  # one mark for one sentence says enough


def _kind_of(sentence: Sentence, place: int, treatment: int) -> Kind | None:
    """Tell what a word about stopping means here; None where it is denied ("niet gestopt") or warned against."""
    texts = sentence.texts
    word = texts[place]
    if word == "kap" and _is_headgear(sentence, place):
        return None
    if word in ("hou", "houd", "hield") and "op" not in texts[place + 1 : place + 8]:
        return None
    if _NOT & set(texts[max(0, place - 3) : place]):
        return None
    if word in _IMPERATIVE:
        if _NOT & set(texts[place + 1 : place + 3]):
            return None
        return Kind.STOP if _heads_a_clause(sentence, place) else Kind.STOPPED
    if word in _INFINITIVE and not sentence.question and _advises(texts, place):
        return Kind.STOP
    if word == "stopt" and texts[0] == "wie" and not sentence.question:
        return Kind.STOP  # "Wie slim is, stopt met ..."
    return Kind.STOPPED


def _is_headgear(sentence: Sentence, place: int) -> bool:
    """Whether "kap" is what one wears against hair loss: after "de" or "mijn", or without "met" what is stopped after it."""
    texts = sentence.texts
    following = texts[place + 1 : place + 2]
    if following and following[0] in _SUBJECTS - {"de", "die", "dat", "het", "een"}:
        return False  # "deze week kap ik met ..."
    if _DETERMINERS & set(texts[max(0, place - 2) : place]):
        return True
    return not {"met", "ermee", "mee"} & set(texts[place + 1 : place + 6])


def _heads_a_clause(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    following = sentence.texts[place + 1 : place + 2]
    if set(following) & (_SUBJECTS - {"de", "die", "dat", "het", "een"}):
        return False  # "stop je met ..." is a question, or half of a condition
    return place == 0 or bool(word.after) or sentence.texts[place - 1] in _BEFORE_CLAUSE


def _advises(texts: list[str], place: int) -> bool:
    before = set(texts[max(0, place - 9) : place])
    around = set(texts)
    if " ".join(texts).endswith(("als ik jou was", "als ik u was", "als ik je was")):
        return True
    if "ik" in before and not _ADVISE & before and not _YOU & before:
        return False
    if _ADVISE & before:
        return not any(word.endswith(_CARE) for word in around)
    if _YOU & before and _SHOULD & before:
        return not any(word.endswith(_CARE) for word in around)
    if texts[max(0, place - 1) : place] in (["gewoon"], ["meteen"], ["direct"], ["nu"]) and place == 1:
        return True  # "Gewoon stoppen met ...": an imperative in the form of an infinitive
    return bool({"beter", "beste"} & before) and not {"ik", "ging", "gaat", "voelde", "voel"} & around


def _other_advice(sentence: Sentence, place: int, treatment: int) -> Kind | None:
    """Advice without the word stop: take no chemo, throw the pills away, leave it, say no to it."""
    texts = sentence.texts
    word = texts[place]
    if word not in _TAKE | _LEAVE | {"gooi", "spoel", "zeg"} or not _heads_a_clause_or_je(sentence, place):
        return None
    between = texts[place + 1 : treatment]
    after = set(texts[place + 1 : place + 12])
    if word in ("gooi", "spoel"):
        return Kind.STOP if _AWAY & after else None
    if word == "zeg":
        return Kind.STOP if "nee" in between and {"tegen", "op"} & set(between) else None
    if treatment <= place:
        return None
    if word in _LEAVE:
        return Kind.STOP if len(between) <= 2 and not _NOT & set(between) else None
    if _NOT & set(texts[treatment + 1 : treatment + 3]) and "meer" in texts[treatment + 1 : treatment + 4]:
        return Kind.STOP  # "Neem je medicijnen niet meer in"
    if "geen" in between and len(between) - between.index("geen") <= 2:
        return Kind.STOP
    if {"niet", "nooit"} & set(between) and "zonder" not in texts:
        return Kind.STOP
    return Kind.STOP if word == "laat" and _LEFT & after else None


def _heads_a_clause_or_je(sentence: Sentence, place: int) -> bool:
    """As `_heads_a_clause`; "laat je niet bestralen" begins with a verb and a pronoun too."""
    word = sentence.words[place]
    following = sentence.texts[place + 1 : place + 2]
    if following and following[0] in {"ik", "we", "wij", "hij", "ze", "zij", "men"}:
        return False
    return place == 0 or bool(word.after) or sentence.texts[place - 1] in _BEFORE_CLAUSE


def _is_treatment(word: str) -> bool:
    return word.startswith(_TREATMENT_STARTS) or word.endswith(_TREATMENT_ENDS)
