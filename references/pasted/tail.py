"""Takes from a folded line what is not title or source: link words, identifiers, addresses, ahead-of-print notes."""

import re
from dataclasses import dataclass, field

from references.identifiers import doi_spans, find_pmcids, find_pmids, identifier_in_link
from references.pasted.locator import MONTHS, YEAR, read_date
from references.pasted.text import without_trailing_punctuation
from references.records import PartialDate

LABELS = {"doi": "DOI", "pmc free article": "PMC", "pmc": "PMC", "pubmed": "PubMed"}
_DROPPED = ("free full text", "google scholar", "crossref", "cross ref", "free pmc article", "europe pmc", "web of science",
            "scopus", "medline", "full text", "article", "cas", "isi", "find in worldcat", "search worldcat", "abstract")  # fmt: skip
_WORDS = sorted([*LABELS, *_DROPPED], key=len, reverse=True)
_MOST_LABELS = 40  # a real line has six; each costs a copy of the line
_BETWEEN = " -\u2010\u2011\u2012\u2013\u2014|·•,;[]()"

_BRACKETED = re.compile(
    r"\[\s?(?P<word>PubMed|PMC free article|PMC|CrossRef|Cross Ref|DOI|Google Scholar|Free Full Text|Web of Science)\s?(?::\s?(?P<id>[^\[\]]{1,120}))?\]",
    re.I,
)
_PM_IDS = re.compile(
    r"(?:;\s?|\[|\()?\b(?:(?:PubMed\s)?PMID|PubMed\sID|PubMed(?=:)|(?:PubMed\sCentral\s)?PMCID)\s?[:#]?\s?(?:PMC\s?)?\d{1,12}(?:\.\d)?(?:\]|\))?[.;,]?|(?:[;.]\s?|\s)PMC\d{3,12}\b[.;,]?",
    re.I | re.A,
)
_DOI_LABEL = re.compile(
    r"(?:\b(?:doi|https?://(?:dx\.|www\.)?doi\.org/|dx\.doi\.org/|doi\.org/)\s?:?\s?(?:org/)?\s?){1,3}$", re.I
)
_LOST_DOI = re.compile(r"\b(?:doi\s?[:=]|https?://(?:dx\.)?doi\.org/)\s?(?P<value>[^\s;,]{0,200})", re.I)
_URL = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>\"“”]{2,1500})>?", re.I)
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_ANY_DATE = rf"(?:\d{{1,2}}\s)?(?:{_MONTH}\s)?(?:\d{{1,2}},?\s)?(?:{YEAR})?(?:[-/]\d\d?[-/]\d\d?)?(?:\s{_MONTH}(?:\s\d{{1,2}})?)?"
_ACCESS = re.compile(
    rf"[\[(]?\b(?:(?:last\s)?(?:accessed|cited|retrieved|visited|viewed|consulted|geraadpleegd|bezocht|updated)\b(?:\s(?:on|op))?:?\s{_ANY_DATE}(?:,?\s?from\b:?)?|available\s(?:from|at|online)\b(?:\sat)?:?|retrieved\sfrom\b:?|beschikbaar\s(?:via|op):?|URL:?(?=\s|$))[\])]?[.;,]?",
    re.I | re.A,
)
_SAYS_ACCESS = re.compile(r"\b(?:cited|accessed)\b|\bavailable (?:from|at|online)(?: at)?:?[\s.]*$", re.I)
_AHEAD = re.compile(
    rf"[\[(]?\b(?:Epub|eCollection|Published online|First published online|Advance online publication|Online ahead of print|Print(?=\s\d{{4}})|Published(?=\s\d{{4}}\s[A-Z][a-z]{{2}}\s\d))\b(?: ahead of print)?,?:?\s?(?P<year>{YEAR})?(?:\s(?P<month>{_MONTH})(?:\s(?P<day>\d{{1,2}}))?)?(?:(?<!\d\s)\b(?P<day_first>\d{{1,2}}\s)?(?P<month_first>{_MONTH})\s(?P<day_later>\d{{1,2}},\s)?(?P<year_last>{YEAR}))?[\])]?[.;,]?",
    re.I | re.A,
)
_LATER_NOTICE = re.compile(
    r"[.;]\s(?:Erratum|Retraction|Comment|Correction|Update|Corrected and republished|Republished|Retracted)s? (?:in|on|from|of):\s.*$",
    re.I,
)
_CORRECTION = re.compile(
    r"\s?\[(?:published (?:correction|erratum) appears?|retracted) in [^\[\]]{0,300}\]", re.I
)
_PUBMED_NOTE = re.compile(
    r"(?:\s(?:Free (?:PMC )?article|No abstract available|Review|Systematic Review|Meta-Analysis|(?:Randomized Controlled|Controlled Clinical|Clinical) Trial"
    r"|Clinical Trial, Phase I{1,3}V?|Comparative Study|Multicenter Study|Observational Study|Comment|Editorial|Practice Guideline|Guideline|Retracted|Chinese|Dutch|German|French)\b\.?){1,6}$",
    re.I,
)
_SHORT_SOURCE = re.compile(r"\.\s{1,5}(?P<journal>[^.;:]{2,80})\.\s{1,5}(?P<year>\d{4})\.?$", re.A)
_PRESS = r"(?:in press|forthcoming|ahead of print|accepted manuscript|in druk)"
_IN_PRESS = re.compile(
    rf"[\[(]{_PRESS}(?:,?\s(?P<bracketed>{YEAR}))?[\])]|(?<=[.;,]\s){_PRESS}(?:[,.]?\s(?P<year>{YEAR})(?=\.?$))?(?=[.;,]|$)|,\s?{_PRESS}(?=[\])])|\s{_PRESS}(?=\.?$)",
    re.I,
)
_EUROPE_PMC = re.compile(r"\bMED:\s?(?P<pmid>[1-9]\d{0,7})\b", re.A)


