"""Several people at once: nothing doubled, nothing lost, nobody stuck."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from articles.actions import publishing
from articles.enums import Status
from articles.models import Article, Related
from articles.page_import.loader import Outcome, load
from references.models import Work
from tests.articles.pages import make_page
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def together(act, items):
    """Run `act` for all items at the same time, each on a connection of its own."""

    def one(item):
        try:
            return act(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(one, items))


def test_pages_that_share_new_references():
    pages = [make_page(title=f"Titel nummer {number}").encode() for number in range(4)]
    results = together(lambda data: load(name="x", data=data, publish=True), pages)
    assert [result.outcome for result in results] == [Outcome.CREATED] * 4
    assert Work.objects.filter(doi__in=["10.1000/t1", "10.1000/t2"]).count() == 2


def test_the_same_page_twice():
    results = together(lambda data: load(name="x", data=data), [make_page().encode()] * 3)
    assert sorted(result.outcome for result in results) == [
        Outcome.CREATED,
        Outcome.UNCHANGED,
        Outcome.UNCHANGED,
    ]
    assert Article.objects.count() == 1


def test_publishing_articles_that_share_topics():
    articles = [make_article(status=Status.DRAFT, topics=("Borstkanker",)) for _ in range(5)]
    together(lambda article: publishing.publish(article=article, by=None), articles)
    assert Article.objects.live().count() == 5
    for article in articles:
        others = list(Related.objects.filter(article=article).values_list("other", flat=True))
        assert sorted(others) == sorted(other.pk for other in articles if other != article)
