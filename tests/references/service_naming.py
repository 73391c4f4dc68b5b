"""PubMed's citation matcher, its records by number with reference lists, and Crossref's search, in their true shapes.

The matcher's answers are not documented; see `references.clients.citation_match` for where their forms are known from.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from tests.references.service import Reply, Request

ECITMATCH = "/pubmed/ecitmatch.cgi"
CROSSREF_SEARCH = "/crossref/works"

TITLE = "Walking outdoors during chemotherapy and how tired people feel"
ALMOST = "Walking outdoors during chemotherapy and how anxious people are"
FACTS: dict[str, Any] = {
    "title": TITLE,
    "container_title": "J Inv Oncol",
    "year": 2017,
    "volume": "17",
    "page": "40-8",
    "authors": [{"family": "de Vries", "given": "AB"}],
}


def matcher(outcomes: Mapping[str, str] | None = None) -> Callable[[Request], Reply]:
    """ECitMatch: every line again with its outcome behind it, chosen by the first page; it does not know the rest."""
    known = outcomes or {}

    def answer(request: Request) -> Reply:
        lines = []
        for line in request.params["bdata"].split("\r"):
            journal, year, volume, page, author, key, rest = line.split("|")
            assert rest == ""
            assert journal
            outcome = known.get(page, "NOT_FOUND")
            # With a journal that it does not know it leaves the author out of the line.
            name = "" if "INVALID_JOURNAL" in outcome else author
            lines.append("|".join((journal, year, volume, page, name, key, outcome)))
        return Reply("\n".join(lines) + "\n")

    return answer


def records(*articles: str) -> Callable[[Request], Reply]:
    """EFetch: the articles that were asked for by number."""

    def answer(request: Request) -> Reply:
        asked = f'<PMID Version="1">{request.params["id"]}</PMID>'
        return Reply(article_set(*(each for each in articles if asked in each)))

    return answer


def article_set(*articles: str) -> str:
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"'
        ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
        f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"
    )


def article(
    pmid: str,
    *,
    title: str = TITLE,
    family: str = "de Vries",
    year: int = 2017,
    volume: str = "17",
    pages: str = "40-48",
    doi: str = "",
    references: str = "",
) -> str:
    """One record of PubMed."""
    dois = f'<ArticleId IdType="doi">{escape(doi)}</ArticleId>' if doi else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print">
<Volume>{volume}</Volume><Issue>1</Issue><PubDate><Year>{year}</Year><Month>Jan</Month></PubDate></JournalIssue>
<Title>Journal of invented oncology</Title><ISOAbbreviation>J Inv Oncol</ISOAbbreviation></Journal>
<ArticleTitle>{escape(title)}.</ArticleTitle><Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>{escape(family)}</LastName><ForeName>Anna B</ForeName>
<Initials>AB</Initials></Author></AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Inv Oncol</MedlineTA></MedlineJournalInfo></MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>{dois}</ArticleIdList>{references}</PubmedData></PubmedArticle>"""


def reference(citation: str = "", **ids: str) -> str:
    """One line of a reference list; `ids` by PubMed's names for them: pubmed, doi, pmc."""
    text = f"<Citation>{citation}</Citation>" if citation else ""
    inner = "".join(f'<ArticleId IdType="{kind}">{escape(value)}</ArticleId>' for kind, value in ids.items())
    return f"<Reference>{text}{f'<ArticleIdList>{inner}</ArticleIdList>' if inner else ''}</Reference>"


def reference_list(*lines: str) -> str:
    return f"<ReferenceList><Title>References</Title>{''.join(lines)}</ReferenceList>"


def crossref_works(*items: Mapping[str, Any]) -> dict[str, Any]:
    """A page of Crossref's search results."""
    return {
        "status": "ok",
        "message-type": "work-list",
        "message-version": "1.0.0",
        "message": {
            "facets": {},
            "total-results": len(items),
            "items": [*items],
            "items-per-page": 3,
            "query": {"start-index": 0, "search-terms": None},
        },
    }


def crossref_item(doi: str, **changes: Any) -> dict[str, Any]:
    item = {
        "DOI": doi,
        "type": "journal-article",
        "title": [TITLE],
        "container-title": ["Journal of Invented Oncology"],
        "short-container-title": ["J Inv Oncol"],
        "author": [{"given": "Anna B.", "family": "de Vries", "sequence": "first", "affiliation": []}],
        "published": {"date-parts": [[2017, 1]]},
        "issued": {"date-parts": [[2017, 1]]},
        "volume": "17",
        "issue": "1",
        "page": "40-48",
    }
    return {**item, **changes}
