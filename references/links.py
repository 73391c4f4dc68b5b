"""Links of a cited work: to its DOI, PMC and PubMed pages, or to a search that finds it. Pure: no Django, no database."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

PUBMED_SEARCH = "https://pubmed.ncbi.nlm.nih.gov/?"
PMC_SEARCH = "https://www.ncbi.nlm.nih.gov/pmc/?"
_DOI_SAFE = "/:;()._-~!$*,'@=&"
_WORDS = 30
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")


def doi_url(doi: str) -> str:
    """The https address of a canonical DOI, with every character encoded that an address may not hold (DOI Handbook 2.5.2)."""
    return "https://doi.org/" + quote(doi, safe=_DOI_SAFE)


def pmid_url(pmid: str) -> str:
    """The address of a PubMed record."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def pmcid_url(pmcid: str) -> str:
    """The address of a PubMed Central article."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"


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
    url: str = "",
) -> list[Link]:
    """Return the links in the order that PubMed uses: DOI, PMC, PubMed.

    Identifiers are taken as canonical, which the database guarantees for those of a `Work`.

    `labels` are the link words that the pasted list ended in. Where it said "PubMed" or "PMC" and the identifier itself is
    not known, the link searches: by DOI where there is one (`[doi]` is PubMed's field tag for it; PubMed User Guide,
    "Search field tags"), else by the title's words and the year. A work without any identifier gets its own address, under
    the name of the site.
    """
    links: list[Link] = []
    if doi:
        links.append(Link("DOI", doi_url(doi)))
    term = f"{doi}[doi]" if doi else " ".join([*title.split()[:_WORDS], str(year or "")]).strip()
    if pmcid:
        links.append(Link("PMC", pmcid_url(pmcid)))
    elif "PMC" in labels and term:
        links.append(Link("PMC", PMC_SEARCH + urlencode({"term": term}), is_search=True))
    if pmid:
        links.append(Link("PubMed", pmid_url(pmid)))
    elif "PubMed" in labels and term:
        links.append(Link("PubMed", PUBMED_SEARCH + urlencode({"term": term}), is_search=True))
    if not (doi or pmid or pmcid) and (site := _site(url)):
        links.insert(0, Link(site, url))
    return links


def _site(url: str) -> str:
    """The name of the site that an https or http address leads to, "" for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.removeprefix("www.")
    return host if parts.scheme in ("https", "http") and _HOST.fullmatch(host) else ""
