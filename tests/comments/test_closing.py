"""Threads that take no more reactions: by the calendar, by hand, and open again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comments.actions import answering, closing, posting
from comments.models import Comment, Thread
from tests.comments.factories import make_anna, make_comment
from tests.comments.test_thread import render
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db
NOTE = "U kunt niet meer op dit artikel reageren."
LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "age", "values", "taken"),
    [
        (0, 9_999, {}, True),
        (30, 29, {}, True),
        (30, 31, {}, False),
        (30, 31, {"stays_open": True}, True),
        (30, 1, {"closed_at": LONG_AGO}, False),
        (0, 1, {"closed_at": LONG_AGO}, False),
    ],
)
def test_the_rule(settings: Any, days: int, age: int, values: dict[str, Any], taken: bool) -> None:
    settings.REACTIONS_CLOSE_AFTER_DAYS = days
    article = make_article(published_at=timezone.now() - timedelta(days=age))
    if values:
        Thread.objects.create(article=article, **values)
    assert closing.is_open(article) is taken
    assert (NOTE not in render(article)) is taken


def test_closing_by_hand_and_opening_again(settings: Any) -> None:
    settings.REACTIONS_CLOSE_AFTER_DAYS = 30
    article, anna = make_article(), make_anna()  # of 2021
    assert not closing.is_open(article)
    closing.reopen(article=article)
    assert closing.is_open(article)
    thread = closing.close(article=article, by=anna)
    again = closing.close(article=article, by=make_moderator())
    assert (again.closed_at, again.closed_by) == (thread.closed_at, anna)
    assert not closing.is_open(article)
    closing.reopen(article=article)
    assert closing.is_open(article)
    assert Thread.objects.count() == 1


def test_a_closed_thread_shows_what_is_there_and_no_way_to_add() -> None:
    comment = make_comment(text="Dit blijft staan.")
    empty, anna = make_article(), make_anna()
    for article in (comment.article, empty):
        closing.close(article=article, by=anna)
    html = render(comment.article)
    assert "Dit blijft staan." in html
    assert "/melden/" in html
    for page in (html, render(empty)):
        assert NOTE in page
        assert "/nieuw/" not in page
        assert "U kunt de eerste zijn" not in page


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("size", [0, 1, 3])
def test_whether_it_is_open_costs_the_page_no_query(
    size: int, closed: bool, django_assert_num_queries: Any
) -> None:
    article = make_article()
    for _ in range(size):
        make_comment(article=article)
    if closed:
        closing.close(article=article, by=make_anna())
    with django_assert_num_queries(1):
        assert (NOTE in render(article)) is closed


def test_nothing_is_posted_below_a_closed_thread_but_the_editors_answer() -> None:
    comment, anna = make_comment(), make_anna()
    closing.close(article=comment.article, by=anna)
    with pytest.raises(posting.ThreadClosed):
        posting.post(
            article=comment.article, name="Rosa", email="rosa@voorbeeld.nl", kind="question", text="Nog een vraag.", consent=True
        )  # fmt: skip
    assert Comment.objects.get() == comment
    answering.answer(comment=comment, by=anna, text="Wij vatten het samen.")
    assert Comment.objects.placed().count() == 2


def test_what_was_typed_comes_back_where_the_thread_closed_meanwhile(
    client: Client, filled_in: Callable[..., dict[str, str]]
) -> None:
    article = make_article(slug="vitamine-d")
    assert client.get("/reacties/vitamine-d/nieuw/").status_code == 200
    closing.close(article=article, by=make_anna())
    answer = client.post("/reacties/vitamine-d/nieuw/", filled_in(text="Mijn lange verhaal."))
    assert answer.status_code in {403, 409, 410}
    assert "Mijn lange verhaal." in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_page_that_says_so_leads_back_to_the_article(client: Client) -> None:
    article = make_article(slug="vitamine-d")
    closing.close(article=article, by=make_anna())
    page = client.get("/reacties/vitamine-d/nieuw/")
    assert page.status_code == 403
    assert f'href="{article.get_absolute_url()}"' in page.content.decode()


def test_the_buttons_in_the_queue(client: Client, signed_in: Callable[[Any], Client]) -> None:
    moderator, article = signed_in(make_moderator()), make_article(title="Vitamine D")
    queue = f"/beheer/comments/comment/?article={article.pk}"
    assert "Sluit de reacties" in moderator.get(queue).content.decode()
    close = f"/beheer/comments/comment/artikel/{article.pk}/close/"
    page = moderator.post(close, {"back": f"article={article.pk}"}, follow=True)
    assert page.redirect_chain == [(queue, 302)]
    assert "Open de reacties weer" in page.content.decode()
    assert NOTE in client.get(article.get_absolute_url()).content.decode()
    assert Thread.objects.get().closed_by.username == "max"
    moderator.post(close.replace("close", "open"))
    assert NOTE not in client.get(article.get_absolute_url()).content.decode()
    assert "Dit kan niet." in moderator.post(close.replace("close", "x"), follow=True).content.decode()
    assert moderator.post("/beheer/comments/comment/artikel/99999/close/").status_code == 404
