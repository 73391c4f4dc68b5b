"""What readers find on home, lists, topic, article and study pages."""

import re

import pytest

from articles.enums import RelatedKind, SourceKind, Status
from articles.models import Related, Source
from references.models import AbstractSection, Citation, CitationCount, Notice, TrialRegistration
from tests.factories import make_article, make_work

pytestmark = pytest.mark.django_db


def text(response) -> str:
    """The words of a page, tags and runs of white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def titles(response) -> list[str]:
    return re.findall(r'card-title"><a [^>]*>([^<]+)</a>', response.content.decode())


def test_home_without_anything(client):
    page = text(client.get("/"))
    assert "Er zijn nog geen artikelen." in page
    assert "Er zijn nog geen onderwerpen." in page


def test_home_shows_the_latest_and_the_topics(client):
    make_article(title="Ouder", published_at="2020-01-01T00:00Z", topics=("Longkanker",))
    make_article(title="Nieuwer", published_at="2021-01-01T00:00Z")
    make_article(title="Concept", status=Status.DRAFT, topics=("Huidkanker",))
    response = client.get("/")
    assert titles(response) == ["Nieuwer", "Ouder"]
    assert "Longkanker" in text(response)
    assert "Huidkanker" not in text(response)  # a topic that would lead to an empty page


def test_list_in_pages(client):
    for number in range(21):
        make_article(title=f"Artikel {number:02}", published_at=f"2021-01-{number + 1:02}T00:00Z")
    first, second = client.get("/artikelen/"), client.get("/artikelen/?pagina=2")
    assert titles(first) == [f"Artikel {number:02}" for number in range(20, 0, -1)]
    assert titles(second) == ["Artikel 00"]
    assert 'href="?pagina=2"' in first.content.decode()
    assert 'rel="next"' not in second.content.decode()
    assert client.get("/artikelen/?pagina=3").status_code == 404


def test_topic_page(client):
    make_article(title="Hierover", topics=("Borstkanker",))
    make_article(title="Over iets anders", topics=("Longkanker",))
    response = client.get("/onderwerpen/borstkanker/")
    assert titles(response) == ["Hierover"]
    assert "Soort kanker" in text(response)
    assert client.get("/onderwerpen/bestaat-niet/").status_code == 404


def test_article_with_every_part(client):
    article = make_article(
        title="De titel", slug="de-titel", citations=2, topics=("Borstkanker",), byline="An de Vries"
    )
    study = article.study()
    study.doi, study.container_title, study.page = "10.1000/studie", "BMC Cancer", "40"
    study.issue, study.month, study.day = "1", 1, 9
    study.save()
    AbstractSection.objects.create(work=study, position=1, label="Background", text="It was unknown.")
    TrialRegistration.objects.create(work=study, registry="ClinicalTrials.gov", identifier="NCT00902941")
    CitationCount.objects.create(work=study, count=16, source="PubMed", as_of="2021-05-30")
    other = make_article(title="Lees ook dit", slug="lees-ook-dit")
    Related.objects.create(article=article, other=other, kind=RelatedKind.PINNED)
    response = client.get("/artikelen/de-titel/")
    page, html = text(response), response.content.decode()
    assert "30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40" in page.replace("17:40", "17(1):40")
    for part in (
        "De titel",
        "Uitleg over de studie.",
        "Geschreven door An de Vries.",
        "It was unknown.",
        "Background",
    ):
        assert part in page
    assert 'href="https://clinicaltrials.gov/study/NCT00902941"' in html
    assert 'href="https://doi.org/10.1000/studie"' in html
    assert "16 keer geciteerd (PubMed, 30 mei 2021)" in page
    assert "De 2 referenties van deze studie" in page
    assert 'href="/artikelen/lees-ook-dit/">Lees ook dit<' in html
    assert 'href="/onderwerpen/borstkanker/">Borstkanker<' in html
    assert "Plaats een reactie" in page


def test_reference_links_and_the_search_that_replaces_one(client):
    article = make_article(slug="a")
    study = article.study()
    known = make_work(title="Known", doi="10.1000/x(1)", pmid="123", pmcid="PMC45")
    unknown = make_work(title="Only a title?", year=2008)
    for place, (work, labels) in enumerate(
        [(known, ["DOI", "PMC", "PubMed"]), (unknown, ["PubMed"])], start=1
    ):
        Citation.objects.create(citing=study, cited=work, position=place, raw="x", labels=labels)
    Citation.objects.create(citing=study, position=3, raw="1. zie <b>de folder</b>", status="check")
    html = client.get("/artikelen/a/").content.decode()
    items = re.findall(r'<li id="ref-\d+".*?</li>', html, flags=re.DOTALL)
    assert re.findall(r'href="(http[^"]+)"', items[0]) == [
        "https://doi.org/10.1000/x(1)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC45/",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
    ]
    assert "(zoeken)" not in items[0]
    assert re.findall(r'href="(http[^"]+)"', items[1]) == [
        "https://pubmed.ncbi.nlm.nih.gov/?term=Only+a+title%3F+2008"
    ]
    assert "(zoeken)" in items[1]
    assert "1. zie &lt;b&gt;de folder&lt;/b&gt;" in items[2]


def test_a_retracted_study_says_so_above_the_explanation(client):
    article = make_article(slug="a")
    Notice.objects.create(work=article.study(), kind="retraction", date="2022-02-03", source="Crossref")
    html = client.get("/artikelen/a/").content.decode()
    assert "Deze studie is ingetrokken." in html
    assert html.index("Ingetrokken op 3 februari 2022") < html.index("Uitleg over de studie")


def test_a_title_with_markup_is_text(client):
    make_article(title="1 < 2 & <script>alert(1)</script>", slug="a", lead='"><img src=x>')
    html = client.get("/artikelen/a/").content.decode()
    assert "<script>alert" not in html
    assert "1 &lt; 2 &amp; &lt;script&gt;" in html
    assert "<img src=x" not in client.get("/artikelen/").content.decode()


def test_an_unpublished_related_article_is_not_shown(client):
    article = make_article(slug="a")
    for kind, title, status in (
        ("1-pinned", "Geheim concept", Status.DRAFT),
        ("2-hint", "Ingetrokken stuk", Status.WITHDRAWN),
    ):
        Related.objects.create(article=article, other=make_article(title=title, status=status), kind=kind)
    Related.objects.create(article=article, hint="Nooit gevonden", kind="2-hint", position=2)
    page = text(client.get("/artikelen/a/"))
    for title in ("Geheim concept", "Ingetrokken stuk", "Nooit gevonden"):
        assert title not in page


def test_study_page(client):
    article = make_article(title="Legt uit", citations=1)
    study = article.study()
    make_article(title="Geheim", status=Status.DRAFT)
    mention = make_article(title="Noemt")
    Source.objects.create(article=mention, work=study, kind=SourceKind.CITED, position=2)
    page = text(client.get(f"/studies/{study.pk}/"))
    assert "Legt uit legt deze studie uit" in page
    assert "Noemt noemt dit werk" in page
    cited = text(client.get(f"/studies/{study.citations.get().cited_id}/"))
    assert "Legt uit legt een studie uit die dit werk aanhaalt" in cited


def test_study_page_of_a_work_in_nobodys_article(client):
    work = make_work(title="Los werk")
    draft = make_article(title="Geheim concept", status=Status.DRAFT)
    Source.objects.create(article=draft, work=work, position=2)
    page = text(client.get(f"/studies/{work.pk}/"))
    assert "Nog geen artikel op deze site" in page
    assert "Geheim concept" not in page


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999999"])
def test_study_that_is_not_there(client, pk):
    assert client.get(f"/studies/{pk}/").status_code == 404


def test_health(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").json() == {"ready": True, "database": "ok", "cache": "ok"}
    assert client.post("/healthz").status_code == 405
