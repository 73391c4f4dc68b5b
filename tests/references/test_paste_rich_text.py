"""Rich text to lines and the addresses under their words."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.markup import DEEPEST, Closed, Opened, walk
from references.pasting import lines_of, records_of
from references.rich_text import PastedLine, is_rich, read_lines, read_plain, read_rich
from tests.references import pasted_pages as pages

MYELOMA = ("Multiple myeloma", "N Engl J Med", 2011, "364", "1046-60")


def read(html):
    return records_of(read_lines(html))


def facts(record):
    return (record.title, record.container_title, record.issued.year, record.volume, record.page)


def test_pubmed():
    first, second = read(pages.PUBMED)
    assert facts(first) == MYELOMA
    assert (first.doi, first.pmid, first.pmcid) == ("10.1056/nejmra1011442", "21410373", "")
    assert (second.doi, second.pmid, second.pmcid) == ("10.4065/78.1.21", "12528874", "PMC3042600")
    assert second.title == "Review of 1027 patients with newly diagnosed multiple myeloma"
    assert second.labels == ("DOI", "PMC", "PubMed")
    assert (first.status, second.status) == ("parsed", "parsed")
    assert dict(second.found) == {"doi": "text", "pmcid": "link", "pmid": "link"}
    assert first.raw.endswith("2011;364(11):1046–60. - DOI - PubMed")


def test_pmc_without_what_google_scholar_was_asked():
    [record] = read(pages.PMC)
    assert facts(record) == MYELOMA
    assert (record.doi, record.pmid, record.pmcid) == ("10.1056/NEJMra1011442", "21410373", "PMC3042600")
    assert record.status == "parsed"
    assert record.raw.startswith("1. Palumbo A")


def test_europe_pmc():
    [record] = read(pages.EUROPE_PMC)
    assert facts(record) == MYELOMA
    assert record.pmid == "21410373"
    assert "MED: 21410373" in record.raw


def test_word():
    first, second = read(pages.WORD)
    assert facts(first) == MYELOMA
    assert first.raw == "1. Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60."
    assert second.doi == "10.4065/78.1.21"


def test_a_table():
    [record] = read(pages.TABLE)
    assert (record.authors[0].family, record.doi) == ("Kyle", "10.4065/78.1.21")


def test_breaks_boxes_and_loose_words():
    texts = [line.text for line in read_rich(pages.BREAKS)]
    assert texts == ["Eerste regel.", "Tweede regel.", "Derde regel.", "Vierde.", "Vijfde", "Zesde"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<script>x</script></p>",
        "<style>x</style><p>a</p>",
        "<p>a<!-- x --></p>",
        "<p>a<button>x</button></p>",
        "<p>a<select><option>x</select></p>",
        "<p>a<textarea>x</textarea></p>",
        '<p>a<span style="color:red; display : none">x<b>x</b></span></p>',
        '<p>a</p><div style="visibility:hidden"><p>x</p></div>',
        "<p>a</p><p hidden>x</p>",
        '<p>a<span class="usa-sr-only">x</span></p>',
        "<h3>x</h3><p>a</p>",
        "<p>a<svg><title>x</title></svg></p>",
        "<p>a<img alt=x src=x onerror=x></p>",
        "<p hidden>x<p>a</p>",
    ],
)
def test_what_is_no_text_of_the_list_is_left_out(html):
    assert read_rich(html) == [PastedLine("a")]


@pytest.mark.parametrize(
    ("href", "links"),
    [
        ("https://doi.org/10.1/x", ("https://doi.org/10.1/x",)),
        ("//doi.org/10.1/x", ("https://doi.org/10.1/x",)),
        ("/21410373/", ("https://pubmed.ncbi.nlm.nih.gov/21410373/",)),
        ("/pubmed/21410373", ("https://www.ncbi.nlm.nih.gov/pubmed/21410373",)),
        ("/pmc/articles/PMC3042600/", ("https://pmc.ncbi.nlm.nih.gov/pmc/articles/PMC3042600/",)),
        ("/article/MED/21410373", ("https://europepmc.org/article/MED/21410373",)),
        ("#B1", ()),
        ("/help", ()),
        ("", ()),
        ("javascript:alert(1)", ()),
        ("http://[", ()),
    ],
)
def test_addresses(href, links):
    assert read_rich(f'<p>a <a href="{href}">PubMed</a></p>')[0].links == links


def test_an_address_that_hides_is_not_read():
    assert read_rich('<p>a<span hidden><a href="https://doi.org/10.1/x">DOI</a></span></p>')[0].links == ()


def test_a_number_alone_joins_the_reference_it_numbers():
    lines = read_rich("<p>1.</p><p>Eerste</p><p>•</p><p>Tweede</p><p>[3]</p>")
    assert [line.text for line in lines] == ["1. Eerste", "Tweede", "[3]"]


@pytest.mark.parametrize("text", ["Smith J. <i>In vivo</i> work. Lancet.", "1 < 2", "", "a <p>b</p>"])
def test_plain_text_is_plain(text):
    assert not is_rich(text)


@pytest.mark.parametrize(
    "text",
    [
        " <ol><li>a</ol>",
        "<!DOCTYPE html><p>a",
        "Version:0.9\r\nStartHTML:00000097\r\nEndHTML:1\r\n<html><body><p>a",
    ],
)
def test_source_is_rich(text):
    assert is_rich(text)
    assert read_lines(text) == [PastedLine("a")]


@pytest.mark.parametrize("heading", ["References", "Literatuur:", "REFERENTIES"])
def test_a_heading_above_the_list_is_no_reference(heading):
    assert [line.text for line in lines_of(f"{heading}\nSmith J.")] == ["Smith J."]
    assert [line.text for line in lines_of(f"Smith J.\n{heading}")] == ["Smith J.", heading]


@given(st.text(max_size=300))
def test_every_line_of_plain_text_is_kept(text):
    assert [line.text for line in read_plain(text)] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<li>", "</li>", "<ol>", "</ol>", "<br>", "<table>", "<tr>", "<td>", "</table>", "<a href='/1/'>",
     "</a>", "<span style='display:none'>", "</span>", "<script>", "</script>", "<!--", "-->", "<", "&amp;", "&#0;", "woord",
     " ", "\n", "\x00", "<b", "'", '"', "<textarea>", "]]>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup_is_read_without_markup_in_the_lines(html):
    for text, links in read_rich(html):
        assert text == " ".join(text.split()) != ""
        assert not any(link.startswith(("/", "javascript")) for link in links)


@given(st.lists(st.text("abc .", min_size=1).filter(str.strip), max_size=20))
def test_every_item_is_a_line(items):
    lines = read_rich("<ol>" + "".join(f"<li>x{item}" for item in items) + "</ol>")
    assert [line.text for line in lines] == [" ".join(f"x{item}".split()) for item in items]


def test_the_words_of_the_list_stay_under_a_thousand_open_tags():
    assert read_rich("<div>" * 1000 + "woord")[0].text == "woord"


def test_a_page_that_nests_without_end_is_read_to_the_end():
    lines = read_rich("<ol><li>a " * 1000 + "z")
    assert [line.text for line in lines] == ["a"] * 999 + ["a z"]
    assert [line.text for line in read_rich("<div>" * 1000 + "</div>" * 1000 + "<p>a<p>b")] == ["a", "b"]


HOSTILE = [
    *("<ol><li>a", "<div>", "<p><span>", "<a href='x'>a<p>", "<table><tr><td>1", "<ul><li><a href=x>", "<td>1</td>"),
    *("<!--", "<!", "<?x", "</", "<", "<script>", "<a b='", '<a b="c', "<a =", "&#9", "&#" + "9" * 5000 + ";", "&amp"),
    *("<h2>", "<select>", "<svg><p>", "</p>", "<span hidden>", "<i><b>", "<tbody><tr>", " ", "<li>1</li>", "<p>1."),
]  # fmt: skip


@given(st.lists(st.sampled_from([*HOSTILE, "</li>", "</ol>", "</div>", "</td>", "</table>"]), max_size=400))
def test_what_opens_closes_and_never_too_deep(pieces):
    opened: list[str] = []
    for event in walk("".join(pieces)):
        if isinstance(event, Opened) and event.tag not in ("br", "hr"):
            opened.append(event.tag)
            assert len(opened) <= DEEPEST + 1
        elif isinstance(event, Closed):
            assert opened.pop() == event.tag
    assert opened == []


def calls_made(html: str) -> int:
    """How many functions were called to read it: what the work grows with, whatever the machine is doing."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        read_rich(html)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length(piece):
    counts = [calls_made("<ol>" + piece * number) for number in (200, 400, 800)]
    assert all(more <= 2.2 * fewer + 200 for fewer, more in pairwise(counts))