@dataclass(slots=True)
class Tail:
    """What was taken off a line; `body` is what remains, with its own punctuation trimmed at the end."""

    body: str
    labels: list[str] = field(default_factory=list)
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    found: dict[str, str] = field(default_factory=dict)
    ahead: PartialDate | None = None
    press: bool = False


def take_tail(text: str) -> Tail:
    """Everything but authors, title and source read from `text` (folded, without list number); the rest in `.body`."""
    tail = Tail(text)
    tail.body = _CORRECTION.sub("", tail.body)
    _take_labels(tail)
    _take_bracketed(tail)
    _drop_later_notice(tail)
    _take_dois(tail)
    _take_pubmed_ids(tail)
    _take_urls(tail)
    if match := _AHEAD.search(tail.body):
        tail.ahead = _ahead_date(match)
        tail.body = _AHEAD.sub(" ", tail.body)
    if match := _IN_PRESS.search(tail.body):
        year = match["year"] or match["bracketed"]
        tail.press, tail.ahead = True, tail.ahead or (PartialDate(int(year)) if year else None)
        tail.body = _IN_PRESS.sub(" ", tail.body)
    if tail.pmid:
        _drop_pubmed_notes(tail)
    tail.body = re.sub(r"\s+(?=[.;,](?:\s|$))", "", re.sub(r"\s{2,}", " ", tail.body)).strip(" -–—;,|")
    return tail


def _ahead_date(match: re.Match[str]) -> PartialDate | None:
    """The date of "Epub 2012 May 23", "Published online May 23, 2012" or "Published online 23 May 2012"."""
    if match["year"]:
        return read_date(match)
    if not match["year_last"]:
        return None
    day = (match["day_later"] or match["day_first"] or "").strip(" ,")
    month = MONTHS[match["month_first"].rstrip(".").lower()]
    return PartialDate(int(match["year_last"]), month, int(day) if day and 1 <= int(day) <= 31 else None)


def _drop_later_notice(tail: Tail) -> None:
    """Cuts "Erratum in: Lancet. 2003;362:1160. PMID: 1" but for the identifier that closes PubMed's line, which is the work's own."""
    if match := _LATER_NOTICE.search(tail.body):
        notice = match[0]
        own = max(notice.rfind(" PMID:"), notice.rfind(" PubMed PMID:"))
        tail.body = tail.body[: match.start() + 1] + (notice[own:] if own > 0 else "")


def _drop_pubmed_notes(tail: Tail) -> None:
    """Cuts what PubMed's result pages print after the PMID ("Free PMC article. Review.") and the source they repeat ("Blood. 2012.")."""
    body = tail.body.rstrip()
    if len(body) > 3000:
        return
    body = _PUBMED_NOTE.sub("", body).rstrip()
    if (match := _SHORT_SOURCE.search(body, max(0, len(body) - 100))) and (
        f". {match['journal']}. {match['year']}" in body[: match.start()]
    ):
        body = body[: match.start() + 1]
    tail.body = body


