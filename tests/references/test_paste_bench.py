"""What `make bench-references` measures is what it says: lists that are read whole, works that differ, files that are read."""

import io

from config.bench.references import Invented, pasted_list, write_ris
from references.formats import READERS
from references.formats.shapes import collect
from references.pasting import lines_of, records_of


def test_the_list_is_read_whole():
    records = records_of(lines_of("", pasted_list(7, 60)))
    assert [record.doi for record in records] == [Invented(number).doi for number in range(7, 67)]
    assert [record.title for record in records] == [Invented(number).title for number in range(7, 67)]
    assert {record.status for record in records} == {"parsed"}
    assert records[0].pmid == "90000007"


def test_the_works_differ():
    assert len({Invented(number).title for number in range(2_000)}) == 2_000


def test_the_file_is_read():
    file = io.StringIO()
    write_ris(file, 20)
    parsed = collect(READERS["ris"](file.getvalue().encode()))
    assert parsed.problems == ()
    assert [record.title for record in parsed.records] == [Invented(number).title for number in range(20)]
