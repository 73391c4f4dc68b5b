"""A reader reacts, a moderator places it, everybody sees it: with script and without."""

import pytest
from playwright.sync_api import Locator, Page, expect

from comments.models import Comment, Subscription
from tests.comments.factories import make_comment
from tests.factories import make_article, make_moderator

WORDS = "Na vier weken had ik veel minder last van mijn voeten."


@pytest.fixture
def address(db: None) -> str:
    article = make_article(title="Acupunctuur en zenuwpijn", slug="acupunctuur", citations=3)
    make_comment(article=article, text="Ik herken dit.", name="Bram")
    return article.get_absolute_url()


def fill_in(page: Page, text: str) -> None:
    page.locator("form.form [name=text]").fill(text)
    page.locator("form.form [name=name]").fill("Rosa")
    page.locator("form.form [name=email]").fill("rosa@voorbeeld.nl")
    page.locator("form.form [name=consent]").check()


def place_singly(page: Page) -> None:
    """Open the reaction from the queue, read it, press the button."""
    page.goto("/beheer/comments/comment/")
    page.click("#result_list tbody th a")
    expect(page.locator(".moderate-text")).to_contain_text(WORDS)
    page.get_by_role("button", name="Plaatsen", exact=True).click()


def place_in_bulk(page: Page) -> None:
    """Tick it in the queue and choose what to do."""
    page.goto("/beheer/comments/comment/")
    expect(page.locator("#result_list")).to_contain_text("Na vier weken")
    page.check("#result_list [name=_selected_action]")
    page.select_option("[name=action]", "approve_selected")
    page.click(".actions [type=submit]")


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
    expect(page.locator("main")).to_contain_text("moderator")
    expect(page.locator("form.form")).to_have_count(0)

    for someone in (reader, other):
        someone.page.goto(address)
        expect(someone.page.locator("#reacties")).to_contain_text("Ik herken dit.")
        expect(someone.page.locator("body")).not_to_contain_text(WORDS)

    moderator.log_in(make_moderator())
    (place_singly if script else place_in_bulk)(moderator.page)
    expect(moderator.page.locator(".messagelist .success")).to_be_visible()

    for someone in (reader, other):
        someone.page.goto(address)
        reaction = someone.page.locator(".reaction", has_text=WORDS)
        expect(reaction).to_contain_text("Rosa")
        expect(someone.page.locator("body")).not_to_contain_text("rosa@voorbeeld.nl")
        assert someone.context.cookies() == []


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
    page.locator("form.form [name=email]").fill("rosa@voorbeeld.nl")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator("form.form")).to_have_count(0)
    assert Comment.objects.waiting().get().text == WORDS
    assert Subscription.objects.get().email == "rosa@voorbeeld.nl"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reply_stands_below_what_it_answers(visitor, address, script):
    page = visitor(java_script_enabled=script).page
    page.goto(address)
    page.locator(".reaction", has_text="Ik herken dit.").get_by_role("link", name="Antwoorden").click()
    fill_in(page, "Ik ook.")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator("form.form")).to_have_count(0)
    answered = Comment.objects.get(text="Ik herken dit.")
    assert Comment.objects.get(text="Ik ook.").parent == answered


TEXT = "form.form [name=text]"


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


def test_the_queue_fits_on_the_screen(visitor, db):
    """On 1280 pixels nothing is cut off on the right, and the reader's words have by far the most room."""
    article = make_article(title="Behandeling met capecitabine na operatie van alvleesklierkanker: " * 2)
    make_comment(
        article=article, state="waiting", text=f"{WORDS} " * 8, name="Anne-Marie van der Wetering-Oosterhuis",
        signals=[{"name": "links", "weight": 5, "detail": "12"}, {"name": "no_stamp", "weight": 3, "detail": ""}], score=8,
    )  # fmt: skip
    moderator = visitor(viewport={"width": 1280, "height": 800})
    moderator.log_in(make_moderator())
    page = moderator.page
    for address in ("/beheer/comments/comment/", "/beheer/comments/comment/?state=all"):
        page.goto(address)
        results = page.locator("#changelist .results")
        assert results.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        cut = results.locator("tbody th, td").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )
        assert cut == 0
        text, about = (page.locator(f"tbody .field-{name}").bounding_box() for name in ("start", "about"))
        assert text["x"] < about["x"]
        assert text["width"] > 1.5 * about["width"]


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
    expect(page.locator("form.form")).to_have_count(0)
    assert Comment.objects.waiting().get().text == WORDS
    reader.complaints = [each for each in reader.complaints if not any(word in each for word in OFFLINE)]
