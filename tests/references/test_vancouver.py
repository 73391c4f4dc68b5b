"""Vancouver style against lines that NLM's Citing Medicine and PubMed print."""

import pytest

from references.links import links_of
from references.pasted import parse_line
from references.records import PartialDate, Person, Record
from references.styles import vancouver

CASES = [
    (
        Record(
            type="article-journal",
            title="Multiple myeloma, painful neuropathy, acupuncture?",
            authors=(Person("Zhou", "Y"), Person("Garcia", "MK")),
            et_al=True,
            container_title="Am J Clin Oncol",
            issued=PartialDate(2009),
            volume="32",
            issue="3",
            page="319-25",
        ),
        "Zhou Y, Garcia MK, et al. Multiple myeloma, painful neuropathy, acupuncture? Am J Clin Oncol. 2009;32(3):319-25.",
    ),
    (
        Record(
            type="article-journal",
            title="Seven authors",
            authors=tuple(Person(name, "A B") for name in "ABCDEFG"),
            container_title="J Test",
            issued=PartialDate(2017, 1, 9),
            volume="17",
            page="40",
        ),
        "A AB, B AB, C AB, D AB, E AB, F AB, et al. Seven authors. J Test. 2017 Jan 9;17:40.",
    ),
    (
        Record(
            type="book",
            title="Chinese Acupuncture and Moxibustion",
            authors=(Person("Cheng", "X"),),
            publisher="Foreign Language Press",
            publisher_place="Beijing",
            issued=PartialDate(1999),
        ),
        "Cheng X. Chinese Acupuncture and Moxibustion. Beijing: Foreign Language Press; 1999.",
    ),
    (
        Record(
            type="article-journal", title="No authors", container_title="Lancet", issued=PartialDate(2020)
        ),
        "No authors. Lancet. 2020.",
    ),
    (
        Record(
            type="article-journal",
            title="Group",
            authors=(Person(literal="Diabetes Prevention Program Research Group"),),
            container_title="Hypertension",
            issued=PartialDate(2002),
            volume="40",
            issue="5",
            page="679-86",
        ),
        "Diabetes Prevention Program Research Group. Group. Hypertension. 2002;40(5):679-86.",
    ),
    (
        Record(
            type="chapter",
            title="Pain",
            authors=(Person("Jansen", "Anna-Maria"),),
            container_title="Textbook",
            edition="2nd ed",
            publisher="Elsevier",
            issued=PartialDate(2001),
            page="1-9",
        ),
        "Jansen AM. Pain. In: Textbook. 2nd ed. Elsevier; 2001. p. 1-9.",
    ),
]


@pytest.mark.parametrize(("record", "line"), CASES)
def test_printed(record, line):
    assert vancouver.text(record) == line


@pytest.mark.parametrize("line", [line for _, line in CASES[:3]])
def test_what_is_printed_reads_back_the_same(line):
    again = parse_line(line)
    assert vancouver.text(again) == line


def test_every_field_is_escaped():
    evil = "<script>&"
    record = Record(
        type="article-journal",
        title=evil,
        authors=(Person(evil, evil),),
        container_title=evil,
        issued=PartialDate(2000),
        volume=evil,
    )
    assert "<script" not in vancouver.html(record)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"doi": "10.1000/a<b>c"}, [("DOI", "https://doi.org/10.1000/a%3Cb%3Ec", False)]),
        ({"labels": ["PubMed"]}, []),
        (
            {"labels": ["PMC"], "doi": "10.1000/a"},
            [
                ("DOI", "https://doi.org/10.1000/a", False),
                ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/?term=10.1000%2Fa%5Bdoi%5D", True),
            ],
        ),
        (
            {"labels": ["PubMed"], "title": "Pain & more", "year": 1974},
            [
                ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/?term=Pain+%26+more+1974", True),
            ],
        ),
        ({"labels": ["PubMed"], "pmid": "12"}, [("PubMed", "https://pubmed.ncbi.nlm.nih.gov/12/", False)]),
    ],
)
def test_links(values, expected):
    arguments = {"doi": None, "pmid": None, "pmcid": None, **values}
    assert [tuple(link) for link in links_of(**arguments)] == expected


def test_persons_and_groups_are_kept_apart_by_a_semicolon():
    """Citing Medicine, chapter 1: a comma between persons, a semicolon between persons and organizations."""
    two, group = (Person("Jansen", "Anna"), Person("Bos", "K")), Person(literal="RISE Study Group")
    assert vancouver.text(Record(title="T", authors=(*two, group))).startswith(
        "Jansen A, Bos K; RISE Study Group. T."
    )
    assert vancouver.text(Record(title="T", authors=(group, *two))).startswith(
        "RISE Study Group; Jansen A, Bos K. T."
    )
