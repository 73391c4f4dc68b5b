"""What real files hold: every field of one sample per format, with the habits of the programs that made it."""

import json

import pytest

from references.formats import READERS, Entry, NoticeFound, Problem, Section, detect
from references.formats.fields import read_date, split_abstract
from references.formats.shapes import collect
from references.records import PartialDate, Person
from tests.references.gold import DATA

SAMPLES = {
    "articles.ris": "ris",
    "library.bib": "bibtex",
    "pubmed.nbib": "nbib",
    "items.json": "csl",
    "pubmed.xml": "pubmed_xml",
}
PACES = PartialDate(2015, 6, 10)


def read(name):
    return collect(READERS[SAMPLES[name]]((DATA / "formats" / name).read_bytes()))


@pytest.mark.parametrize(("name", "format_name"), SAMPLES.items())
def test_the_format_is_recognised(name, format_name):
    assert detect((DATA / "formats" / name).read_bytes()) == format_name


def test_ris():
    parsed = read("articles.ris")
    first, book, last = parsed.records
    assert first.title == 'Exercise during chemotherapy: a randomised trial – "PACES"'
    assert first.container_title == "Journal of Clinical Oncology"
    assert first.authors == (
        Person("Jansen", "Anna B."),
        Person("van den Berg", "Kees", "", "Jr"),
        Person(literal="World Health Organization"),
        Person(literal="Department of Health, UK"),
    )
    assert (first.issued, first.volume, first.issue, first.page) == (PACES, "33", "17", "1918-1927")
    assert (first.doi, first.pmid, first.pmcid) == ("10.1200/JCO.2014.59.1081", "25918291", "PMC4488123")
    assert (first.isbn, first.url) == ("", "https://example.org/paces")
    entry = parsed.entries[0]
    assert [section.label for section in entry.sections] == ["PURPOSE", "METHODS", "RESULTS"]
    assert [each.id for each in entry.registrations] == ["NTR2159"]
    assert (entry.keywords, entry.container_title_short) == (("exercise", "breast cancer"), "J Clin Oncol")
    assert (book.type, book.editors, book.isbn) == (
        "book",
        (Person("Wittekind", "C."),),
        "978-1-4443-3241-4",
    )
    assert (book.publisher, book.publisher_place, book.edition) == ("Wiley-Blackwell", "Oxford", "7th")
    assert (last.container_title, last.doi, last.found) == ("Lancet", "", {"doi": "invalid"})
    assert [entry.line for entry in parsed.entries] == [4, 30, 40]
    assert parsed.problems == (Problem(40, "doi", "10.1182/"), Problem(40, "truncated", "No closing line"))


def test_bibtex():
    parsed = read("library.bib")
    first, book, odd = parsed.records
    assert first.title == "Effect of Low-Intensity DNA in München & Évora: café α"
    assert first.authors == (
        Person("van Waart", "Hanna"),
        Person("van Beethoven", "Ludwig"),
        Person(literal="World Health Organization"),
        Person("King", "Martin", "", "Jr"),
    )
    assert (first.et_al, first.issued, first.issue, first.page) == (True, PACES, "17", "1918-1927")
    assert first.container_title == "Journal of Clinical Oncology"
    assert parsed.entries[0].keywords == ("exercise", "fatigue")
    assert parsed.entries[0].sections == (
        Section("PURPOSE", "To compare."),
        Section("RESULTS", "Less fatigue."),
    )
    assert (book.title, book.editors[1], book.publisher_place) == (
        "TNM classification",
        Person("Wittekind", "C."),
        "Oxford",
    )
    assert odd.container_title == "nosuch"
    assert parsed.problems == (
        Problem(19, "unknown_string", "nosuch"),
        Problem(20, "truncated", "@article{cut, title = {Never closed", lost=True),
    )


def test_nbib():
    parsed = read("pubmed.nbib")
    first, second = parsed.records
    assert first.title.endswith("Results of the PACES Randomized Clinical Trial")
    assert first.authors == (
        Person("van Waart", "Hanna"),
        Person("King", "Martin Luther", "", "Jr"),
        Person(literal="PACES Study Group"),
    )
    assert (first.doi, first.pmid, first.pmcid, first.page, first.issued) == (
        *("10.1200/JCO.2014.59.1081", "25918291", "PMC4488123", "1918-27", PACES),
    )
    entry = parsed.entries[0]
    assert [part.label for part in entry.sections] == [
        "PURPOSE",
        "PATIENTS AND METHODS",
        "RESULTS",
        "CONCLUSION",
    ]
    assert [each.id for each in entry.registrations] == ["NCT00090294"]
    assert [(each.kind, each.date, each.pmid) for each in entry.notices] == [
        ("retraction", PartialDate(2018, 2), "29300000"),
        ("correction", PartialDate(2016, 1, 20), "26787888"),
    ]
    assert entry.publication_types == ("Journal Article", "Retracted Publication")
    assert (second.title, second.issued, second.authors) == (
        "A title in Dutch",
        PartialDate(1999),
        (Person("Vries de", "J"),),
    )
    assert parsed.problems == ()


