"""The thread under an article: what is shown, in which order, and what never is."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from articles.models import Article
from comments.enums import State, Verb
from tests.comments.factories import decide, make_comment, make_thread
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db


def render(article: Article) -> str:
    """The tag as the article's page uses it."""
    return Template("{% load comment_thread %}{% comment_thread article %}").render(
        Context({"article": article})
    )


class Outline(HTMLParser):
    """Reads who stands at which level, and checks that every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown: list[tuple[int, str]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where each reaction begins."""
        if tag in {"br", "input"}:
            return
        self.open.append(tag)
        name = dict(attrs).get("id") or ""
        if tag == "article" and name.startswith("reactie-"):
            self.shown.append((self.open.count("ol"), name.removeprefix("reactie-")))

    def handle_endtag(self, tag: str) -> None:
        """Only the innermost element may close."""
        assert self.open.pop() == tag


def outline(html: str) -> list[tuple[int, str]]:
    """(level, number) of each reaction shown."""
    return Outline(html).shown


def test_an_article_without_reactions_invites_one() -> None:
    html = render(make_article(slug="leeg"))
    assert "Er zijn nog geen reacties." in html
    assert "0 reacties" in html
    assert 'href="/reacties/leeg/nieuw/"' in html


def test_replies_stand_below_what_they_answer() -> None:
    article = make_article()
    first, second = make_thread(article=article, size=2)
    late = make_comment(reply_to=first)
    deep = make_comment(reply_to=late)
    deeper = make_comment(reply_to=deep, name="Rosa")
    make_comment(reply_to=make_comment())  # another article's
    shown = outline(render(article))
    assert shown == [
        (1, f"{first.pk}"),
        (2, f"{late.pk}"),
        (3, f"{deep.pk}"),
        (3, f"{deeper.pk}"),
        (1, f"{second.pk}"),
    ]


def test_a_deeper_reply_says_whom_it_answers() -> None:
    third = make_comment(reply_to=make_comment(reply_to=make_comment()), name="Piet & Co")
    make_comment(reply_to=third)
    assert f'in reactie op <a href="#reactie-{third.pk}">Piet &amp; Co</a>' in render(third.article)


def test_whom_it_answers_is_not_named_once_that_is_gone() -> None:
    third = make_comment(reply_to=make_comment(reply_to=make_comment()), name="Geheim")
    make_comment(reply_to=third)
    decide(third, Verb.REMOVE, by=make_moderator())
    html = render(third.article)
    assert "Geheim" not in html
    assert "in reactie op" not in html


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_what_is_not_placed_is_never_shown_nor_counted(state: State) -> None:
    article = make_article()
    make_comment(article=article, text="zichtbaar")
    make_comment(article=article, state=state, text="verborgen tekst", name="Verborgen naam")
    html = render(article)
    assert "zichtbaar" in html
    assert "verborgen" not in html.lower()
    assert "1 reactie<" in html


@pytest.mark.parametrize("state", [State.REMOVED, State.SPAM, State.WAITING])
def test_a_removed_reaction_keeps_its_replies_under_a_placeholder(state: State) -> None:
    first = make_comment(text="verborgen tekst", name="Verborgen naam")
    second = make_comment(reply_to=first, text="ook verborgen")
    third = make_comment(reply_to=second, text="blijft staan")
    type(first).objects.filter(pk__in=[first.pk, second.pk]).update(state=state)
    html = render(first.article)
    assert outline(html) == [(1, f"{first.pk}"), (2, f"{second.pk}"), (3, f"{third.pk}")]
    assert html.count("Deze reactie is verwijderd.") == 2
    assert "verborgen" not in html.lower()
    assert "blijft staan" in html
    assert "1 reactie<" in html


def test_a_removed_reaction_without_replies_leaves_nothing() -> None:
    comment = make_comment()
    decide(comment, Verb.REMOVE, by=make_moderator())
    assert "Deze reactie is verwijderd." not in render(comment.article)


def test_typed_markup_is_shown_as_text() -> None:
    comment = make_comment(name="<b>R</b>", text="<script>alert(1)</script> & \n'\"")
    html = render(comment.article)
    assert "&lt;b&gt;R&lt;/b&gt;" in html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <br>'\"" in html
    assert outline(html) == [(1, str(comment.pk))]


def test_each_reaction_shows_kind_name_day_and_links() -> None:
    comment = make_comment(kind="question", name="Rosa", posted_at="2026-03-01T23:30:00+00:00")
    html = render(comment.article)
    assert '<span class="reaction-kind">vraag</span>' in html
    assert '<time datetime="2026-03-02">2 maart 2026</time>' in html  # the day in Amsterdam
    react = f"/reacties/{comment.article.slug}/nieuw/?op={comment.pk}"
    assert f'<a href="{react}" hx-get="{react}">Antwoorden</a>' in html
    assert f'<a href="/reacties/{comment.pk}/melden/" rel="nofollow">Melden</a>' in html
    assert "redactie" not in html


def test_an_editors_answer_is_marked() -> None:
    html = render(make_comment(by_editor=True).article)
    assert '<span class="badge">redactie</span>' in html
    assert "reaction-kind" not in html


def test_an_address_never_appears() -> None:
    comment = make_comment(email="rosa@geheim.nl", network="192.0.2.0/24")
    html = render(comment.article)
    assert "geheim" not in html
    assert "192.0.2" not in html


@pytest.mark.parametrize("size", [1, 3])
def test_one_query_whatever_the_number(size: int, django_assert_num_queries: Any) -> None:
    article = make_article()
    for comment in make_thread(article=article, size=size):
        make_comment(reply_to=comment)
    with django_assert_num_queries(1):
        html = render(article)
    assert len(outline(html)) == 2 * size


def test_the_articles_page_shows_a_placed_reaction_at_the_next_request(client: Client) -> None:
    comment = make_comment(state=State.WAITING, text="Eindelijk zichtbaar.")
    page = comment.article.get_absolute_url()
    before = client.get(page)
    assert "Eindelijk zichtbaar." not in before.content.decode()
    decide(comment, Verb.APPROVE, by=make_moderator())
    after = client.get(page, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Eindelijk zichtbaar." in after.content.decode()
    assert not after.cookies


def test_the_bytes_are_the_same_for_a_moderator_and_a_reader(client: Client, signed_in: Any) -> None:
    comment = make_comment()
    page = comment.article.get_absolute_url()
    assert client.get(page).content == signed_in(make_moderator()).get(page).content


def test_ids_in_a_page_are_unique() -> None:
    article = make_article()
    make_thread(article=article, size=3)
    ids = re.findall(r'\bid="([^"]+)"', render(article))
    assert len(ids) == len(set(ids))
