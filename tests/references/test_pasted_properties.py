"""What holds for any text whatever: no line lost, no exception, no runaway time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from references.pasted import parse_line, parse_list
from tests.references.gold import lines

PIECES = st.sampled_from(
    [
        "Smith J, ",
        "et al. ",
        "(2010) ",
        "2012;",
        "120(5):",
        "947–59",
        ". ",
        "doi: ",
        "10.1182/a",
        "In: ",
        "PubMed",
        " - ",
        "\u00a0",
        "Eds.",
        "<i>",
        "://",
        "£",
        "王",
    ]
)
LINES = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=30).map("".join), st.sampled_from(lines("other_forms"))
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_never_fewer_records_than_non_empty_lines(text):
    assert [record.raw for record in parse_list(text)] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_fields_hold_no_odd_white_space_and_no_empty_names(line):
    record = parse_line(line)
    for value in (record.title, record.container_title, record.volume, record.page, record.publisher):
        assert value == " ".join(value.split())
    assert all(str(person) for person in record.authors)
    assert record.status in ("parsed", "check")


HOSTILE = [
    "a" * 10_000, "A." * 5_000, "Smith A, " * 1_200, "2012;12(3):" * 900, "(" * 10_000, "10.1000/" * 1_250, "DOI " * 2_500 + "x",
    "PMID: 1 " * 1_250, "http://a.b " * 900, ". In: " * 1_600, "van " * 2_500, "J. Clin. " * 1_100, "Place: Pub; " * 800,
    "1-" * 5_000, ". . . " * 1_700, "10.1000/a" + ")" * 10_000, "10.1/" + "%25" * 3_300, "Study Group, " * 770, "x" + " " * 10_000 + "x",
    "Press A.A.A.A.A.A.A.A.A.A.A.A.A.A.A.A.A.A.A.A: " + "B.C." * 2_000,
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=[line[:12].strip() for line in HOSTILE])
def test_a_hostile_line_of_ten_thousand_characters_takes_no_time(line):
    start = time.process_time()
    assert parse_line(line).raw == line.strip()
    assert time.process_time() - start < 0.5  # some 0.01 s in truth; a quadratic rule takes seconds


def test_five_hundred_lines_take_less_than_a_second():
    text = "\n".join(((lines("sample_references") + lines("other_forms")) * 5)[:500])
    start = time.process_time()
    assert len(parse_list(text)) == 500
    assert time.process_time() - start < 1
