"""Searching: Dutch and English words, compounds, operators, nonsense."""

import pytest

from articles.enums import Status
from references.models import AbstractSection
from tests.articles.test_pages import text, titles
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def _articles():
    make_article(
        title="Bewegen bij borstkanker", summary="<p>Wandelen hielp borstkankerpatiënten tegen moeheid.</p>"
    )
    english = make_article(title="Zenuwpijn door chemo", summary="<p>Over tintelingen in de vingers.</p>")
    AbstractSection.objects.create(
        work=english.study(), position=1, text="Peripheral neuropathies were relieved."
    )
    make_article(title="Borstkanker, nog een concept", status=Status.DRAFT)
    make_article(title="Vitamine D", topics=("Preventie en voorkomen",))


def found(client, query: str) -> list[str]:
    response = client.get("/zoeken/", {"q": query})
    assert response.status_code == 200
    return titles(response)


@pytest.mark.usefixtures("_articles")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("borstkanker", ["Bewegen bij borstkanker"]),
        ("BORSTKANKER", ["Bewegen bij borstkanker"]),
        ("wandel", ["Bewegen bij borstkanker"]),
        ("borst kanker", ["Bewegen bij borstkanker"]),  # a compound that the reader split
        (
            "borstkanker-onderzoek bij borstkanker",
            ["Bewegen bij borstkanker"],
        ),  # any of the words, when not all
        ("wandelen", ["Bewegen bij borstkanker"]),
        ("quasar borstkanker", ["Bewegen bij borstkanker"]),
        ("vitamine-d", ["Vitamine D"]),  # a hyphen inside a word is no minus
        ("voorkomen", ["Vitamine D"]),  # a word of a topic's name
        ("tinteling", ["Zenuwpijn door chemo"]),  # Dutch stemming: tintelingen
        ("neuropathy", ["Zenuwpijn door chemo"]),  # English stemming, found through the study's abstract
        ("zenuw", ["Zenuwpijn door chemo"]),  # the beginning of a compound
        ("preventie", ["Vitamine D"]),  # a topic's name
        ('"bewegen bij borstkanker"', ["Bewegen bij borstkanker"]),
        ("borstkanker -wandelen", []),
        ("quasar", []),
    ],
)
def test_words(client, query, expected):
    assert found(client, query) == expected


@pytest.mark.parametrize(
    "query", ["10.1000/studie.1", "https://doi.org/10.1000/STUDIE.1", "NCT00902941", "nct 00902941"]
)
def test_by_an_identifier_of_the_study(client, query):
    article = make_article(title="Gevonden")
    study = article.study()
    study.doi = "10.1000/studie.1"
    study.save()
    study.registrations.create(registry="ClinicalTrials.gov", identifier="NCT00902941")
    make_article(title="Iets anders")
    assert found(client, query) == ["Gevonden"]


def test_a_stem_that_is_spelled_otherwise(client):
    make_article(title="Bestraling bij prostaatkanker")
    assert found(client, "prostaat") == ["Bestraling bij prostaatkanker"]


@pytest.mark.usefixtures("_articles")
def test_the_found_word_is_marked_and_nothing_else(client):
    html = client.get("/zoeken/", {"q": "moeheid"}).content.decode()
    assert "<mark>moeheid</mark>" in html


def test_markup_in_the_text_stays_text(client):
    make_article(
        title="Gevaar", summary="<p>P &lt; 0,05 &amp; &lt;script&gt;alert(1)&lt;/script&gt; bij moeheid.</p>"
    )
    html = client.get("/zoeken/", {"q": "moeheid"}).content.decode()
    assert "<script>alert" not in html
    assert "P &lt; 0,05 &amp; " in html


def test_the_best_first(client):
    make_article(
        title="Terloops", summary="<p>" + "Woorden zonder verband. " * 30 + "Een keer acupunctuur.</p>"
    )
    make_article(title="Acupunctuur bij pijn", summary="<p>Acupunctuur hielp.</p>")
    assert found(client, "acupunctuur") == ["Acupunctuur bij pijn", "Terloops"]


def test_results_in_pages_keep_the_words(client):
    for number in range(11):
        make_article(title=f"Moeheid {number}")
    first = client.get("/zoeken/", {"q": "moeheid"})
    assert len(titles(first)) == 10
    assert 'href="?q=moeheid&amp;pagina=2"' in first.content.decode()
    assert len(titles(client.get("/zoeken/", {"q": "moeheid", "pagina": "2"}))) == 1


def test_empty_state_helps(client):
    assert "Typ één of meer woorden" in text(client.get("/zoeken/"))
    assert "Er is niets gevonden voor “quasar”" in text(client.get("/zoeken/", {"q": "quasar"}))


@pytest.mark.usefixtures("_articles")
@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        '"',
        "'",
        "-",
        "&",
        "| ! :*",
        "\\",
        "a' & b",
        "':*",
        "or",
        '""""',
        "%",
        "_",
        "🙂",
        "x" * 10_000,
        "<b>",
        "или",
        "((",
        "a:b:*",
    ],
)
def test_nonsense_is_answered(client, query):
    found(client, query)


def test_typed_words_stay_in_the_box(client):
    assert 'value="&lt;b&gt; &amp; co"' in client.get("/zoeken/", {"q": "<b> & co"}).content.decode()
