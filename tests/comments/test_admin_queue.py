"""The moderators' queue: what it lists, deciding in bulk, and undoing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comments.enums import State, Verb
from comments.models import Comment, Decision
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import give, make_article, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/comments/comment/"
SignIn = Callable[[Any], Client]


@pytest.fixture
def moderator(signed_in: SignIn) -> Client:
    """Max at work."""
    return signed_in(make_moderator())


def bulk(client: Client, action: str, *comments: Comment, reason: str = "", **sent: Any) -> str:
    """Choose, press, and read the page after it."""
    chosen = [comment.pk for comment in comments]
    data = {"action": action, "_selected_action": chosen, "reason": reason, **sent}
    page: str = client.post(QUEUE, data, follow=True).content.decode()
    return page


def listed(client: Client, query: str = "") -> list[str]:
    """The names in the list, in order."""
    page = client.get(QUEUE + query).content.decode()
    return re.findall(r'class="field-name"><a[^>]*>([^<]+)<', page)


def test_the_queue_lists_what_waits_oldest_first(moderator: Client) -> None:
    make_comment(state=State.WAITING, name="Later", posted_at="2026-03-02T12:00:00Z")
    make_comment(state=State.WAITING, name="Eerst", posted_at="2026-03-01T12:00:00Z")
    make_comment(state=State.PLACED, name="Geplaatst")
    assert listed(moderator) == ["Eerst", "Later"]


@pytest.mark.parametrize(
    ("query", "names"), [("?state=placed", ["Geplaatst"]), ("?state=all", ["Geplaatst", "Wacht"])]
)
def test_other_states_are_a_click_away(moderator: Client, query: str, names: list[str]) -> None:
    make_comment(state=State.PLACED, name="Geplaatst")
    make_comment(state=State.WAITING, name="Wacht")
    assert listed(moderator, query) == names


def test_a_line_shows_what_is_needed_to_choose(moderator: Client) -> None:
    make_comment(
        state=State.WAITING, article=make_article(title="Vitamine D"), kind="question", text="Hoe <b>lang</b>? " * 20,
        signals=[{"name": "trap", "weight": 5, "detail": ""}], score=5,
    )  # fmt: skip
    page = moderator.get(QUEUE).content.decode()
    for part in ("Vitamine D", "vraag", "Hoe &lt;b&gt;lang&lt;/b&gt;?", "…", "0\xa0minuten"):
        assert part in page
    assert '<strong class="suspect">een veld dat mensen niet zien, was ingevuld</strong>' in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(
    moderator: Client, size: int, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        make_comment(state=State.WAITING)
    moderator.get(QUEUE)  # content types are looked up once per process
    with django_assert_num_queries(6):  # session, user, two of permissions, count, list
        assert len(listed(moderator)) == size


def test_placing_in_bulk_says_so_and_offers_the_way_back(moderator: Client) -> None:
    first, second = make_comment(state=State.WAITING), make_comment(state=State.WAITING)
    page = bulk(moderator, "approve_selected", first, second)
    assert "2 reacties geplaatst." in page
    assert Comment.objects.placed().count() == 2
    undo = re.search(r'action="(/beheer/comments/comment/undo/[^"]+)" class="undo"', page)
    assert undo
    assert moderator.get(undo.group(1)).status_code == 405
    assert Comment.objects.placed().count() == 2
    assert "2 besluiten ongedaan gemaakt." in moderator.post(undo.group(1), follow=True).content.decode()
    assert Comment.objects.waiting().count() == 2
    again = moderator.post(undo.group(1), follow=True).content.decode()
    assert "Al ongedaan gemaakt door max" in again


def test_rejecting_in_bulk_needs_the_reason(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    assert "Geef een reden." in bulk(moderator, "reject_selected", comment)
    assert Comment.objects.waiting().exists()
    assert "1 reactie afgewezen." in bulk(moderator, "reject_selected", comment, reason="Reclame.")
    assert Decision.objects.get().reason == "Reclame."


def test_spam_in_bulk(moderator: Client) -> None:
    assert "1 reactie als spam aangemerkt." in bulk(
        moderator, "spam_selected", make_comment(state=State.WAITING)
    )


def test_what_could_not_be_done_is_named(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, name="Rosa")
    bulk(moderator, "approve_selected", comment)
    data = {"action": "approve_selected", "_selected_action": [comment.pk], "reason": ""}
    page = moderator.post(QUEUE + "?state=placed", data, follow=True).content.decode()
    assert "Rosa: " in page
    assert "Al geplaatst door max om" in page
    assert Decision.objects.count() == 1


def test_what_a_colleague_just_handled_is_told_and_left(moderator: Client) -> None:
    """The list was open for a while; by now the filter hides the reaction that was ticked in it."""
    comment, other = make_comment(state=State.WAITING, name="Rosa"), make_comment(state=State.WAITING)
    seen = re.findall(r'name="seen" value="([^"]+)"', moderator.get(QUEUE).content.decode())
    assert seen == [f"{comment.pk}:0", f"{other.pk}:0"]
    decide(comment, Verb.REJECT, by=make_anna())
    page = bulk(moderator, "approve_selected", comment, other, seen=seen)
    assert "1 reactie geplaatst." in page
    assert "Rosa: " in page
    assert "Al afgewezen door Anna om" in page
    assert "bekijk opnieuw" in page
    assert "bestaat niet meer" not in page
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    assert "Al afgewezen door Anna om" in bulk(moderator, "approve_selected", comment, seen=seen)


def test_a_reaction_that_was_decided_before_can_be_decided_again(moderator: Client) -> None:
    """What counts is what the list showed, not whether there is a history."""
    comment = make_comment(state=State.WAITING)
    decide(comment, Verb.REJECT, by=make_anna())
    data = {"action": "approve_selected", "_selected_action": [comment.pk], "reason": ""}
    listed_then = re.findall(
        r'name="seen" value="([^"]+)"', moderator.get(QUEUE + "?state=rejected").content.decode()
    )
    moderator.post(QUEUE + "?state=rejected", {**data, "seen": listed_then})
    assert Comment.objects.placed().get() == comment


def test_select_all_takes_what_the_filter_finds(moderator: Client) -> None:
    comments = [make_comment(state=State.WAITING) for _ in range(3)]
    make_comment(state=State.REJECTED)
    page = bulk(moderator, "approve_selected", comments[0], select_across="1", seen=f"{comments[0].pk}:0")
    assert "3 reacties geplaatst." in page
    assert Comment.objects.placed().count() == 3


def test_an_unknown_batch_undoes_nothing(moderator: Client) -> None:
    url = "/beheer/comments/comment/undo/00000000-0000-0000-0000-000000000000/"
    assert "Er is niets om ongedaan te maken." in moderator.post(url, follow=True).content.decode()


def test_search_finds_by_address(moderator: Client) -> None:
    make_comment(state=State.WAITING, name="Rosa", email="rosa@voorbeeld.nl")
    make_comment(state=State.WAITING, name="Piet")
    assert listed(moderator, "?q=rosa@voorbeeld") == ["Rosa"]


def test_nobody_adds_or_deletes(moderator: Client, signed_in: SignIn) -> None:
    comment = make_comment(state=State.WAITING)
    for client in (moderator, signed_in(make_user(superuser=True))):
        assert client.get(f"{QUEUE}add/").status_code == 403
        assert client.post(f"{QUEUE}{comment.pk}/delete/").status_code == 403
        assert "delete_selected" not in client.get(QUEUE).content.decode()
    assert Comment.objects.count() == 1


def test_an_editor_sees_and_does_nothing_here(signed_in: SignIn) -> None:
    client, comment = signed_in(make_editor()), make_comment(state=State.WAITING)
    data = {"action": "approve_selected", "_selected_action": [comment.pk], "reason": ""}
    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, data).status_code == 403
    assert "comments" not in client.get("/beheer/").content.decode()
    assert not Decision.objects.exists()


def test_who_may_only_look_is_offered_no_action(signed_in: SignIn) -> None:
    user, comment = make_user(), make_comment(state=State.WAITING)
    give(user, "view_comment")
    client = signed_in(user)
    assert listed(client) == [comment.name]
    data = {"action": "approve_selected", "_selected_action": [comment.pk], "reason": ""}
    client.post(QUEUE, data)
    assert "approve_selected" not in client.get(QUEUE).content.decode()
    assert not Decision.objects.exists()


def test_signed_out_goes_to_sign_in(client: Client) -> None:
    assert client.get(QUEUE)["Location"].startswith("/beheer/login/")


def test_a_moderator_does_no_editors_work(moderator: Client) -> None:
    assert moderator.get("/beheer/articles/article/").status_code == 403
    assert moderator.get("/beheer/references/work/").status_code in {403, 404}
