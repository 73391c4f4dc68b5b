"""The queue with a keyboard in a real browser, with a screen reader's view of it, and without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from comments.enums import State, Verb
from comments.models import Comment, Decision, Edit
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import make_article, make_moderator

QUEUE = "/beheer/comments/comment/"
NAMES = ("Aad", "Bep", "Cor", "Dia")


@pytest.fixture
def comments(db: None) -> list[Comment]:
    """Four that wait, in this order."""
    article = make_article(title="Acupunctuur en zenuwpijn")
    times = (f"2026-03-0{day}T12:00:00Z" for day in range(1, 9))
    return [
        make_comment(
            article=article, state=State.WAITING, name=name, text=f"Verhaal van {name}.", queued_at=at
        )
        for name, at in zip(NAMES, times, strict=False)
    ]


@pytest.fixture
def page(visitor: Callable[..., Any], comments: list[Comment]) -> Page:
    """The queue, open before Max."""
    max_ = visitor()
    max_.log_in(make_moderator())
    opened: Page = max_.page
    opened.goto(QUEUE)
    return opened


def item(page: Page, name: str) -> Locator:
    return page.locator(".queue-item", has=page.get_by_role("heading", name=name, exact=True))


def states() -> dict[str, str]:
    return dict(Comment.objects.values_list("name", "state"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_j_and_k_move_and_show_where_one_is(page: Page) -> None:
    press(page, "j")
    expect(item(page, "Aad")).to_be_focused()
    press(page, "j", "j")
    expect(item(page, "Cor")).to_be_focused()
    assert item(page, "Cor").evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    press(page, "k")
    expect(item(page, "Bep")).to_be_focused()
    press(page, "k", "k", "k")
    expect(item(page, "Aad")).to_be_focused()
    # One reaction is in the tab order, so that Tab goes on to its own links and buttons.
    assert page.locator(".queue-item[tabindex='0']").count() == 1
    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('.queue-item h2, .queue-item').textContent").strip()


def test_a_places_says_so_and_goes_on(page: Page) -> None:
    press(page, "j", "a")
    expect(page.locator(".queue-live")).to_have_text("1 reactie geplaatst.")
    expect(page.locator(".queue-live")).to_have_attribute("aria-live", "polite")
    expect(item(page, "Aad")).to_contain_text("geplaatst")
    expect(item(page, "Bep")).to_be_focused()
    press(page, "s")
    expect(item(page, "Bep")).to_contain_text("1 reactie als spam aangemerkt.")
    expect(item(page, "Cor")).to_be_focused()
    assert states() == {"Aad": "placed", "Bep": "spam", "Cor": "waiting", "Dia": "waiting"}


def test_r_asks_for_a_reason_enter_rejects_and_escape_leaves(page: Page) -> None:
    press(page, "j", "r")
    reasons = item(page, "Aad").get_by_label("Reden (de schrijver leest deze)").first
    expect(reasons).to_be_focused()
    press(page, "Escape")
    expect(item(page, "Aad")).to_be_focused()
    assert states()["Aad"] == "waiting"
    press(page, "r")
    expect(reasons).to_be_focused()
    press(page, "Enter")
    expect(item(page, "Aad").locator(".queue-refusal")).to_have_text("Geef een reden.")
    expect(reasons).to_be_visible()
    reasons.select_option("De reactie kan anderen kwetsen.")
    press(page, "Enter")
    expect(page.locator(".queue-live")).to_have_text("1 reactie afgewezen.")
    assert Decision.objects.get().reason == "De reactie kan anderen kwetsen."


def test_letters_in_a_field_are_letters(page: Page) -> None:
    """Typing "a" in the reason does not place; neither do keys with a modifier, nor in the search field."""
    press(page, "j", "r", "Tab")
    words = item(page, "Aad").locator("[name=reason]").first
    expect(words).to_be_focused()
    page.keyboard.type("jakrsux?")
    expect(words).to_have_value("jakrsux?")
    press(page, "Escape")
    for keys in ("Control+a", "Alt+s", "Meta+s", "Control+r"):
        if keys != "Control+r":
            press(page, keys)
    page.locator("#zoek").focus()
    page.keyboard.type("as")
    expect(page.locator("#zoek")).to_have_value("as")
    assert set(states().values()) == {"waiting"}
    assert not Decision.objects.exists()
    assert not page.locator("dialog").is_visible()


def test_u_undoes_what_was_just_decided_step_by_step(page: Page) -> None:
    press(page, "j", "a")
    expect(item(page, "Bep")).to_be_focused()
    press(page, "s")
    expect(item(page, "Cor")).to_be_focused()
    press(page, "u")
    expect(item(page, "Bep")).to_be_focused()
    expect(page.locator(".queue-live")).to_have_text("Ongedaan gemaakt.")
    assert states()["Bep"] == "waiting"
    press(page, "u")
    expect(item(page, "Aad")).to_be_focused()
    expect(item(page, "Aad")).not_to_have_class(re.compile("queue-done"))
    press(page, "u")
    expect(page.locator(".queue-live")).to_have_text("Er is hier niets om ongedaan te maken.")
    assert set(states().values()) == {"waiting"}


def test_x_ticks_and_the_verbs_are_for_all_that_is_ticked(page: Page) -> None:
    press(page, "j", "x", "j", "j", "x")
    expect(page.locator(".queue-number")).to_have_text("(2)")
    expect(page.locator(".queue-live")).to_have_text("aangevinkt (2)")
    press(page, "a")
    expect(page.locator(".messagelist .success")).to_contain_text("2 reacties geplaatst.")
    assert states() == {"Aad": "placed", "Bep": "waiting", "Cor": "placed", "Dia": "waiting"}
    press(page, "u")
    expect(page.locator(".messagelist .success")).to_contain_text("2 besluiten ongedaan gemaakt.")
    assert set(states().values()) == {"waiting"}
    press(page, "j", "x", "j", "x", "r")
    expect(page.locator("#reden-samen")).to_be_focused()
    page.locator("#reden-samen").select_option("De reactie gaat niet over dit artikel.")
    page.locator("#samen [name=verb][value=reject]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2 reacties afgewezen.")


def test_ticked_ones_are_rejected_by_keyboard_alone(page: Page) -> None:
    press(page, "j", "x", "j", "x", "r")
    reasons = page.locator("#reden-samen")
    expect(reasons).to_be_focused()
    press(page, "Enter")
    refusal = page.locator("#samen .queue-refusal")
    expect(refusal).to_have_text("Geef een reden.")
    expect(reasons).to_be_focused()
    expect(reasons).to_have_attribute("aria-invalid", "true")
    assert page.locator('[name="chosen"]:checked').count() == 2
    press(page, "Escape")
    expect(item(page, "Bep")).to_be_focused()
    press(page, "r", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(reasons).to_have_value("De reactie gaat niet over dit artikel.")
    press(page, "Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("2 reacties afgewezen.")
    assert states() == {"Aad": "rejected", "Bep": "rejected", "Cor": "waiting", "Dia": "waiting"}
    assert set(Decision.objects.values_list("reason", flat=True)) == {
        "De reactie gaat niet over dit artikel."
    }


def test_enter_after_own_words_rejects_what_is_ticked(page: Page) -> None:
    press(page, "j", "x", "r", "Tab")
    page.keyboard.type("Reclame.")
    press(page, "Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("1 reactie afgewezen.")
    assert states()["Aad"] == "rejected"


def test_u_leaves_alone_what_was_not_decided_on_this_page(page: Page, comments: list[Comment]) -> None:
    """The newest placed reaction is the first on its tab, so the keys are about it from the start."""
    anna = make_anna()
    for comment in comments[:2]:
        decide(comment, Verb.APPROVE, by=anna)
    page.goto(f"{QUEUE}?state=placed")
    press(page, "u")
    nothing = "Er is hier niets om ongedaan te maken."
    expect(page.locator(".queue-live")).to_have_text(nothing)
    press(page, "j", "u")
    assert states()["Aad"] == states()["Bep"] == "placed"
    undo = item(page, "Aad").locator(".queue-undo")
    expect(undo.get_by_role("button")).to_be_visible()
    expect(undo.locator("kbd")).to_be_hidden()
    # Answering a placed reaction decides nothing about it, so there is nothing to take back.
    answer = item(page, "Aad").locator(".queue-answer")
    answer.locator("summary").click()
    answer.locator("textarea").fill("Dank u wel.")
    answer.get_by_role("button").click()
    expect(page.locator(".queue-live")).to_have_text("Het antwoord is geplaatst.")
    item(page, "Aad").focus()
    press(page, "u")
    expect(page.locator(".queue-live")).to_have_text(nothing)
    assert states()["Aad"] == "placed"
    # The button still does it; and of two decisions only the one made here goes by key.
    press(page, "s")
    expect(page.locator(".queue-live")).to_have_text("1 reactie als spam aangemerkt.")
    expect(undo.locator("kbd")).to_be_visible()
    press(page, "u")
    expect(page.locator(".queue-live")).to_have_text("Ongedaan gemaakt.")
    press(page, "u")
    expect(page.locator(".queue-live")).to_have_text(nothing)
    assert states()["Aad"] == "placed"
    item(page, "Bep").locator(".queue-undo").get_by_role("button").click()
    expect(page.locator(".queue-live")).to_have_text("Ongedaan gemaakt.")
    assert states()["Bep"] == "waiting"


def test_an_empty_answer_is_asked_for_where_it_is_typed(page: Page) -> None:
    answer = item(page, "Aad").locator(".queue-answer")
    answer.locator("summary").click()
    answer.get_by_role("button").click()
    expect(item(page, "Aad").locator(".queue-refusal")).to_be_visible()
    expect(answer.locator("textarea")).to_be_focused()


def test_the_help_opens_closes_and_can_switch_the_keys_off(page: Page) -> None:
    press(page, "Shift+?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    expect(dialog).to_be_visible()
    press(page, "a")
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Sneltoetsen").click()
    dialog.get_by_label("Sneltoetsen gebruiken").uncheck()
    dialog.get_by_role("button", name="Sluiten").click()
    for _visit in range(2):
        press(page, "j", "a", "s")
        assert set(states().values()) == {"waiting"}
        page.reload()
    page.get_by_role("button", name="Sneltoetsen").click()
    dialog.get_by_label("Sneltoetsen gebruiken").check()
    press(page, "Escape", "j", "a")
    expect(page.locator(".queue-live")).to_have_text("1 reactie geplaatst.")


def test_a_colleague_was_first(page: Page, comments: list[Comment]) -> None:
    decide(comments[0], Verb.APPROVE, by=make_anna())
    press(page, "j", "s")
    refusal = item(page, "Aad").locator(".queue-refusal")
    expect(refusal).to_contain_text("Al geplaatst door Anna om")
    expect(page.locator(".queue-live")).to_contain_text("Al geplaatst door Anna om")
    assert states()["Aad"] == "placed"
    assert Decision.objects.count() == 1


def test_placing_below_a_removed_reaction_asks_first(page: Page, comments: list[Comment]) -> None:
    above = make_comment(article=comments[0].article, state=State.REMOVED)
    make_comment(reply_to=above, state=State.WAITING, name="Evi", priority=2)
    page.reload()
    press(page, "j", "a")
    anyway = item(page, "Evi").get_by_role("button", name="Toch plaatsen")
    expect(anyway).to_be_focused()
    assert states()["Evi"] == "waiting"
    press(page, "Enter")
    expect(page.locator(".queue-live")).to_have_text("1 reactie geplaatst.")
    assert states()["Evi"] == "placed"


def test_a_change_is_taken_over_by_key(page: Page, comments: list[Comment]) -> None:
    placed = make_comment(article=comments[0].article, name="Evi", text="Oud.", priority=2, edit_waiting=True)
    Edit.objects.create(comment=placed, old_text="Oud.", new_text="Nieuw.")
    page.reload()
    press(page, "j", "a")
    expect(page.locator(".queue-live")).to_have_text("De wijziging is overgenomen.")
    placed.refresh_from_db()
    assert placed.text == "Nieuw."


def test_where_the_site_does_not_answer_nothing_is_lost(
    visitor: Callable[..., Any], comments: list[Comment]
) -> None:
    someone = visitor()
    someone.log_in(make_moderator())
    page = someone.page
    page.goto(QUEUE)
    press(page, "j", "r", "Tab")
    page.keyboard.type("Een lange reden.")
    page.route("**/decide/**", lambda route: route.abort())
    press(page, "Enter")
    expect(item(page, "Aad").locator(".queue-refusal")).to_contain_text("Dit heeft de site niet bereikt.")
    expect(item(page, "Aad").locator("[name=reason]").first).to_have_value("Een lange reden.")
    assert [complaint for complaint in someone.complaints if "ERR_FAILED" not in complaint] == []
    someone.complaints.clear()
    page.unroute("**/decide/**")
    press(page, "Enter")
    expect(page.locator(".queue-live")).to_have_text("1 reactie afgewezen.")


def test_without_script_every_button_works(visitor: Callable[..., Any], comments: list[Comment]) -> None:
    someone = visitor(java_script_enabled=False)
    someone.log_in(make_moderator())
    page = someone.page
    page.goto(QUEUE)
    item(page, "Aad").get_by_role("button", name="Plaatsen").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 reactie geplaatst.")
    item(page, "Bep").locator("summary", has_text="Afwijzen").click()
    item(page, "Bep").locator("[name=reason]").first.fill("Hoort hier niet.")
    item(page, "Bep").get_by_role("button", name="Afwijzen", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 reactie afgewezen.")
    page.locator(".messagelist").get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 besluit ongedaan gemaakt.")
    item(page, "Cor").get_by_role("checkbox").check()
    page.locator("#samen").get_by_role("button", name="Afwijzen").click()
    expect(page.locator("#samen .queue-refusal")).to_have_text("Geef een reden.")
    expect(item(page, "Cor").get_by_role("checkbox")).to_be_checked()
    item(page, "Dia").get_by_role("checkbox").check()
    page.locator("#samen").get_by_role("button", name="Spam").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2 reacties als spam aangemerkt.")
    assert states() == {"Aad": "placed", "Bep": "waiting", "Cor": "spam", "Dia": "spam"}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_of_the_page(page: Page, width: int) -> None:
    make_comment(state=State.WAITING, name="N" * 80, text="w" * 900, email=f"{'e' * 60}@voorbeeld.nl")
    page.set_viewport_size({"width": width, "height": 900})
    for address in (QUEUE, f"{QUEUE}cijfers/"):
        page.goto(address)
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
