"""Pages ask the database a fixed number of questions, however much they hold."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.enums import RelatedKind, SourceKind
from articles.models import Article, Related, Source
from comments.models import Comment
from references.models import AbstractSection, CitationCount, Notice, TrialRegistration, Work
from tests.comments.factories import make_comment
from tests.factories import make_article, make_citations, make_work

pytestmark = pytest.mark.django_db

MOST_ON_AN_ARTICLE = 8
# With one row and with three (or as many as the issue asks for): the same literal number.
ARTICLE, LIST, HOME, TOPIC, SEARCH, STUDY, FORM = 3, 1, 2, 2, 1, 4, 2


def queries(client: Client, address: str, *, warm: bool = True) -> int:
    """How many questions a page asks; warm, because a process compiles its statements once."""
    if warm:
        client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def furnish(
    article: Article, *, references: int = 1, reactions: int = 1, related: int = 1, rest: int = 1
) -> None:
    """Hang so much of everything on an article."""
    study = article.study()
    make_citations(citing=study, number=references)
    first: Comment | None = None
    for _ in range(reactions):
        comment = make_comment(article=article, reply_to=first)
        first = first or comment
    for place in range(1, related + 1):
        other = make_article(topics=("Borstkanker",))
        Related.objects.create(article=article, other=other, kind=RelatedKind.PINNED, position=place)
    for place in range(1, rest + 1):
        furnish_study(study, place)
        Source.objects.create(article=article, work=make_work(), kind=SourceKind.CITED, position=place)


def furnish_study(study: Work, place: int) -> None:
    AbstractSection.objects.create(work=study, position=place, label="Background", text="It was unknown.")
    TrialRegistration.objects.create(
        work=study, registry="ClinicalTrials.gov", identifier=f"NCT0000000{place}"
    )
    CitationCount.objects.create(work=study, count=place, source=f"Bron {place}", as_of="2021-05-30")
    Notice.objects.create(work=study, kind="correction", date=f"2022-02-0{place}", source=f"Crossref {place}")


@pytest.mark.parametrize(
    "amounts",
    [
        {},
        {"references": 36},
        {"reactions": 50},
        {"related": 3},
        {"rest": 3},
        {"references": 36, "reactions": 50, "related": 3, "rest": 3},
    ],
    ids=["one of each", "36 references", "50 reactions", "3 related", "3 of the rest", "everything"],
)
def test_article_page(client: Client, capsys: Any, amounts: dict[str, int]) -> None:
    article = make_article(
        slug="een", topics=("Borstkanker", "Bestraling", "Cohort")[: amounts.get("rest", 1)]
    )
    furnish(article, **amounts)
    make_comment(article=article, state="waiting", text="Wacht nog.")
    cold = queries(client, "/artikelen/een/", warm=False)
    count = queries(client, "/artikelen/een/")
    with capsys.disabled():
        print(f"\narticle page with {amounts or 'one of each'}: {count} queries")  # noqa: T201
    page = client.get("/artikelen/een/").content.decode()
    assert page.count('<li id="ref-') == amounts.get("references", 1), "the references are not on the page"
    assert page.count('id="reactie-') == amounts.get("reactions", 1), "the reactions are not on the page"
    assert "Wacht nog." not in page
    assert count == cold == ARTICLE <= MOST_ON_AN_ARTICLE


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "pinned"),
    [
        ("/", HOME),
        ("/artikelen/", LIST),
        ("/onderwerpen/borstkanker/", TOPIC),
        ("/zoeken/?q=uitleg", SEARCH),
        ("/zoeken/?q=borstkanker", SEARCH),
    ],
)
def test_lists(client: Client, address: str, pinned: int, number: int) -> None:
    topics = ("Borstkanker", "Bestraling", "Cohort")
    for _ in range(number):
        make_article(topics=topics[:number], citations=number)
    assert queries(client, address) == pinned
    assert client.get(address).content.decode().count('class="card-title"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_study_page(client: Client, number: int) -> None:
    study = make_work()
    make_citations(citing=study, number=number)
    for place in range(1, number + 1):
        furnish_study(study, place)
        Source.objects.create(article=make_article(), work=study, kind=SourceKind.CITED, position=2)
    address = f"/studies/{study.pk}/"
    assert queries(client, address) == STUDY
    page = client.get(address).content.decode()
    assert page.count('<li id="ref-') == number
    assert page.count('href="/artikelen/artikel-') == number


@pytest.mark.parametrize("number", [1, 3])
def test_reaction_form(client: Client, number: int) -> None:
    article = make_article(slug="een")
    furnish(article, references=number, reactions=number)
    assert queries(client, "/reacties/een/nieuw/") == FORM


def test_an_empty_search_asks_nothing(client: Client) -> None:
    assert queries(client, "/zoeken/") == 0
    assert queries(client, "/zoeken/?q=%00") == 0
