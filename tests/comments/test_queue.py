"""The queue: what it shows of a reaction, what it lets one choose, and where its pages begin."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments.admin import queue_rows
from comments.admin.queue_rows import TABS, Chosen
from comments.enums import Kind, State, Verb
from comments.models import Comment, Edit
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/comments/comment/"
SignIn = Callable[[Any], Client]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def moderator(signed_in: SignIn) -> Client:
    """Max at work."""
    return signed_in(make_moderator())


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def all_pages(size: int, **data: str) -> list[int]:
    """The numbers on every page after another, as somebody sees them who presses "next" until the end."""
    found, after = [], ""
    while True:
        page = queue_rows.page(Chosen.read({**data, "after": after}), size=size)
        assert len(page.comments) <= size
        found += [comment.pk for comment in page.comments]
        if not page.after:
            return found
        assert page.after != after
        after = page.after


# ---- what is in view ----


def test_everything_to_decide_with_is_in_view(moderator: Client) -> None:
    anna = make_anna()
    article = make_article(title="Vitamine D bij borstkanker")
    parent = make_comment(article=article, name="Piet", text="Slik jij het ook?")
    for verb in (Verb.REJECT, Verb.SPAM):
        decide(
            make_comment(email="rosa@voorbeeld.nl", state=State.WAITING, posted_at="2026-01-05T12:00Z"),
            verb,
            by=anna,
        )
    make_comment(
        reply_to=parent, state=State.WAITING, name="Rosa", email="rosa@voorbeeld.nl", kind="addition",
        text="Ja, bel mij op 06-12345678.\n\n<b>Echt</b>.", signals=[{"name": "links", "weight": 5, "detail": "3"}], score=5,
    )  # fmt: skip
    page = moderator.get(QUEUE).content.decode()
    words = text_of(page)
    for part in (
        "Vitamine D bij borstkanker", "In antwoord op Piet (geplaatst): Slik jij het ook?", "aanvulling",
        "06-12345678 [telefoonnummer]", "&lt;b&gt;Echt&lt;/b&gt;", "webadressen in de tekst: 3",
        "nog 1 andere afgewezen, nog 1 andere spam", "voor het eerst op 5 januari 2026",
    ):  # fmt: skip
        assert part in words, part
    assert "<b>Echt" not in page
    assert "[telefoonnummer weggehaald]" in words, "the proposal"


def test_the_most_urgent_first_then_the_longest_waiting(moderator: Client) -> None:
    for name, priority, hours in (("vierde", 0, 1), ("derde", 0, 9), ("tweede", 1, 2), ("eerste", 2, 0)):
        make_comment(
            state=State.WAITING, name=name, priority=priority, queued_at=NOW - timedelta(hours=hours)
        )
    page = moderator.get(QUEUE).content.decode()
    assert re.findall(r'<h2 id="kop-\d+"><a[^>]*>([^<]+)<', page) == ["eerste", "tweede", "derde", "vierde"]
    assert page.count("queue-urgent") == 1


def test_a_change_is_shown_beside_the_old_words(moderator: Client) -> None:
    comment = make_comment(text="Het hielp niet & dat was jammer.", name="Toos")
    Edit.objects.create(
        comment=comment, old_text=comment.text, new_text="Het hielp wel & dat was <i>fijn</i>."
    )
    Comment.objects.filter(pk=comment.pk).update(edit_waiting=True)
    page = moderator.get(QUEUE).content.decode()
    assert (
        "<del>niet</del> <ins>wel</ins> &amp; dat was <del>jammer.</del> <ins>&lt;i&gt;fijn&lt;/i&gt;.</ins>"
        in page
    )
    assert "Neem de wijziging over" in page
    assert moderator.get(f"{QUEUE}?state=edits").content.decode().count('id="kop-') == 1


def test_counts_and_the_age_of_the_oldest(moderator: Client) -> None:
    make_comment(state=State.WAITING, queued_at="2026-03-02T12:00Z")
    make_comment(state=State.WAITING, queued_at="2026-03-01T11:00Z", priority=2)
    make_comment(state=State.SPAM)
    words = text_of(moderator.get(QUEUE).content.decode())
    assert "Wacht op controle 2 Wijziging wacht 0 Wacht op e-mail 0 Geplaatst 0 Afgewezen 0 Spam 1" in words
    assert "(sinds 1 maart 2026 12:00)" in words


def test_an_empty_queue_says_so(moderator: Client) -> None:
    assert "Er wacht geen reactie." in moderator.get(QUEUE).content.decode()
    assert "Er is niets gevonden." in moderator.get(f"{QUEUE}?q=x").content.decode()


def test_no_inline_script_or_style(moderator: Client) -> None:
    make_comment(state=State.WAITING, text="Stop met chemo. 06-12345678")
    for address in (QUEUE, f"{QUEUE}cijfers/"):
        content = moderator.get(address).content.decode().split('id="content"')[1].split('id="footer"')[0]
        assert "<script" not in content
        assert not re.search(r"<[a-z][^>]*\s(?:on[a-z]+|style)=", content)


# ---- choosing ----


@pytest.fixture
def various(db: None) -> dict[str, Comment]:
    """One of each kind to tell apart."""
    first, other = make_article(slug="een"), make_article(slug="twee")
    return {
        "plain": make_comment(article=first, state=State.WAITING, kind="experience", text="Gewoon een verhaal."),
        "question": make_comment(article=first, state=State.WAITING, kind="question", text="Is dat 100% zeker?"),
        "other": make_comment(article=other, state=State.WAITING, kind="experience", name="Piet_er"),
        "links": make_comment(
            article=other, state=State.WAITING, kind="addition", text="Zie WWW.voorbeeld.nl",
            signals=[{"name": "links", "weight": 2, "detail": "1"}], email="rosa@voorbeeld.nl",
        ),
        "placed": make_comment(article=first),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({}, {"plain", "question", "other", "links"}),
        ({"kind": "experience"}, {"plain", "other"}),
        ({"signal": "links"}, {"links"}),
        ({"links": "1"}, {"links"}),
        ({"q": "VERHAAL"}, {"plain"}),
        ({"q": "100%"}, {"question"}),
        ({"q": "_"}, {"other"}),
        ({"q": "rosa@voorbeeld.nl"}, {"links"}),
        ({"q": " ROSA@voorbeeld.NL "}, {"links"}),
        ({"q": "rosa@"}, {"links"}),
        ({"q": "bestaat niet"}, set()),
        ({"state": "placed"}, {"placed"}),
        ({"state": "all"}, {"plain", "question", "other", "links", "placed"}),
        ({"state": "edits"}, set()),
        ({"state": "all", "kind": "experience", "links": "1"}, set()),
    ],
)
def test_choosing(various: dict[str, Comment], data: dict[str, str], names: set[str]) -> None:
    found = queue_rows.page(Chosen.read(data)).comments
    assert set(found) == {various[name] for name in names}


def test_choosing_an_article_or_a_number(various: dict[str, Comment]) -> None:
    article = str(various["other"].article_id)
    assert set(queue_rows.page(Chosen.read({"article": article})).comments) == {
        various["other"],
        various["links"],
    }
    assert queue_rows.page(Chosen.read({"q": f"#{various['plain'].pk}"})).comments == [various["plain"]]


@given(
    data=st.dictionaries(
        st.sampled_from(["state", "kind", "article", "signal", "links", "q", "after"]),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from([*TABS, *Kind.values, "1", "0-0-0", "9" * 30, "-", "1-2", "2-9" * 9]),
        ),
    )
)
@settings(max_examples=60, deadline=None)
def test_no_address_gives_an_error(data: dict[str, str]) -> None:
    chosen = Chosen.read({name: value.replace("\x00", "") for name, value in data.items()})
    assert queue_rows.page(chosen).comments == []
    assert Chosen.read({**data, "q": "x\x00y"}).q == "xy"


@given(
    state=st.sampled_from(TABS),
    kind=st.sampled_from(["", *Kind.values]),
    article=st.integers(0, 10**15),
    links=st.sampled_from(["", "1"]),
    q=st.from_regex(r"[a-z&=?#+% é]{0,20}", fullmatch=True),
)
def test_an_address_is_read_back_as_it_was_written(
    state: str, kind: str, article: int, links: str, q: str
) -> None:
    chosen = Chosen.read({"state": state, "kind": kind, "article": str(article), "links": links, "q": q})
    assert Chosen.read(dict(parse_qsl(chosen.query().removeprefix("?")))) == chosen


# ---- pages ----


@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=14),
    size=st.integers(1, 5),
    state=st.sampled_from(["", "all", "edits"]),
    window=st.integers(1, 6),
    q=st.sampled_from(["", "Reactie", "nummer"]),
)
@settings(max_examples=40, deadline=None)
def test_the_pages_together_are_the_whole_list_in_order(
    rows: list[tuple[int, int]], size: int, state: str, window: int, q: str
) -> None:
    """Whatever shares a moment or an urgency: nothing twice, nothing left out, with and without a search's window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue_rows, "WINDOW", window)
        Comment.objects.all().delete()
        article = Article.objects.first() or make_article()
        for priority, hours in rows:
            moment = NOW + timedelta(hours=hours)
            comment = make_comment(
                article=article, state=State.PLACED if state == "edits" else State.WAITING, priority=priority,
                queued_at=moment, posted_at=moment, edit_waiting=state == "edits",
            )  # fmt: skip
            if state == "edits":
                Edit.objects.create(comment=comment, old_text=comment.text, new_text="Anders.")
        order = ("-posted_at", "-pk") if state == "all" else ("-priority", "queued_at", "pk")
        expected = list(Comment.objects.order_by(*order).values_list("pk", flat=True))
        assert all_pages(size, state=state, q=q) == expected


def test_the_link_to_the_next_page_keeps_the_choice(moderator: Client) -> None:
    for _ in range(queue_rows.PAGE + 1):
        make_comment(state=State.WAITING, kind="question")
    page = moderator.get(f"{QUEUE}?kind=question").content.decode()
    (address,) = re.findall(r'<a class="button" href="([^"]+)">Volgende', page)
    assert "kind=question&amp;after=" in address
    second = moderator.get(QUEUE + address.replace("&amp;", "&")).content.decode()
    assert second.count('id="kop-') == 1
    assert "Terug naar het begin" in second
