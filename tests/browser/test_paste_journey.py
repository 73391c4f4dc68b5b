"""An editor pastes a reference list as it was copied from PubMed, looks, stores it and takes it back; and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_citations, make_editor, make_work
from tests.references import pasted_pages as pages

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', text);
  const box = document.querySelector('.paste-box');
  box.focus();
  box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def study(db: None):
    study = make_work(title="A study of veins")
    make_citations(citing=study, number=2)
    return study


def lines_of(study):
    return list(study.citations.order_by("position").values_list("raw", flat=True))


def paste(page: Page, html: str, text: str = "") -> None:
    page.evaluate(PASTE, [html, text])


def test_from_pasting_to_taking_back(visitor, study):
    before = lines_of(study)
    editor = visitor(viewport={"width": 1280, "height": 900})
    page = editor.page
    editor.log_in(make_editor())
    page.goto(f"/beheer/references/work/{study.pk}/change/")
    page.get_by_role("link", name="Literatuurlijst plakken").click()
    box = page.get_by_role("textbox", name="Literatuurlijst")
    paste(
        page,
        pages.PUBMED
        + '<img src="https://elsewhere.example/x.png"><p style="background:url(https://elsewhere.example/y)">',
    )
    expect(box).to_contain_text("Multiple myeloma")
    expect(box).not_to_contain_text("alert(1)")
    expect(box.locator("img, script, [style], [class], [onclick]")).to_have_count(0)
    expect(page.locator("#paste-count")).to_have_text("2 regels")

    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    rows = page.locator(".paste-preview tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_role("link", name="PMID 21410373")).to_have_attribute(
        "href", "https://pubmed.ncbi.nlm.nih.gov/21410373/"
    )
    expect(
        page.get_by_role("radio", name=re.compile("Lijst vervangen: 2 erbij, 0 blijven, 2 vervallen"))
    ).to_be_checked()
    assert lines_of(study) == before

    page.get_by_role("link", name="Tekst aanpassen").click()
    expect(box).to_contain_text("Multiple myeloma")
    expect(box.locator("a[href='https://pubmed.ncbi.nlm.nih.gov/21410373/']")).to_have_count(1)
    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    page.get_by_role("button", name="Literatuurlijst opslaan").click()
    expect(page.locator(".messagelist .success")).to_contain_text("2 erbij, 0 gebleven, 2 vervallen")
    assert study.citations.get(position=1).cited.pmid == "21410373"

    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(".messagelist .success")).to_contain_text("De vorige lijst staat er weer")
    assert lines_of(study) == before
    page.get_by_role("link", name="Nog een lijst plakken").click()
    page.get_by_role("button", name="Terugzetten").click()
    assert study.citations.get(position=1).cited.pmid == "21410373"


def test_typed_and_plain_words_and_a_refusal(visitor, study):
    editor = visitor(viewport={"width": 390, "height": 844})
    page = editor.page
    editor.log_in(make_editor())
    page.goto(f"/beheer/references/work/{study.pk}/literatuurlijst/")
    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    expect(page.locator(".errorlist")).to_contain_text("Plak die eerst")
    box = page.get_by_role("textbox", name="Literatuurlijst")
    paste(page, "", "Eerste & <b>regel</b>\n\nTweede regel")
    expect(page.locator("#paste-count")).to_have_text("2 regels")
    box.press("Control+End")
    box.press("Enter")
    page.keyboard.type("Derde regel")
    expect(page.locator("#paste-count")).to_have_text("3 regels")
    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    raws = page.locator(".paste-raw")
    expect(raws).to_have_text(["Eerste & <b>regel</b>", "Tweede regel", "Derde regel"])
    page.get_by_role("link", name="Tekst aanpassen").click()
    expect(box).to_contain_text("Derde regel")
    box.press("Control+a")
    paste(page, "<p>x</p>" * 501)
    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    expect(page.locator(".errorlist")).to_contain_text("Dit zijn 501 regels")
    expect(box.locator("p").last).to_have_text("x")


def test_without_script(visitor, study):
    editor = visitor(java_script_enabled=False)
    page = editor.page
    editor.log_in(make_editor())
    page.goto(f"/beheer/references/work/{study.pk}/literatuurlijst/")
    expect(page.locator(".paste-box")).to_have_count(0)
    page.get_by_label("Literatuurlijst").fill(
        "Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60.\nonleesbaar"
    )
    page.get_by_role("button", name="Bekijken wat er gelezen is").click()
    expect(page.get_by_role("status")).to_contain_text("1 van de 2 regels kon niet gelezen worden")
    page.get_by_label(re.compile("Achteraan toevoegen")).check()
    page.get_by_role("button", name="Literatuurlijst opslaan").click()
    assert study.citations.count() == 4
    page.get_by_role("button", name="Ongedaan maken").click()
    assert study.citations.count() == 2
