"""Under which of its numbers a source knows a work. An answer about another number says nothing about this one."""

from references.notices import kinds

_ASKED_BY = {
    kinds.CROSSREF: ("doi",),
    "crossref_notice": ("doi",),
    kinds.PUBMED: ("pmid",),
    kinds.EUROPEPMC: ("pmid",),
    kinds.RETRACTION_WATCH: ("doi", "pmid"),
}
LENGTH = 340  # a DOI of 300, a PMID of 12, and their names


def known_as(source: str, *, doi: str | None, pmid: str | None) -> str:
    """What to keep beside an answer: "doi:10.1000/a", "pmid:1", both with a space between; "" for an editor."""
    numbers = {"doi": doi, "pmid": pmid}
    return " ".join(f"{kind}:{numbers[kind]}" for kind in _ASKED_BY.get(source, ()) if numbers[kind])


def still(then: str, now: str) -> bool:
    """Whether a work that was known as `then` still has all those numbers; numbers that came since do not matter."""
    return set(then.split()) <= set(now.split())
