"""Records and their CSL-JSON form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.records import CHECK, PARSED, PartialDate, Person, Record, record_from_csl

TEXT = st.text(max_size=20)
PERSONS = st.builds(Person, TEXT, TEXT, TEXT, TEXT).filter(lambda person: str(person))
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1500, 2100)),
    st.builds(PartialDate, st.integers(1500, 2100), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1500, 2100), st.integers(1, 12), st.integers(1, 31)),
)
RECORDS = st.builds(
    Record,
    type=st.sampled_from(["article-journal", "book", "chapter", "webpage", "document"]),
    authors=st.lists(PERSONS, max_size=3).map(tuple), editors=st.lists(PERSONS, max_size=2).map(tuple), et_al=st.booleans(), issued=DATES,
    labels=st.lists(st.sampled_from(["DOI", "PMC", "PubMed"])).map(tuple), raw=TEXT, status=st.sampled_from([PARSED, CHECK]),
    found=st.dictionaries(st.sampled_from(["doi", "pmid", "pmcid"]), st.sampled_from(["text", "link"])),
    **dict.fromkeys(
        ("title", "container_title", "volume", "issue", "page", "number", "publisher", "publisher_place", "edition", "isbn", "doi", "pmid", "pmcid", "url"), TEXT
    ),
)  # fmt: skip


@given(RECORDS)
def test_round_trip(record):
    assert record_from_csl(record.to_csl("x")) == record


def test_csl_holds_only_what_has_a_value():
    record = Record(
        type="book",
        title="T",
        authors=(Person("Cheng", "X"), Person(literal="WHO")),
        issued=PartialDate(1999),
        raw="r",
        status=CHECK,
    )
    assert record.to_csl("ref-1") == {
        "id": "ref-1",
        "type": "book",
        "title": "T",
        "author": [{"family": "Cheng", "given": "X"}, {"literal": "WHO"}],
        "issued": {"date-parts": [[1999]]},
        "custom": {"raw": "r", "status": "check", "et_al": False, "labels": [], "found": {}},
    }


@pytest.mark.parametrize(
    ("record", "own"),
    [
        (Record(doi="10.1/A", pmid="1"), "doi:10.1/a"),
        (Record(pmid="1"), "pmid:1"),
        (Record(pmcid="PMC1"), "pmcid:PMC1"),
        (Record(url="https://a"), "https://a"),
        (Record(), "ref"),
    ],
)
def test_without_id_the_best_identifier_serves(record, own):
    assert record.to_csl()["id"] == own


@pytest.mark.parametrize("item", [None, [], "x", 3])
def test_no_object_is_refused_in_words(item):
    with pytest.raises(ValueError, match="is an object"):
        record_from_csl(item)


@pytest.mark.parametrize(
    "item",
    [
        {"author": "x", "issued": {"date-parts": [[None]]}, "custom": []},
        {
            "author": [None, {}, {"given": ""}],
            "issued": {"date-parts": []},
            "custom": {"labels": "DOI", "found": 1, "raw": 2},
        },
        {"issued": "2010", "title": ["a"], "volume": True},
        {"issued": {"date-parts": [["20x"]]}},
        {"issued": {"raw": "around 2010"}},
    ],
)
def test_malformed_values_are_read_as_absent(item):
    assert record_from_csl(item) == Record()


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [["2010", "3", 4]]}, PartialDate(2010, 3, 4)),
        ({"date-parts": [[2010, 13, 4]]}, PartialDate(2010)),
        ({"raw": "2010-03"}, PartialDate(2010, 3)),
        ({"literal": "2010"}, PartialDate(2010)),
    ],
)
def test_dates_are_read_loosely(issued, date):
    assert record_from_csl({"issued": issued}).issued == date


def test_numbers_and_particles():
    record = record_from_csl(
        {"volume": 7, "author": [{"non-dropping-particle": "van", "family": "Dijk", "given": "F"}]}
    )
    assert (record.volume, str(record.authors[0])) == ("7", "van Dijk F")
