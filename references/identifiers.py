"""DOI, PMID and PMCID: find them in text, make them canonical, refuse the impossible. Their addresses: `links`.

Sources: ISO 26324 and the DOI Handbook 2.2 (syntax, case-insensitivity over ASCII) and 2.5.2 (what to percent-encode in
an address); Crossref, "DOIs and matching regular expressions" (2015: four to nine digits after `10.`, and the old Wiley
SICI forms with `<>;:()` that the short expression misses); NLM's pages on PMID (at most eight digits) and PMCID.
"""

import html
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

DOI_LENGTH = 300  # what the column holds, far above real ones; Crossref asks for short suffixes

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

_DOI_PREFIX = re.compile(
    r"""^\s*(?: (?:https?:/{1,2})? (?:www\.|dx\.)?doi\.org/+ (?:doi:)? | info:doi/ | (?:urn:)?doi\s{0,3}[:=]?\s{0,3}(?:https?://(?:dx\.)?doi\.org/)? )""",
    re.I | re.X,
)
_DOI_SHAPE = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/(?P<suffix>\S+)", re.A)
_DOI_IN_TEXT = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d{1,9}){0,4}(?:/|%2[fF])[^\s\"“”„«»]+", re.A)
_PUBLISHER_PATH = re.compile(r"/(?:full|abstract|pdf|epdf|pdfdirect|html|fulltext)/?$", re.I)
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<", "〉": "〈"}

_PMID_IN_TEXT = re.compile(
    r"\b(?:PMID|PubMed\s?ID|PubMed\s?PMID|PubMed(?=:))\s{0,2}[:#]?\s{0,2}(\d{1,12})\b", re.I | re.A
)
_PMCID_IN_TEXT = re.compile(
    r"(?<![\w/])PMC\s{0,2}(?:ID)?\s{0,2}:?\s{0,2}(?:PMC\s?)?(\d{1,12})(?:\.\d{1,2})?\b", re.I | re.A
)
_PMID_LINK = re.compile(
    r"""(?: pubmed\.ncbi\.nlm\.nih\.gov/ | ncbi\.nlm\.nih\.gov/(?:m/|labs/)?pubmed/ | ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/pmid/
        | europepmc\.org/(?:articles?|abstract)/med/
        | (?: pubmed\.ncbi\.nlm\.nih\.gov/ | ncbi\.nlm\.nih\.gov/(?:(?:m/|labs/)?pubmed|(?:sites/)?entrez)\b[^\s?]{0,200} )
          \?(?![^\s#]{0,300}\bdb=(?!pubmed\b)) (?:[^\s?]{0,300}&)? (?:list_uids|uid|term)=
        ) (\d{1,12}) (?![\w.])""",
    re.I | re.X | re.A,
)
_PMCID_LINK = re.compile(
    r"(?:ncbi\.nlm\.nih\.gov|europepmc\.org)/(?:labs/)?(?:pmc/)?(?:articles?|abstract)/(?:PMC/)?PMC(\d{1,12})(?!\w)",
    re.I | re.A,
)
# Search engines and indexes put what they looked for in their addresses; that is no statement about what was found.
_SEARCHES = re.compile(
    r"\s*(?:https?:)?//(?:[\w-]+\.)*(?:google|bing|yahoo|duckduckgo|webofknowledge|webofscience|scopus)\.[a-z.]{2,8}(?::\d+)?(?:/|$)",
    re.I,
)
_DOI_LINK = re.compile(r"(?:(?:dx\.)?doi\.org/|/doi/(?:abs/|full/|pdf/|epdf/|book/)?)(10\..+)$", re.I)


class IdentifierError(ValueError):
    """Something that cannot be the identifier it is offered as.

    `code` is stable and is the key of a translated message in forms: `doi_missing`, `doi_no_suffix`, `doi_too_long`,
    `pmid_shape`, `pmcid_shape`. `value` is what was offered, cut to 200 characters.
    """

    def __init__(self, code: str, value: str) -> None:
        self.code, self.value = code, value[:200]
        super().__init__(f"{code}: {self.value!r}")


def clean_doi(value: str) -> str:
    """The DOI in `value` as printed, without `doi:`, resolver address, percent-encoding or the sentence's punctuation.

    Takes a bare DOI, a `doi:` form or an address; gives "10.…/…" in its own case. Raises IdentifierError.
    """
    text = html.unescape(value).translate(_INVISIBLE).translate(_DASHES).strip()
    bare = _DOI_PREFIX.sub("", text).strip()
    if bare != text and "doi.org" in text.lower():
        bare = bare.split("?")[0].split("#")[0]
    bare = bare[:1].replace("(", "").replace("[", "") + bare[1:]
    if len(bare) > DOI_LENGTH:
        raise IdentifierError("doi_too_long", value)
    # Decoded until nothing changes, so that cleaning twice gives what cleaning once gave (bounded by the length above).
    while "%" in bare and (decoded := unquote(bare)) != bare:
        bare = decoded
    bare = _without_trailing_punctuation(bare)
    if match := _DOI_SHAPE.fullmatch(bare):
        if any(c.isalnum() for c in match["suffix"]) and bare.isprintable():
            return bare
        raise IdentifierError("doi_no_suffix", value)
    raise IdentifierError(
        "doi_no_suffix" if re.match(r"10\.\d{4,9}/?$", bare, re.A) else "doi_missing", value
    )


