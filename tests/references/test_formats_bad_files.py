"""Files that are cut off, in another encoding, of another kind, too big or hostile: named, never a traceback."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from references.formats import LARGEST, READERS, FormatError, detect, looks_like
from references.formats.reading import numbered_lines
from references.formats.shapes import Problem, collect
from tests.references.gold import DATA
from tests.references.test_formats_reading import SAMPLES

RIS = "TY  - JOUR\nTI  - Müller’s façade\nJO  - Lancet\nER  - \n"
LONG = f"TY  - JOUR\nTI  - T\nN1  - {'x' * 200_000}\nER  - \n".encode()
BOMB = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">%s]>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>&b;</ArticleTitle></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def sample(name):
    return (DATA / "formats" / name).read_bytes()


def read(name, data):
    return collect(READERS[name](data))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_line_ends(encoding, ends):
    data = (RIS * 3).replace("\n", ends).encode(encoding)
    assert detect(data) == "ris"
    for source in (data, io.BytesIO(data)):
        parsed = read("ris", source)
        assert [record.title for record in parsed.records] == ["Müller’s façade"] * 3
        assert [entry.line for entry in parsed.entries] == [1, 5, 9]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_every_format_in_every_encoding(name, encoding):
    data = sample(name).decode().replace("α", "a").replace("\n", "\r\n").encode(encoding, "replace")
    assert detect(data) == SAMPLES[name]
    assert read(SAMPLES[name], data) == read(SAMPLES[name], data.decode(encoding))


def test_a_piece_that_ends_between_carriage_return_and_line_feed():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(7)

    lines = [f"line {'x' * (number % 9)}é" for number in range(200)]
    for end in ("\r\n", "\r", "\n"):
        for encoding in ("utf-8", "utf-16"):
            data = end.join(lines).encode(encoding)
            source = Slow(data) if encoding == "utf-8" else io.BytesIO(data)
            assert [line for _, line in numbered_lines(source) if line] == lines


@pytest.mark.parametrize("name", SAMPLES)
def test_cut_off_anywhere_keeps_what_came_before(name):
    data = sample(name)
    whole = read(SAMPLES[name], data).records
    chance = random.Random(1)
    for length in chance.sample(range(1, len(data)), min(200, len(data) - 1)):
        try:
            parsed = read(SAMPLES[name], data[:length])
        except FormatError as error:
            assert error.code in {"wrong_format", "empty"}
            continue
        complete = parsed.records[:-1]
        assert complete == whole[: len(complete)]


@pytest.mark.parametrize(
    ("name", "cut", "line", "kept"),
    [
        ("pubmed.xml", b"<Reference><Citation>Unread", 44, 0),
        ("pubmed.xml", b"<BookTitle>Gene", 53, 1),
        ("items.json", b"17,", 5, 1),
        ("library.bib", b"@book{tnm, editor", 18, 1),
        ("articles.ris", b"VL  - 33", 4, 1),
    ],
)
def test_a_cut_names_its_line(name, cut, line, kept):
    data = sample(name)
    end = data.index(cut) + len(cut)
    parsed = read(SAMPLES[name], data[:end])
    assert len(parsed.records) == kept
    (problem,) = [each for each in parsed.problems if each.code in {"truncated", "broken"}]
    assert problem.code == "truncated"
    # RIS and BibTeX name the record that is not closed, the others the place where the text stops.
    assert problem.line == line


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.integers(0, 4000),
    junk=st.binary(min_size=1, max_size=12) | st.sampled_from([b"}", b"{", b'"', b"<", b"\r", b"ER  - \n", b"@"]),
)  # fmt: skip
def test_damage_anywhere_is_no_crash(name, at, junk):
    data = sample(name)
    try:
        parsed = read(SAMPLES[name], data[:at] + junk + data[at + len(junk) :])
    except FormatError:
        return
    assert all(problem.line > 0 for problem in parsed.problems)


@pytest.mark.parametrize("wanted", READERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_another_format_is_named(wanted, name):
    if SAMPLES[name] == wanted:
        return
    with pytest.raises(FormatError) as caught:
        read(wanted, sample(name))
    assert (caught.value.code, caught.value.values) == (
        "wrong_format",
        {"wanted": wanted, "looks_like": SAMPLES[name]},
    )


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"PK\x03\x04....", "zip"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<!DOCTYPE html><html>", "html"),
        (b'<?xml version="1.0"?><rss/>', "xml"),
        (b"<xml><records><record/></records></xml>", "endnote_xml"),
        (b"FN Clarivate\nVR 1.0\nPT J\n", "wos"),
        (b"%0 Journal Article\n%T x", "endnote"),
        (b"PMID,Title,Authors\n1,x,y\n", "csv"),
        (b"just words", ""),
    ],
)
def test_what_we_do_not_read_is_named_where_possible(head, name):
    assert detect(head) is None
    assert looks_like(head) == name


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_empty(name, data):
    with pytest.raises(FormatError) as caught:
        read(name, data)
    assert caught.value.code == "empty"


@pytest.mark.parametrize("name", [each for each in READERS if each != "pubmed_xml"])
def test_binary(name):
    with pytest.raises(FormatError) as caught:
        read(name, next(sample(each) for each, kind in SAMPLES.items() if kind == name) + b"\0")
    assert caught.value.code == "not_text"


def test_over_the_limit_is_refused_while_reading():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += len(LONG)
            return LONG

    endless = Endless()
    with pytest.raises(FormatError) as caught:
        for _ in READERS["ris"](endless):
            pass
    assert (caught.value.code, caught.value.values) == ("too_big", {"limit": "50"})
    assert endless.given < LARGEST * 1.2


@pytest.mark.parametrize(
    "extra",
    [
        "",
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY % d SYSTEM "http://example.org/x.dtd"> %d;',
    ],
)
def test_entities_are_refused(extra):
    with pytest.raises(FormatError) as caught:
        read("pubmed_xml", BOMB % extra)
    assert caught.value.code == "xml_unsafe"


def test_entities_behind_a_long_comment_are_refused():
    text = BOMB.replace("<!DOCTYPE", f"<!-- <PubmedArticleSet> {'x' * 20_000} --><!DOCTYPE")
    with pytest.raises(FormatError) as caught:
        read("pubmed_xml", text % "")
    assert caught.value.code == "xml_unsafe"


def test_a_deeply_nested_or_endless_json_is_a_problem():
    assert read("csl", '[{"title":' + "[" * 100_000).problems[0].code in {"broken", "truncated"}
    assert read("csl", '[{"volume":' + "9" * 10_000 + "}]").problems == (
        Problem(1, "broken", "{" + '"volume":' + "9" * 50, True),
    )
    assert read("csl", '[{"title": "a"},\n {"title" "b"}]').problems[0].line == 2


def test_an_address_that_is_no_address_is_left_out():
    parsed = read("ris", "TY  - ELEC\nTI  - T\nUR  - javascript:alert(1)\nER  - \n")
    assert parsed.records[0].url == ""
    assert parsed.problems == (Problem(1, "url", "javascript:alert(1)"),)
