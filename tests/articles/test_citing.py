"""Citing an article, which is not the study it explains."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.enums import SourceKind, Status
from articles.models import FormerAddress, Source
from references.records import PartialDate
from references.styles.parts import in_words
from tests.factories import make_article, make_citations, make_work

pytestmark = pytest.mark.django_db

FORMS = ("ris", "bib", "nbib", "json")
ADDRESS = "http://127.0.0.1:8000/artikelen/zout/"


def cited(html: str) -> list[tuple[str, str]]:
    """Style and line of everything that a page offers to cite."""
    pairs = re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", html[html.index('class="cite"') :], re.DOTALL)
    return [(style, unescape(re.sub(r"<[^>]+>", "", line))) for style, line in pairs]


def today() -> str:
    day = timezone.localdate()
    return in_words(PartialDate(day.year, day.month, day.day))


def test_the_article_and_beside_it_the_study(client):
    article = make_article(title="Zout & kanker", slug="zout", byline="An de Vries")
    study = article.study()
    study.title, study.page, study.doi = "Salt", "1-9", "10.1000/salt"
    study.save()
    html = client.get("/artikelen/zout/").content.decode()
    assert cited(html) == [
        (
            "Vancouver",
            f"An de Vries. Zout & kanker [internet]. Bronwijzer; 30 mei 2021 [geraadpleegd op {today()}]. "
            f"Beschikbaar via: {ADDRESS}",
        ),
        (
            "APA 7",
            "An de Vries. (2021, 30 mei). Zout & kanker. Bronwijzer. "
            f"Geraadpleegd op {today()}, van {ADDRESS}",
        ),
        (
            "AMA 11",
            "An de Vries. Zout & kanker. Bronwijzer. Gepubliceerd 30 mei 2021. "
            f"Geraadpleegd {today()}. {ADDRESS}",
        ),
        ("Vancouver", "Jansen AB. Salt. J Test. 2017;17:1-9. doi: 10.1000/salt."),
        ("APA 7", "Jansen, A. B. (2017). Salt. J Test, 17, 1–9. https://doi.org/10.1000/salt"),
        ("AMA 11", "Jansen AB. Salt. J Test. 2017;17:1-9. doi:10.1000/salt"),
    ]
    assert "Citeer dit artikel" in html
    assert "De studie zelf" in html


def test_without_a_writer_the_site_is_the_author(client):
    make_article(title="Zout", slug="zout")
    html = client.get("/artikelen/zout/").content.decode()
    assert cited(html)[1][1].startswith("Bronwijzer. (2021, 30 mei). Zout. Geraadpleegd op ")


def test_the_files_that_the_page_names_are_there(client):
    make_article(slug="zout", citations=2)
    html = client.get("/artikelen/zout/").content.decode()
    files = re.findall(r'<a href="([^"]+)" rel="nofollow" download>', html)
    assert len(set(files)) == 16
    assert {client.get(address).status_code for address in files} == {200}


def test_an_article_without_a_study_has_no_sources_to_save(client):
    article = make_article(slug="zout")
    article.sources.all().delete()
    html = client.get("/artikelen/zout/").content.decode()
    assert len(cited(html)) == 3
    assert "referenties.ris" not in html
    assert client.get("/artikelen/zout/referenties.ris").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_the_article_as_a_web_page(client, form):
    make_article(title="Zout", slug="zout")
    response = client.get(f"/artikelen/zout.{form}")
    text = response.content.decode()
    assert response["Content-Disposition"] == f'attachment; filename="bronwijzer-zout.{form}"'
    assert "Zout" in text
    assert ADDRESS in text or form == "nbib", "MEDLINE, which lists journals, has no line for an address"
    assert "Jansen" not in text, "the authors of the study did not write the explanation"
    assert not response.cookies
    assert (
        client.get(f"/artikelen/zout.{form}", headers={"If-None-Match": response["ETag"]}).status_code == 304
    )


def test_it_says_that_it_is_a_web_page(client):
    make_article(title="Zout", slug="zout")
    (item,) = json.loads(client.get("/artikelen/zout.json").content)
    assert (item["type"], item["container-title"], item["issued"]) == (
        "webpage",
        "Bronwijzer",
        {"date-parts": [[2021, 5, 30]]},
    )


@pytest.mark.parametrize("number", [1, 3])
def test_all_that_it_stands_on_in_order(client, number, django_assert_num_queries):
    """The study, what the text mentions, then the study's list; the lists of what is only mentioned are not its own."""
    article = make_article(slug="zout", citations=number)
    study = article.study()
    mentioned = [make_work(title=f"Mentioned {place}") for place in range(number)]
    for place, work in enumerate(mentioned, start=2):
        Source.objects.create(article=article, work=work, kind=SourceKind.CITED, position=place)
        make_citations(citing=work, number=1)
    with django_assert_num_queries(4):  # the last one: what was said of the works since
        response = client.get("/artikelen/zout/referenties.json")
    titles = [item["title"] for item in json.loads(response.content)]
    listed = [line.cited.title for line in study.citations.order_by("position").select_related("cited")]
    assert titles == [study.title, *(work.title for work in mentioned), *listed]
    assert response["Content-Disposition"] == 'attachment; filename="bronnen-zout.json"'


@pytest.mark.parametrize("form", FORMS)
def test_what_readers_may_not_see_is_not_there(client, form):
    make_article(slug="concept", status=Status.DRAFT, citations=1)
    make_article(slug="later", published_at=timezone.now() + timedelta(days=1), citations=1)
    for slug in ("concept", "later", "nooit"):
        assert client.get(f"/artikelen/{slug}.{form}").status_code == 404
        assert client.get(f"/artikelen/{slug}/referenties.{form}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_the_files_of_a_withdrawn_article_say_why_they_went(client, form):
    make_article(slug="weg", status=Status.WITHDRAWN, citations=1)
    for address in (f"/artikelen/weg.{form}", f"/artikelen/weg/referenties.{form}"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Er stond een fout in." in response.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_files_move_along_with_their_article(client, form):
    article = make_article(slug="nieuw", citations=1)
    FormerAddress.objects.create(article=article, slug="oud")
    for end in (f".{form}", f"/referenties.{form}"):
        response = client.get(f"/artikelen/oud{end}")
        assert (response.status_code, response["Location"]) == (301, f"/artikelen/nieuw{end}")
