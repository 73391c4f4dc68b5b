"""The reference list of the sample page: all 36 lines exactly right."""

import pytest

from references.pasted import parse_line, parse_list
from tests.references.gold import expected, lines, wrong_fields

SAMPLE = list(zip(lines("sample_references"), expected("sample_references"), strict=True))


@pytest.mark.parametrize(("line", "gold"), SAMPLE, ids=[gold["title"][:40] for _, gold in SAMPLE])
def test_every_field_of_the_sample_is_right(line, gold):
    assert wrong_fields(parse_line(line), gold) == {}


def test_the_sample_has_the_shape_the_issue_describes():
    records = parse_list("\n".join(lines("sample_references")))
    assert len(records) == 36
    assert sum(bool(record.doi) for record in records) == 28
    assert sum(record.et_al for record in records) == 11
    assert sum("(" in record.doi for record in records) == 4
    assert sum(":" in record.doi for record in records) == 1
    assert {record.status for record in records} == {"parsed"}


def test_raw_is_the_line_as_given():
    assert [record.raw for record in parse_list("\n".join(lines("sample_references")))] == [
        line.strip() for line in lines("sample_references")
    ]
