"""A hundred thousand waiting cost no more questions, and no longer ones, than three do. Nothing here measures time."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.admin import queue_facts, queue_rows
from comments.admin.queue_rows import Chosen
from comments.enums import State
from comments.models import Comment
from config.bench import waiting
from tests.comments.factories import make_comment
from tests.factories import make_article, make_moderator

# In one group, so that one worker makes the long queue and takes it away before it does anything else.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("long queue")]
QUEUE = "/beheer/comments/comment/"
SignIn = Callable[[Any], Client]
MANY = 100_000
# session, user, two of permissions, rows, counts, last decisions, histories; a full page looks whether there is more
ASKED = 8


@pytest.fixture(scope="module")
def long_queue(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A hundred thousand waiting, made once for this file and taken away after it."""
    with django_db_blocker.unblock():
        article = make_article(slug="druk", title="Drukbezocht")
        waiting.fill(article, MANY)
        yield article
        # Deleting so many one by one takes half a minute, because every row is looked for in the tables that may point at it.
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE comments_comment CASCADE")
            cursor.execute("ANALYZE comments_comment")
        works = [source.work for source in article.sources.select_related("work")]
        article.delete()
        for work in works:
            work.delete()


def queries(client: Client, query: str = "") -> list[str]:
    client.get(QUEUE + query)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(QUEUE + query).status_code == 200
    return [each["sql"] for each in asked]


@pytest.mark.parametrize("size", [1, 3, 50])
def test_the_number_of_queries_does_not_grow(signed_in: SignIn, size: int) -> None:
    for number in range(size):
        make_comment(state=State.WAITING, reply_to=make_comment() if number % 2 else None)
    assert len(queries(signed_in(make_moderator()))) == ASKED


def test_no_question_grows_with_the_queue(signed_in: SignIn, long_queue: Any) -> None:
    """Under fifteen, and none of them reads the table from end to end or sorts the queue."""
    moderator = signed_in(make_moderator())
    for query in (
        "",
        f"?article={long_queue.pk}",
        "?q=moeheid",
        "?links=1",
        "?signal=links",
        "?state=placed",
        "?state=all",
    ):
        asked = queries(moderator, query)
        assert len(asked) < 15, query
    plain = queries(moderator)
    assert len(plain) == ASKED
    about = [sql for sql in plain if '"comments_comment"' in sql]
    assert len(about) >= 3
    for sql in about:
        read, plan = rows_read(sql)
        assert read < 40_000, f"{read} rows for: {sql[:120]}\n{plan}"


@pytest.mark.parametrize(
    "query", ["", "?state=all", "?q=bestaatniet", "?links=1&kind=question", "?state=edits"]
)
def test_a_page_reads_a_bounded_number_of_rows(long_queue: Any, query: str) -> None:
    data = dict(part.split("=") for part in query.removeprefix("?").split("&") if part)
    page = None
    for _turn in range(3):  # also further on: a page that begins after a row is found by the index
        chosen = Chosen.read({**data, "after": page.after if page else ""})
        with CaptureQueriesContext(connection) as asked:
            page = queue_rows.page(chosen)
        assert len(asked) <= 4
        for each in asked:
            read, plan = rows_read(each["sql"])
            assert read <= 4 * queue_rows.WINDOW + 1_000, f"{read}: {each['sql'][:300]}\n{plan}"
        if not page.after:
            break


def test_a_page_far_into_the_queue_is_found_by_its_key(long_queue: Any) -> None:
    deep = Comment.objects.waiting()[90_000]
    chosen = Chosen.read({"after": queue_rows.key_of(deep, Chosen())})
    with CaptureQueriesContext(connection) as asked:
        page = queue_rows.page(chosen)
    assert [comment.pk for comment in page.comments] == [
        comment.pk for comment in Comment.objects.waiting()[90_001 : 90_001 + queue_rows.PAGE]
    ]
    (read, plan) = rows_read(asked[0]["sql"])
    assert read < 1_000, plan
    assert "comment_queue" in plan


def test_counting_stops(long_queue: Any) -> None:
    counts = queue_facts.counts()
    assert counts.by_state[State.WAITING] == queue_facts.MOST + 1
    assert counts.said(State.WAITING) == "meer dan 1.000"
    assert (
        counts.oldest
        == Comment.objects.waiting().order_by("queued_at").values_list("queued_at", flat=True)[0]
    )


def test_a_search_that_finds_nothing_says_how_far_it_looked(signed_in: SignIn, long_queue: Any) -> None:
    page = signed_in(make_moderator()).get(f"{QUEUE}?q=bestaatniet").content.decode()
    assert "Er zijn 5.000 reacties bekeken. Er zijn er meer." in page
    assert "Zoek verder" in page


def rows_read(sql: str) -> tuple[int, str]:
    """How many rows all steps of a question's plan looked at together, and the plan."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {sql}")
        lines = [line for (line,) in cursor.fetchall()]
    read = 0
    for line in lines:
        if found := re.search(r"Scan.*\(actual rows=([\d.]+) loops=(\d+)\)", line):
            read += int(float(found.group(1)) * int(found.group(2)))
        if found := re.search(r"Rows Removed by (?:Filter|Index Recheck): (\d+)", line):
            read += int(found.group(1))
    return read, "\n".join(lines)