def _take_labels(tail: Tail) -> None:
    """Link words at the end ("- DOI PMC PubMed"), read backwards."""
    text, labels, divided = tail.body, [], False
    for _ in range(_MOST_LABELS):
        bare = text.rstrip(_BETWEEN + ".")
        between = text[len(bare) :]
        word = next(
            (w for w in _WORDS if bare[-len(w) :].lower() == w and not bare[: -len(w)][-1:].isalnum()), None
        )
        if word is None:
            break
        divided = divided or any(mark in between for mark in "|]")
        labels.append(LABELS.get(word, ""))
        text = bare[: -len(word)]
    before = text.rstrip(" ")
    # "… searched in PubMed" is a sentence: link words come after a dash, a bracket, a full stop or an identifier.
    if labels and (
        divided
        or not before
        or before[-1] in "-‐‑–—|[.·"
        or before[-1].isdigit()
        or "/" in before.rsplit(" ", 1)[-1]
    ):
        tail.labels = [label for label in reversed(labels) if label]
        tail.body = before.rstrip(_BETWEEN if before[-1:] != ")" else " ")


def _take_bracketed(tail: Tail) -> None:
    labels = []
    for match in _BRACKETED.finditer(tail.body):
        labels.append(LABELS.get(match["word"].lower(), ""))
        if match["id"]:
            _take_pubmed_ids(
                tail, f"PMID: {match['id']}" if match["word"].lower() == "pubmed" else match["id"]
            )
    tail.labels = [label for label in labels if label] + tail.labels
    if labels:
        tail.body = _BRACKETED.sub(" ", tail.body)


def _take_dois(tail: Tail) -> None:
    text, pieces, pos = tail.body, [], 0
    for start, end in doi_spans(text):
        label = _DOI_LABEL.search(text, max(pos, start - 60), start)
        # A publisher's address that holds the DOI goes with it ("https://onlinelibrary.wiley.com/doi/10.1002/…").
        before = text.rfind(" ", pos, start) + 1
        cut = (
            label.start()
            if label
            else before
            if text[before:start].lower().startswith(("http", "www."))
            else start
        )
        if not tail.doi:
            tail.doi, tail.found["doi"] = text[start:end].translate(_HYPHENS), "text"
        pieces.append(text[pos:cut].rstrip(" (["))
        pos = end + (text[end : end + 1] in (")", "]", "."))
    tail.body = " ".join([*pieces, text[pos:].lstrip(" ")]) if pieces else text
    if lost := _LOST_DOI.search(tail.body):
        if not tail.doi and any(c.isalnum() for c in lost["value"]):
            tail.found["doi"] = "invalid"
        tail.body = tail.body[: lost.start()] + " " + tail.body[lost.end() :]


_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")


def _take_pubmed_ids(tail: Tail, text: str | None = None) -> None:
    source = tail.body if text is None else text
    if not tail.pmid and (match := _EUROPE_PMC.search(source)):
        tail.pmid, tail.found["pmid"] = match["pmid"], "text"
        tail.body = _EUROPE_PMC.sub(" ", tail.body)
    if "pm" not in source.lower() and "pubmed" not in source.lower():
        return
    for kind, values in (("pmid", find_pmids(source)), ("pmcid", find_pmcids(source))):
        if values and not getattr(tail, kind):
            setattr(tail, kind, values[0])
            tail.found[kind] = "text"
    if text is None:
        tail.body = _PM_IDS.sub(" ", tail.body)


def _take_urls(tail: Tail) -> None:
    for match in _URL.finditer(tail.body):
        url = without_trailing_punctuation(match["url"])
        # Addresses of PubMed, PMC and doi.org were read as identifiers before.
        if not tail.url and not identifier_in_link(url):
            tail.url = url if "://" in url else f"http://{url}"
    body = _URL.sub(" ", tail.body)
    accessed = (
        _ACCESS.sub(lambda match: ". " if match[0].endswith(").") else " ", body)
        if tail.url or _SAYS_ACCESS.search(body) or body != tail.body
        else body
    )
    tail.body = accessed
