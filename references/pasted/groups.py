"""Recognises a group as author: "Early Breast Cancer Trialists' Collaborative Group (EBCTCG)", "World Health Organization"."""

import re

from references.pasted.text import words

_KEYWORD = re.compile(
    r"""\b(?:Group|Groups|Investigators?|Collaborat(?:ors?|ion|ive)|Consortium|Committee|Organi[sz]ation|Society|Societies|Association|
    Institutes?|Agency|Network|Team|Trialists|Council|Foundation|Ministry|Department|Cent(?:re|er)s?|Federation|Union|Board|Panel|
    Task\sForce|Commission|College|University|Academy|Authority|Administration|Service|Services|Programme?|Trust|Initiative|
    Alliance|Bureau|Office|Registry|Working\sParty|Division|League|Fund|Company|Inc|Ltd|Secretariat|Library|Survey|
    Werkgroep|Vereniging|Stichting|Commissie|Ministerie|Gezondheidsraad|Kankercentrum|Zorginstituut|Integraal|Gesellschaft|
    Arbeitsgruppe|Minist[eé]rio|Ministère|Ministerium|Institut|Instituto|Fundación|Fundação|Sociedade?|Asociación|Associação|Universidade?|Comité|
    Société|Intergroupe|Groupe|Gruppo|Grupo|Genootschap|Federatie|Rijksinstituut|Raad)\b""",
    re.X,
)
_ACRONYMS = words(
    "WHO NCI NIH FDA EMA IARC ESMO NCCN IKNL KWF RIVM ASCO AJCC CDC ACS EORTC NICE USDA AICR WCRF UICC ICH EMEA OECD NVMO ECOG "
    "HOVON NABON CBS EBCTCG SIGN NHS AHRQ USPSTF ICMJE CIOMS FAO EFSA UNODC INSERM"
)
_SMALL = words(
    "of the for and on in to at a an & de la des du der die und et van voor het da do dos das del y e en with from by"
)
_LEAD = re.compile(r"(?:(?:for|on behalf of|and|namens)\s+)?(?:the\s+)?", re.I)
_FIRST_END = re.compile(r"\.(?=[\s,]|$)|:\s|;\s|\s\((?=(?:1[5-9]|20)\d\d|eds?\b)|,\s(?=editors?\b)")
_LATER_END = re.compile(r"\.(?=[\s,]|$)|:\s|;|,|\s\((?=(?:1[5-9]|20)\d\d)")
# "ABC Study Group, Title of the work. Science 1, 2-3 (2010)": a comma ends only a name that says it is a group.
_GROUP_COMMA = re.compile(
    r"(?P<name>[A-Z][^.,:;()]{2,150}\b(?:Group|Investigators|Collaborators|Collaboration|Consortium|Network|Team)(?: \([A-Za-z-]{2,14}\))?)(?=,\s[A-Z])"
)
_UNDIVIDED = re.compile(
    r"(?P<name>[A-Z][^.,:;\[\]]{0,150}?\b(?:Group|Investigators|Collaborators|Collaboration|Consortium|Network|Team|Trialists|Committee|Collaborative)"
    r"(?: \([A-Za-z0-9-]{2,14}\))?) (?=[A-Z0-9][^\s.,;:]{1,40}:? (?:[^\s.,;:]{1,40} )?[a-z][a-z-]{2,})"
)
_LONGEST = 220


def group_at(
    text: str, pos: int, *, first: bool, sure: bool = False, alone: bool = False
) -> tuple[str, int] | None:
    """(name, end) of a group's name at `pos`, or None.

    `first`: the group stands alone at the start, so a title and a source must still follow; its name may hold commas.
    `alone`: nothing but a title need follow, as on a line whose source is a web address.
    `sure`: a semicolon after the persons announced it (NLM's form), so that a keyword is not asked for.
    """
    window = text[pos : pos + _LONGEST]
    lead = _LEAD.match(window)
    start = lead.end() if lead and not first else 0
    stop = (_FIRST_END if first else _LATER_END).search(window, start)
    if first and (comma := _GROUP_COMMA.match(window)) and (not stop or comma.end("name") < stop.start()):
        return comma["name"], pos + comma.end("name")
    if not stop:
        return None
    name = window[start : stop.start()].strip()
    words = name.split()
    if sure:
        if not _is_announced(words) or stop[0].startswith(":"):
            return None
    elif not (
        1 <= len(words) <= 20
        and words[0][:1].isupper()
        and _looks_like_a_name(words)
        and (_KEYWORD.search(name) or is_acronym(name))
    ):
        return None
    if (
        first
        and not alone
        and stop[0].startswith((".", ":"))
        and not re.search(r"[.?!:;]\s[^\d\s]", text[pos + stop.end() :][:2000])
    ):
        return None
    return name, pos + stop.start()


def is_acronym(name: str) -> bool:
    """True for the acronyms that sign documents in this field, such as WHO and NCCN."""
    return name.strip("()") in _ACRONYMS


def _is_announced(words: list[str]) -> bool:
    """True for what may follow the semicolon after the persons: "ABC Group", "Panel members", "kConFab", "eMERGE Network"."""
    if not 1 <= len(words) <= 20:
        return False
    known = bool(_KEYWORD.search(" ".join(words).title()))
    if len(words) > 8 or not (any(c.isupper() or c.isdigit() for c in words[0]) or known):
        return known and _looks_like_a_name(words)
    return known or len(words) <= 3 or _looks_like_a_name(words)


def several_groups(name: str) -> list[str]:
    """The groups in "World Health Organization, War Trauma Foundation, and World Vision International".

    "Department of Health, Education, and Welfare" is one: every part but the last must be a group's name by itself.
    """
    parts = re.split(r",\s(?:and\s)?", name)
    alone = all(_KEYWORD.search(part) and len(part.split()) >= 2 for part in parts[:-1])
    return parts if len(parts) > 1 and alone and len(parts[-1].split()) >= 2 and ", and " in name else [name]


def group_before_title(text: str) -> tuple[str, int] | None:
    """(name, end) of a group that only a space divides from the title: "UKPDS Group Intensive blood-glucose control …".

    PMC prints it so. It is taken for a group when capitalised words end in a word that only groups bear, and a sentence
    follows: one capitalised word and then small letters. A title of which every word has a capital is left alone.
    """
    match = _UNDIVIDED.match(text)
    if not match or not _looks_like_a_name(match["name"].split()):
        return None
    before = match["name"].split()[:-1]
    telling = len(before) >= 2 or any(c.isupper() for word in before for c in word[1:])
    return (match["name"], match.end("name")) if telling else None


def _looks_like_a_name(words: list[str]) -> bool:
    # A title also holds "Group" or "Committee", but not with every long word in capitals.
    long_words = [word.strip("()'’,") for word in words if word.lower() not in _SMALL]
    return all(word[:1].isupper() or word[:1].isdigit() or "-" in word or not word for word in long_words)
