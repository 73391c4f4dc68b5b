"""Invented works: the studies explained, what they cite, and what belongs to them.

All identifiers lie where no real one does, so that a link in the corpus can never lead to somebody's real paper:
10.5555 is Crossref's prefix for tests, and PubMed, PMC and ClinicalTrials.gov are far from the numbers used here.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from config.bench.corpus import english, studies, words
from config.bench.corpus.studies import Facts
from config.kit.html import to_text
from references.models import AbstractSection, Citation, TrialRegistration, Work
from references.models.citation import CitationStatus
from references.models.work import MetadataSource

DOI = "10.5555/proef.{:07d}"
FIRST_PMID, FIRST_PMCID, FIRST_NCT = 90_000_000, 90_000_000, 99_000_000
REMEMBERED = 500  # cited works that later studies may cite as well


class Makers:
    """Makes unsaved works with numbers of their own, and remembers which are new."""

    def __init__(self, random: Random, *, start: int) -> None:
        """Number from `start` + 1: beyond the works that are there, whatever earlier corpus they came from."""
        self._random, self._number = random, start
        self._new: list[Work] = []
        self._known: list[Work] = []

    def take_new(self) -> list[Work]:
        """The works made since the last time."""
        new, self._new = self._new, []
        return new

    def study(self, facts: Facts) -> Work:
        """The work that an article explains."""
        return self._make(facts, facts.published)

    def reference_list(self, study: Work, facts: Facts, count: int, *, shared: float) -> list[Work]:
        """Works for `study` to cite, each once; some of them cited by earlier studies too."""
        cited: dict[int, Work] = {}
        while len(cited) < count:
            if self._known and self._random.random() < shared:
                work = self._random.choice(self._known)
            else:
                work = self._make(studies.invent(self._random, before=facts.published))
                self._known.append(work)
            cited[id(work)] = work
        del self._known[:-REMEMBERED]
        return list(cited.values())

    def _make(self, facts: Facts, published: date | None = None) -> Work:
        random, number = self._random, self._number + 1
        self._number = number
        day = published or date(facts.published.year - random.randint(0, 12), facts.published.month, 1)
        with_doi, with_pmid = random.random() < 0.85, random.random() < 0.9
        work = Work(
            title=english.title(random, facts),
            container_title=random.choice(words.JOURNALS),
            authors=list(_authors(random)),
            et_al=random.random() < 0.3,
            year=day.year,
            month=day.month if published else None,
            day=day.day if published else None,
            volume=str(random.randint(1, 90)),
            issue=str(random.randint(1, 12)),
            page=_pages(random),
            doi=DOI.format(number) if published or with_doi else None,
            pmid=str(FIRST_PMID + number) if published or with_pmid else None,
            pmcid=f"PMC{FIRST_PMCID + number}" if random.random() < 0.4 else None,
            metadata_source=MetadataSource.PAGE,
        )
        self._new.append(work)
        return work


def citation(random: Random, study: Work, cited: Work, position: int) -> Citation:
    """One line of the study's list, as such a line looks on a page; a few still have to be checked by an editor."""
    labels = [
        label
        for label, known in (
            ("DOI", cited.doi),
            ("PMC", cited.pmcid),
            ("PubMed", cited.pmid or random.random() < 0.5),
        )
        if known
    ]
    doi = f" doi: {cited.doi}." if cited.doi else ""
    return Citation(
        citing=study,
        cited=cited,
        position=position,
        raw=f"{to_text(cited.cited_as)}{doi} - {' '.join(labels)}".strip(" -"),
        status=CitationStatus.CHECK if random.random() < 0.02 else CitationStatus.MATCHED,
        labels=labels,
        found={"doi": "text"} if cited.doi else {},
    )


def abstract(random: Random, study: Work, facts: Facts) -> Iterator[AbstractSection]:
    """Four sections under their headings."""
    for position, (heading, text) in enumerate(english.abstract(random, facts), start=1):
        yield AbstractSection(work=study, position=position, label=heading, text=text)


def registration(study: Work) -> TrialRegistration:
    """An entry of ClinicalTrials.gov with a number that has not been given out."""
    number = f"NCT{FIRST_NCT + int(study.pmid or 0) - FIRST_PMID}"
    return TrialRegistration(work=study, registry="ClinicalTrials.gov", identifier=number, raw=number)


def _authors(random: Random) -> Iterator[dict[str, str]]:
    for family in random.sample(words.FAMILIES, random.randint(2, 7)):
        initials = "".join(random.choice("ABCDEFGHJKLMNPRSTVW") for _letter in range(random.randint(1, 3)))
        yield {"family": family, "given": initials}


def _pages(random: Random) -> str:
    first = random.randint(1, 2_000)
    return f"{first}-{first + random.randint(4, 14)}"
