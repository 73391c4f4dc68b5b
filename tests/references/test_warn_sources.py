"""The real clients against a server of our own: what Crossref, PubMed and Europe PMC say of many works at once."""

from typing import Any

import pytest

from config.kit.http import BadAnswer, Http, Limits, ServiceDown, TooMany
from references.clients.crossref import Crossref
from references.clients.europepmc import EuropePMC
from references.clients.found import Told
from references.clients.pubmed import PubMed
from references.notices.reported import from_updates, strange_words
from references.records import PartialDate
from tests.references import service_notices as documents
from tests.references.service import Reply, Request, Service, running
from tests.references.service_notices import europepmc_counts, link, update

PATIENCE = Limits(connect=1, read=1.5, size=100_000, tries=1, backoff=0, patience=0)
PLAIN, OTHER = "10.1000/a.b-c_1(2)", "10.1000/x/y"
ODD = ["10.1000/a,b", "10.1000/(sici)1<2::aid>3.0.co;2-y", "10.1000/a#b%c", "10.1000/a:b"]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as one:
        yield one


@pytest.fixture
def http(service: Service) -> Any:
    with Http(services=[service.url], user_agent="test", limits=PATIENCE) as session:
        yield session


def crossref(http: Http, service: Service) -> Crossref:
    return Crossref(http, f"{service.url}/crossref", "site@example.org")


def pubmed(http: Http, service: Service) -> PubMed:
    return PubMed(http, f"{service.url}/pubmed", f"{service.url}/idconv/", "site@example.org", "sleutel")


def test_crossref_answers_a_list_in_one_request(http, service):
    works = documents.Crossref(
        {
            PLAIN.upper(): {
                "is-referenced-by-count": 12,
                "updated-by": [update("retraction", "10.1000/Notice", on=[2020, 2, 3], source="retraction-watch", **{"record-id": "20946"})],
            },
            OTHER: {"update-to": [update("correction", PLAIN, on=[2019, 5])]},
        }
    )  # fmt: skip
    service.says("/crossref/works", works.listed)
    answers = crossref(http, service).tell([PLAIN, OTHER, "10.1000/nobody"])
    assert set(answers.told) == {PLAIN, OTHER}
    assert answers.failed == {}
    told = answers.told[PLAIN]
    assert told.cited_by == 12
    (notice,) = told.updated_by
    assert (notice.kind, notice.date, notice.number) == ("retraction", PartialDate(2020, 2, 3), "20946")
    assert [each.doi for each in answers.told[OTHER].updates] == [PLAIN]
    (request,) = service.requests
    assert request.params["filter"] == f"doi:{PLAIN},doi:{OTHER},doi:10.1000/nobody"
    assert (request.params["rows"], request.params["mailto"]) == ("3", "site@example.org")


def test_a_doi_that_fits_no_list_is_asked_for_alone_as_one_part_of_the_path(http, service):
    works = documents.Crossref(
        {doi: {"is-referenced-by-count": place} for place, doi in enumerate([PLAIN, *ODD])}
    )
    service.says("/crossref/works", works.listed)
    for doi, path in zip(
        ODD,
        [
            "10.1000%2Fa%2Cb",
            "10.1000%2F%28sici%291%3C2%3A%3Aaid%3E3.0.co%3B2-y",
            "10.1000%2Fa%23b%25c",
            "10.1000%2Fa%3Ab",
        ],
        strict=True,
    ):
        service.says(f"/crossref/works/{path}", works.single(doi))
    answers = crossref(http, service).tell([*ODD, PLAIN])
    assert {doi: told.cited_by for doi, told in answers.told.items()} == {PLAIN: 0} | {
        doi: place for place, doi in enumerate(ODD, start=1)
    }
    assert len(service.requests) == 5
    assert service.requests[0].params["filter"] == f"doi:{PLAIN}"


def test_one_bad_single_answer_leaves_the_others(http, service):
    service.says("/crossref/works/10.1000%2Fa%2Cb", "{")
    answers = crossref(http, service).tell(["10.1000/a,b", "10.1000/c,d"])
    assert answers.told == {}
    assert list(answers.failed) == ["10.1000/a,b"]


