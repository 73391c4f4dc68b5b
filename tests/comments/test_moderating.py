"""What moderators decide: effects, refusals, two at once, and the way back."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.actions import moderating
from comments.enums import State, Verb
from comments.models import Comment, Decision, Edit
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db


def test_approving_places_writes_history_and_tells_followers() -> None:
    comment, max_ = make_comment(state=State.WAITING), make_moderator()
    decision = moderating.approve(comment=comment, by=max_)
    assert (comment.state, bool(comment.placed_at)) == (State.PLACED, True)
    assert (decision.verb, decision.from_state, decision.to_state) == ("approve", "waiting", "placed")
    assert (decision.by, decision.by_name) == (max_, "max")
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("comments.tasks.announce", {"comment_id": comment.pk}),
        ("comments.tasks.mail_decision", {"decision_id": decision.pk}),
    ]


@pytest.mark.parametrize(
    ("act", "state", "letters"),
    [
        (lambda **given: moderating.reject(reason="Reclame.", **given), State.REJECTED, 1),
        (lambda **given: moderating.spam(reason="Reclame.", **given), State.SPAM, 0),
        (lambda **given: moderating.remove(reason="Reclame.", **given), State.REMOVED, 1),
    ],
)
def test_the_other_verbs(act: Any, state: State, letters: int) -> None:
    comment = make_comment(state=State.WAITING)
    decision = act(comment=comment, by=make_moderator())
    assert (comment.state, comment.placed_at) == (state, None)
    assert (decision.to_state, decision.reason) == (state, "Reclame.")
    assert ProcrastinateJob.objects.filter(task_name="comments.tasks.mail_decision").count() == letters
    assert ProcrastinateJob.objects.count() == letters


def test_rejecting_needs_a_reason() -> None:
    comment = make_comment(state=State.WAITING)
    with pytest.raises(moderating.NotDone, match=r"Geef een reden\."):
        moderating.reject(comment=comment, by=make_moderator(), reason=" ")
    assert not Decision.objects.exists()


def test_the_second_moderator_hears_who_was_first() -> None:
    comment, stale = make_comment(state=State.WAITING), None
    stale = Comment.objects.get(pk=comment.pk)
    moderating.approve(comment=comment, by=make_anna())
    at = timezone.localtime().strftime("%H:%M")
    with pytest.raises(moderating.AlreadyDone) as refusal:
        moderating.approve(comment=stale, by=make_moderator())
    assert str(refusal.value) in {
        f"Al geplaatst door Anna om {at}.",
        f"Al geplaatst door Anna om {timezone.localtime():%H:%M}.",
    }
    assert Decision.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 2  # to followers and to the writer


def test_what_somebody_decided_since_the_page_was_shown_is_not_overruled() -> None:
    comment, other = make_comment(state=State.WAITING), make_comment(state=State.WAITING)
    decide(comment, Verb.REJECT, by=make_anna())
    seen = {comment.pk: 0, other.pk: 0}
    outcome = moderating.decide_many(Verb.APPROVE, ids=list(seen), by=make_moderator(), seen=seen)
    assert [decision.comment_id for decision in outcome.done] == [other.pk]
    ((refused, why),) = outcome.refused
    assert refused == comment
    assert str(why).startswith("Al afgewezen door Anna om ")
    assert str(why).endswith("; bekijk opnieuw.")
    comment.refresh_from_db()
    assert comment.state == State.REJECTED


def test_a_state_that_came_back_is_still_another_history() -> None:
    """Placed and undone: the reaction waits again, but not for the reasons that the old page shows."""
    comment, anna = make_comment(state=State.WAITING), make_anna()
    placed = decide(comment, Verb.APPROVE, by=anna)
    moderating.undo(comment=comment, by=anna, decision=placed)
    outcome = moderating.decide_many(Verb.SPAM, ids=[comment.pk], by=make_moderator(), seen={comment.pk: 0})
    assert "Al ongedaan gemaakt door Anna" in str(outcome.refused[0][1])


def test_a_decision_of_another_day_is_told_with_its_date() -> None:
    comment, anna = make_comment(), make_anna()
    Decision.objects.create(
        comment=comment, verb=Verb.APPROVE, from_state="waiting", to_state="placed", by=anna, by_name="Anna",
        at=timezone.datetime(2026, 3, 1, 13, 2, tzinfo=timezone.get_default_timezone()),
    )  # fmt: skip
    with pytest.raises(
        moderating.AlreadyDone, match="Al geplaatst door Anna om 1 maart 2026 14:02|1 maart 2026 13:02"
    ):
        moderating.approve(comment=comment, by=anna)


def test_a_reaction_without_history_says_where_it_stands() -> None:
    with pytest.raises(moderating.NotDone, match="de reactie heeft de status “verwijderd”"):
        moderating.approve(comment=make_comment(state=State.REMOVED), by=make_moderator())


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_a_reply_is_not_placed_under_what_is_not_placed(state: State) -> None:
    first = make_comment()
    reply = make_comment(reply_to=first, state=State.WAITING)
    Comment.objects.filter(pk=first.pk).update(state=state)
    max_ = make_moderator()
    waits = state in {State.WAITING, State.AWAITING_EMAIL}
    with pytest.raises(moderating.AboveIsMissing, match="Plaats die eerst" if waits else "niet te zien is"):
        moderating.approve(comment=reply, by=max_)
    reply.refresh_from_db()
    assert reply.state == State.WAITING
    moderating.approve(comment=reply, by=max_, anyway=True)
    assert reply.state == State.PLACED


def test_removing_leaves_replies_alone() -> None:
    first = make_comment()
    reply = make_comment(reply_to=first)
    moderating.remove(comment=first, by=make_moderator())
    reply.refresh_from_db()
    assert reply.is_placed()


def test_many_at_once_and_all_of_it_undone() -> None:
    article, max_ = make_article(), make_moderator()
    first = make_comment(article=article, state=State.WAITING)
    reply = make_comment(reply_to=first, state=State.WAITING)
    gone = make_comment(article=article, state=State.REMOVED)
    outcome = moderating.decide_many(Verb.APPROVE, ids=[reply.pk, first.pk, gone.pk], by=max_)
    assert {decision.comment_id for decision in outcome.done} == {first.pk, reply.pk}
    assert [comment for comment, _ in outcome.refused] == [gone]
    assert Comment.objects.placed().count() == 2
    back = moderating.undo_batch(batch=outcome.batch, by=max_)
    assert len(back.done) == 2
    assert Comment.objects.waiting().filter(placed_at=None).count() == 2
    again = moderating.undo_batch(batch=outcome.batch, by=make_anna())
    assert not again.done
    assert {str(refusal).split(" om ")[0] for _, refusal in again.refused} == {"Al ongedaan gemaakt door max"}


@pytest.mark.parametrize("size", [1, 3])
def test_many_cost_as_much_as_one(size: int, django_assert_num_queries: Any) -> None:
    max_ = make_moderator()
    ids = [make_comment(state=State.WAITING).pk for _ in range(size)]
    with django_assert_num_queries(
        8
    ):  # savepoint, lock, last decisions, history, states, two of jobs, savepoint
        outcome = moderating.decide_many(Verb.APPROVE, ids=ids, by=max_)
    assert len(outcome.done) == size


def test_undoing_goes_back_step_by_step() -> None:
    comment, max_ = make_comment(state=State.WAITING), make_moderator()
    decide(comment, Verb.APPROVE, by=max_)
    decide(comment, Verb.REMOVE, by=max_)
    states = []
    while last := moderating.latest_standing(comment):
        moderating.undo(comment=comment, by=max_, decision=last)
        states.append(comment.state)
    assert states == [State.PLACED, State.WAITING]
    assert comment.placed_at is None
    assert [decision.verb for decision in Decision.objects.in_order()] == [
        "approve",
        "remove",
        "undo",
        "undo",
    ]


def test_only_the_last_standing_decision_is_undone_and_only_once() -> None:
    comment, max_ = make_comment(state=State.WAITING), make_moderator()
    first = decide(comment, Verb.APPROVE, by=max_)
    last = decide(comment, Verb.REMOVE, by=make_anna())
    with pytest.raises(moderating.AlreadyDone, match="Al verwijderd door Anna"):
        moderating.undo(comment=comment, by=max_, decision=first)
    undoing = moderating.undo(comment=comment, by=max_, decision=last)
    with pytest.raises(moderating.AlreadyDone, match="Al ongedaan gemaakt door max"):
        moderating.undo(comment=comment, by=max_, decision=last)
    with pytest.raises(moderating.NotDone):
        moderating.undo(comment=comment, by=max_, decision=undoing)
    assert comment.state == State.PLACED


def test_undoing_does_not_place_a_reply_under_what_is_gone() -> None:
    max_ = make_moderator()
    first = make_comment()
    reply = make_comment(reply_to=first)
    removed = decide(reply, Verb.REMOVE, by=max_)
    decide(first, Verb.REMOVE, by=max_)
    with pytest.raises(moderating.AboveIsMissing, match="niet te zien is"):
        moderating.undo(comment=reply, by=max_, decision=removed)
    moderating.undo(comment=reply, by=max_, decision=removed, anyway=True)
    assert reply.is_placed()


def test_a_reaction_that_is_gone_altogether() -> None:
    comment = make_comment(state=State.WAITING)
    Comment.objects.filter(pk=comment.pk).delete()
    with pytest.raises(moderating.NotDone, match="bestaat niet meer"):
        moderating.approve(comment=comment, by=make_moderator())


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_the_same_moment() -> None:
    comment = make_comment(state=State.WAITING)
    people = [make_moderator(), make_anna()]
    barrier, done, refused = threading.Barrier(2), [], []

    def press(user: Any, verb: Verb) -> None:
        try:
            barrier.wait(10)
            outcome = moderating.decide_many(verb, ids=[comment.pk], by=user, reason="Reclame.")
            done.extend(outcome.done)
            refused.extend(outcome.refused)
        finally:
            connections.close_all()

    verbs = (Verb.APPROVE, Verb.APPROVE)
    threads = [threading.Thread(target=press, args=pair) for pair in zip(people, verbs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    counts = (len(done), len(refused), Decision.objects.count(), ProcrastinateJob.objects.count())
    assert counts == (1, 1, 1, 2)  # one letter to followers, one to the writer
    assert isinstance(refused[0][1], moderating.AlreadyDone)


def test_words_that_changed_since_they_were_read_are_not_placed() -> None:
    """A writer may change a reaction that waits; a moderator answers for the words on the page only."""
    comment, max_ = make_comment(state=State.WAITING, text="Eerst dit."), make_moderator()
    read = {comment.pk: moderating.fingerprint("Eerst dit.")}
    comment.text = "Nu iets anders."
    comment.save(update_fields=["text"])
    outcome = moderating.decide_many(Verb.APPROVE, ids=[comment.pk], by=max_, read=read)
    assert not outcome.done
    assert "bekijk opnieuw" in str(outcome.refused[0][1])
    assert moderating.decide_many(Verb.REJECT, ids=[comment.pk], by=max_, read=read, reason="Nee.").done


def test_a_change_that_waits_leaves_the_queue_with_its_reaction_and_returns_with_it() -> None:
    comment, max_ = make_comment(), make_moderator()
    Edit.objects.create(comment=comment, old_text=comment.text, new_text="Anders.")
    Comment.objects.filter(pk=comment.pk).update(edit_waiting=True)
    removed = decide(comment, Verb.REMOVE, by=max_)
    assert not Comment.objects.waiting().exists()
    moderating.undo(comment=comment, by=max_, decision=removed)
    assert Comment.objects.waiting().get() == comment


def test_what_its_writer_had_erased_does_not_come_back() -> None:
    comment, max_ = make_comment(), make_moderator()
    removed = decide(comment, Verb.REMOVE, by=max_)
    gone = {"name": "", "email": "", "text": "", "body_html": "", "erased_at": timezone.now()}
    Comment.objects.filter(pk=comment.pk).update(**gone)
    with pytest.raises(moderating.NotDone, match="laten wissen"):
        moderating.undo(comment=comment, by=max_, decision=removed)