def test_csl():
    parsed = read("items.json")
    first, half = parsed.records
    assert (first.title, first.container_title) == ("Levels of BRCA1 and CO2", "Journal of Tests")
    assert first.authors == (Person("van Beethoven", "Ludwig"), Person(literal="WHO"))
    assert (first.issued, first.volume) == (PartialDate(2012, 5, 1), "7")
    assert half.title == "Half ? a character"
    assert parsed.problems == (
        Problem(5, "not_an_item", "17", lost=True),
        Problem(6, "pmid", "n.v.t."),
        Problem(7, "no_content", lost=True),
    )


def test_pubmed_xml():
    parsed = read("pubmed.xml")
    first, chapter = parsed.records
    assert first.title == "Effect of BRCA1 on H2O: a trial"
    assert (first.et_al, first.issued, first.page, first.pmcid) == (True, PACES, "1918-27", "PMC4488123")
    assert first.authors[1:] == (
        Person("King", "Martin Luther", "", "Jr"),
        Person(literal="PACES Study Group"),
    )
    entry = parsed.entries[0]
    assert entry.sections == (
        Section("PURPOSE", "To compare <5 and 6 kg."),
        Section("RESULTS", "Less fatigue."),
    )
    assert entry.publication_types == ("Journal Article", "Randomized Controlled Trial")
    # What ClinicalTrials.gov cannot have given out is kept as it stands, and leads nowhere.
    assert [each.id for each in entry.registrations] == ["NCT00090294", "X1"]
    assert [bool(each.url) for each in entry.registrations] == [True, False]
    assert entry.notices == (
        NoticeFound(
            "retraction", PartialDate(2010, 2, 6), "Lancet. 2010 Feb 6;375(9713):445", pmid="20137807"
        ),
        NoticeFound("correction", PartialDate(2016), "J Clin Oncol. 2016;34(3):294"),
    )
    assert [(each.pmid, each.container_title, each.status) for each in entry.references] == [
        ("16212152", "Mayo Clin Proc", "parsed"),
        ("", "", "check"),
    ]
    assert (entry.line, entry.container_title_short) == (4, "J Clin Oncol")
    assert (chapter.type, chapter.title, chapter.container_title, chapter.pmid) == (
        *("chapter", "Lynch Syndrome", "GeneReviews", "20301790"),
    )
    assert (chapter.editors, chapter.publisher_place) == ((Person("Adam", "Margaret P"),), "Seattle")
    assert parsed.problems == ()


def test_a_retracted_work_without_a_link_has_the_notice_too():
    text = "PMID- 1\nTI  - T.\nPT  - Retracted Publication\n"
    (entry,) = collect(READERS["nbib"](text)).entries
    assert entry.notices == (NoticeFound("retraction", None, "Retracted Publication"),)


@pytest.mark.parametrize(
    "items",
    [
        {"items": [{"type": "book", "title": "T"}]},
        {"type": "book", "title": "T"},
        [{"type": "book", "title": "T"}],
    ],
)
def test_csl_in_an_envelope_or_alone(items):
    assert [record.title for record in collect(READERS["csl"](json.dumps(items))).records] == ["T"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2012", PartialDate(2012)),
        ("2012/05/01/", PartialDate(2012, 5, 1)),
        ("2012/05//", PartialDate(2012, 5)),
        ("2009///Summer", PartialDate(2009)),
        ("2012 May-Jun", PartialDate(2012, 5)),
        ("2012 Dec 5", PartialDate(2012, 12, 5)),
        ("May 1, 2012", PartialDate(2012, 5, 1)),
        ("1 May 2012", PartialDate(2012, 5, 1)),
        ("2012-13-40", PartialDate(2012)),
        ("1998 Dec-1999 Jan", PartialDate(1998, 12)),
        ("in press", None),
        ("", None),
    ],
)
def test_dates(text, date):
    assert read_date(text) == date


def test_an_abstract_without_headings_is_one_part():
    text = "We studied DNA: the molecule. CI: 5 to 6."
    assert split_abstract(text) == (Section("", text),)
    assert split_abstract("") == ()


def test_two_tags_of_one_name_and_a_range_printed_twice():
    text = "TY  - JOUR\nTI  - T\nSP  - 10-19\nEP  - 19\nSN  - 1234-5678\nUR  - https://pubmed.ncbi.nlm.nih.gov/25918291/\nER  - \n"
    (record,) = collect(READERS["ris"](text)).records
    assert (record.page, record.isbn, record.pmid) == ("10-19", "", "25918291")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("{World Health Organization}", Person(literal="World Health Organization")),
        ("Kees van den Berg", Person("van den Berg", "Kees")),
        ("van den Berg, Kees", Person("van den Berg", "Kees")),
        ("{van den Berg}, Kees", Person("van den Berg", "Kees")),
        ("Madonna", Person("Madonna")),
        ("G{\\'o}mez, Jos{\\'e}", Person("Gómez", "José")),
        ("\\L{}ukasz Nowak", Person("Nowak", "Łukasz")),
    ],
)
def test_bibtex_names(name, person):
    (entry,) = collect(READERS["bibtex"](f"@book{{k, title={{T}}, author={{{name}}}}}")).entries
    assert isinstance(entry, Entry)
    assert entry.record.authors == (person,)
