"""A reader reacts, a moderator places it, everybody sees it: with script and without."""

from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from comments.actions import links
from comments.enums import LinkPurpose, State
from comments.models import Comment, Subscription
from tests.comments.factories import make_comment
from tests.factories import make_article, make_moderator

WORDS = "Na vier weken had ik veel minder last van mijn voeten."
TEXT = "form.form [name=text]"
_numbers = count(1)


@pytest.fixture
def address(db: None) -> str:
    article = make_article(title="Acupunctuur en zenuwpijn", slug="acupunctuur", citations=3)
    make_comment(article=article, text="Ik herken dit.", name="Bram")
    return article.get_absolute_url()


def fill_in(page: Page, text: str, email: str = "") -> None:
    """Each test writes from an address of its own: the site that they share counts what an address sends."""
    page.locator("form.form [name=text]").fill(text)
    page.locator("form.form [name=name]").fill("Rosa")
    page.locator("form.form [name=email]").fill(email or f"rosa{next(_numbers)}@voorbeeld.nl")
    page.locator("form.form [name=consent]").check()


def confirm(page: Page) -> None:
    """Open the link that the letter holds, and press the button; the letter itself is for `test_letters.py`."""
    comment = Comment.objects.get(state=State.AWAITING_EMAIL)
    token = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    page.goto(f"/reacties/bevestigen/{token}/")
    expect(page.locator(".reaction-quoted")).to_contain_text(comment.text)
    assert Comment.objects.filter(state=State.AWAITING_EMAIL).exists(), "looking confirms nothing"
    page.get_by_role("button", name="Bevestig mijn reactie").click()


def place_singly(page: Page) -> None:
    """Read it in the queue, press the button."""
    page.goto("/beheer/comments/comment/")
    item = page.locator(".queue-item", has_text=WORDS)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        item.get_by_role("button", name="Plaatsen").click()


def place_in_bulk(page: Page) -> None:
    """Tick it in the queue and choose what to do."""
    page.goto("/beheer/comments/comment/")
    page.locator(".queue-item", has_text=WORDS).locator("[name=chosen]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("button[name=verb][value=approve]").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_reader_s_words_to_the_page(visitor, address, script):
    reader, moderator, other = (visitor(java_script_enabled=script) for _ in range(3))
    page = reader.page
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS)
    if script:
        assert page.url.endswith(address), "the form opens in the article's page"
    else:
        assert page.url.endswith("/reacties/acupunctuur/nieuw/"), "the form is a page of its own"
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_contain_text("Nog één stap: bevestig uw reactie.")
    expect(page.locator(TEXT)).to_have_count(0)
    confirm(page)
    expect(page.locator("h1")).to_have_text("Uw reactie is bevestigd")
    [cookie] = reader.context.cookies()
    assert (cookie["path"], cookie["httpOnly"]) == ("/reacties/", True)

    for someone in (reader, other):
        someone.page.goto(address)
        expect(someone.page.locator("#reacties")).to_contain_text("Ik herken dit.")
        expect(someone.page.locator("body")).not_to_contain_text(WORDS)

    moderator.log_in(make_moderator())
    (place_singly if script else place_in_bulk)(moderator.page)
    expect(
        moderator.page.locator(".queue-item", has_text=WORDS).get_by_role("button", name="Plaatsen")
    ).to_have_count(0)

    for someone in (reader, other):
        someone.page.goto(address)
        reaction = someone.page.locator(".reaction", has_text=WORDS)
        expect(reaction).to_contain_text("Rosa")
        expect(someone.page.locator("body")).not_to_contain_text("@voorbeeld.nl")
        assert someone.context.cookies(someone.page.url) == []
    assert other.context.cookies() == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_refusal_keeps_the_words(visitor, address, script):
    """Without an e-mail address nothing is stored and nothing is lost; then it is sent all the same."""
    page = visitor(java_script_enabled=script).page
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS)
    page.locator("form.form [name=email]").fill("rosa@")
    page.locator("form.form [name=subscribe]").check()
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".field-error [name=email]")).to_have_value("rosa@")
    expect(page.locator("form.form [name=text]")).to_have_value(WORDS)
    expect(page.locator("form.form [name=consent]")).to_be_checked()
    assert Comment.objects.count() == 1
    page.locator("form.form [name=email]").fill("roos@voorbeeld.nl")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert Comment.objects.get(state=State.AWAITING_EMAIL).text == WORDS
    assert Subscription.objects.get().email == "roos@voorbeeld.nl"


