"""Prepared queries: the value goes in where the mark stood, and nothing else does."""

import pytest
from django.db.models import Value

from articles.models import Topic
from config.kit.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _topics():
    for name in ("a", "b' OR 1=1", "100%"):
        Topic.objects.create(name=name, slug=f"s{Topic.objects.count()}")


def test_the_value_changes_and_the_rest_stays():
    by_name = Prepared(lambda name: Topic.objects.filter(name=name).values_list("name", Value("100%")), str)
    assert by_name.rows("a") == [("a", "100%")]
    assert by_name.rows("b' OR 1=1") == [("b' OR 1=1", "100%")]
    assert by_name.rows("100%") == [("100%", "100%")]
    assert by_name.rows("nothing") == []


def test_a_number_and_none_at_all():
    first = Topic.objects.earliest("pk").pk
    assert Prepared(lambda pk: Topic.objects.filter(pk=pk).values_list("name"), int).rows(first) == [("a",)]
    assert len(Prepared(lambda: Topic.objects.values_list("name")).rows()) == 3


@pytest.mark.parametrize("values", [(), ("1",), (1, 2), (True,), (None,)])
def test_another_kind_or_number_of_values_is_refused(values):
    with pytest.raises(TypeError):
        Prepared(lambda pk: Topic.objects.filter(pk=pk).values_list("name"), int).rows(*values)


def test_a_queryset_that_ignores_its_value_is_refused():
    with pytest.raises(ValueError, match="does not use"):
        Prepared(lambda pk: Topic.objects.values_list("name"), int).rows(1)
