"""Placing without a moderator: only where an operator asked for it, only for proven writers, never with a signal."""

from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments import spam
from comments.actions import confirming, links, moderating, own, posting
from comments.enums import LinkPurpose, State, Verb
from comments.models import Ban, Comment, Decision
from tests.comments.factories import make_comment
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
ROSA = "rosa@voorbeeld.nl"


def post(article: Article, **changes: Any) -> Comment:
    """Rosa's next reaction, from a browser that knows her."""
    values: dict[str, Any] = {
        "name": "Rosa",
        "email": ROSA,
        "kind": "question",
        "text": "En toen?",
        "consent": True,
    }
    return posting.post(article=article, **{**values, "confirmed": True, **changes})


def earlier(article: Article, count: int = 2, **values: Any) -> list[Comment]:
    """What Rosa sent in before."""
    facts = {"article": article, "email": ROSA, "confirmed_at": timezone.now(), **values}
    return [make_comment(**facts) for _ in range(count)]


@pytest.fixture(autouse=True)
def _two_are_enough(settings: Any) -> None:
    settings.REACTIONS_TRUST_AFTER = 2


def test_after_enough_placed_reactions_the_next_is_placed_at_once(article: Article) -> None:
    earlier(article)
    comment = post(article)
    comment.refresh_from_db()
    assert comment.state == State.PLACED
    assert comment.placed_at
    decision = Decision.objects.get()
    assert (decision.verb, decision.by, decision.by_name) == (
        Verb.APPROVE,
        None,
        "automatisch (vertrouwd adres)",
    )
    assert (decision.from_state, decision.to_state) == (State.WAITING, State.PLACED)
    names = set(ProcrastinateJob.objects.values_list("task_name", flat=True))
    assert names == {"comments.tasks.announce", "comments.tasks.mail_received"}


def test_confirming_may_place_it_too(article: Article) -> None:
    earlier(article)
    comment = post(article, confirmed=False)
    assert comment.state == State.AWAITING_EMAIL
    confirming.confirm(token=links.issue(purpose=LinkPurpose.CONFIRM, comment=comment))
    comment.refresh_from_db()
    assert comment.state == State.PLACED
    verbs = Decision.objects.in_order().values_list("verb", flat=True)
    assert list(verbs) == [Verb.CONFIRM, Verb.APPROVE]


def test_nobody_is_trusted_unless_asked_for(article: Article, settings: Any) -> None:
    settings.REACTIONS_TRUST_AFTER = 0
    earlier(article, 20)
    assert post(article).state == State.WAITING


@pytest.mark.parametrize(
    ("count", "values"),
    [
        (1, {}),
        (2, {"confirmed_at": None}),
        (2, {"email": "piet@voorbeeld.nl"}),
        (2, {"state": State.WAITING}),
    ],
)
def test_not_enough_waits(article: Article, count: int, values: dict[str, Any]) -> None:
    earlier(article, count, **values)
    assert post(article).state == State.WAITING


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM])
def test_one_bad_reaction_ends_the_trust(article: Article, state: State) -> None:
    earlier(article)
    earlier(article, 1, state=state)
    assert post(article).state == State.WAITING


def test_removed_by_a_moderator_ends_the_trust(article: Article) -> None:
    [*_, last] = earlier(article, 3)
    moderating.remove(comment=last, by=make_moderator())
    assert post(article).state == State.WAITING


def test_removed_by_a_moderator_whose_account_went_still_does(article: Article) -> None:
    [*_, last] = earlier(article, 3)
    moderator = make_moderator()
    moderating.remove(comment=last, by=moderator)
    moderator.delete()
    assert post(article).state == State.WAITING


def test_removed_by_mistake_does_not(article: Article) -> None:
    [*_, last] = earlier(article, 3)
    moderator = make_moderator()
    decision = moderating.remove(comment=last, by=moderator)
    moderating.undo(comment=last, by=moderator, decision=decision)
    assert post(article).state == State.PLACED


def test_removing_an_own_reaction_costs_no_trust(article: Article) -> None:
    [*_, last] = earlier(article, 3)
    own.remove(token=links.issue(purpose=LinkPurpose.OWN, comment=last))
    assert post(article).state == State.PLACED


def test_any_signal_sends_it_to_the_queue(article: Article) -> None:
    earlier(article)
    assert post(article, signals=[spam.Signal("links", 0, "0")]).state == State.WAITING
    assert post(article, text="Nog iets.", signals=[spam.Signal("links", 2, "1")]).state == State.WAITING


def test_urgent_ones_are_read_by_people(article: Article) -> None:
    earlier(article)
    comment = post(article, confirmed=False)
    Comment.objects.filter(pk=comment.pk).update(priority=2)
    confirming.confirm(token=links.issue(purpose=LinkPurpose.CONFIRM, comment=comment))
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_a_reply_to_what_went_away_waits(article: Article) -> None:
    earlier(article)
    above = make_comment(article=article)
    comment = post(article, confirmed=False, reply_to=above)
    Comment.objects.filter(pk=above.pk).update(state=State.REMOVED)
    confirming.confirm(token=links.issue(purpose=LinkPurpose.CONFIRM, comment=comment))
    comment.refresh_from_db()
    assert comment.state == State.WAITING


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", ROSA), ("domain", "voorbeeld.nl"), ("network", "192.0.2.0/24"), ("network", "192.0.0.0/16")],
)
def test_who_was_banned_before_confirming_waits(article: Article, kind: str, value: str) -> None:
    earlier(article)
    comment = post(article, confirmed=False, ip="192.0.2.77")
    token = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    Ban.objects.create(kind=kind, value=value, reason="Reclame.")
    confirming.confirm(token=token)
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_a_ban_on_another_network_costs_no_trust(article: Article) -> None:
    earlier(article)
    Ban.objects.create(kind="network", value="198.51.100.0/24", reason="Reclame.")
    assert post(article, ip="192.0.2.77").state == State.PLACED
