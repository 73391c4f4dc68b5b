"""The page about one reaction: everything in view, and the buttons."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comments.enums import State, Verb
from comments.models import Ban, Comment, Decision, Report
from tests.comments.factories import decide, make_anna, make_comment, make_report
from tests.factories import give, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def moderator(signed_in: SignIn) -> Client:
    """Max at work."""
    return signed_in(make_moderator())


def page_of(comment: Comment) -> str:
    """Its address in the admin."""
    return f"/beheer/comments/comment/{comment.pk}/change/"


def button(comment: Comment, verb: str) -> str:
    """Where a button goes."""
    return f"/beheer/comments/comment/{comment.pk}/decide/{verb}/"


def test_everything_a_moderator_needs_is_in_view(moderator: Client) -> None:
    parent = make_comment(name="Piet", text="Eerdere reactie.")
    comment = make_comment(
        reply_to=parent, state=State.WAITING, name="Rosa", email="rosa@voorbeeld.nl", text="<b>Hoe</b>?", network="192.0.2.0/24",
        signals=[{"name": "links", "weight": 2, "detail": "1"}], score=2,
    )  # fmt: skip
    make_comment(email="rosa@voorbeeld.nl", state=State.SPAM)
    decide(parent, Verb.REMOVE, by=make_anna())
    page = moderator.get(page_of(comment)).content.decode()
    for part in (
        "Rosa", "&lt;b&gt;Hoe&lt;/b&gt;?", "Eerdere reactie.", "rosa@voorbeeld.nl", "nog 1 andere spam", "192.0.2.0/24",
        "webadressen in de tekst: 1", comment.article.title, comment.article.get_absolute_url(), "Plaatsen", "Afwijzen",
    ):  # fmt: skip
        assert part in page
    history = moderator.get(page_of(parent)).content.decode()
    for part in ("Anna", "geplaatst → verwijderd", "Daarom.", "Maak “verwijderd” ongedaan"):
        assert part in history


def test_nothing_on_the_page_can_be_edited(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, text="Zo staat het er.")
    page = moderator.get(page_of(comment)).content.decode()
    assert 'name="text"' not in page
    assert moderator.post(page_of(comment), {"text": "Anders."}).status_code == 405
    comment.refresh_from_db()
    assert comment.text == "Zo staat het er."


def test_no_inline_script_or_style(moderator: Client) -> None:
    page = moderator.get(page_of(make_comment(state=State.WAITING))).content.decode()
    content = page.split('id="content"')[1].split('id="footer"')[0]
    assert "<script>" not in content
    assert " style=" not in content
    assert " onclick=" not in content


@pytest.mark.parametrize(
    ("verb", "reason", "state", "said"),
    [
        ("approve", "", State.PLACED, "1 reactie geplaatst."),
        ("reject", "Reclame.", State.REJECTED, "1 reactie afgewezen."),
        ("spam", "", State.SPAM, "1 reactie als spam aangemerkt."),
        ("remove", "Op verzoek.", State.REMOVED, "1 reactie verwijderd."),
    ],
)
def test_the_buttons(moderator: Client, verb: str, reason: str, state: State, said: str) -> None:
    comment = make_comment(state=State.WAITING)
    sent = {"reason": reason, **hidden(moderator.get(page_of(comment)).content.decode())}
    response = moderator.post(button(comment, verb), sent, follow=True)
    assert response.redirect_chain == [("/beheer/comments/comment/", 302)]
    assert said in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == state
    assert Decision.objects.get().reason == reason


def test_a_button_that_comes_too_late_explains(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    decide(comment, Verb.APPROVE, by=make_anna())
    page = moderator.post(button(comment, "approve"), follow=True).content.decode()
    assert "Al geplaatst door Anna om" in page
    assert Decision.objects.count() == 1


def hidden(page: str) -> dict[str, str]:
    """What the page sends along with a button."""
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return {"seen": found.group(1)}


def test_an_older_page_overrules_nobody(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    old = hidden(moderator.get(page_of(comment)).content.decode())
    decide(comment, Verb.REJECT, by=make_anna())
    response = moderator.post(button(comment, "approve"), old)
    fresh = response.content.decode()
    assert response.status_code == 409
    assert "Al afgewezen door Anna om" in fresh
    assert "; bekijk opnieuw." in fresh
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    moderator.post(button(comment, "approve"), hidden(fresh))
    comment.refresh_from_db()
    assert comment.state == State.PLACED


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "9" * 40}])
def test_a_button_that_does_not_say_what_was_seen_overrules_nobody(
    moderator: Client, sent: dict[str, str]
) -> None:
    comment = make_comment(state=State.WAITING)
    decide(comment, Verb.REJECT, by=make_anna())
    assert "bekijk opnieuw" in moderator.post(button(comment, "approve"), sent, follow=True).content.decode()
    comment.refresh_from_db()
    assert comment.state == State.REJECTED


def test_rejecting_without_reason_comes_back_to_the_page(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    response = moderator.post(button(comment, "reject"), {"reason": " "})
    assert response.status_code == 409
    assert "Geef een reden." in response.content.decode()
    assert "Dit kan niet." in moderator.post(button(comment, "undo"), follow=True).content.decode()
    assert not Decision.objects.exists()


def test_undoing_one_decision(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    decision = decide(comment, Verb.SPAM, by=make_anna())
    url = f"/beheer/comments/comment/{comment.pk}/undo/{decision.pk}/"
    assert moderator.get(url).status_code == 405
    assert "Ongedaan gemaakt." in moderator.post(url, follow=True).content.decode()
    assert "Al ongedaan gemaakt door max om" in moderator.post(url, follow=True).content.decode()
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert (
        moderator.post(f"/beheer/comments/comment/{make_comment().pk}/undo/{decision.pk}/").status_code == 404
    )


@pytest.mark.parametrize("verb", ["approve", "reject", "spam", "remove"])
def test_opening_a_buttons_address_changes_nothing(moderator: Client, verb: str) -> None:
    comment = make_comment(state=State.WAITING)
    assert moderator.get(button(comment, verb)).status_code == 405
    assert not Decision.objects.exists()


def test_unknown_numbers(moderator: Client) -> None:
    for number in ("999999", "x", "9" * 30):
        assert moderator.get(f"/beheer/comments/comment/{number}/change/").status_code == 404
    assert moderator.post("/beheer/comments/comment/999999/decide/approve/").status_code == 404


@pytest.mark.parametrize("verb", ["approve", "reject", "spam", "remove"])
def test_only_moderators_press_buttons(client: Client, signed_in: SignIn, verb: str) -> None:
    comment = make_comment(state=State.WAITING)
    looker = make_user()
    give(looker, "view_comment")
    decision = decide(make_comment(), Verb.REMOVE, by=make_anna())
    for user in (make_editor(), looker):
        other = signed_in(user)
        assert other.post(button(comment, verb), {"reason": "x"}).status_code == 403
        assert other.post(f"/beheer/comments/comment/undo/{decision.batch}/").status_code == 403
        assert (
            other.post(f"/beheer/comments/comment/{decision.comment_id}/undo/{decision.pk}/").status_code
            == 403
        )
    assert signed_in(looker).get(page_of(comment)).content.decode().count("formaction") == 0
    assert client.post(button(comment, verb))["Location"].startswith("/beheer/login/")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(
    moderator: Client, size: int, django_assert_num_queries: Any
) -> None:
    comment, anna = make_comment(state=State.WAITING), make_anna()
    for _ in range(size):
        decide(comment, Verb.APPROVE, by=anna)
        decide(comment, Verb.SPAM, by=anna)
        make_report(comment=comment)
        make_comment(email=comment.email)
    moderator.get(page_of(comment))
    with django_assert_num_queries(12):  # one of them asks whether what is spam was ever confirmed
        assert moderator.get(page_of(comment)).status_code == 200


def test_an_editor_is_kept_from_all_of_it(signed_in: SignIn) -> None:
    client, report = signed_in(make_editor()), make_report()
    for model in ("comment", "decision", "report", "ban"):
        assert client.get(f"/beheer/comments/{model}/").status_code == 403
    assert client.get(page_of(report.comment)).status_code == 403
    assert client.get(f"/beheer/comments/report/{report.pk}/change/").status_code == 403


def test_a_report_is_handled_once(moderator: Client) -> None:
    report = make_report(text="Klopt niet <b>.")
    url = f"/beheer/comments/report/{report.pk}/change/"
    assert report.comment.name in moderator.get("/beheer/comments/report/").content.decode()
    page = moderator.get(url).content.decode()
    assert "Klopt niet &lt;b&gt;." in page
    assert page_of(report.comment) in page
    for sent in ({"outcome": ""}, {}):
        refused = moderator.post(url, sent)
        assert refused.status_code == 200
        assert "Kies een uitkomst." in refused.content.decode()
    assert "gewijzigd" not in moderator.get("/beheer/").content.decode()
    assert Report.objects.open().exists()
    assert moderator.post(url, {"outcome": "removed", "answer": "Het klopt niet."}).status_code == 302
    report.refresh_from_db()
    assert (report.outcome, report.handled_by.username) == ("removed", "max")
    assert not Comment.objects.placed().exists()
    assert moderator.post(url, {"outcome": "kept"}).status_code == 403
    assert report.comment.name not in moderator.get("/beheer/comments/report/").content.decode()
    assert report.comment.name in moderator.get("/beheer/comments/report/?handled=yes").content.decode()
    assert report.comment.name in moderator.get("/beheer/comments/report/?handled=all").content.decode()


def test_bans_are_made_and_ended(moderator: Client) -> None:
    url = "/beheer/comments/ban/add/"
    data = {
        "kind": "domain",
        "value": "@Spam.Voorbeeld.nl",
        "reason": "Reclame",
        "until_0": "",
        "until_1": "",
    }
    assert moderator.post(url, data).status_code == 302
    ban = Ban.objects.get()
    assert (ban.value, ban.made_by.username) == ("spam.voorbeeld.nl", "max")
    assert (
        "Te veel mensen gebruiken dit domein"
        in moderator.post(url, {**data, "value": "gmail.com"}).content.decode()
    )
    assert "Dit is al geblokkeerd" in moderator.post(url, data).content.decode()
    assert moderator.post(url, {**data, "kind": "x"}).status_code == 200
    change = f"/beheer/comments/ban/{ban.pk}/change/"
    past = moderator.post(change, {**data, "until_0": "1-3-2020", "until_1": "12:00"})
    assert "Dit moment is al voorbij" in past.content.decode()
    moderator.post(change, {**data, "until_0": "1-3-2126", "until_1": "12:00"})
    assert Ban.objects.in_force().get().until is not None
    assert moderator.post(f"/beheer/comments/ban/{ban.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Ban.objects.exists()


def test_the_log_of_decisions_is_only_read(moderator: Client, signed_in: SignIn) -> None:
    decision = decide(make_comment(), Verb.REMOVE, by=make_anna())
    boss = signed_in(make_user(superuser=True))
    for client in (moderator, boss):
        assert "Anna" in client.get("/beheer/comments/decision/").content.decode()
        assert client.get("/beheer/comments/decision/add/").status_code == 403
        assert (
            client.post(f"/beheer/comments/decision/{decision.pk}/change/", {"reason": "x"}).status_code
            == 403
        )
        assert (
            client.post(f"/beheer/comments/decision/{decision.pk}/delete/", {"post": "yes"}).status_code
            == 403
        )
