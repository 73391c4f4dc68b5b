"""A reader reacts, a moderator places it, everybody sees it: with script and without."""

import pytest
from playwright.sync_api import Page, expect

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
    expected = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    reader.complaints = [each for each in reader.complaints if not any(word in each for word in expected)]