def test_two_megabytes_of_anything_end_within_a_minute_of_work():
    """What happens inside one call is not counted above, so the processor's clock stops a process that goes on and on."""
    program = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from references.rich_text import read_lines, read_rich
from tests.references.test_paste_rich_text import HOSTILE
for piece in HOSTILE:
    read_rich("<ol>" + piece * (200_000 // len(piece)))
for text in ("<p>" + " " * 2_000_000, " " * 2_000_000 + "Version:", "Version:1.0 StartHTML:" * 90_000, "<" * 2_000_000):
    read_lines(text), read_rich(text)
print("read")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "read\n", done.stderr


def test_a_number_is_no_character_however_long():
    assert [line.text for line in read_rich("<p>a &#" + "9" * 5000 + "; &eacute;&#233;")] == ["a \ufffd éé"]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ul><li>a<p>b<li>c</ul>", ["a b", "c"]),
        ("<ol><li>a<div><ul><li>b</ul></div>c</ol>", ["a", "b", "c"]),
        ("<table><tr><td>1<td>a<tr><td>2<td>b</table>c", ["1. a", "2. b", "c"]),
        ("<table><tbody><tr><td>1</td><td><table><tr><td>a</table><td>b</table>", ["1. a", "b"]),
        ("<p>a<table><tr><td>b</table>", ["a", "b"]),
        ("<p>a</p></p></div></td>b", ["a", "b"]),
        ("<p>a<select><option>x</select><p>b", ["a", "b"]),
        ("<p>a<h3>x</h2><p>b", ["a", "b"]),
        ("<p>a<svg><title>x<p>b", ["a"]),
        ("<p>a<svg><g>x<p>b", ["a", "b"]),
        ("<p>a<!-->b<!--->c<!--x--!>d<!x>e<?x>f</ x>g", ["abcdefg"]),
        ("<p>a < b <1 <> c", ["a < b <1 <> c"]),
        ("<p>a<script>if (1 < 2) '</p>'</script >b", ["ab"]),
        ('<p class=a"b>c', ["c"]),
        ("<p title='a>b' hidden>x</p><P HIDDEN>x</P>c", ["c"]),
        ('<p title="a>b', ["b"]),
        ("<p>a<i>b</i>c<o:p>d</o:p>", ["abcd"]),
    ],
)
def test_what_is_left_open_is_closed_as_a_browser_does(html, lines):
    assert [line.text for line in read_rich(html)] == lines


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("'https://x.org/?a=1&copy=2'", "https://x.org/?a=1&copy=2"),
        ('"https://x.org/?a=1&amp;b=2"', "https://x.org/?a=1&b=2"),
        ("https://x.org/a/", "https://x.org/a/"),
        ("' https://x.org/a '", "https://x.org/a"),
        ("'https://x.org/a' href='https://x.org/b'", "https://x.org/a"),
    ],
)
def test_addresses_as_they_are_written(written, address):
    assert read_rich(f"<p>a <a HREF = {written}>x</a>")[0].links == (address,)


@pytest.mark.parametrize(
    "href", ["javascript://x/%0aalert(1)", "java\tscript://x/", "ftp://x.org/a", "data:text/html,x"]
)
def test_an_address_is_of_the_web(href):
    assert read_rich(f'<p>a <a href="{href}">x</a>')[0].links == ()
