"""A page that explains a database that is away, also where the template is what asks it."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from comments.models import Comment
from comments.views.answers import answer, calm, page
from tests.comments.factories import make_comment
from tests.comments.test_refusals import table_locked


@calm
def lazy_page(request: HttpRequest) -> HttpResponse:
    """A page whose rows are fetched by its template."""
    return page(request, "mine_list", {"held": {"reactions": Comment.objects.all()}, "token": "x"})


@calm
def lazy_part(request: HttpRequest) -> HttpResponse:
    """The same for a part that htmx asked for."""
    return answer(request, "reaction_thanks", {"slug": "x", "placed": Comment.objects.placed()})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("view", [lazy_page, lazy_part])
def test_a_template_that_finds_the_database_away(view: object) -> None:
    make_comment()
    request = RequestFactory().post("/", {"text": "Getypte woorden."}, headers={"HX-Request": "true"})
    with table_locked("comments_comment"):
        response = view(request)  # type: ignore[operator]
        response.render()
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Getypte woorden." in response.content.decode()
