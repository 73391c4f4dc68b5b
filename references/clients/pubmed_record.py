"""PubMed's XML understood as far as a look-up needs it.

Source: NLM, "PubMed DTD" (pubmed_250101.dtd) and "MEDLINE PubMed XML Element Descriptions and their Attributes".
defusedxml refuses entities and external references; a document type as such is allowed, because PubMed sends one.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from config.kit.http import BadAnswer
from references import registries
from references.clients.found import DOI, PMCID, PMID, Found, Section, Update, date_of, valid
from references.records import PartialDate, Person, Record

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_PREPRINT = "Preprint"


def holds_articles(raw: str, source: str) -> bool:
    """Whether there is a record in the answer; PubMed answers an unknown number with an empty set."""
    return _article(raw, source) is not None


def read(raw: str, source: str) -> Found:
    """The one record in PubMed's answer. Raises BadAnswer."""
    article = _article(raw, source)
    if article is None:
        raise BadAnswer(source, "holds no work")
    citation = article.find("MedlineCitation")
    inner = citation.find("Article") if citation is not None else None
    if citation is None or inner is None or not valid(PMID, _text(citation, "PMID")):
        raise BadAnswer(source, "holds no work")
    types = tuple(_words(each) for each in inner.findall("PublicationTypeList/PublicationType"))
    return Found(
        source=source,
        record=_record(article, citation, inner, types),
        container_short=_text(citation, "MedlineJournalInfo/MedlineTA")
        or _text(inner, "Journal/ISOAbbreviation"),
        publication_types=types,
        sections=tuple(_sections(inner)),
        registrations=tuple(dict.fromkeys(_registrations(inner))),
        updated_by=tuple(_updates(citation, "In")),
        updates=tuple(_updates(citation, "Of", "For")),
    )


def _article(raw: str, source: str) -> Element | None:
    try:
        root = fromstring(raw.encode())
    except (ParseError, DefusedXmlException, ValueError):
        raise BadAnswer(source, "is broken XML") from None
    if root.tag != "PubmedArticleSet":
        raise BadAnswer(source, "holds no set of articles")
    found: Element | None = root.find("PubmedArticle")
    return found


def _record(article: Element, citation: Element, inner: Element, types: tuple[str, ...]) -> Record:
    # Only the record's own list: the works it refers to have lists of the same name further down.
    ids = {
        each.get("IdType", ""): _words(each) for each in article.findall("PubmedData/ArticleIdList/ArticleId")
    }
    issue = inner.find("Journal/JournalIssue")
    authors = inner.find("AuthorList")
    title = _text(inner, "ArticleTitle").removesuffix(".") or _text(inner, "VernacularTitle").removesuffix(
        "."
    )
    return Record(
        type="article" if _PREPRINT in types else "article-journal",
        title=title.removeprefix("[").removesuffix("]") if title.startswith("[") else title,
        container_title=_text(inner, "Journal/Title"),
        authors=tuple(_people(authors)) if authors is not None else (),
        et_al=authors is not None and authors.get("CompleteYN") == "N",
        issued=_date(issue, inner),
        volume=_text(issue, "Volume"),
        issue=_text(issue, "Issue"),
        page=_text(inner, "Pagination/MedlinePgn") or _text(inner, "Pagination/StartPage"),
        doi=valid(DOI, ids.get("doi")) or valid(DOI, _text(inner, "ELocationID[@EIdType='doi']")),
        pmid=valid(PMID, _text(citation, "PMID")),
        pmcid=valid(PMCID, ids.get("pmc")),
    )


def _date(issue: Element | None, inner: Element) -> PartialDate | None:
    """The date of the issue; that of the electronic version where the issue has none."""
    loose = re.match(r"(\d{4})(?:\s+([A-Za-z]{3}))?(?!\w)", _text(issue, "PubDate/MedlineDate"))
    printed = [_text(issue, f"PubDate/{part}") for part in ("Year", "Month", "Day")]
    if loose and not printed[0]:
        printed = [loose[1], loose[2] or "", ""]
    printed[1] = str(_MONTHS.get(printed[1][:3].lower(), printed[1]))
    electronic = (_text(inner, f"ArticleDate/{part}") for part in ("Year", "Month", "Day"))
    return date_of(*printed) or date_of(*electronic)


def _people(authors: Element) -> Iterator[Person]:
    for author in authors.findall("Author"):
        if author.get("ValidYN") == "N":
            continue
        family = _text(author, "LastName")
        given = _text(author, "ForeName") or _text(author, "Initials")
        literal = "" if family else _text(author, "CollectiveName")
        person = Person(family, given if family else "", literal, _text(author, "Suffix"))
        if str(person):
            yield person


def _sections(inner: Element) -> Iterator[Section]:
    for part in inner.findall("Abstract/AbstractText"):
        if text := _words(part):
            yield _label(part.get("Label", "")), text


def _label(label: str) -> str:
    """PubMed shouts its labels; in a sentence's case they read as in the journal."""
    return label.capitalize() if label.isupper() else label


def _registrations(inner: Element) -> Iterator[str]:
    for number in inner.findall("DataBankList/DataBank/AccessionNumberList/AccessionNumber"):
        for each in registries.find_registrations(_words(number)):
            yield each.id


def _updates(citation: Element, *endings: str) -> Iterator[Update]:
    for each in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind = each.get("RefType", "")
        if kind.endswith(endings):
            place = _text(each, "RefSource")
            yield Update(
                kind,
                valid(DOI, _doi_in(place)),
                valid(PMID, _text(each, "PMID")),
                source="PubMed",
                text=place,
            )


def _doi_in(text: str) -> str:
    return text.partition("doi:")[2].strip()


def _text(element: Element | None, path: str) -> str:
    found = element.find(path) if element is not None else None
    return _words(found) if found is not None else ""


def _words(element: Element) -> str:
    """All text in an element, also inside <i>, <sup> and the like, on one line."""
    return " ".join("".join(element.itertext()).split())
