"""Sending in, as an action: what is stored, what is refused, and that a double press is one reaction."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.enums import Status
from articles.models import Article
from comments import spam
from comments.actions import closing, links, own, posting
from comments.enums import LinkPurpose, State
from comments.models import Ban, Comment, Subscription
from tests.comments.factories import make_comment, make_follower
from tests.comments.together import at_one_moment
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db


def post(article: Article, **changes: object) -> Comment:
    """Rosa's question."""
    values: dict[str, object] = {
        "name": "Rosa",
        "email": "Rosa@Voorbeeld.nl",
        "kind": "question",
        "text": "Hoe lang duurde de studie?",
        "consent": True,
    }
    return posting.post(article=article, **{**values, **changes})  # type: ignore[arg-type]


def jobs() -> list[tuple[str, dict[str, int]]]:
    """What the queue was asked to do."""
    return list(ProcrastinateJob.objects.order_by("pk").values_list("task_name", "args"))


def test_a_reaction_waits_for_its_writer_who_gets_a_letter(article: Article) -> None:
    comment = post(article, ip="192.0.2.77", signals=[spam.Signal("links", 2, "1")])
    comment.refresh_from_db()
    assert (comment.state, comment.email, comment.network) == (
        State.AWAITING_EMAIL,
        "rosa@voorbeeld.nl",
        "192.0.2.0/24",
    )
    assert (comment.score, comment.signal_words()) == (2, ["webadressen in de tekst: 1"])
    assert comment.consent_at
    assert not comment.placed_at
    assert not comment.confirmed_at
    assert jobs() == [("comments.tasks.mail_received", {"comment_id": comment.pk})]


def test_from_a_proven_address_it_goes_straight_to_the_moderators(article: Article) -> None:
    comment = post(article, confirmed=True, subscribe=True)
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert comment.confirmed_at == comment.queued_at == comment.posted_at
    names = {"comments.tasks.mail_moderators", "comments.tasks.mail_received"}
    assert {name for name, _ in jobs()} == names
    assert Subscription.objects.get().confirmed_at
    assert not comment.decisions.exists()


def test_a_wish_to_follow_is_confirmed_by_the_next_proven_reaction(article: Article) -> None:
    post(article, subscribe=True)
    post(article, subscribe=True, text="Nog iets.", confirmed=True)
    assert Subscription.objects.get().confirmed_at


def test_a_closed_thread_takes_none(article: Article) -> None:
    closing.close(article=article, by=make_moderator())
    with pytest.raises(posting.ThreadClosed):
        post(article)
    assert not Comment.objects.exists()


def test_the_same_words_twice_are_one_reaction(article: Article) -> None:
    assert post(article) == post(article, email="rosa@voorbeeld.nl")
    assert Comment.objects.count() == 1
    assert len(jobs()) == 1


def test_other_words_another_place_or_another_time_are_another_reaction(article: Article) -> None:
    first, other = make_comment(article=article), make_comment(article=article)
    made = [
        post(article),
        post(article, text="Iets anders."),
        post(article, email="piet@voorbeeld.nl"),
        post(article, reply_to=first),
        post(article, reply_to=other),
        post(make_article()),
    ]
    Comment.objects.filter(pk=made[0].pk).update(posted_at=timezone.now() - timedelta(minutes=11))
    made.append(post(article))
    assert len({comment.pk for comment in made}) == 7


def test_a_double_reply_on_the_deepest_level_is_recognised(article: Article) -> None:
    third = make_comment(reply_to=make_comment(reply_to=make_comment(article=article)))
    assert post(article, reply_to=third) == post(article, reply_to=third)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_an_article_that_is_not_live_takes_none(status: str) -> None:
    with pytest.raises(posting.ArticleClosed):
        post(make_article(status=status))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_only_placed_reactions_are_answered(article: Article, state: State) -> None:
    with pytest.raises(posting.AnsweredGone):
        post(article, reply_to=make_comment(article=article, state=state))


def test_a_reaction_to_another_article_is_not_answered(article: Article) -> None:
    with pytest.raises(posting.AnsweredGone):
        post(article, reply_to=make_comment())


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "rosa@voorbeeld.nl"), ("domain", "voorbeeld.nl"), ("network", "192.0.2.0/24")],
)
def test_a_ban_keeps_its_sender_out_until_it_ends(article: Article, kind: str, value: str) -> None:
    ban = Ban.objects.create(kind=kind, value=value, reason="reclame")
    with pytest.raises(posting.Banned):
        post(article, ip="192.0.2.77")
    ban.until = timezone.now() - timedelta(minutes=1)
    ban.save()
    assert post(article, ip="192.0.2.77").pk


