"""The moderators' figures: per week what came in, what was decided, and the median wait."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comments.admin import drawing, figures
from comments.enums import State, Verb
from comments.models import Comment, Decision
from tests.comments.factories import make_comment
from tests.factories import make_moderator

SignIn = Callable[[Any], Client]
MONDAY = date(2026, 3, 2)


def decided(
    comment: Comment, *, hours: float, verb: Verb = Verb.APPROVE, from_state: str = State.WAITING
) -> None:
    """A decision so long after the reaction came before the moderators."""
    waited_from = comment.confirmed_at or comment.posted_at
    Decision.objects.create(
        comment=comment, verb=verb, from_state=from_state, to_state=State.SPAM if from_state == State.PLACED else State.PLACED,
        by_name="Anna", at=waited_from + timedelta(hours=hours),
    )  # fmt: skip


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.django_db
def test_weeks_are_counted_and_the_wait_is_the_median(django_assert_num_queries: Any) -> None:
    for hours in (1, 3, 500):
        decided(make_comment(posted_at=at(3)), hours=hours) if hours < 500 else make_comment(posted_at=at(3))
    slow = make_comment(posted_at=at(3), confirmed_at=at(5))
    decided(slow, hours=20)
    decided(
        slow, hours=21, verb=Verb.SPAM, from_state=State.PLACED
    )  # a second decision is no wait in the queue
    make_comment(posted_at=at(3), by_editor=True)
    make_comment(posted_at=at(10))
    with django_assert_num_queries(1):
        found = figures.weeks(date(2026, 3, 12), number=3)
    assert [(week.start, week.arrivals, week.decisions, week.hours) for week in found] == [
        (date(2026, 2, 23), 0, 0, None),
        (MONDAY, 4, 3, 3.0),
        (date(2026, 3, 9), 1, 0, None),
    ]


@pytest.mark.django_db
def test_a_week_begins_on_monday_midnight_in_amsterdam() -> None:
    make_comment(posted_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # Monday 0:30
    make_comment(posted_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC))  # Sunday 23:30
    make_comment(
        posted_at=datetime(2026, 3, 29, 21, 30, tzinfo=UTC)
    )  # Sunday 23:30, the night that summer time began
    make_comment(posted_at=datetime(2026, 3, 29, 22, 30, tzinfo=UTC))  # Monday 0:30
    found = figures.weeks(date(2026, 4, 5), number=6)
    assert [week.arrivals for week in found] == [1, 1, 0, 0, 1, 1]


@pytest.mark.django_db
def test_the_page_draws_and_tells_the_same(signed_in: SignIn) -> None:
    moderator = signed_in(make_moderator())
    empty = moderator.get("/beheer/comments/comment/cijfers/").content.decode()
    assert "Er is nog niets besloten." in empty
    decided(make_comment(), hours=0.5)
    page = moderator.get("/beheer/comments/comment/cijfers/").content.decode()
    assert "26 weken: 1 binnengekomen, 1 beslist." in page
    assert page.count('role="img"') == 2
    assert len(re.findall(r'<tr><th scope="row">', page)) == figures.WEEKS
    assert "30 minuten" in page
    assert moderator.post("/beheer/comments/comment/cijfers/").status_code == 405


COUNTS = st.lists(
    st.tuples(st.just(MONDAY), st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=26
)


@given(weeks=COUNTS)
def test_every_bar_stays_inside_the_drawing(weeks: list[tuple[date, int, int]]) -> None:
    svg = drawing.counts(weeks).svg
    bars = re.findall(r'<rect class="\S+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    assert len(bars) == sum(bool(came) + bool(done) for _start, came, done in weeks)
    for left, top, width, height in (map(float, bar) for bar in bars):
        assert drawing.LEFT <= left <= left + width <= drawing.WIDTH + 0.1
        assert drawing.TOP - 0.1 <= top <= top + height <= drawing.FLOOR + 0.1


@given(hours=st.lists(st.one_of(st.none(), st.floats(0, 10_000)), min_size=1, max_size=26))
def test_a_week_without_decisions_breaks_the_line(hours: list[float | None]) -> None:
    svg = drawing.hours([(MONDAY, value) for value in hours]).svg
    assert svg.count("<circle") == sum(value is not None for value in hours)
    pairs = sum(a is not None and b is not None for a, b in zip(hours, hours[1:], strict=False))
    points = [len(line.split()) for line in re.findall(r'<polyline points="([^"]*)"', svg)]
    assert sum(count - 1 for count in points) == pairs


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "een minuut"),
        (1 / 60, "een minuut"),
        (1 / 30, "2 minuten"),
        (0.5, "30 minuten"),
        (1, "1,0 uur"),
        (47.9, "47,9 uur"),
        (60, "2,5 dagen"),
    ],
)
def test_a_wait_in_words(hours: float, words: str) -> None:
    assert drawing.said(hours) == words
