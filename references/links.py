"""Links of a cited work: to its DOI, PMC and PubMed pages, or to a search that finds it. Pure: no Django, no database."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

PUBMED_SEARCH = "https://pubmed.ncbi.nlm.nih.gov/?"
PMC_SEARCH = "https://www.ncbi.nlm.nih.gov/pmc/?"
_DOI_SAFE = "/:;()._-~!$*,'@=&"
_WORDS = 30


class Link(NamedTuple):
    """What it is called, where it goes, and whether it only searches."""

    label: str
    url: str
    is_search: bool = False


def links_of(
    *,
    doi: str | None,
    pmid: str | None,
    pmcid: str | None,
    labels: Sequence[str] = (),
    title: str = "",
    year: int | None = None,
) -> list[Link]:
    """Return the links in the order that PubMed uses: DOI, PMC, PubMed.

    Identifiers are taken as canonical, which the database guarantees for those of a `Work`.

    `labels` are the link words that the pasted list ended in. Where it said "PubMed" or "PMC" and the identifier itself is
    not known, the link searches: by DOI where there is one (`[doi]` is PubMed's field tag for it; PubMed User Guide,
    "Search field tags"), else by the title's words and the year.
    """
    links: list[Link] = []
    if doi:
        links.append(Link("DOI", "https://doi.org/" + quote(doi, safe=_DOI_SAFE)))
    term = f"{doi}[doi]" if doi else " ".join([*title.split()[:_WORDS], str(year or "")]).strip()
    if pmcid:
        links.append(Link("PMC", f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"))
    elif "PMC" in labels and term:
        links.append(Link("PMC", PMC_SEARCH + urlencode({"term": term}), is_search=True))
    if pmid:
        links.append(Link("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"))
    elif "PubMed" in labels and term:
        links.append(Link("PubMed", PUBMED_SEARCH + urlencode({"term": term}), is_search=True))
    return links
