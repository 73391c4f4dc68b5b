"""Where help is: on the page after every reaction, the same for everybody, so that it says nothing about what was written."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment

pytestmark = pytest.mark.django_db
URL = "/reacties/vitamine-d/nieuw/"
NUMBERS = ["tel:113", "tel:08000113", "tel:08000226622"]


def numbers(page: str) -> list[str]:
    return sorted(re.findall(r'href="(tel:[0-9]+)"', page), key=NUMBERS.index)


def test_the_thanks_name_help(client: Client, article: Article) -> None:
    page = client.get("/reacties/vitamine-d/bedankt/").content.decode()
    assert "Wilt u met iemand praten?" in page
    assert numbers(page) == NUMBERS


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_crisis_and_thanks_get_the_same_answer(
    client: Client, article: Article, filled_in: Any, headers: dict[str, str]
) -> None:
    """Nothing in the answer, its address or a cookie tells that somebody wrote about dying."""
    answers = []
    for text in ("Ik wil niet meer leven.", "Dank u wel voor dit stuk."):
        response = client.post(URL, filled_in(text=text), headers=headers)
        address = response.get("Location", "")
        if address:
            response = client.get(address)
        page = response.content.decode()
        assert numbers(page) == NUMBERS
        assert not response.cookies
        assert not any(word in address for word in ("leven", "Dank", "help", "crisis"))
        answers.append(re.sub(r"/reacties/[^\"/]*/[^\"]*", "", page))
    assert answers[0] == answers[1]
    assert set(Comment.objects.values_list("priority", flat=True)) == {0, 2}
