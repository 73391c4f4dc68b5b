"""PubMed: the National Library of Medicine's records, the most trusted of the three, by PMID, PMCID or DOI.

Sources: NCBI, "The E-utilities In-Depth" (EFetch with `db=pubmed&retmode=xml`, ESearch with `retmode=json`; `tool`,
`email` and `api_key`; ESummary with `retmode=json`, at most 200 numbers in an address; ECitMatch: see `citation_match`); PubMed User Guide, "Search field tags" (`[doi]`); NLM, "PMC ID Converter API".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.kit.http import BadAnswer, Http, NotFound
from references.clients import citation_match, pubmed_record, pubmed_summary
from references.clients.found import DOI, PMCID, PMID, Answers, Found, decoded, valid

TOOL = "bronwijzer"


@dataclass(frozen=True, slots=True)
class PubMed:
    """One work by PMID; other identifiers are converted first."""

    http: Http
    base: str
    converter: str
    contact: str = ""
    key: str = ""
    source: str = "pubmed"
    kinds: tuple[str, ...] = (PMID, DOI, PMCID)
    kind: str = PMID
    at_once: int = 200

    def fetch(self, kind: str, value: str) -> str:
        """PubMed's XML about one identifier as it came; NotFound where PubMed does not hold the work."""
        pmid = value if kind == PMID else self.convert(kind, value) or self.search(kind, value)
        if not pmid:
            raise NotFound(self.source, "no such work")
        raw = decoded(self._get("efetch.fcgi", {"db": "pubmed", "id": pmid, "retmode": "xml"}), self.source)
        if not pubmed_record.holds_articles(raw, self.source):
            raise NotFound(self.source, "no such work")
        return raw

    def read(self, raw: str) -> Found:
        """The answer understood."""
        return pubmed_record.read(raw, self.source)

    def tell(self, values: Sequence[str]) -> Answers:
        """The notices about the works with these PMIDs, from one page of summaries."""
        params = {"db": "pubmed", "id": ",".join(values), "retmode": "json"}
        return Answers(pubmed_summary.read(self._get("esummary.fcgi", params), values, self.source))

    def entry(self, kind: str, value: str) -> Found:
        """What PubMed says about this identifier."""
        return self.read(self.fetch(kind, value)).insist(kind, value)

    def match(self, questions: Mapping[int, str]) -> dict[int, str]:
        """What the citation matcher says to each of these `citation_match.question`s, all in one request."""
        params = {"db": "pubmed", "retmode": "xml", "bdata": citation_match.lines(questions)}
        try:
            answer = decoded(self._get("ecitmatch.cgi", params), self.source)
        except NotFound:
            raise BadAnswer(self.source, "has no citation matcher") from None
        return citation_match.read(answer, questions, self.source)

    def convert(self, kind: str, value: str) -> str:
        """The PMID that belongs to a PMCID or DOI, for works that PubMed Central holds; "" when it does not say."""
        params = {"ids": value, "idtype": kind, "format": "json", "tool": TOOL, "email": self.contact}
        try:
            answer = self.http.json(self.converter, params)
        except NotFound:
            return ""
        except BadAnswer as error:
            # The converter answers 400 to ids it holds for malformed, which old DOIs are to it.
            if error.detail == "status 400":
                return ""
            raise
        records = answer.get("records") if isinstance(answer, Mapping) else None
        if not isinstance(records, list):
            raise BadAnswer(self.source, "holds no list of identifiers")
        same = [
            each for each in records if isinstance(each, Mapping) and valid(kind, each.get(kind)) == value
        ]
        return valid(PMID, same[0].get("pmid")) if same else ""

    def search(self, kind: str, value: str) -> str:
        """The PMID of the one record that carries this DOI; "" when there is none or more than one."""
        if kind != DOI:
            return ""
        term = f'"{value}"[doi]'
        answer: Any = self.http.json(
            self._address("esearch.fcgi"), self._params({"db": "pubmed", "term": term, "retmode": "json"})
        )
        result = answer.get("esearchresult") if isinstance(answer, Mapping) else None
        pmids = result.get("idlist") if isinstance(result, Mapping) else None
        if not isinstance(pmids, list):
            raise BadAnswer(self.source, "holds no list of results")
        return valid(PMID, pmids[0]) if len(pmids) == 1 else ""

    def _get(self, program: str, params: dict[str, str]) -> bytes:
        try:
            return self.http.get(self._address(program), self._params(params))
        except BadAnswer as error:
            # EFetch answers 400 ("ID list is empty!") to a number that no record has.
            if error.detail == "status 400":
                raise NotFound(self.source, "no such work") from None
            raise

    def _address(self, program: str) -> str:
        return f"{self.base.rstrip('/')}/{program}"

    def _params(self, params: dict[str, str]) -> dict[str, str]:
        ours = {"tool": TOOL, "email": self.contact, "api_key": self.key}
        return {**params, **{name: value for name, value in ours.items() if value}}
