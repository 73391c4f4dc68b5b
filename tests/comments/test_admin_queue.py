"""The moderators' queue: what it lists, deciding in bulk, and undoing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comments.admin.queue_ticks import Ticks
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


def bulk(client: Client, verb: str, *comments: Comment, reason: str = "", **sent: Any) -> str:
    """Tick, press, and read the page after it; by default with what the page shows now."""
    data = {"verb": verb, "chosen": [comment.pk for comment in comments], "reason": reason}
    sent.setdefault("seen", seen(client.get(QUEUE + "?state=all").content.decode()))
    page: str = client.post(f"{QUEUE}samen/", {**data, **sent}, follow=True).content.decode()
    return page


def seen(page: str) -> list[str]:
    """What the page sends along with the ticks."""
    return re.findall(r'name="seen" value="([^"]+)" form="samen"', page)


def listed(client: Client, query: str = "") -> list[str]:
    """The names in the list, in order."""
    page = client.get(QUEUE + query).content.decode()
    return re.findall(r'<h2 id="kop-\d+"><a[^>]*>([^<]+)<', page)


def test_the_queue_lists_what_waits_oldest_first(moderator: Client) -> None:
    make_comment(state=State.WAITING, name="Later", queued_at="2026-03-02T12:00:00Z")
    make_comment(state=State.WAITING, name="Eerst", queued_at="2026-03-01T12:00:00Z")
    make_comment(state=State.PLACED, name="Geplaatst")
    assert listed(moderator) == ["Eerst", "Later"]


@pytest.mark.parametrize(
    ("query", "names"), [("?state=placed", ["Geplaatst"]), ("?state=all", ["Wacht", "Geplaatst"])]
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
    for part in ("Vitamine D", "vraag", "Hoe &lt;b&gt;lang&lt;/b&gt;? " * 19, "wacht 0\xa0minuten"):
        assert part in page
    suspect = page.split('<ul class="suspect">')[1].split("</ul>")[0]
    assert "een veld dat mensen niet zien, was ingevuld" in suspect


def test_placing_in_bulk_says_so_and_offers_the_way_back(moderator: Client) -> None:
    first, second = make_comment(state=State.WAITING), make_comment(state=State.WAITING)
    page = bulk(moderator, "approve", first, second)
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
    assert "Geef een reden." in bulk(moderator, "reject", comment)
    assert Comment.objects.waiting().exists()
    assert "1 reactie afgewezen." in bulk(moderator, "reject", comment, reason="Reclame.")
    assert Decision.objects.get().reason == "Reclame."


def test_without_a_reason_the_ticks_are_kept_and_the_form_says_so(moderator: Client) -> None:
    first, other, last = (make_comment(state=State.WAITING, kind="question") for _ in range(3))
    data = {"verb": "reject", "chosen": [first.pk, last.pk], "back": "kind=question", "reason": "  "}
    answer = moderator.post(f"{QUEUE}samen/", data)
    assert answer.url == f"{QUEUE}?kind=question&ticked={first.pk}-{last.pk}#samen"  # type: ignore[attr-defined]
    page = moderator.get(answer.url.split("#")[0]).content.decode()  # type: ignore[attr-defined]
    assert re.findall(r'name="chosen" value="(\d+)" form="samen" checked', page) == [
        str(first.pk),
        str(last.pk),
    ]
    assert re.search(
        r'aria-describedby="fout-samen" aria-invalid="true".*id="fout-samen">Geef een reden\.', page
    )
    assert 'name="back" value="kind=question"' in page, "the next press is a new one"
    assert set(Comment.objects.values_list("state", flat=True)) == {State.WAITING}
    plain = moderator.get(QUEUE).content.decode()
    assert 'form="samen" checked' not in plain
    assert 'id="fout-samen" hidden>' in plain


@pytest.mark.parametrize("ticked", ["x", "-", "0-0", "1" * 400, "1-" * 4000, "\u0661"])
def test_ticks_in_an_address_that_make_no_sense_do_no_harm(moderator: Client, ticked: str) -> None:
    make_comment(state=State.WAITING)
    assert moderator.get(QUEUE, {"ticked": ticked}).status_code == 200
    assert len(Ticks.read({"ticked": ticked}).chosen) <= 25


def test_enter_among_own_words_rejects_and_never_places(moderator: Client) -> None:
    """A browser then presses the form's first button."""
    make_comment(state=State.WAITING)
    form = moderator.get(QUEUE).content.decode().split('id="samen"')[1]
    assert re.findall(r'name="verb" value="(\w+)"', form)[0] == "reject"


def test_spam_in_bulk(moderator: Client) -> None:
    assert "1 reactie als spam aangemerkt." in bulk(moderator, "spam", make_comment(state=State.WAITING))


def test_what_could_not_be_done_is_named(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, name="Rosa")
    bulk(moderator, "approve", comment)
    page = bulk(moderator, "approve", comment)
    assert f'/{comment.pk}/change/">#{comment.pk}</a>: ' in page
    assert "Al geplaatst door max om" in page
    assert Decision.objects.count() == 1


def test_what_the_desk_says_holds_no_name_and_travels_in_no_cookie(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, name="Rosalinde", text="Geheime woorden.")
    other = make_comment(state=State.WAITING, name="Rosalinde")
    decide(comment, Verb.REJECT, by=make_anna())
    data = {"verb": "approve", "chosen": [comment.pk, other.pk], "seen": f"{comment.pk}:0:x"}
    answer = moderator.post(f"{QUEUE}samen/", data)
    assert "messages" not in answer.cookies
    waiting = str(moderator.session["_messages"])
    assert f"#{comment.pk}" in waiting
    assert "Rosalinde" not in waiting
    assert "Geheime" not in waiting


