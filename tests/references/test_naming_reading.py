"""The lines of PubMed's citation matcher, there and back; whatever it says, only whole numbers come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kit.http import BadAnswer
from references.clients import citation_match, crossref_search
from references.identifiers import normalize_pmid
from references.records import PartialDate, Person, Record

FULL = Record(
    title="Walking outdoors during chemotherapy",
    container_title="J. Inv. Oncol.",
    authors=(Person("de Vries", "AB"),),
    issued=PartialDate(2017),
    volume="17",
    page="40–8",
)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, "J Inv Oncol|2017|17|40|de Vries"),
        ({"page": "", "number": "e1234"}, "J Inv Oncol|2017|17|e1234|de Vries"),
        ({"page": "S77, S81"}, "J Inv Oncol|2017|17|S77|de Vries"),
        ({"page": ""}, "J Inv Oncol|2017|17||de Vries"),
        ({"volume": ""}, "J Inv Oncol|2017||40|de Vries"),
        ({"authors": (Person(literal="WALK|study\rgroup"),)}, "J Inv Oncol|2017|17|40|WALK study group"),
        ({"page": "", "volume": ""}, ""),
        ({"container_title": " . "}, ""),
        ({"issued": None}, ""),
        ({"authors": ()}, ""),
    ],
)
def test_what_is_asked(changes, asked):
    values = {name: getattr(FULL, name) for name in Record.__slots__} | changes
    assert citation_match.question(Record(**values)) == asked


def test_crossref_is_asked_in_words():
    assert (
        crossref_search.question(FULL)
        == "de Vries Walking outdoors during chemotherapy J. Inv. Oncol. 2017 17 40–8"
    )
    assert crossref_search.question(Record(title="Reply")) == ""


@pytest.mark.parametrize(
    ("outcome", "pmids"),
    [
        ("2014248", ("2014248",)),
        ("AMBIGUOUS 26315901,25768914", ("26315901", "25768914")),
        ("AMBIGUOUS 30444217, 30429772, 30166583", ("30444217", "30429772", "30166583")),
        ("AMBIGUOUS 1,2,3,4", ()),
        ("AMBIGUOUS (5 citations)", ()),
        ("NOT_FOUND", ()),
        ("NOT_FOUND;INVALID_JOURNAL", ()),
        ("", ()),
        ("007", ()),
        ("٣", ()),
    ],
)
def test_outcomes(outcome, pmids):
    assert citation_match.pmids(outcome) == pmids


def test_an_answer_is_read_from_its_end():
    text = "J|w9|2017|17|40|A|w1|2014248\r\nJ|2017|17||w2|NOT_FOUND;INVALID_JOURNAL\n\nJ|2017|1|2|B|w3| \n"
    assert citation_match.read(text, [3, 1, 2], "pubmed") == {
        1: "2014248",
        2: "NOT_FOUND;INVALID_JOURNAL",
        3: "",
    }


def test_an_answer_to_something_else_is_none():
    with pytest.raises(BadAnswer):
        citation_match.read("J|2017|17|40|A|w1|2014248", [1, 2], "pubmed")


@given(st.text())
def test_whatever_it_says_is_whole_numbers_or_nothing(text):
    assert all(normalize_pmid(each) == each for each in citation_match.pmids(text))
    try:
        read = citation_match.read(text, [1], "pubmed")
    except BadAnswer:
        return
    assert set(read) == {1}


@given(
    st.builds(
        Record,
        container_title=st.text(),
        authors=st.tuples(st.builds(Person, family=st.text())),
        issued=st.just(PartialDate(2017)),
        volume=st.text(),
        page=st.text(),
    ),
    st.integers(0, 10**18),
)
def test_no_reference_breaks_out_of_its_line(record, number):
    if asked := citation_match.question(record):
        line = citation_match.lines({number: asked})
        assert "\r" not in line
        assert "\n" not in line
        assert line.count("|") == 6
        assert citation_match.read(f"{line}12", [number], "pubmed") == {number: "12"}
