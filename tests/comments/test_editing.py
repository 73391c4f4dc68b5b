"""A writer changes an own reaction; a moderator takes the change of a placed one over, or does not."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments import spam
from comments.actions import editing, emptying, moderating
from comments.enums import EditStatus, State
from comments.models import Comment, Edit
from tests.comments.factories import make_anna, make_comment
from tests.comments.together import at_one_moment
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
OLD, NEW = "Oude woorden.", "Nieuwe woorden."


def written(article: Article, state: str = State.PLACED, **values: Any) -> Comment:
    """A reaction with old words."""
    return make_comment(article=article, state=state, text=OLD, **values)


def jobs() -> list[str]:
    """What the queue was asked to do."""
    return list(ProcrastinateJob.objects.order_by("pk").values_list("task_name", flat=True))


@pytest.mark.parametrize("state", [State.AWAITING_EMAIL, State.WAITING])
def test_words_that_nobody_read_are_replaced(article: Article, state: State) -> None:
    comment = written(article, state)
    queued = comment.queued_at
    editing.edit(comment=comment, text=NEW, signals=[spam.Signal("links", 2, "1")])
    comment.refresh_from_db()
    assert (comment.text, comment.body_html) == (NEW, f"<p>{NEW}</p>")
    assert (comment.score, comment.edit_waiting, comment.state) == (2, False, state)
    assert comment.edited_at
    assert comment.queued_at == queued, "a change does not send it to the end of the queue"
    edit = Edit.objects.get()
    assert (edit.old_text, edit.new_text, edit.status, edit.by_name) == (
        OLD,
        NEW,
        EditStatus.APPLIED,
        "de schrijver",
    )
    assert jobs() == []


def test_how_it_was_sent_in_stays_true(article: Article) -> None:
    stored = [spam.Signal("trap", 5).as_json(), spam.Signal("links", 2, "1").as_json()]
    comment = written(article, State.AWAITING_EMAIL, signals=stored, score=7)
    editing.edit(comment=comment, text=NEW)
    comment.refresh_from_db()
    assert ([signal["name"] for signal in comment.signals], comment.score) == (["trap"], 5)


def test_words_that_readers_see_stay_until_a_moderator_came(article: Article) -> None:
    comment = written(article, queued_at=timezone.now() - timedelta(days=2))
    editing.edit(comment=comment, text=NEW)
    comment.refresh_from_db()
    assert (comment.text, comment.state, comment.edit_waiting) == (OLD, State.PLACED, True)
    assert timezone.now() - comment.queued_at < timedelta(minutes=1)
    assert comment in Comment.objects.waiting()
    assert jobs() == ["comments.tasks.mail_moderators"]
    edit = Edit.objects.get()
    assert (edit.old_text, edit.new_text, edit.status) == (OLD, NEW, EditStatus.WAITING)


def test_a_second_change_takes_the_place_of_the_first(article: Article) -> None:
    comment = written(article)
    for text in (NEW, "Nog nieuwer."):
        editing.edit(comment=comment, text=text)
    assert Edit.objects.get().new_text == "Nog nieuwer."
    assert len(jobs()) == 1


@pytest.mark.parametrize("state", [State.AWAITING_EMAIL, State.WAITING, State.PLACED])
def test_the_same_words_change_nothing(article: Article, state: State) -> None:
    comment = written(article, state, score=3, signals=[{"name": "quick", "weight": 3, "detail": "3"}])
    editing.edit(comment=comment, text=OLD)
    comment.refresh_from_db()
    assert (comment.score, comment.edited_at, Edit.objects.count()) == (3, None, 0)


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.REMOVED])
def test_what_was_decided_against_is_not_changed(article: Article, state: State) -> None:
    with pytest.raises(editing.NotEditable, match="state"):
        editing.edit(comment=written(article, state), text=NEW)


@pytest.mark.parametrize(("state", "moment"), [(State.WAITING, "confirmed_at"), (State.PLACED, "placed_at")])
def test_the_time_for_changes_ends(article: Article, state: State, moment: str) -> None:
    inside = written(article, state, **{moment: timezone.now() - editing.WINDOW + timedelta(minutes=1)})
    outside = written(article, state, **{moment: timezone.now() - editing.WINDOW - timedelta(seconds=1)})
    editing.edit(comment=inside, text=NEW)
    with pytest.raises(editing.NotEditable, match="late"):
        editing.edit(comment=outside, text=NEW)


def test_the_clock_stands_still_until_the_writer_confirmed(article: Article) -> None:
    comment = written(article, State.AWAITING_EMAIL, posted_at=timezone.now() - timedelta(days=6))
    assert editing.edit(comment=comment, text=NEW).text == NEW


def test_a_reply_ends_it_too(article: Article) -> None:
    comment = written(article)
    make_comment(reply_to=comment, state=State.WAITING)
    editing.check_editable(comment)
    make_comment(reply_to=comment)
    with pytest.raises(editing.NotEditable, match="answered"):
        editing.edit(comment=comment, text=NEW)


def test_a_reply_on_the_deepest_level_ends_it_too(article: Article) -> None:
    third = make_comment(reply_to=make_comment(reply_to=written(article)), text=OLD)
    make_comment(reply_to=third, parent=None, in_reply_to=third)
    with pytest.raises(editing.NotEditable, match="answered"):
        editing.edit(comment=third, text=NEW)


@pytest.fixture
def waiting(article: Article) -> Edit:
    """A change of a placed reaction."""
    editing.edit(comment=written(article), text=NEW)
    return Edit.objects.get()


def test_taking_a_change_over(waiting: Edit) -> None:
    done = editing.apply_edit(edit=waiting, by=make_anna(), seen=NEW)
    comment = Comment.objects.get()
    assert (comment.text, comment.body_html) == (NEW, f"<p>{NEW}</p>")
    assert (comment.edit_waiting, comment.edited_at) == (False, waiting.at)
    assert (done.status, done.by_name) == (EditStatus.APPLIED, "Anna")
    assert comment not in Comment.objects.waiting()
    assert jobs()[-1] == "comments.tasks.mail_edit"


def test_not_taking_a_change_over(waiting: Edit) -> None:
    anna = make_anna()
    with pytest.raises(moderating.NotDone, match="Geef een reden"):
        editing.refuse_edit(edit=waiting, by=anna, reason=" ")
    done = editing.refuse_edit(edit=waiting, by=anna, reason=" Een telefoonnummer. ")
    comment = Comment.objects.get()
    assert (comment.text, comment.edit_waiting, comment.edited_at) == (OLD, False, None)
    assert (done.status, done.reason) == (EditStatus.REFUSED, "Een telefoonnummer.")


def test_the_second_moderator_hears_who_was_first(waiting: Edit) -> None:
    anna = make_anna()
    editing.refuse_edit(edit=waiting, by=anna, reason="Nee.")
    with pytest.raises(
        moderating.AlreadyDone, match="Anna heeft al over deze wijziging besloten: niet overg"
    ):
        editing.apply_edit(edit=waiting, by=make_moderator())
    assert Comment.objects.get().text == OLD
    assert len([name for name in jobs() if name.endswith("mail_edit")]) == 1


def test_words_that_the_moderator_did_not_see_are_not_placed(waiting: Edit) -> None:
    editing.edit(comment=waiting.comment, text="Koop nu.")
    with pytest.raises(moderating.NotDone, match="De schrijver heeft de tekst intussen"):
        editing.apply_edit(edit=waiting, by=make_anna(), seen=NEW)
    assert Comment.objects.get().text == OLD


def test_a_change_of_what_is_gone_is_not_placed(waiting: Edit) -> None:
    anna = make_anna()
    moderating.remove(comment=waiting.comment, by=anna)
    with pytest.raises(moderating.NotDone, match="staat niet meer op de pagina"):
        editing.apply_edit(edit=waiting, by=anna)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_leave_one_waiting(article: Article) -> None:
    comment = written(article)
    barrier = threading.Barrier(6)

    def press(number: int) -> None:
        try:
            barrier.wait(10)
            editing.edit(comment=comment, text=f"Woorden {number}.")
        finally:
            connections.close_all()

    work = [threading.Thread(target=press, args=(number,)) for number in range(6)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(30)
    assert Edit.objects.filter(status=EditStatus.WAITING).count() == 1
    assert len(jobs()) == 1


@pytest.fixture
def taken_back(article: Article) -> Comment:
    """Placed, changed, and then the placing was undone: the change waits behind a reaction that waits itself."""
    comment = written(article, State.WAITING, confirmed_at=timezone.now())
    moderator = make_moderator()
    decision = moderating.approve(comment=comment, by=moderator)
    editing.edit(comment=comment, text="Middelste woorden.")
    moderating.undo(comment=comment, by=moderator, decision=decision)
    return Comment.objects.get()


@pytest.mark.parametrize("text", [NEW, OLD, "Middelste woorden."])
def test_the_last_words_count_whatever_waited_before(taken_back: Comment, text: str) -> None:
    editing.edit(comment=taken_back, text=text)
    comment = Comment.objects.get()
    assert (comment.text, comment.edit_waiting) == (text, False)
    closed = Edit.objects.filter(new_text="Middelste woorden.").earliest("pk")
    assert closed.status == EditStatus.REFUSED
    assert closed.by_name == "de schrijver"
    moderating.approve(comment=comment, by=make_anna())
    assert Comment.objects.get().text == text
    assert not Comment.objects.waiting().exists()


def test_a_reaction_can_be_changed_so_often(article: Article) -> None:
    """Each change of what nobody read yet is a row that is kept."""
    comment = written(article, State.AWAITING_EMAIL)
    for number in range(editing.MOST):
        editing.edit(comment=comment, text=f"Woorden {number}.")
    with pytest.raises(editing.NotEditable, match="often"):
        editing.edit(comment=comment, text=NEW)
    assert Edit.objects.count() == editing.MOST
    assert Comment.objects.get().text == f"Woorden {editing.MOST - 1}."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("imported", [False, True], ids=["gone", "emptied"])
@pytest.mark.parametrize("verb", ["edit", "apply", "refuse"])
def test_what_is_erased_at_that_very_moment_cannot_be_changed(
    article: Article, imported: bool, verb: str
) -> None:
    comment = written(article, external_id="elders:1" if imported else None)
    anna = make_anna()
    editing.edit(comment=comment, text="Middelste woorden.")
    change = Edit.objects.get()
    act = {
        "edit": lambda: editing.edit(comment=comment, text=NEW),
        "apply": lambda: editing.apply_edit(edit=change, by=anna),
        "refuse": lambda: editing.refuse_edit(edit=change, by=anna, reason="Nee."),
    }[verb]
    with pytest.raises(editing.NotEditable if verb == "edit" else moderating.NotDone):
        at_one_moment(lambda: emptying.empty(ids=[comment.pk], who="de schrijver"), act)
    assert not Edit.objects.exists()
