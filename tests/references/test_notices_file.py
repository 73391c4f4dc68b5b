"""The Retraction Watch file, read: its values, its words for nothing, and everything that can be wrong with a file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.formats.shapes import FormatError, Problem
from references.notices.retraction_watch import Row, read
from references.records import PartialDate
from tests.references.service_notices import CSV_HEAD, csv_row


def rows(text: str | bytes) -> list[Row | Problem]:
    return list(read(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def codes(text: str | bytes) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in rows(text) if isinstance(each, Problem)]


def test_a_row():
    (row,) = rows(CSV_HEAD + csv_row(7, doi="10.1000/A.B(2017)1,2<3>;x", pmid="28000001"))
    assert isinstance(row, Row)
    assert (row.line, row.doi, row.pmid) == (2, "10.1000/a.b(2017)1,2<3>;x", "28000001")
    told = row.notice
    assert (told.kind, told.key, told.date) == ("retraction", "rw:7", PartialDate(2020, 2, 3))
    assert told.url == "https://doi.org/10.1000/notice"
    assert told.note == "Concerns/Issues About Data; Investigation by Journal/Publisher"


@pytest.mark.parametrize(
    ("nature", "kind"),
    [("Retraction", "retraction"), ("Expression of concern", "concern"), ("Correction", "correction"), ("Reinstatement", "reinstatement")],
)  # fmt: skip
def test_natures(nature, kind):
    (row,) = rows(CSV_HEAD + csv_row(1, pmid="1", nature=nature))
    assert row.notice.kind == kind


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("12/31/2019 0:00", PartialDate(2019, 12, 31)),
        ("2019-12-31", PartialDate(2019, 12, 31)),
        ("31/12/2019 0:00", None),
        ("", None),
    ],
)
def test_dates_are_american_and_never_guessed(value, date):
    found = rows(CSV_HEAD + csv_row(1, pmid="1", on=value))
    assert found[-1].notice.date == date
    assert (len(found) == 2) == (value.startswith("31/"))


def test_the_words_for_nothing():
    text = csv_row(1, doi="unavailable", pmid="0") + csv_row(2, doi="Unavailable", pmid="") + csv_row(3, pmid="5", notice="unavailable")  # fmt: skip
    found = rows(CSV_HEAD + text)
    assert [each.code if isinstance(each, Problem) else each.pmid for each in found] == [
        "nobody",
        "nobody",
        "5",
    ]
    assert (found[2].notice.url, found[2].notice.key) == ("", "rw:3")


def test_a_byte_order_mark_crlf_and_bytes_that_are_no_utf8():
    text = (CSV_HEAD + csv_row(1, pmid="1")).replace("\n", "\r\n")
    assert len(rows(b"\xef\xbb\xbf" + text.encode())) == 1
    assert len(rows(text.encode("utf-16"))) == 1
    (row,) = rows(text.encode("latin-1"))
    assert row.pmid == "1"


def test_broken_rows_are_named_and_the_others_kept():
    short = "2,cut short,\n"
    text = (
        CSV_HEAD
        + csv_row(1, pmid="1")
        + short
        + csv_row(3, pmid="3", nature="Apology")
        + csv_row(4, pmid="4")
    )
    assert codes(text) == [(3, "columns"), (4, "nature")]
    assert [row.pmid for row in rows(text) if isinstance(row, Row)] == ["1", "4"]


def test_a_quotation_mark_that_is_never_closed_ends_in_a_broken_row():
    text = CSV_HEAD + csv_row(1, pmid="1") + '2,"never closed' + csv_row(3, pmid="3")
    assert [row.pmid for row in rows(text) if isinstance(row, Row)] == ["1"]
    assert codes(text)[-1][1] == "columns"


def test_a_cell_without_end_is_one_broken_row(monkeypatch):
    text = CSV_HEAD + '1,"' + "x" * 1_000_100 + '"\n' + csv_row(2, pmid="2")
    assert codes(text)[0][1] == "columns"


def test_impossible_numbers_are_reported_and_the_other_one_is_used():
    found = rows(CSV_HEAD + csv_row(1, doi="10.1182/", pmid="28000001"))
    assert [each.code for each in found if isinstance(each, Problem)] == ["doi"]
    assert found[-1].pmid == "28000001"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("\n", "empty"), ("a,b,c\n1,2,3\n", "wrong_format"), ("<html>", "wrong_format")],
)
def test_another_file_is_refused(text, code):
    with pytest.raises(FormatError) as caught:
        rows(text)
    assert caught.value.code == code


def test_columns_may_stand_in_another_order_and_semicolons_between_them():
    text = "RetractionNature;OriginalPaperPubMedID;OriginalPaperDOI\nCorrection;12;unavailable\n"
    (row,) = rows(text)
    assert (row.pmid, row.notice.kind, row.notice.key.startswith("text:")) == ("12", "correction", True)


@given(st.text(max_size=300))
def test_nothing_makes_it_fall_over(text):
    for each in rows((CSV_HEAD + text).encode(errors="surrogatepass")):
        assert isinstance(each, Row | Problem)
