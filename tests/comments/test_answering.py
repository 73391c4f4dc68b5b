"""The editors answer in the thread, and choose what stands at its top."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from comments.actions import answering, moderating, pinning
from comments.enums import State, Verb
from comments.models import Comment, Decision
from tests.comments.factories import decide, make_anna, make_comment
from tests.comments.test_thread import outline, render
from tests.factories import give, make_article, make_moderator, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/comments/comment/"
SignIn = Callable[[Any], Client]


def test_an_answer_is_placed_at_once_marked_and_in_the_history() -> None:
    comment, anna = make_comment(), make_anna()
    made = answering.answer(comment=comment, by=anna, text="  Vraag het <b>uw arts</b>.  ")
    made.refresh_from_db()
    assert (made.parent, made.by_editor, made.name, made.email) == (comment, True, "Redactie", "")
    assert (made.state, made.consent_at) == (State.PLACED, None)
    decision = Decision.objects.get()
    assert (decision.comment, decision.verb, decision.by_name) == (made, "approve", "Anna")
    html = render(comment.article)
    assert '<b class="reaction-name">Redactie</b> <span class="badge">redactie</span>' in html
    assert "Vraag het &lt;b&gt;uw arts&lt;/b&gt;." in html


def test_a_waiting_reaction_is_placed_along_with_its_answer() -> None:
    comment = make_comment(state=State.WAITING)
    answering.answer(comment=comment, by=make_anna(), text="Ja.", name="Anna de Boer")
    assert list(Comment.objects.placed().order_by("pk").values_list("name", flat=True)) == [
        comment.name,
        "Anna de Boer",
    ]


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 5_001])
def test_an_answer_that_is_empty_or_too_long_changes_nothing(text: str) -> None:
    comment = make_comment(state=State.WAITING)
    with pytest.raises(moderating.NotDone):
        answering.answer(comment=comment, by=make_anna(), text=text)
    assert Comment.objects.get().state == State.WAITING


def test_a_reaction_that_cannot_be_placed_gets_no_answer() -> None:
    comment, anna = make_comment(state=State.REMOVED), make_anna()
    with pytest.raises(moderating.NotDone):
        answering.answer(comment=comment, by=anna, text="Ja.")
    assert Comment.objects.count() == 1
    Comment.objects.all().delete()
    with pytest.raises(moderating.NotDone, match="bestaat niet meer"):
        answering.answer(comment=comment, by=anna, text="Ja.")


@pytest.mark.django_db(transaction=True)
def test_a_double_click_gives_one_answer() -> None:
    comment, anna = make_comment(), make_anna()
    barrier = threading.Barrier(2)

    def press() -> None:
        try:
            barrier.wait(10)
            answering.answer(comment=Comment.objects.get(pk=comment.pk), by=anna, text="Ja.")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Comment.objects.filter(by_editor=True).count() == 1
    assert Decision.objects.count() == 1


def test_one_answer_is_pinned_and_comes_first_with_what_it_answers() -> None:
    article, anna = make_article(), make_anna()
    first, second = make_comment(article=article), make_comment(article=article)
    early = make_comment(reply_to=second)
    answer = answering.answer(comment=second, by=anna, text="Zo zit het.")
    other = answering.answer(comment=first, by=anna, text="Ander antwoord.")
    plain = [(1, first), (2, other), (1, second), (2, early), (2, answer)]
    pinned = [(1, second), (2, answer), (2, early), (1, first), (2, other)]
    assert outline(render(article)) == [(level, str(each.pk)) for level, each in plain]
    pinning.pin(comment=answer)
    html = render(article)
    assert outline(html) == [(level, str(each.pk)) for level, each in pinned]
    assert html.count('<span class="badge">vastgezet</span>') == 1
    pinning.pin(comment=other)
    assert list(Comment.objects.filter(pinned_at__isnull=False)) == [other]
    pinning.unpin(comment=other)
    assert outline(render(article)) == [(level, str(each.pk)) for level, each in plain]


def test_a_pinned_answer_below_what_is_removed_still_comes_first() -> None:
    article, anna = make_article(), make_anna()
    first, second = make_comment(article=article), make_comment(article=article)
    answer = answering.answer(comment=second, by=anna, text="Zo zit het.")
    pinning.pin(comment=answer)
    decide(second, Verb.REMOVE, by=anna)
    assert outline(render(article)) == [(1, str(second.pk)), (2, str(answer.pk)), (1, str(first.pk))]
    decide(answer, Verb.REMOVE, by=anna)
    assert outline(render(article)) == [(1, str(first.pk))]


@pytest.mark.parametrize("values", [{}, {"by_editor": True, "state": State.REMOVED}])
def test_only_a_placed_answer_by_the_editors_is_pinned(values: dict[str, Any]) -> None:
    comment = make_comment(**values)
    with pytest.raises(moderating.NotDone, match="antwoord van de redactie"):
        pinning.pin(comment=comment)


@pytest.mark.django_db(transaction=True)
def test_of_two_pins_at_once_one_stays() -> None:
    article, anna = make_article(), make_anna()
    answers = [
        answering.answer(comment=make_comment(article=article), by=anna, text=f"Antwoord {n}.")
        for n in range(2)
    ]
    barrier = threading.Barrier(2)

    def press(comment: Comment) -> None:
        try:
            barrier.wait(10)
            pinning.pin(comment=comment)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(answer,)) for answer in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Comment.objects.filter(pinned_at__isnull=False).count() == 1


def test_answering_and_pinning_from_the_queue(signed_in: SignIn) -> None:
    moderator, comment = signed_in(make_moderator()), make_comment()
    sent = {"answer": "Vraag het uw arts.", "pin": "1", "back": "state=placed"}
    done = moderator.post(f"{QUEUE}{comment.pk}/antwoord/", sent, follow=True)
    assert done.redirect_chain == [(f"{QUEUE}?state=placed", 302)]
    page = done.content.decode()
    assert "Het antwoord is geplaatst." in page
    made = Comment.objects.get(by_editor=True)
    assert made.pinned_at
    assert "Niet meer vastzetten" in page
    moderator.post(f"{QUEUE}{made.pk}/vastzetten/off/")
    made.refresh_from_db()
    assert made.pinned_at is None
    assert moderator.post(f"{QUEUE}{comment.pk}/vastzetten/on/").status_code == 409
    assert moderator.post(f"{QUEUE}{made.pk}/vastzetten/x/").status_code == 409


def test_an_editor_with_the_permission_answers_what_is_placed_and_places_nothing(signed_in: SignIn) -> None:
    user = make_user()
    user.first_name, user.last_name = "Ann", "Jansen"
    user.save()
    give(user, "view_comment")
    give(user, "add_comment")
    editor, placed, waits = signed_in(user), make_comment(), make_comment(state=State.WAITING)
    editor.post(f"{QUEUE}{placed.pk}/antwoord/", {"answer": "Ja.", "name": "own"})
    assert Comment.objects.get(by_editor=True).name == "Ann Jansen"
    refused = editor.post(f"{QUEUE}{waits.pk}/antwoord/", {"answer": "Ook ja."})
    assert refused.status_code == 409
    assert "U kunt alleen antwoorden op een geplaatste reactie." in refused.content.decode()
    waits.refresh_from_db()
    assert waits.state == State.WAITING
