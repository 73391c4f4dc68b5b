"""What a reader's browser notices: cookies, strangers, small screens and the keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.actions import relating
from articles.models import Article
from references.models import AbstractSection, CitationCount, TrialRegistration
from tests.comments.factories import make_comment
from tests.factories import make_article

LONG = "Hypofractioneringsbestralingsschema’s"
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
PAGES = [
    "home",
    "list",
    "topic",
    "article",
    "form",
    "reply",
    "search",
    "study",
    "missing",
    "withdrawn",
    "report",
]
# Small things are counted with their label, which is pressed as well.
TARGETS = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a.button')]
  .map(element => {
    const boxes = [element, ...(element.labels || [])].map(each => each.getBoundingClientRect());
    const width = Math.max(...boxes.map(box => box.width)), height = Math.max(...boxes.map(box => box.height));
    const seen = element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !element.closest('.trap');
    return {name: element.outerHTML.slice(0, 80), width, height, seen};
  })
  .filter(each => each.seen && (each.width < 24 || each.height < 24))"""
WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const over = [...document.querySelectorAll('body *')].filter(
    each => each.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} px wide`, ...over.slice(0, 8).map(each => each.outerHTML.slice(0, 80))];
}"""
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  return {tag: element.tagName, shown: line || style.boxShadow !== 'none', top: box.top, height: box.height,
          text: (element.textContent || element.name || '').trim().slice(0, 40), inside: !!element.closest('main')};
}"""


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    """A site with long words and everything on it."""
    article = make_article(
        title=f"{LONG} bij longkanker",
        slug="een",
        citations=36,
        topics=("Longkanker", LONG),
        lead=f"{LONG} uitgelegd.",
    )
    article.summary = (
        f"<p>{LONG} en https://example.org/{'a' * 90}</p><table><tr>{'<td>12345678</td>' * 12}</tr></table>"
    )
    article.save()
    study = article.study()
    AbstractSection.objects.create(work=study, position=1, label="Background", text="It was unknown. " * 40)
    TrialRegistration.objects.create(work=study, registry="ClinicalTrials.gov", identifier="NCT00902941")
    CitationCount.objects.create(work=study, count=16, source="PubMed", as_of="2021-05-30")
    first = make_comment(article=article, text=f"{LONG} https://example.org/{'b' * 90}")
    second = make_comment(reply_to=first, name="N" * 80)
    make_comment(reply_to=second)
    make_article(slug="weg", status="withdrawn")
    make_article(topics=("Longkanker",))
    relating.refresh(article=article)
    return {
        "home": "/",
        "list": "/artikelen/",
        "topic": "/onderwerpen/longkanker/",
        "article": "/artikelen/een/",
        "form": "/reacties/een/nieuw/",
        "reply": f"/reacties/een/nieuw/?op={second.pk}",
        "search": "/zoeken/?q=longkanker",
        "study": f"/studies/{study.pk}/",
        "missing": "/bestaat-niet/",
        "withdrawn": "/artikelen/weg/",
        "report": f"/reacties/{first.pk}/melden/",
    }


def open_form(page: Page) -> None:
    page.get_by_role("link", name="Plaats een reactie").click()
    expect(page.locator("form.form [name=text]")).to_be_visible()


def test_nothing_is_kept_in_the_reader_s_browser(visitor, addresses):
    """No cookie, and nothing in the browser's other drawers, after reading everything and opening the form twice."""
    reader = visitor()
    page = reader.page
    for name in PAGES:
        page.goto(addresses[name])
    page.goto(addresses["article"])
    open_form(page)
    assert reader.context.cookies() == []
    assert reader.context.storage_state()["origins"] == []
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    # htmx notes for the tab alone which page it is on, so that going back works.
    assert set(page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}


def test_no_page_asks_a_stranger_for_anything(visitor, addresses, origin):
    """Here by name; the visitor's fixture looks at every other journey too."""
    reader = visitor()
    for name in PAGES:
        reader.page.goto(addresses[name])
        reader.page.wait_for_load_state("networkidle")
    assert len(reader.requests) > 2 * len(PAGES)
    assert {url for url in reader.requests if not url.startswith(f"{origin}/")} == set()


def test_the_listener_hears_strangers_and_complaints(visitor, addresses):
    """The two promises above rest on it: a page that breaks the policy does not go unnoticed."""
    reader = visitor()
    reader.page.goto(addresses["home"])
    reader.page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.inline = 1';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p><img src="http://127.0.0.2:9/x.png">');
        setTimeout(() => { throw new Error('a mistake'); });
    }""")
    reader.page.wait_for_timeout(300)
    heard = "\n".join(reader.complaints)
    assert all(word in heard for word in ("script-src", "style-src", "img-src", "a mistake")), heard
    assert reader.page.evaluate("window.inline") is None
    assert any("127.0.0.2" in url for url in reader.requests)
    reader.complaints.clear()
    reader.requests[:] = [url for url in reader.requests if "127.0.0.2" not in url]


def test_a_phone_never_scrolls_sideways(visitor, addresses):
    """Long words, long addresses, wide tables and deep threads included."""
    page = visitor(**PHONE).page
    wide = {}
    for name in PAGES:
        page.goto(addresses[name])
        wide[name] = page.evaluate(WIDE)
    assert {name: found for name, found in wide.items() if found} == {}
    page.goto(addresses["article"])
    open_form(page)
    assert page.evaluate(WIDE) == []


def test_a_thumb_can_press_everything(visitor, addresses):
    """At least 24 by 24 px (WCAG 2.2, 2.5.8)."""
    page = visitor(**PHONE).page
    small = {}
    for name in PAGES:
        page.goto(addresses[name])
        small[name] = page.evaluate(TARGETS)
    assert {name: found for name, found in small.items() if found} == {}
    page.goto(addresses["form"])
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".field-error").first).to_be_visible()
    assert page.evaluate(TARGETS) == []


def test_the_keyboard_skips_to_the_content(visitor, addresses):
    page = visitor().page
    page.goto(addresses["article"])
    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUS)
    assert (skip["tag"], skip["text"]) == ("A", "Naar de inhoud")
    assert skip["shown"]
    assert skip["top"] >= 0
    assert skip["height"] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inside"], "the next stop lies in the content"


@pytest.mark.parametrize("name", ["home", "article", "form", "search"])
def test_the_keyboard_shows_where_it_is(visitor, addresses, name):
    """Every stop of the Tab key is marked, and none of them is off the screen or endless."""
    page = visitor().page
    page.goto(addresses[name])
    stops = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert len(stops) > 5
    assert [stop for stop in stops if not stop["shown"]] == []


def test_the_form_by_keyboard_alone(visitor, addresses):
    """From the button to the answer without a mouse; opening the form brings the keyboard there."""
    page = visitor().page
    page.goto(addresses["article"])
    page.get_by_role("link", name="Plaats een reactie").focus()
    page.keyboard.press("Enter")
    expect(page.locator("form.form [name=text]")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            break
    page.keyboard.type("Getypt zonder muis.")
    page.keyboard.press("Tab")
    page.keyboard.type("Rosa")
    page.keyboard.press("Tab")
    page.keyboard.type("rosa@voorbeeld.nl")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("form.form [name=text]")).to_have_count(0)
    waiting = Article.objects.get(slug="een").comments.filter(state="awaiting_email")
    assert waiting.get().text == "Getypt zonder muis."


def test_dark_is_dark(visitor, addresses):
    """The page follows the reader's own choice."""
    lighter = {}
    for theme in ("light", "dark"):
        page = visitor(color_scheme=theme).page
        page.goto(addresses["home"])
        colours = page.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
        ground, ink = (sum(map(float, re.findall(r"[\d.]+", colour)[:3])) for colour in colours)
        lighter[theme] = ground > ink
    assert lighter == {"light": True, "dark": False}
