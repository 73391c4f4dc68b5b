"""An editor writes, looks, publishes and withdraws."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.enums import Status
from articles.models import Article
from tests.factories import make_article, make_editor

SENTENCE = "Zenuwpijn werd bij deze patiënten minder."


@pytest.fixture
def article(db: None) -> Article:
    return make_article(
        title="Acupunctuur en zenuwpijn",
        slug="acupunctuur",
        status=Status.DRAFT,
        published_at=None,
        citations=3,
    )


def write(page: Page, text: str) -> None:
    """Type at the end of the explanation, as one does: the last word in bold."""
    field = page.locator(".cke_wysiwyg_div")
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(text + " ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Echt waar")
    expect(field).to_contain_text(text)


def test_from_writing_to_withdrawing(visitor, article):
    editor, reader = visitor(viewport={"width": 1280, "height": 900}), visitor()
    desk, site = editor.page, reader.page
    editor.log_in(make_editor())
    desk.goto("/beheer/articles/article/")
    desk.get_by_role("link", name="Acupunctuur en zenuwpijn").click()
    write(desk, SENTENCE)

    with editor.context.expect_page() as opened:
        desk.get_by_role("button", name="Voorbeeld").click()
    preview = opened.value
    expect(preview.locator(".preview-bar")).to_be_visible()
    expect(preview.locator(".prose").first).to_contain_text(SENTENCE)
    expect(preview.locator(".prose strong").first).to_have_text("Echt waar")
    preview.close()
    article.refresh_from_db()
    assert SENTENCE not in article.summary, "a preview stores nothing"
    assert site.goto(article.get_absolute_url()).status == 404

    expect(desk.locator(".cke_wysiwyg_div")).to_contain_text(SENTENCE)
    desk.locator("[name=_publish]").click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()
    assert site.goto(article.get_absolute_url()).status == 200
    expect(site.locator(".prose").first).to_contain_text(SENTENCE)
    expect(site.locator(".prose strong").first).to_have_text("Echt waar")
    site.goto("/")
    expect(site.locator("main")).to_contain_text("Acupunctuur en zenuwpijn")

    desk.get_by_role("link", name=re.compile("Intrekken")).click()
    desk.fill("[name=reason]", "De studie bleek niet te kloppen.")
    desk.locator("#content form [type=submit]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert site.goto(article.get_absolute_url()).status == 410
    expect(site.locator("main")).to_contain_text("De studie bleek niet te kloppen.")
    expect(site.locator("main")).not_to_contain_text(SENTENCE)
    site.goto("/")
    expect(site.locator("main")).not_to_contain_text("Acupunctuur en zenuwpijn")
    assert reader.context.cookies() == []


def test_what_is_pasted_is_cleaned(visitor, article):
    """Script, handlers and styles typed in the editor's own source view do not reach a reader."""
    editor = visitor(viewport={"width": 1280, "height": 900})
    desk = editor.page
    editor.log_in(make_editor())
    desk.goto(f"/beheer/articles/article/{article.pk}/change/")
    desk.click(".cke_button__source")
    desk.fill(
        ".cke_source",
        '<p style="color:red" onclick="x()">Zo <script>alert(1)</script><a href="javascript:x()">dan</a> <em>niet</em>.</p>',
    )
    desk.locator("[name=_publish]").click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()
    article.refresh_from_db()
    assert "niet</em>" in article.summary
    assert not re.search(r"script|onclick|style", article.summary)


def test_the_desk_without_a_complaint(visitor, article):
    """Every page that an editor opens daily; the visitor's fixture listens for policy violations."""
    editor = visitor()
    page = editor.page
    editor.log_in(make_editor())
    study = article.study()
    for address in (
        "/beheer/",
        "/beheer/articles/",
        "/beheer/articles/article/",
        "/beheer/articles/article/add/",
        f"/beheer/articles/article/{article.pk}/change/",
        f"/beheer/articles/article/{article.pk}/history/",
        f"/beheer/articles/article/{article.pk}/voorbeeld/",
        "/beheer/articles/topic/add/",
        f"/beheer/references/work/{study.pk}/change/",
        "/beheer/references/citation/",
        "/beheer/articles/editorialevent/",
    ):
        response = page.goto(address)
        assert response.status == 200, address
        page.wait_for_load_state("networkidle")
        assert editor.complaints == [], address
