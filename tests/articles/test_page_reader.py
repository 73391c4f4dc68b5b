"""A page as text → plain values, and every way in which a file can be refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.page_import import reader, source_line
from articles.page_import.reading import MAX_BYTES, PageRefused
from tests.articles.pages import DUTCH, ENGLISH, REFERENCE, make_page


def refusal(data: bytes | str) -> tuple[str, int]:
    """The code and line with which `data` is refused."""
    with pytest.raises(PageRefused) as caught:
        reader.read(data.encode() if isinstance(data, str) else data)
    return caught.value.remark.code, caught.value.remark.line


def codes(page: reader.Page) -> list[str]:
    return [remark.code for remark in page.remarks]


def test_every_part_of_a_page():
    page = reader.read(make_page().encode())
    assert (page.title, page.slug) == ("Bewegen helpt bij moeheid", "bewegen-helpt-bij-moeheid")
    assert page.published.isoformat() == "2021-05-30"
    assert page.paragraphs == (DUTCH,)
    assert [(s.label, s.text, s.inferred) for s in page.abstract] == [
        (label, ENGLISH.format(n), True)
        for n, label in enumerate(["Background", "Methods", "Results", "Conclusions"])
    ]
    assert [(r.registry, r.id) for r in page.registrations] == [("ChiCTR", "ChiCTR-INR-16009079")]
    assert page.cited_by == 16
    assert [r.doi for r in page.references] == ["10.1000/t1", "10.1000/t2"]
    assert page.related == ("Een andere titel", "Nog een titel")
    assert codes(page) == ["labels_inferred"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BMC Cancer 2017 Jan 9;17(1):40", ("BMC Cancer", [2017, 1, 9], "17", "1", "40", "40")),
        ("BMC Cancer. 2017 Jan 9;17(1):40", ("BMC Cancer", [2017, 1, 9], "17", "1", "40", "40")),
        ("2017 Jan 9;17(1):40", ("", [2017, 1, 9], "17", "1", "40", "40")),
        (
            "N Engl J Med. 2018 Jul 12;379(2):111-121.",
            ("N Engl J Med", [2018, 7, 12], "379", "2", "111-121", ""),
        ),
        ("Lancet 2020;395:1–9", ("Lancet", [2020], "395", "", "1-9", "")),
        ("JAMA 2019 Mar", ("JAMA", [2019, 3], "", "", "", "")),
        (
            "J Clin Oncol. 2021 Jan-Feb;39(4_suppl):e12000",
            ("J Clin Oncol", [2021, 1], "39", "4_suppl", "e12000", "e12000"),
        ),
    ],
)
def test_source_line_as_fields(line, expected):
    read = source_line.read(f"30 mei 2021: Bron: {line}")
    assert read is not None
    study = read.study
    assert study.issued is not None
    fields = (
        study.container_title,
        study.issued.parts(),
        study.volume,
        study.issue,
        study.page,
        study.number,
    )
    assert fields == expected
    assert read.journal_missing is (expected[0] == "")


@pytest.mark.parametrize(
    "line",
    [
        "The Lancet Oncology, Volume 18, Issue 1, January 2017, Pages 40-48",
        "Lancet 395:1-9 (2020)",
        "BMC Cancer 17(1) 2017",
        "BMC Cancer, mei 2017",
        "BMC Cancer 2017 Zomer;17(1):40",
        "BMC Cancer 2017 Jan 99;17(1):40",
        "geen jaar",
    ],
)
def test_a_source_that_cannot_be_divided_is_told_and_gives_no_journal(line):
    read = source_line.read(f"30 mei 2021: Bron: {line}")
    assert read is not None
    assert (read.unread, read.study.container_title, read.study.raw) == (line, "", line)
    assert codes(reader.read(make_page(source=f"30 mei 2021: Bron: {line}").encode()))[0] == "source_unread"


def test_what_is_left_behind_the_pages_is_told():
    read = source_line.read("30 mei 2021: Bron: BMC Cancer. 2017 Jan 9;17(1):40. Vertaald door ons")
    assert read is not None
    assert (read.study.container_title, read.study.page, read.unread) == (
        "BMC Cancer",
        "40",
        "Vertaald door ons",
    )


@pytest.mark.parametrize(
    "more",
    [
        "",
        ".",
        ". doi: 10.1000/x.",
        ". Epub 2017 Jan 3.",
        ". https://doi.org/10.1000/x",
        ". PMID: 1234 PMCID: PMC12.",
    ],
)
@pytest.mark.parametrize("journal", ["BMC Cancer", "G3 (Bethesda)", "Med Decis Making", "Mar Drugs"])
def test_what_may_stand_behind_the_pages(journal, more):
    read = source_line.read(f"30 mei 2021: Bron: {journal}. 2017 Jan 9;17(1):40{more}")
    assert read is not None
    assert (read.unread, read.study.container_title) == ("", journal)


@pytest.mark.parametrize(
    "line",
    ["1 mei 1989: Bron: X 2020", "1 mei 2101: Bron: X 2020", "1 mei 0021: Bron: X 2020"],
)
def test_a_page_from_another_age_has_no_source_line(line):
    assert source_line.read(line) is None


@pytest.mark.parametrize(
    "line", ["", "30 mei 2021", "31 februari 2021: Bron: X 2020", "30 may 2021: Bron: X 2020", "Bron: X"]
)
def test_no_source_line(line):
    assert source_line.read(line) is None


def test_missing_journal_is_told():
    assert "journal_missing" in codes(
        reader.read(make_page(source="30 mei 2021: Bron: 2017 Jan 9;17(1):40").encode())
    )


def test_headings_in_the_text_are_kept():
    english = (
        "Purpose",
        ENGLISH.format(1),
        "Patients and methods\n" + ENGLISH.format(2),
        "Findings: " + ENGLISH.format(3),
    )
    page = reader.read(make_page(english=english).encode())
    assert [(s.label, s.inferred) for s in page.abstract] == [
        ("Purpose", False),
        ("Patients and methods", False),
        ("Findings", False),
    ]
    assert "labels_inferred" not in codes(page)


def test_other_than_four_blocks_get_no_labels():
    page = reader.read(make_page(english=(ENGLISH.format(1), ENGLISH.format(2))).encode())
    assert [s.label for s in page.abstract] == ["", ""]
    assert "labels_missing" in codes(page)


def test_a_numbered_list_in_the_explanation_is_no_reference_list():
    dutch = (DUTCH, "1. Het eerste dat u kunt doen is bewegen.\n2. Het tweede is rusten met uw hond.", DUTCH)
    page = reader.read(make_page(dutch=dutch).encode())
    assert len(page.references) == 2
    assert "Het eerste" in page.paragraphs[1]


def test_a_wrapped_reference_is_one():
    wrapped = REFERENCE.format(2).replace(". doi:", ".\n        doi:")
    page = reader.read(make_page(references=(REFERENCE.format(1), wrapped)).encode())
    assert [r.doi for r in page.references] == ["10.1000/t1", "10.1000/t2"]


def test_an_unreadable_reference_is_kept_and_told():
    page = reader.read(
        make_page(references=(REFERENCE.format(1), "    1. zie ook de folder.", REFERENCE.format(2))).encode()
    )
    assert [r.status for r in page.references] == ["parsed", "check", "parsed"]
    assert "zie ook de folder" in page.references[1].raw
    assert "reference_to_check" in codes(page)


def test_a_reference_wrapped_before_its_year_is_one():
    wrapped = "    1. Jansen A, Visser B. Title number 2. J Test.\n2017. doi: 10.1000/t2. - DOI"
    page = reader.read(make_page(references=(REFERENCE.format(1), wrapped)).encode())
    assert [r.doi for r in page.references] == ["10.1000/t1", "10.1000/t2"]


@pytest.mark.parametrize("data", [b"", b"   \n\n\t"])
def test_empty(data):
    assert refusal(data) == ("empty", 1)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04", bytes(range(256)) * 4])
def test_binary(data):
    assert refusal(data)[0] == "binary"


def test_windows_1252_is_read_and_told():
    page = reader.read(
        make_page(dutch=(DUTCH + " Patiënten – één groep.",)).replace("\u2009", " ").encode("cp1252")
    )
    assert page.paragraphs[0].endswith("Patiënten – één groep.")
    assert "windows_1252" in codes(page)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding):
    assert reader.read(make_page().encode(encoding)).title == "Bewegen helpt bij moeheid"


def test_bytes_in_no_encoding():
    assert refusal(make_page().encode() + b"\n\x81\x8d\xff")[0] == "unknown_encoding"


def test_line_ends_of_windows():
    assert reader.read(make_page().replace("\n", "\r\n").encode()).title == "Bewegen helpt bij moeheid"


def test_too_large():
    assert refusal(b"a " * MAX_BYTES) == ("too_large", 1)


def test_no_source_line_names_the_first_line_with_words():
    assert refusal("\n\n" + make_page(source="Zomaar een regel.")) == ("no_source_line", 3)


def test_no_title():
    text = make_page()
    lines = [line for line in text.splitlines() if not line.startswith("Reageer op")]
    assert refusal("\n".join(lines)) == ("no_title", len(lines))


def test_a_title_without_letters():
    assert refusal(make_page(title="..."))[0] == "title_unread"


def test_a_title_that_does_not_fit():
    assert refusal(make_page(title="woord " * 80))[0] == "title_too_long"


def test_no_references():
    code, line = refusal(make_page(references=()))
    assert code == "no_references"
    assert make_page(references=()).splitlines()[line - 1].startswith("Plaats een reactie")


def test_cut_in_the_reference_list():
    text = make_page()
    cut = text[: text.index("Title number 2") + 8]
    assert refusal(cut) == ("cut_in_references", len(cut.splitlines()))


def test_cut_in_the_last_reference_with_the_rest_in_place():
    half = REFERENCE.format(2)[:30]
    assert refusal(make_page(references=(REFERENCE.format(1), half)))[0] == "cut_in_references"


def test_no_explanation():
    assert refusal(make_page(dutch=()))[0] == "no_explanation"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        reader.read(data)
    except PageRefused as refused:
        assert refused.remark.line >= 1


@given(st.integers(min_value=0, max_value=2**32))
def test_a_page_with_lines_lost_is_read_or_refused(seed):
    lines = make_page().splitlines()
    chance = random.Random(seed)
    kept = [line for line in lines if chance.random() < 0.9] or lines
    try:
        reader.read("\n".join(kept).encode())
    except PageRefused as refused:
        assert 1 <= refused.remark.line <= len(kept) + 1