def test_a_ban_on_others_hits_nobody_else(article: Article) -> None:
    Ban.objects.create(kind="domain", value="beeld.nl", reason="reclame")
    Ban.objects.create(kind="network", value="198.51.100.0/24", reason="reclame")
    assert post(article, ip="192.0.2.77").pk


def test_following_is_noted_once_and_not_yet_confirmed(article: Article) -> None:
    post(article, subscribe=True)
    post(article, subscribe=True, text="Nog iets.")
    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.confirmed_at) == ("rosa@voorbeeld.nl", None)


def test_who_follows_already_keeps_following(article: Article) -> None:
    make_follower(article=article, email="rosa@voorbeeld.nl")
    post(article, subscribe=True)
    assert Subscription.objects.get().confirmed_at


def _at_once(work: list[threading.Thread]) -> None:
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(30)


@pytest.mark.django_db(transaction=True)
def test_concurrent_presses_of_one_button_are_one_reaction(article: Article) -> None:
    found: list[int] = []
    barrier = threading.Barrier(8)

    def press() -> None:
        try:
            barrier.wait(10)
            found.append(post(article).pk)
        finally:
            connections.close_all()

    _at_once([threading.Thread(target=press) for _ in range(8)])
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Comment.objects.count() == 1
    assert len(jobs()) == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_readers_lose_nothing(article: Article) -> None:
    barrier = threading.Barrier(8)

    def press(number: int) -> None:
        try:
            barrier.wait(10)
            post(article, email=f"lezer{number}@voorbeeld.nl", subscribe=True)
        finally:
            connections.close_all()

    _at_once([threading.Thread(target=press, args=(number,)) for number in range(8)])
    assert Comment.objects.count() == Subscription.objects.count() == len(jobs()) == 8
    assert all(comment.path == str(comment.pk).zfill(12) for comment in Comment.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_failed_post_leaves_no_job_behind(article: Article) -> None:
    with pytest.raises(posting.AnsweredGone):
        post(article, reply_to=make_comment(article=article, state=State.REMOVED))
    assert jobs() == []
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
def test_what_is_answered_can_go_at_that_very_moment(article: Article) -> None:
    """Its writer has it erased while the answer is being sent: the sender hears so, instead of an error at the end."""
    answered = make_comment(article=article)
    going, may_end = threading.Event(), threading.Event()

    def erase() -> None:
        try:
            with transaction.atomic():
                Comment.objects.filter(pk=answered.pk).delete()
                going.set()
                may_end.wait(10)
        finally:
            connections.close_all()

    eraser = threading.Thread(target=erase)
    eraser.start()
    assert going.wait(10)
    # The answer waits for the lock, so the erasing is let go a moment after the answer was sent.
    threading.Timer(0.3, may_end.set).start()
    with pytest.raises(posting.AnsweredGone):
        post(article, reply_to=answered)
    eraser.join(10)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("changed", [{"name": "Anoniem"}, {"kind": "experience"}])
def test_the_same_words_with_another_name_or_kind_are_stored(
    article: Article, changed: dict[str, str]
) -> None:
    """Who left out a surname the second time wants that one, and not the row with the surname."""
    first, second = post(article), post(article, **changed)
    assert first != second
    assert all(getattr(second, name) == value for name, value in changed.items())


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.REMOVED])
def test_the_same_words_after_a_decision_are_stored_again(article: Article, state: State) -> None:
    first = post(article)
    Comment.objects.filter(pk=first.pk).update(state=state)
    second = post(article)
    assert second != first
    assert second.state == State.AWAITING_EMAIL


def test_who_removed_it_may_send_it_in_again(article: Article) -> None:
    first = post(article)
    own.remove(token=links.issue(purpose=LinkPurpose.OWN, comment=first))
    assert post(article) != first


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_many_decisions_at_once_do_not_lock_each_other_out(article: Article) -> None:
    """A moderator takes a conversation from its top down; an answer on the deepest level needs two rows of it too."""
    top = make_comment(reply_to=make_comment(article=article))
    deepest = make_comment(reply_to=top)

    def lock(comment: Comment) -> list[Comment]:
        return list(Comment.objects.select_for_update().filter(pk=comment.pk))

    made = at_one_moment(
        lambda: lock(top), lambda: post(article, reply_to=deepest), then=lambda: lock(deepest)
    )
    assert made.in_reply_to == deepest
