"""Rich text to lines and the addresses under their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