def test_pubmed_tells_links_and_publication_types_apart(http, service):
    summaries = documents.PubMed(
        {
            "1": ([link("Retraction in", "Lancet. 2010 Feb 6;375(9713):445", 20137807), link("Comment in")], ["Journal Article", "Retracted Publication"]),
            "2": ([link("Retraction of", pmid=1)], ["Retraction of Publication"]),
            "3": ([], ["Journal Article", "Retracted Publication"]),
            "4": ([link("Erratum in", "N Engl J Med. 2005 Mar 3;352(9):950"), link("Expression of concern in", pmid=9)], ["Journal Article"]),
            "5": ([link("Corrected and republished in", pmid=8), link("Retracted and republished in", pmid=7)], []),
            "6": ([], ["Expression of Concern", "Published Erratum"]),
        }
    )  # fmt: skip
    service.says("/pubmed/esummary.fcgi", summaries.summaries)
    told = pubmed(http, service).tell(["1", "2", "3", "4", "5", "6", "99"]).told
    kinds = {pmid: [(each.kind, each.pmid) for each in one.updated_by] for pmid, one in told.items()}
    assert kinds == {
        "1": [("retraction", "20137807")],
        "2": [],
        "3": [("retraction", "")],
        "4": [("correction", ""), ("concern", "9")],
        "5": [("correction", "8"), ("republished", "7")],
        "6": [],
    }
    assert told["1"].updated_by[0].date == PartialDate(2010, 2, 6)
    assert told["3"].updated_by[0].date is None
    (request,) = service.requests
    assert (request.params["id"], request.params["retmode"]) == ("1,2,3,4,5,6,99", "json")


def test_a_summary_that_is_left_out_is_no_answer(http, service):
    service.says("/pubmed/esummary.fcgi", {"result": {"uids": ["1"], "1": {"uid": "1"}}})
    with pytest.raises(BadAnswer):
        pubmed(http, service).tell(["1", "2"])


def test_europe_pmc_counts(http, service):
    service.says("/europepmc/search", europepmc_counts({"1": 5, "22": 0}))
    client = EuropePMC(http, f"{service.url}/europepmc", "site@example.org")
    assert client.tell(["1", "22", "333"]).told == {"1": Told(cited_by=5), "22": Told(cited_by=0)}
    (request,) = service.requests
    assert request.params["query"] == "SRC:MED AND (EXT_ID:1 OR EXT_ID:22 OR EXT_ID:333)"
    assert (request.params["resultType"], request.params["pageSize"]) == ("lite", "3")


PATHS = {"crossref": "/crossref/works", "pubmed": "/pubmed/esummary.fcgi", "europepmc": "/europepmc/search"}


@pytest.mark.parametrize("source", sorted(PATHS))
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(hold=True), ServiceDown),
        (Reply(status=503), ServiceDown),
        (Reply(status=429, headers={"Retry-After": "999"}), TooMany),
        (Reply("{"), BadAnswer),
        (Reply("<html>busy</html>"), BadAnswer),
        (Reply({"message": {}, "result": [], "hitCount": "no"}), BadAnswer),
        (Reply('{"result": {"1": "\\ud800"}}'), BadAnswer),
    ],
)
def test_trouble_is_named_and_never_looks_like_nothing_said(http, service, source, reply, error):
    service.says(PATHS[source], reply)
    client = {
        "crossref": crossref(http, service),
        "pubmed": pubmed(http, service),
        "europepmc": EuropePMC(http, f"{service.url}/europepmc"),
    }[source]
    with pytest.raises(error):
        client.tell(["10.1000/a" if source == "crossref" else "1"])


def test_a_count_that_is_no_number_is_none(http, service):
    def listed(request: Request) -> Reply:
        items = [
            {"DOI": "10.1000/a", "is-referenced-by-count": True},
            {"DOI": "10.1000/b", "is-referenced-by-count": -1},
        ]
        return Reply({"message": {"items": items}})

    service.says("/crossref/works", listed)
    told = crossref(http, service).tell(["10.1000/a", "10.1000/b"]).told
    assert [each.cited_by for each in told.values()] == [None, None]


def test_a_report_of_the_publisher_goes_before_the_same_one_from_retraction_watch(http, service):
    entries = [
        update("retraction", "10.1000/n", on=[2020, 2, 4], source="retraction-watch"),
        update("retraction", "10.1000/n", on=[2020, 2, 3]),
        update("apology", "10.1000/m"),
    ]
    service.says("/crossref/works", documents.Crossref({"10.1000/a": {"updated-by": entries}}).listed)
    (told,) = crossref(http, service).tell(["10.1000/a"]).told.values()
    (notice,) = from_updates("crossref", told.updated_by)
    assert (notice.key, notice.date) == ("doi:10.1000/n", PartialDate(2020, 2, 3))
    assert strange_words("crossref", told.updated_by) == {"apology"}
