"""The puzzle in a real browser: solved by our own script under the strict policy, and of no account without script."""

import pytest
from playwright.sync_api import Page, expect

from comments.models import Comment
from tests.factories import make_article

SPAM = "Win een bonus in ons online casino met gratis spins!"


@pytest.fixture
def address(db: None) -> str:
    return make_article(title="Acupunctuur en zenuwpijn", slug="acupunctuur").get_absolute_url()


def send(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Plaats een reactie").click()
    page.locator("form.form [name=text]").fill(SPAM)
    page.locator("form.form [name=name]").fill("Rosa")
    page.locator("form.form [name=email]").fill("rosa@voorbeeld.nl")
    page.locator("form.form [name=consent]").check()
    page.locator("form.form button[type=submit]").click()


def names() -> list[str]:
    return [signal["name"] for signal in Comment.objects.get().signals]


def test_the_script_solves_it_and_sends_by_itself(visitor, address):
    page = visitor().page
    send(page, address)
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert "gambling" in names()
    assert "no_puzzle" not in names()


def test_without_script_it_arrives_all_the_same(visitor, address):
    page = visitor(java_script_enabled=False).page
    send(page, address)
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert "no_puzzle" in names()


def test_a_browser_that_cannot_reckon_sends_it_without(visitor, address):
    """As on a page without a secure connection, where the browser offers no digests."""
    page = visitor().page
    page.add_init_script("Object.defineProperty(window, 'crypto', { value: {} })")
    send(page, address)
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert "no_puzzle" in names()


def test_who_does_not_wait_presses_the_button(visitor, address):
    """The search never ends here; the words are in the form, and one press sends them."""
    page = visitor().page
    page.add_init_script("crypto.subtle.digest = () => new Promise(() => {})")
    send(page, address)
    expect(page.locator(".reaction-puzzle")).to_be_visible()
    expect(page.locator("form.form [name=text]")).to_have_value(SPAM)
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".reaction-thanks")).to_be_visible()
    assert "no_puzzle" in names()