def test_a_text_area_that_was_dragged_larger_stays_so(visitor, address):
    """A refusal brings the form back as large as it was; and the site's policy hears no complaint (see `visitor`)."""
    page = visitor().page
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS, "rosa@")
    area = page.locator(TEXT)
    area.evaluate("element => element.scrollIntoView({block: 'start', behavior: 'instant'})")
    before = area.bounding_box()
    page.mouse.move(before["x"] + before["width"] - 4, before["y"] + before["height"] - 4)
    page.mouse.down()
    page.mouse.move(before["x"] + before["width"] - 4, before["y"] + before["height"] + 150, steps=5)
    page.mouse.up()
    larger = area.evaluate("element => element.style.height")
    assert float(larger.removesuffix("px")) > before["height"] + 100
    for email in ("rosa@", "roos@"):
        page.locator("form.form [name=email]").fill(email)
        page.locator("form.form button[type=submit]").click()
        expect(page.locator(f".field-error [name=email][value='{email}']")).to_be_visible()
        expect(area).to_have_css("height", larger)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reply_stands_below_what_it_answers(visitor, address, script):
    page = visitor(java_script_enabled=script).page
    page.goto(address)
    page.locator(".reaction", has_text="Ik herken dit.").get_by_role("link", name="Antwoorden").click()
    fill_in(page, "Ik ook.")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_be_visible()
    answered = Comment.objects.get(text="Ik herken dit.")
    assert Comment.objects.get(text="Ik ook.").parent == answered


def answer_to(page: Page, text: str) -> Locator:
    return page.locator(".reaction", has_text=text).get_by_role("link", name="Antwoorden")


def test_pressing_again_keeps_the_words(visitor, address):
    """The form that is open is shown again; another link opens its own beside it."""
    page = visitor().page
    page.goto(address)
    new = page.get_by_role("link", name="Plaats een reactie")
    new.click()
    page.locator(TEXT).fill(WORDS)
    page.locator("form.form [name=name]").focus()
    new.click()
    expect(page.locator(TEXT)).to_be_focused()
    expect(page.locator(TEXT)).to_have_value(WORDS)
    answer_to(page, "Ik herken dit.").click()
    expect(page.locator(TEXT)).to_have_count(2)
    page.locator(TEXT).first.fill("Ik ook.")
    answer_to(page, "Ik herken dit.").dblclick()
    expect(page.locator(TEXT).first).to_have_value("Ik ook.")
    expect(page.locator(TEXT).last).to_have_value(WORDS)
    assert page.url.endswith(address)


def test_leaving_asks_while_words_are_unsent(visitor, address):
    """Before a reload the browser asks; not after sending, and not for an empty form. Nothing is kept in storage."""
    page = visitor().page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    page.locator("form.form [name=name]").fill("Rosa")
    page.reload()
    assert asked == []
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS)
    page.reload()
    assert asked == ["beforeunload"]
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert WORDS not in kept
    assert "Rosa" not in kept
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS)
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]


def test_sending_a_report_asks_nothing(visitor, address):
    """It is a page of its own, sent without htmx: the words go along, so nobody is asked."""
    page = visitor().page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address)
    page.get_by_role("link", name="Melden").click()
    page.locator("form.form [name=kind]").first.check()
    page.locator(TEXT).fill("Dit klopt niet.")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("form.form [name=kind]").first.check()
    page.locator(TEXT).fill("Dit klopt niet.")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Melding ontvangen")
    assert asked == ["beforeunload"]


def test_closing_the_form_asks_only_where_words_would_go(visitor, address):
    page = visitor().page
    answers, asked = [False, True], []
    page.on(
        "dialog",
        lambda dialog: (asked.append(dialog.type), dialog.accept() if answers.pop(0) else dialog.dismiss()),
    )
    page.goto(address)
    answer_to(page, "Ik herken dit.").click()
    page.locator(".reaction-close").click()
    expect(page.locator("form.form")).to_have_count(0)
    expect(answer_to(page, "Ik herken dit.")).to_be_focused()
    assert asked == []
    page.get_by_role("link", name="Plaats een reactie").click()
    page.locator(TEXT).fill(WORDS)
    page.locator(".reaction-close").click()
    expect(page.locator(TEXT)).to_have_value(WORDS)
    page.locator(".reaction-close").click()
    expect(page.locator("form.form")).to_have_count(0)
    expect(page.get_by_role("link", name="Plaats een reactie")).to_be_focused()
    assert asked == ["confirm", "confirm"]
    assert page.url.endswith(address)