def test_what_a_colleague_just_handled_is_told_and_left(moderator: Client) -> None:
    """The list was open for a while; by now the filter hides the reaction that was ticked in it."""
    comment, other = make_comment(state=State.WAITING, name="Rosa"), make_comment(state=State.WAITING)
    old = seen(moderator.get(QUEUE).content.decode())
    assert [each.rpartition(":")[0] for each in old] == [f"{comment.pk}:0", f"{other.pk}:0"]
    decide(comment, Verb.REJECT, by=make_anna())
    page = bulk(moderator, "approve", comment, other, seen=old)
    assert "1 reactie geplaatst." in page
    assert f'/{comment.pk}/change/">#{comment.pk}</a>: ' in page
    assert "Al afgewezen door Anna om" in page
    assert "bekijk opnieuw" in page
    assert "bestaat niet meer" not in page
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    assert "Al afgewezen door Anna om" in bulk(moderator, "approve", comment, seen=old)


def test_a_reaction_that_was_decided_before_can_be_decided_again(moderator: Client) -> None:
    """What counts is what the list showed, not whether there is a history."""
    comment = make_comment(state=State.WAITING)
    decide(comment, Verb.REJECT, by=make_anna())
    bulk(moderator, "approve", comment, seen=seen(moderator.get(QUEUE + "?state=rejected").content.decode()))
    assert Comment.objects.placed().get() == comment


@pytest.mark.parametrize("sent", [{}, {"seen": "x"}, {"seen": "9" * 40}, {"seen": "1:2:3:4"}])
def test_ticks_that_do_not_say_what_was_seen_place_nothing(moderator: Client, sent: dict[str, str]) -> None:
    comment = make_comment(state=State.WAITING)
    data = {"verb": "approve", "chosen": [comment.pk], **sent}
    assert "bekijk opnieuw" in moderator.post(f"{QUEUE}samen/", data, follow=True).content.decode()
    assert not Comment.objects.placed().exists()


def test_nothing_ticked_or_no_such_verb_does_nothing(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING)
    for verb in ("undo", "confirm", "", "<b>"):
        assert "Dit kan niet." in bulk(moderator, verb, comment)
    assert "Vink eerst een of meer reacties aan." in bulk(moderator, "approve")
    assert "Vink eerst een of meer reacties aan." in bulk(moderator, "approve", chosen="x")
    assert moderator.get(f"{QUEUE}samen/").status_code == 405
    assert not Decision.objects.exists()


def test_after_pressing_the_same_choice_is_shown(moderator: Client) -> None:
    """Only parts of an address that are ours come back: the field is the browser's to fill in."""
    comment = make_comment(state=State.WAITING)
    data = {
        "verb": "spam",
        "chosen": [comment.pk],
        "back": "kind=question&links=1&next=//evil.example/&state=x",
    }
    answer = moderator.post(f"{QUEUE}samen/", data)
    assert answer["Location"] == f"{QUEUE}?kind=question&links=1"
    assert (
        moderator.post(f"{QUEUE}samen/", {"back": "&".join(f"q{n}=1" for n in range(9))}).status_code == 302
    )


def test_an_unknown_batch_undoes_nothing(moderator: Client) -> None:
    url = "/beheer/comments/comment/undo/00000000-0000-0000-0000-000000000000/"
    assert "Er is niets om ongedaan te maken." in moderator.post(url, follow=True).content.decode()


def test_search_finds_by_address(moderator: Client) -> None:
    make_comment(state=State.WAITING, name="Rosa", email="rosa@voorbeeld.nl")
    make_comment(state=State.WAITING, name="Piet")
    assert listed(moderator, "?q=rosa@voorbeeld") == ["Rosa"]
    assert listed(moderator, "?q=Rosa@Voorbeeld.nl") == ["Rosa"]


def test_nobody_adds_or_deletes(moderator: Client, signed_in: SignIn) -> None:
    comment = make_comment(state=State.WAITING)
    for client in (moderator, signed_in(make_user(superuser=True))):
        assert client.get(f"{QUEUE}add/").status_code == 403
        assert client.post(f"{QUEUE}{comment.pk}/delete/").status_code == 403
    assert Comment.objects.count() == 1


def test_an_editor_sees_and_does_nothing_here(signed_in: SignIn) -> None:
    client, comment = signed_in(make_editor()), make_comment(state=State.WAITING)
    assert client.get(QUEUE).status_code == 403
    assert client.post(f"{QUEUE}samen/", {"verb": "approve", "chosen": [comment.pk]}).status_code == 403
    assert client.get(f"{QUEUE}cijfers/").status_code == 403
    assert "comments" not in client.get("/beheer/").content.decode()
    assert not Decision.objects.exists()


def test_who_may_only_look_is_offered_no_action(signed_in: SignIn) -> None:
    user, comment = make_user(), make_comment(state=State.WAITING)
    give(user, "view_comment")
    client = signed_in(user)
    assert listed(client) == [comment.name]
    assert client.post(f"{QUEUE}samen/", {"verb": "approve", "chosen": [comment.pk]}).status_code == 403
    page = client.get(QUEUE).content.decode().split('id="content"')[1]
    assert 'method="post"' not in page
    assert not Decision.objects.exists()


def test_signed_out_goes_to_sign_in(client: Client) -> None:
    assert client.get(QUEUE)["Location"].startswith("/beheer/login/")


def test_a_moderator_does_no_editors_work(moderator: Client) -> None:
    assert moderator.get("/beheer/articles/article/").status_code == 403
    assert moderator.get("/beheer/references/work/").status_code in {403, 404}