def normalize_doi(value: str) -> str:
    """The canonical form to store and compare: as `clean_doi`, in ASCII lower case (ISO 26324). Raises IdentifierError."""
    return clean_doi(value).translate(_ASCII_LOWER)


def doi_key(doi: str) -> str:
    """The key under which two spellings of one DOI meet: canonical form, or "" when `doi` is not one."""
    try:
        return normalize_doi(doi)
    except IdentifierError:
        return ""


def find_dois(text: str) -> list[str]:
    """All DOIs in running text, as printed, in order, each once (compared without case)."""
    found: dict[str, str] = {}
    for start, end in doi_spans(text):
        doi = clean_doi(text[start:end])
        found.setdefault(doi.lower(), doi)
    return list(found.values())


def doi_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every valid DOI in `text`, without resolver, label and trailing punctuation."""
    spans = []
    for match in _DOI_IN_TEXT.finditer(text):
        token = _without_trailing_punctuation(_stop_at_markup(match[0]))
        if doi_key(token):
            spans.append((match.start(), match.start() + len(token)))
    return spans


def normalize_pmid(value: str) -> str:
    """A PubMed id as digits, from digits, "PMID: 1" or a PubMed address. Raises IdentifierError (`pmid_shape`)."""
    text = value.translate(_INVISIBLE).strip()
    link = _PMID_LINK.search(text)
    digits = link[1] if link else re.sub(r"^(?:PubMed\s*)?(?:PMID|ID)?\s*:?\s*|[.,;]+$", "", text, flags=re.I)
    if not re.fullmatch(r"[1-9]\d{0,7}", digits, re.A):
        raise IdentifierError("pmid_shape", value)
    return digits


def find_pmids(text: str) -> list[str]:
    """All PubMed ids that text or addresses in it name as such, in order, each once; bare numbers are not guessed at."""
    return _unique(_valid(normalize_pmid, digits) for digits in _in_order(text, _PMID_IN_TEXT, _PMID_LINK))


def normalize_pmcid(value: str) -> str:
    """A PubMed Central id as "PMC" and digits, without version. Raises IdentifierError (`pmcid_shape`)."""
    text = value.translate(_INVISIBLE).strip()
    link = _PMCID_LINK.search(text)
    digits = (
        link[1]
        if link
        else re.sub(r"^(?:PMCID\s*:?\s*)?(?:PMC)?\s*|(?:\.\d{1,2})?[.,;]*$", "", text, flags=re.I)
    )
    if not re.fullmatch(r"[1-9]\d{0,7}", digits, re.A):
        raise IdentifierError("pmcid_shape", value)
    return "PMC" + digits


def find_pmcids(text: str) -> list[str]:
    """All PubMed Central ids in text or in addresses in it, in order, each once."""
    return _unique(_valid(normalize_pmcid, digits) for digits in _in_order(text, _PMCID_IN_TEXT, _PMCID_LINK))


def identifier_in_link(url: str) -> tuple[str, str] | None:
    """What an address points at: ("pmid" | "pmcid" | "doi", value), or None for any other address.

    Google Scholar and other search engines are passed over, whatever their addresses hold.
    """
    if _SEARCHES.match(url):
        return None
    if match := _PMCID_LINK.search(url):
        return _named("pmcid", _valid(normalize_pmcid, match[1]))
    if match := _PMID_LINK.search(url):
        return _named("pmid", _valid(normalize_pmid, match[1]))
    if match := _DOI_LINK.search(url):
        target = _PUBLISHER_PATH.sub("", match[1].split("?")[0].split("#")[0])
        return _named("doi", _valid(clean_doi, target))
    return None


def _without_trailing_punctuation(text: str) -> str:
    """Cut what belongs to the sentence: `.,;:` and quotes, and closing brackets that were not opened inside.

    Why not a character class: `10.1016/S0140-6736(97)11096-0)` ends in a bracket that must go, `…(97)` in one that must stay.
    """
    counts = {bracket: text.count(bracket) for pair in _CLOSERS.items() for bracket in pair}
    end = len(text)
    while end:
        last = text[end - 1]
        opener = _CLOSERS.get(last)
        if opener is not None and counts[last] > counts[opener]:
            counts[last] -= 1
        elif last not in ".,;:!?'\"’‘”“»…*†‡":
            break
        end -= 1
    return text[:end]


def _stop_at_markup(token: str) -> str:
    """Cut a token at `<` unless a SICI form needs it (`85:2<368::AID…>3.0.CO;2-A`), and at `>` that nothing opened."""
    if re.search(r"\d<[\w.]*:", token) or "(sici)" in token.lower():
        return token
    return re.split(r"[<>]|&[lg]t;", token, maxsplit=1)[0]


def _in_order(text: str, *patterns: re.Pattern[str]) -> list[str]:
    hits = sorted((match.start(1), match[1]) for pattern in patterns for match in pattern.finditer(text))
    return [value for _, value in hits]


def _valid(normalize: Callable[[str], str], value: str) -> str:
    try:
        return normalize(value)
    except IdentifierError:
        return ""


def _named(kind: str, value: str) -> tuple[str, str] | None:
    return (kind, value) if value else None


def _unique(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