OFFLINE = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")


def test_opening_another_form_without_a_connection_keeps_the_words(visitor, address):
    """The page stays, and says where the new form would have come what is the matter."""
    reader = visitor()
    page = reader.page
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    page.locator(TEXT).fill(WORDS)
    reader.context.set_offline(True)
    answer_to(page, "Ik herken dit.").click()
    note = page.locator(".reaction .reaction-offline")
    expect(note).to_be_visible()
    expect(page.locator(TEXT)).to_have_value(WORDS)
    assert page.url.endswith(address)
    reader.context.set_offline(False)
    answer_to(page, "Ik herken dit.").click()
    expect(page.locator(TEXT)).to_have_count(2)
    expect(note).to_be_hidden()
    expect(page.locator(TEXT).last).to_have_value(WORDS)
    reader.complaints = [each for each in reader.complaints if not any(word in each for word in OFFLINE)]


def test_without_a_connection_the_words_stay(visitor, address):
    """The server is out of reach while sending: the form says so and keeps everything."""
    reader = visitor()
    page = reader.page
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    fill_in(page, WORDS)
    reader.context.set_offline(True)
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-offline")).to_be_visible()
    expect(page.locator("form.form [name=text]")).to_have_value(WORDS)
    reader.context.set_offline(False)
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert Comment.objects.get(state=State.AWAITING_EMAIL).text == WORDS
    reader.complaints = [each for each in reader.complaints if not any(word in each for word in OFFLINE)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_second_time_needs_no_letter(visitor, address, script):
    """The browser that confirmed an address goes straight to the moderators with it; a changed address does not."""
    page = visitor(java_script_enabled=script).page

    def send(text: str, email: str) -> None:
        page.goto(address)
        page.get_by_role("link", name="Plaats een reactie").click()
        fill_in(page, text, email)
        page.locator("form.form button[type=submit]").click()
        expect(page.locator(".reaction-thanks")).to_be_visible()

    own = f"els{next(_numbers)}@voorbeeld.nl"
    send("Een.", own)
    confirm(page)
    send("Twee.", own.capitalize())
    expect(page.locator(".reaction-thanks")).to_contain_text("Een moderator leest uw reactie en beslist")
    send("Drie.", f"piet{next(_numbers)}@voorbeeld.nl")
    states = dict(Comment.objects.exclude(name="Bram").values_list("text", "state"))
    assert states == {"Een.": State.WAITING, "Twee.": State.WAITING, "Drie.": State.AWAITING_EMAIL}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_changing_and_removing_an_own_reaction(visitor, address, script):
    page = visitor(java_script_enabled=script).page
    mine = make_comment(article=Comment.objects.get().article, text="Ik herken dit ook.")
    page.goto(f"/reacties/eigen/{links.issue(purpose=LinkPurpose.OWN, comment=mine)}/")
    page.locator(TEXT).fill(WORDS)
    page.get_by_role("button", name="Bewaar de wijziging").click()
    expect(page.locator("main")).to_contain_text(
        "Uw wijziging is bewaard. Een moderator leest uw nieuwe tekst eerst."
    )
    expect(page.locator(TEXT)).to_have_value(WORDS)
    page.get_by_role("link", name="Verwijder mijn reactie").click()
    page.get_by_role("button", name="Ja, verwijder mijn reactie").click()
    expect(page.locator("h1")).to_have_text("Uw reactie is verwijderd")
    page.goto(address)
    expect(page.locator("body")).not_to_contain_text("Ik herken dit ook.")


def test_leaving_an_own_reaction_asks_only_after_a_change(visitor, address):
    page = visitor().page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    mine = make_comment(article=Comment.objects.get().article, text="Ik herken dit ook.")
    page.goto(f"/reacties/eigen/{links.issue(purpose=LinkPurpose.OWN, comment=mine)}/")
    page.locator(TEXT).click()
    page.reload()
    assert asked == []
    page.locator(TEXT).fill(WORDS)
    page.reload()
    assert asked == ["beforeunload"]
