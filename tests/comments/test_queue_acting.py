"""Deciding in the queue: in place for the script, as plain forms without it, and what is asked first."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.actions import moderating
from comments.enums import EditStatus, State, Verb
from comments.models import Comment, Decision, Edit
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import give, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/comments/comment/"
IN_PLACE = {"X-Queue": "1"}
SignIn = Callable[[Any], Client]


@pytest.fixture
def moderator(signed_in: SignIn) -> Client:
    """Max at work."""
    return signed_in(make_moderator())


def shown(comment: Comment) -> dict[str, str]:
    """What the queue's form sends along for this reaction as it is now."""
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    return {"seen": f"{comment.pk}:{last.pk if last else 0}:{moderating.fingerprint(comment.text)}"}


def url(comment: Comment, *parts: str | int) -> str:
    return "/".join([f"{QUEUE}{comment.pk}", *map(str, parts), ""])


def make_edit(*, text: str = "Nieuwe tekst.", **values: Any) -> Edit:
    """A change of a placed reaction that waits."""
    comment = make_comment(text="Oude tekst.", edit_waiting=True, **values)
    return Edit.objects.create(comment=comment, old_text="Oude tekst.", new_text=text)


# ---- in place ----


def test_a_decision_in_place_answers_with_the_reaction_and_the_way_back(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    answer = moderator.post(url(comment, "decide", "approve"), shown(comment), headers=IN_PLACE)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith('<article class="queue-item queue-done"')
    assert 'data-said="1 reactie geplaatst."' in page
    comment.refresh_from_db()
    assert comment.is_placed()
    (undo,) = re.findall(r'action="([^"]+/undo/\d+/)"', page)
    back = moderator.post(undo, shown(comment), headers=IN_PLACE).content.decode()
    assert 'data-said="Ongedaan gemaakt."' in back
    assert "queue-done" not in back
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_in_place_a_refusal_keeps_what_was_typed(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    decide(comment, Verb.SPAM, by=make_anna())
    sent = {"seen": f"{comment.pk}:0:x", "reason": "Dit is <b>reclame</b>."}
    answer = moderator.post(url(comment, "decide", "reject"), sent, headers=IN_PLACE)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Al als spam aangemerkt door Anna om" in page
    assert "Dit is &lt;b&gt;reclame&lt;/b&gt;." in page
    assert Decision.objects.count() == 1


def test_without_script_a_refusal_shows_the_reaction_with_what_was_typed(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    answer = moderator.post(
        url(comment, "antwoord"), {"answer": "x" * 5_001, "name": "own", **shown(comment)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dit antwoord is te lang" in page
    assert "x" * 5_001 in page
    assert not Decision.objects.exists()


def test_a_reason_can_be_chosen_and_added_to(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    sent = {"common": "De reactie kan anderen kwetsen.", "reason": "Zeker de tweede zin.", **shown(comment)}
    moderator.post(url(comment, "decide", "reject"), sent)
    assert Decision.objects.get().reason == "De reactie kan anderen kwetsen. Zeker de tweede zin."


def test_after_a_plain_press_the_queue_comes_back_where_it_was(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    answer = moderator.post(url(comment, "decide", "spam"), {"back": "links=1&after=0-5-7", **shown(comment)})
    assert answer["Location"] == f"{QUEUE}?links=1&after=0-5-7"


def test_a_choice_with_far_too_many_parts_leads_to_the_plain_queue(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    answer = moderator.post(url(comment, "decide", "spam"), {"back": "a=1&" * 30, **shown(comment)})
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)


# ---- below what is not shown ----


def test_placing_below_a_removed_reaction_asks_first(moderator: Client, client: Client) -> None:
    parent = make_comment(text="Dit moest weg.")
    reply = make_comment(reply_to=parent, state=State.WAITING, text="Ik ben het ermee eens.")
    decide(parent, Verb.REMOVE, by=make_anna())
    asked = moderator.post(url(reply, "decide", "approve"), shown(reply), headers=IN_PLACE)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Lezers zouden het zien onder “Deze reactie is verwijderd.”" in page
    (form,) = re.findall(
        r'<form method="post" action="([^"]+)">(?:(?!</form>).)*Toch plaatsen', page, re.DOTALL
    )
    reply.refresh_from_db()
    assert reply.state == State.WAITING
    moderator.post(form, {"anyway": "1", **shown(reply)})
    reply.refresh_from_db()
    assert reply.is_placed()
    article = client.get(reply.article.get_absolute_url()).content.decode()
    assert article.index("Deze reactie is verwijderd.") < article.index("Ik ben het ermee eens.")
    assert "Dit moest weg." not in article


def test_undoing_the_removal_of_a_reply_asks_in_the_same_way(moderator: Client) -> None:
    anna = make_anna()
    parent = make_comment()
    reply = make_comment(reply_to=parent)
    removed = decide(reply, Verb.REMOVE, by=anna)
    decide(parent, Verb.REMOVE, by=anna)
    asked = moderator.post(url(reply, "undo", removed.pk), headers=IN_PLACE)
    assert asked.status_code == 409
    assert "Toch plaatsen" in asked.content.decode()
    moderator.post(url(reply, "undo", removed.pk), {"anyway": "1"})
    reply.refresh_from_db()
    assert reply.is_placed()


# ---- changes ----


def test_a_change_is_taken_over(moderator: Client) -> None:
    edit = make_edit()
    sent = {"read": moderating.fingerprint("Nieuwe tekst.")}
    page = moderator.post(
        url(edit.comment, "wijziging", edit.pk, "apply"), sent, headers=IN_PLACE
    ).content.decode()
    assert 'data-said="De wijziging is overgenomen."' in page
    edit.refresh_from_db()
    assert (edit.status, edit.comment.text, edit.comment.edit_waiting) == (
        EditStatus.APPLIED,
        "Nieuwe tekst.",
        False,
    )
    assert "<p>Nieuwe tekst.</p>" in edit.comment.body_html


@pytest.mark.parametrize("read", ["", "x", moderating.fingerprint("Iets anders.")])
def test_a_change_that_was_not_read_is_not_taken_over(moderator: Client, read: str) -> None:
    edit = make_edit()
    answer = moderator.post(
        url(edit.comment, "wijziging", edit.pk, "apply"), {"read": read}, headers=IN_PLACE
    )
    assert answer.status_code == 409
    assert "bekijk opnieuw" in answer.content.decode()
    edit.refresh_from_db()
    assert edit.comment.text == "Oude tekst."


@pytest.mark.parametrize("sent", [{}, {"read": moderating.fingerprint("Eerst dit.")}])
def test_a_change_that_was_not_read_is_not_refused_either(moderator: Client, sent: dict[str, str]) -> None:
    edit = make_edit(text="Daarna dat.")
    data = {"reason": "Reclame.", **sent}
    answer = moderator.post(url(edit.comment, "wijziging", edit.pk, "refuse"), data, headers=IN_PLACE)
    assert answer.status_code == 409
    for part in ("bekijk opnieuw", "Daarna dat.", 'value="Reclame."'):
        assert part in answer.content.decode()
    edit.refresh_from_db()
    assert edit.status == EditStatus.WAITING


def test_the_page_sends_along_which_change_it_shows(moderator: Client) -> None:
    edit = make_edit()
    page = moderator.get(QUEUE).content.decode()
    for verb in ("apply", "refuse"):
        form = page.split(f'action="{url(edit.comment, "wijziging", edit.pk, verb)}"')[1].split("</form>")[0]
        assert f'name="read" value="{moderating.fingerprint("Nieuwe tekst.")}"' in form


def test_a_change_is_refused_with_a_reason_and_the_second_moderator_hears_it(moderator: Client) -> None:
    edit = make_edit()
    refuse = url(edit.comment, "wijziging", edit.pk, "refuse")
    shown_edit = {"read": moderating.fingerprint("Nieuwe tekst.")}
    assert "Geef een reden." in moderator.post(refuse, shown_edit, headers=IN_PLACE).content.decode()
    sent = {"reason": "Reclame.", "read": moderating.fingerprint("Nieuwe tekst.")}
    assert moderator.post(refuse, sent).status_code == 302
    edit.refresh_from_db()
    assert (edit.status, edit.reason, edit.comment.text) == (EditStatus.REFUSED, "Reclame.", "Oude tekst.")
    again = moderator.post(refuse, {"reason": "Reclame."}, headers=IN_PLACE)
    assert again.status_code == 409
    assert "max" in again.content.decode()
    assert moderator.post(url(edit.comment, "wijziging", edit.pk, "wissen")).status_code == 409
    assert moderator.post(url(make_comment(), "wijziging", edit.pk, "refuse")).status_code == 404


# ---- without what the magnifying glass marks ----


def test_placing_it_shortened_keeps_the_reader_s_words(moderator: Client) -> None:
    words = "Bel mij op 06-12345678, dan vertel ik meer."
    comment = make_comment(state=State.WAITING, text=words)
    moderator.post(url(comment, "decide", "shortened"), shown(comment))
    comment.refresh_from_db()
    assert comment.is_placed()
    assert comment.text == "Bel mij op [telefoonnummer weggehaald], dan vertel ik meer."
    assert "06-12345678" not in comment.body_html
    edit = Edit.objects.get()
    assert (edit.old_text, edit.new_text, edit.by_name) == (words, comment.text, "max")
    moderator.post(url(comment, "undo", Decision.objects.get().pk))
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (State.WAITING, words)
    assert "06-12345678" in comment.body_html


def test_there_is_nothing_to_shorten(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, text="Niets bijzonders.")
    assert "weglaten" not in moderator.get(QUEUE).content.decode().split('class="queue-list"')[1]
    answer = moderator.post(url(comment, "decide", "shortened"), shown(comment), headers=IN_PLACE)
    assert answer.status_code == 409
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert not Decision.objects.exists()


# ---- words that changed, two at once ----


def test_words_that_the_writer_changed_meanwhile_are_shown_before_they_are_placed(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, text="Eerst dit.")
    old = shown(comment)
    comment.text = "Nu dat."
    comment.save(update_fields=["text"])
    answer = moderator.post(url(comment, "decide", "approve"), old, headers=IN_PLACE)
    assert answer.status_code == 409
    assert "De schrijver heeft de tekst intussen veranderd; bekijk opnieuw." in answer.content.decode()
    assert "Nu dat." in answer.content.decode()
    assert not Comment.objects.placed().exists()


@pytest.mark.django_db(transaction=True)
def test_two_moderators_press_at_the_same_moment(signed_in: SignIn) -> None:
    """Over two connections: one places, the other reads who did and when, and one letter goes out."""
    comment = make_comment(state=State.WAITING)
    clients = [signed_in(make_moderator()), signed_in(make_anna())]
    sent, barrier = shown(comment), threading.Barrier(2)
    answers: list[Any] = []

    def press(client: Client) -> None:
        try:
            barrier.wait(10)
            answers.append(client.post(url(comment, "decide", "approve"), sent, headers=IN_PLACE))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (refused,) = (answer.content.decode() for answer in answers if answer.status_code == 409)
    assert re.search(r"Al geplaatst door (max|Anna) om \d\d:\d\d", refused)
    assert Decision.objects.count() == 1
    names = sorted(ProcrastinateJob.objects.values_list("task_name", flat=True))
    assert names == ["comments.tasks.announce", "comments.tasks.mail_decision"]


# ---- who may ----


def test_every_button_is_for_moderators_and_by_post_only(signed_in: SignIn, client: Client) -> None:
    edit = make_edit()
    comment = edit.comment
    decision = decide(make_comment(), Verb.REMOVE, by=make_anna())
    looker = make_user()
    give(looker, "view_comment")
    buttons = [
        url(comment, "decide", "remove"),
        url(comment, "decide", "shortened"),
        url(comment, "wijziging", edit.pk, "apply"),
        url(comment, "antwoord"),
        url(comment, "vastzetten", "on"),
        url(decision.comment, "undo", decision.pk),
        f"{QUEUE}artikel/{comment.article_id}/close/",
        f"{QUEUE}samen/",
    ]
    for user in (looker, make_editor()):
        visitor = signed_in(user)
        assert [visitor.post(each).status_code for each in buttons] == [403] * len(buttons)
    moderator = signed_in(make_moderator())
    assert [moderator.get(each).status_code for each in buttons] == [405] * len(buttons)
    assert {client.post(each)["Location"].split("?")[0] for each in buttons} == {"/beheer/login/"}
    assert Decision.objects.count() == 1
    edit.refresh_from_db()
    assert edit.status == EditStatus.WAITING
