"""The spans and tags from which Zotero and Google Scholar read a work."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from references.coins import MOST_AUTHORS, ends, span
from references.meta import citation_tags
from references.models import Citation, Work
from references.records import PartialDate, Record
from tests.factories import make_article, make_citations, make_work
from tests.references.style_records import RECORDS, journal

Pairs = list[tuple[str, str]]


def read(html: str) -> Pairs:
    """What a reader of COinS gets out of a span: attribute, then query string."""
    (title,) = re.findall(r'<span class="Z3988" title="([^"]*)"></span>', html)
    return parse_qsl(unescape(title), strict_parsing=True)


START = ("ctx_ver", "Z39.88-2004")
END = ("rfr_id", "info:sid/bronwijzer:studies")


def test_a_journal_article():
    record = journal(
        "Pain & <needles>",
        "Zhou, Y",
        "Study Group",
        issued=PartialDate(2009, 1, 3),
        doi="10.1000/x(1)",
        pmid="12",
        pmcid="PMC3",
    )
    assert read(span(record)) == [
        START,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "Pain & <needles>"),
        ("rft.jtitle", "J Test"),
        ("rft.volume", "32"),
        ("rft.issue", "3"),
        ("rft.spage", "319"),
        ("rft.epage", "325"),
        ("rft.pages", "319-25"),
        ("rft.date", "2009-01-03"),
        ("rft.aulast", "Zhou"),
        ("rft.aufirst", "Y"),
        ("rft.au", "Zhou, Y"),
        ("rft.aucorp", "Study Group"),
        ("rft_id", "info:doi/10.1000/x(1)"),
        ("rft_id", "info:pmid/12"),
        ("rft_id", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3/"),
        END,
    ]


def test_a_chapter():
    assert read(span(RECORDS["chapter"])) == [
        START,
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "bookitem"),
        ("rft.atitle", "Measuring pain"),
        ("rft.btitle", "Textbook of Pain"),
        ("rft.place", "Edinburgh"),
        ("rft.pub", "Elsevier"),
        ("rft.edition", "4th ed."),
        ("rft.pages", "409-26"),
        ("rft.date", "1999"),
        ("rft.aulast", "Jansen"),
        ("rft.aufirst", "Anna-Maria"),
        ("rft.au", "Jansen, Anna-Maria"),
        END,
    ]


def test_a_web_page():
    assert read(span(RECORDS["web page"]))[1:] == [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "webpage"),
        ("rft.title", "Zoutarm dieet & kanker"),
        ("rft.source", "Bronwijzer"),
        ("rft.creator", "An de Vries"),
        ("rft.date", "2021-05-30"),
        ("rft.identifier", "https://bronwijzer.example/artikelen/zoutarm/"),
        ("rft_id", "https://bronwijzer.example/artikelen/zoutarm/"),
        END,
    ]


@pytest.mark.parametrize(
    ("name", "format", "genre"),
    [("book", "book", "book"), ("report", "book", "report"), ("thesis", "dissertation", None)],
)
def test_other_kinds(name, format, genre):  # noqa: A002
    pairs = dict(read(span(RECORDS[name])))
    assert pairs["rft_val_fmt"] == f"info:ofi/fmt:kev:mtx:{format}"
    assert pairs.get("rft.genre") == genre
    assert RECORDS[name].title in (pairs.get("rft.btitle"), pairs.get("rft.title"))


def test_a_consortium_does_not_fill_the_page():
    record = journal("T", *(f"Name{number}, A" for number in range(300)))
    names = [value for key, value in read(span(record)) if key == "rft.au"]
    assert names == [f"Name{number}, A" for number in range(MOST_AUTHORS)]


@pytest.mark.parametrize("record", [Record(), Record(container_title="Only a journal")])
def test_too_little_to_save(record):
    assert span(record) == ""


def test_nothing_leaves_the_attribute():
    html = span(journal('"><script>alert(1)</script>', "O'Neil, P", container_title="R&D"))
    assert html.count("<") == 2
    assert dict(read(html))["rft.atitle"] == '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("pages", "both"),
    [
        ("947-59", ("947", "959")),
        ("S77-81", ("S77", "S81")),
        ("40", ("40", "")),
        ("", ("", "")),
        ("1-3, 9", ("1", "")),
    ],
)
def test_first_and_last_page(pages, both):
    assert ends(pages)[1] == both[1]
    assert ends(pages)[0].partition("-")[0] == both[0]


def test_tags_of_a_journal_article():
    record = journal(
        "Title", "Zhou, Y", "Study Group", issued=PartialDate(2009, 1, 3), doi="10.1000/x", pmid="12"
    )
    assert citation_tags(record) == [
        ("citation_title", "Title"),
        ("citation_author", "Zhou, Y"),
        ("citation_author", "Study Group"),
        ("citation_publication_date", "2009/01/03"),
        ("citation_journal_title", "J Test"),
        ("citation_volume", "32"),
        ("citation_issue", "3"),
        ("citation_firstpage", "319"),
        ("citation_lastpage", "325"),
        ("citation_doi", "10.1000/x"),
        ("citation_pmid", "12"),
    ]


def test_tags_of_other_kinds():
    assert ("citation_inbook_title", "Textbook of Pain") in citation_tags(RECORDS["chapter"])
    assert ("citation_dissertation_institution", "Rijksuniversiteit Groningen") in citation_tags(
        RECORDS["thesis"]
    )
    assert ("citation_firstpage", "e1000100") in citation_tags(RECORDS["article number"])
    assert citation_tags(RECORDS["web page"]) == []
    assert citation_tags(Record(type="article-journal", doi="10.1000/x")) == []


@pytest.mark.django_db
class TestStored:
    """The span is made when the work is stored, so that a page only has to print it."""

    def test_it_follows_the_facts(self):
        work = make_work(title="First")
        work.title = "Second"
        work.save(update_fields=["title"])
        assert dict(read(Work.objects.get().coins))["rft.atitle"] == "Second"

    def test_also_in_bulk(self):
        Work.objects.bulk_create([Work(title="One"), Work(title="Two")])
        spans = Work.objects.order_by("pk").values_list("coins", flat=True)
        assert [dict(read(each))["rft.atitle"] for each in spans] == ["One", "Two"]

    def test_every_line_and_the_study_are_on_the_article_page(self, client):
        article = make_article(slug="een", citations=3)
        Citation.objects.create(citing=article.study(), position=4, raw="4. onleesbaar", status="check")
        html = client.get("/artikelen/een/").content.decode()
        found = [
            dict(read(each))["rft.atitle"] for each in re.findall(r'<span class="Z3988".*?</span>', html)
        ]
        cited = [citation.cited.title for citation in article.study().citations.filter(cited__isnull=False)]
        assert found == [article.study().title, *cited]
        assert "citation_title" not in html, "the explainer is not the study"

    def test_the_study_page_tells_about_the_study(self, client):
        work = make_work(title='Does "it" work?', doi="10.1000/x")
        make_citations(citing=work, number=2)
        html = client.get(f"/studies/{work.pk}/").content.decode()
        assert '<meta name="citation_title" content="Does &quot;it&quot; work?">' in html
        assert '<meta name="citation_doi" content="10.1000/x">' in html
        assert len(re.findall(r'class="Z3988"', html)) == 3
