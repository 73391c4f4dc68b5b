"""The three clients against a real server: identifier → what the service says, or a named error."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.kit.http import BadAnswer, Http, Limits, NotFound, ServiceDown, TooMany
from references.clients.crossref import Crossref
from references.clients.europepmc import EuropePMC
from references.clients.found import Client, Found, Update
from references.clients.pubmed import PubMed
from references.records import PartialDate, Person, Record
from tests.references.service import Reply, Service, running
from tests.references.service_documents import (
    BOMB,
    CROSSREF,
    DOI,
    EUROPEPMC_RESULT,
    NOT_CONVERTED,
    PMCID,
    PMID,
    PUBMED,
    PUBMED_NOTHING,
    converted,
    europepmc,
    searched,
)

EFETCH, ESEARCH, CONVERT, SEARCH = "/efetch.fcgi", "/esearch.fcgi", "/idconv/", "/search"
WORK = "/works/10.1000%2Fmade.up%282017%2917%3A1%2C40"
Make = Callable[[str], Any]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as one:
        yield one


@pytest.fixture
def client(service: Service) -> Iterator[Make]:
    limits = Limits(read=1.5, size=100_000, tries=2, backoff=0)
    with Http(services=[service.url], user_agent="Test/1", limits=limits) as http:
        made = {
            "pubmed": PubMed(http, service.url, f"{service.url}/idconv/", "site@example.org", "sleutel"),
            "europepmc": EuropePMC(http, service.url, "site@example.org"),
            "crossref": Crossref(http, f"{service.url}/", "site@example.org"),
        }
        yield made.__getitem__


def test_pubmed_tells_all(service, client):
    service.says(EFETCH, PUBMED)
    assert client("pubmed").entry("pmid", PMID) == Found(
        source="pubmed",
        record=Record(
            type="article-journal",
            title="Walking during chemotherapy & fatigue: a trial in 123 wards",
            container_title="Journal of invented oncology",
            authors=(
                Person("de Vries", "Anna B"),
                Person("Öz", "Can", suffix="Jr"),
                Person(literal="WALK study group"),
            ),
            issued=PartialDate(2017, 1, 9),
            volume="17",
            issue="1",
            page="40",
            doi=DOI,
            pmid=PMID,
            pmcid=PMCID,
        ),
        container_short="J Inv Oncol",
        publication_types=("Journal Article", "Randomized Controlled Trial"),
        sections=(("Background", "Fatigue is common."), ("Conclusions", "Walking helped a little.")),
        registrations=("NCT00000001",),
        updated_by=(
            Update(
                "correction",
                "10.1000/erratum",
                "28000002",
                PartialDate(2018),
                "PubMed",
                "J Inv Oncol. 2018;18(1):2. doi: 10.1000/erratum",
            ),
        ),
    )
    assert service.requests[0].params == {
        "db": "pubmed",
        "id": PMID,
        "retmode": "xml",
        "tool": "bronwijzer",
        "email": "site@example.org",
        "api_key": "sleutel",
    }


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("<PubDate><Year>2016</Year></PubDate>", PartialDate(2016)),
        ("<PubDate><Year>2016</Year><Month>07</Month></PubDate>", PartialDate(2016, 7)),
        ("<PubDate><Year>2016</Year><Season>Summer</Season></PubDate>", PartialDate(2016)),
        ("<PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>", PartialDate(1998, 12)),
        ("<PubDate><MedlineDate>2000 Spring</MedlineDate></PubDate>", PartialDate(2000)),
        ("<PubDate></PubDate>", PartialDate(2017, 1, 5)),
    ],
)
def test_dates_of_pubmed(service, client, dates, expected):
    known = "<PubDate><Year>2017</Year><Month>Jan</Month><Day>09</Day></PubDate>"
    service.says(EFETCH, PUBMED.replace(known, dates))
    assert client("pubmed").entry("pmid", PMID).record.issued == expected


def test_a_translated_title_loses_its_brackets(service, client):
    service.says(
        EFETCH,
        PUBMED.replace("<ArticleTitle>Walking", "<ArticleTitle>[Walking").replace("wards.<", "wards].<"),
    )
    assert client("pubmed").entry("pmid", PMID).record.title.startswith("Walking")
    assert client("pubmed").entry("pmid", PMID).record.title.endswith("wards")


def test_pubmed_by_pmcid_goes_through_the_converter(service, client):
    service.says(CONVERT, converted())
    service.says(EFETCH, PUBMED)
    assert client("pubmed").entry("pmcid", PMCID).record.pmid == PMID
    assert service.requests[0].params["ids"] == PMCID
    assert service.asked() == [CONVERT, EFETCH]


@pytest.mark.parametrize("answer", [NOT_CONVERTED, Reply(status=400), Reply(status=404)])
def test_pubmed_by_doi_searches_when_the_converter_does_not_know(service, client, answer):
    service.says(CONVERT, answer)
    service.says(ESEARCH, searched(PMID))
    service.says(EFETCH, PUBMED)
    assert client("pubmed").entry("doi", DOI).record.pmid == PMID
    assert service.requests[1].params["term"] == f'"{DOI}"[doi]'


@pytest.mark.parametrize("pmids", [(), (PMID, "28000009")])
def test_no_pmid_or_more_than_one_is_not_found(service, client, pmids):
    service.says(CONVERT, NOT_CONVERTED)
    service.says(ESEARCH, searched(*pmids))
    with pytest.raises(NotFound):
        client("pubmed").entry("doi", DOI)


def test_a_converter_that_answers_about_another_work_is_not_believed(service, client):
    service.says(CONVERT, converted(pmcid="PMC1", pmid=5))
    with pytest.raises(NotFound):
        client("pubmed").entry("pmcid", PMCID)


@pytest.mark.parametrize("answer", [PUBMED_NOTHING, Reply("ID list is empty!", status=400)])
def test_pubmed_does_not_know_the_number(service, client, answer):
    service.says(EFETCH, answer)
    with pytest.raises(NotFound):
        client("pubmed").entry("pmid", PMID)


def test_europepmc_tells_all(service, client):
    service.says(SEARCH, europepmc({"source": "PPR", "doi": "10.1000/preprint"}, EUROPEPMC_RESULT))
    found = client("europepmc").entry("doi", DOI)
    assert found == Found(
        source="europepmc",
        record=Record(
            type="article-journal",
            title="Walking during chemotherapy and fatigue",
            container_title="Journal of invented oncology",
            authors=(Person("de Vries", "Anna B"), Person(literal="WALK study group")),
            issued=PartialDate(2017, 1),
            volume="17",
            issue="1",
            page="40",
            doi=DOI,
            pmid=PMID,
            pmcid=PMCID,
        ),
        container_short="J Inv Oncol",
        publication_types=("Randomized Controlled Trial", "Journal Article"),
        sections=(("Background", "Fatigue is common. NCT00000001."), ("Conclusions", "Walking helped.")),
        registrations=("NCT00000001",),
        updated_by=(Update("Erratum in", pmid="28000002", source="Europe PMC", text="J Inv Oncol. 2018"),),
        cited_by=12,
    )
    assert service.requests[0].params["query"] == f'DOI:"{DOI}"'


@pytest.mark.parametrize(
    ("kind", "value", "query"),
    [("pmid", PMID, f"EXT_ID:{PMID} AND SRC:MED"), ("pmcid", PMCID, f"PMCID:{PMCID}")],
)
def test_europepmc_by_other_identifiers(service, client, kind, value, query):
    service.says(SEARCH, europepmc(EUROPEPMC_RESULT))
    assert client("europepmc").entry(kind, value).record.pmid == PMID
    assert service.requests[0].params["query"] == query


def test_a_preprint_and_a_book_keep_their_kind(service, client):
    preprint = {
        "source": "PPR",
        "pubTypeList": {"pubType": ["Preprint"]},
        "doi": DOI,
        "firstPublicationDate": "2020-03-04",
    }
    service.says(SEARCH, europepmc(preprint))
    record = client("europepmc").entry("doi", DOI).record
    assert (record.type, record.issued) == ("article", PartialDate(2020, 3, 4))


def test_europepmc_does_not_know_the_work(service, client):
    service.says(SEARCH, europepmc())
    with pytest.raises(NotFound):
        client("europepmc").entry("pmid", PMID)


def test_crossref_tells_all(service, client):
    service.says(WORK, CROSSREF)
    found = client("crossref").entry("doi", DOI)
    assert found == Found(
        source="crossref",
        record=Record(
            type="article-journal",
            title="Walking during chemotherapy & fatigue: a trial",
            container_title="Journal of Invented Oncology",
            authors=(Person("de Vries", "Anna B."), Person(literal="WALK study group")),
            issued=PartialDate(2017, 1, 5),
            volume="17",
            issue="1",
            number="40",
            publisher="Invented Press",
            doi=DOI,
        ),
        container_short="J Inv Oncol",
        sections=(("", "Fatigue is common."),),
        updated_by=(
            Update(
                "retraction",
                "10.1000/retraction",
                date=PartialDate(2020, 2, 3),
                source="retraction-watch",
                text="Retraction",
            ),
        ),
        updates=(Update("correction", "10.1000/older", date=PartialDate(2016, 1, 1)),),
        cited_by=14,
    )
    assert (service.requests[0].path, service.requests[0].params) == (WORK, {"mailto": "site@example.org"})


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        (
            "10.1002/(sici)1097<1::aid-x>3.0.co;2-#",
            "/works/10.1002%2F%28sici%291097%3C1%3A%3Aaid-x%3E3.0.co%3B2-%23",
        ),
        ("10.1000/a,b[c]?d", "/works/10.1000%2Fa%2Cb%5Bc%5D%3Fd"),
        ("10.1000/../x", "/works/10.1000%2F..%2Fx"),
    ],
)
def test_strange_dois_stay_one_part_of_the_address(service, client, doi, path):
    service.says(path, {**CROSSREF, "message": {**CROSSREF["message"], "DOI": doi}})
    assert client("crossref").entry("doi", doi).record.doi == doi


def test_crossref_knows_only_dois(service, client):
    with pytest.raises(NotFound):
        client("crossref").entry("pmid", PMID)
    with pytest.raises(NotFound):
        client("crossref").entry("doi", DOI)
    assert service.asked() == [WORK]


ASKED = {
    "pubmed": ("pmid", PMID, EFETCH),
    "europepmc": ("pmid", PMID, SEARCH),
    "crossref": ("doi", DOI, WORK),
}
NAMES = sorted(ASKED)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(hold=True), ServiceDown),
        (Reply(status=429), TooMany),
        (Reply(status=500), ServiceDown),
        (Reply("<html><body>Maintenance</body></html>"), BadAnswer),
        (Reply(""), BadAnswer),
        (Reply("[]"), BadAnswer),
        (Reply("null"), BadAnswer),
        (Reply('{"hitCount": 1, "resultList": [], "message": [1]}'), (BadAnswer, NotFound)),
        (Reply(PUBMED[:900]), BadAnswer),
        (Reply(BOMB), BadAnswer),
        (Reply(b"\xff\xfe\x00"), BadAnswer),
        (Reply("x" * 100_001), BadAnswer),
    ],
)
def test_trouble_has_a_name_with_every_service(service, client, name, reply, error):
    kind, value, path = ASKED[name]
    service.says(path, reply)
    with pytest.raises(error):
        client(name).entry(kind, value)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_try_is_enough(service, client, name):
    kind, value, path = ASKED[name]
    body = {"pubmed": PUBMED, "europepmc": europepmc(EUROPEPMC_RESULT), "crossref": CROSSREF}[name]
    service.says(path, Reply(status=503), body)
    assert client(name).entry(kind, value).record.volume == "17"


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_about_another_work_is_refused(service, client, name):
    other = {"pubmed": ("pmid", "5"), "europepmc": ("pmid", "5"), "crossref": ("doi", "10.1000/z")}[name]
    body = {"pubmed": PUBMED, "europepmc": europepmc(EUROPEPMC_RESULT), "crossref": CROSSREF}[name]
    service.says({"crossref": "/works/10.1000%2Fz"}.get(name, ASKED[name][2]), body)
    with pytest.raises(BadAnswer, match="another work"):
        client(name).entry(*other)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_may_be_missing_or_of_another_kind(service, client, name):
    """Nothing that JSON or XML can hold makes a client fall over: it reads, or it names a bad answer."""
    made: Client = client(name)
    wrong: list[Any] = [None, 5, True, "x", [], [None], [[None]], {}, {"a": 1}, [5, {"x": []}]]
    if name == "pubmed":
        raws = [PUBMED.replace(f"<{tag}>", f"<{tag}><x/>", 1) for tag in ("Year", "LastName", "Volume")]
        raws += [PUBMED.replace("PubDate>", "Nothing>"), PUBMED.replace("AuthorList", "Nothing")]
    elif name == "europepmc":
        raws = [
            as_json(europepmc({**EUROPEPMC_RESULT, key: each})) for key in EUROPEPMC_RESULT for each in wrong
        ]
    else:
        message = CROSSREF["message"]
        raws = [as_json({"message": {**message, key: each}}) for key in message for each in wrong]
    for raw in raws:
        try:
            assert made.read(raw).source == name
        except BadAnswer:
            continue


def as_json(value: Any) -> str:
    return Reply(value).payload.decode()
