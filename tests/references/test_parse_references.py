"""`manage.py parse_references`: text in, CSL-JSON out, clear refusals."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from references.management.commands import parse_references
from tests.references import pasted_pages as pages
from tests.references.gold import DATA, lines

ROOT = Path(__file__).parents[2]


def run(name, **options):
    out = io.StringIO()
    call_command("parse_references", str(name), stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def test_one_item_per_non_empty_line():
    items = run(DATA / "sample_references.txt")
    assert [item["id"] for item in items] == [f"ref-{number}" for number in range(1, 37)]
    assert [item["custom"]["raw"] for item in items] == [line.strip() for line in lines("sample_references")]
    assert items[0]["author"][4] == {"family": "San Miguel", "given": "JF"}
    assert items[0]["custom"]["et_al"] is True
    assert items[0]["custom"]["labels"] == ["DOI", "PMC", "PubMed"]
    assert items[2]["DOI"] == "10.1532/IJH97.A30512"
    assert items[24]["publisher-place"] == "Beijing"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "list.txt"
    path.write_bytes("Müller-Lissner SA. Mythen. Blood. 2012;120:947–59.\r\n\r\n".encode(encoding))
    (item,) = run(path)
    assert item["author"][0]["family"] == "Müller-Lissner"
    assert item["page"] == "947-59"


def test_empty_file_is_an_empty_array(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    assert run(path) == []


def test_standard_input(monkeypatch):
    monkeypatch.setattr(parse_references.sys, "stdin", io.TextIOWrapper(io.BytesIO(b"geen idee\n")))
    (item,) = run("-")
    assert item["custom"]["status"] == "check"


def test_missing_file(tmp_path):
    with pytest.raises(CommandError, match=r"none\.txt.*dat bestand is er niet"):
        run(tmp_path / "none.txt")


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="dat is een map"):
        run(tmp_path)


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\x81\x8d\x8f", "tekst".encode("utf-16")])
def test_binary_is_refused(tmp_path, data):
    path = tmp_path / "list.bin"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=r"list\.bin"):
        run(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\n" * 501, "501"),
        (b"<ol>" + b"<li>a</li>" * 501, "501"),
        (b"a" * 500_001, "501 kB"),
        (b"a\n" * (parse_references.LARGEST // 2 + 1), "2 MB"),
    ],
)
def test_over_a_limit_is_refused_with_the_count(tmp_path, data, said):
    path = tmp_path / "big.txt"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=said) as refusal:
        run(path)
    assert refusal.value.returncode == 1


def test_just_within_the_limit(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"a\n" * 500)
    assert len(run(path)) == 500


def test_a_page_is_read_with_its_addresses(tmp_path):
    path = tmp_path / "list.html"
    path.write_text(pages.PUBMED)
    first, second = run(path)
    assert (first["PMID"], second["PMCID"]) == ("21410373", "PMC3042600")
    assert "PubMed" not in second["title"]
    assert second["custom"]["found"] == {"doi": "text", "pmcid": "link", "pmid": "link"}


def test_what_a_file_is_can_be_said(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("<p>Smith J.</p>\n<p>Jones B.</p>")
    assert [item["custom"]["raw"] for item in run(path)] == ["Smith J.", "Jones B."]
    assert run(path, format="text")[0]["custom"]["raw"] == "<p>Smith J.</p>"
    path.write_text("Smith <b>J</b>.")
    assert run(path, format="html")[0]["custom"]["raw"] == "Smith J."


def test_lines_to_check_are_counted_beside_the_array(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("geen idee\nSmith J. A title. Lancet. 2010;1:2-3.\nook niet")
    out, err = io.StringIO(), io.StringIO()
    call_command("parse_references", str(path), stdout=out, stderr=err)
    assert len(json.loads(out.getvalue())) == 3
    assert err.getvalue().startswith("2 ")


def test_exit_code_and_stderr(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "parse_references", str(tmp_path / "none.txt")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "none.txt" in done.stderr
    assert done.stdout == ""
