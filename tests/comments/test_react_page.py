"""The page to place a reaction: with and without htmx."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import spam, stamp
from comments.enums import State
from comments.models import Comment, Subscription
from tests.comments.factories import make_comment

pytestmark = pytest.mark.django_db
URL = "/reacties/vitamine-d/nieuw/"
HTMX = {"HX-Request": "true"}


def test_the_form_is_a_page_of_its_own(client: Client, article: Article) -> None:
    response = client.get(URL)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" in page
    assert '<form class="form" method="post" action="/reacties/vitamine-d/nieuw/"' in page
    assert "Vitamine D &amp; kanker" in page
    assert "no-store" in response["Cache-Control"]


def test_no_cookie_and_no_token(client: Client, article: Article) -> None:
    response = client.get(URL)
    assert not response.cookies
    assert "csrf" not in response.content.decode().lower()
    assert "Cookie" not in response.get("Vary", "")


def test_htmx_gets_the_form_alone(client: Client, article: Article) -> None:
    response = client.get(URL, headers=HTMX)
    assert response.content.decode().startswith('<div class="reaction-form">')
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_every_input_has_a_label(client: Client, article: Article) -> None:
    page = client.get(URL, headers=HTMX).content.decode()
    inputs = [tag for tag in re.findall(r"<(?:input|textarea)[^>]*>", page) if 'type="hidden"' not in tag]
    names = [match.group(1) for tag in inputs if (match := re.search(r'id="([^"]+)"', tag))]
    assert len(names) == len(inputs) == 9
    assert all(f'for="{name}"' in page for name in names)


def test_the_list_of_errors_follows_the_page(client: Client, article: Article) -> None:
    page = client.post(URL, {"stamp": stamp.fresh("vitamine-d", seconds_ago=60)}).content.decode()
    listed = re.findall(r'<li><a href="#([^"]+)">', page)
    inputs = re.findall(r'<(?:input|textarea)[^>]* id="([^"]+)"', page)
    assert len(listed) == 4
    assert listed == [name for name in inputs if name in listed]


def test_sending_thanks_on_a_page_of_its_own(client: Client, article: Article, filled_in: Any) -> None:
    response = client.post(URL, filled_in())
    assert response.status_code == 302
    assert response["Location"].startswith("/reacties/verstuurd/")
    thanks = client.get(response["Location"])
    assert "Bedankt. Nog één stap: bevestig uw reactie." in thanks.content.decode()
    assert "ro***@voorbeeld.nl" in thanks.content.decode()
    assert "rosa@" not in thanks.content.decode()
    assert "studie" not in response["Location"]
    assert not response.cookies
    assert not thanks.cookies
    comment = Comment.objects.get()
    assert (comment.name, comment.kind, comment.state, comment.score) == (
        "Rosa",
        "question",
        State.AWAITING_EMAIL,
        0,
    )
    assert comment.text == "Hoe lang duurde de studie?\n\nIk las iets anders."
    assert comment.network == "127.0.0.0/24"


def test_htmx_gets_the_thanks_in_place(client: Client, article: Article, filled_in: Any) -> None:
    response = client.post(URL, filled_in(), headers=HTMX)
    assert response.status_code == 200
    assert response.content.decode().startswith('<div class="notice notice-good reaction-thanks"')
    assert "ro***@voorbeeld.nl" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_double_press_shows_the_same_thanks(client: Client, article: Article, filled_in: Any) -> None:
    first, second = client.post(URL, filled_in()), client.post(URL, filled_in())
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_reply_names_whom_it_answers(client: Client, article: Article, filled_in: Any) -> None:
    answered = make_comment(article=article, name="Piet <b>", text="Ik slik het ook.")
    page = client.get(f"{URL}?op={answered.pk}").content.decode()
    assert "Uw antwoord aan Piet &lt;b&gt;" in page
    assert "Ik slik het ook." in page
    assert f'name="op" value="{answered.pk}"' in page
    client.post(URL, filled_in(op=str(answered.pk)))
    assert Comment.objects.get(state=State.AWAITING_EMAIL).parent == answered


@pytest.mark.parametrize("op", ["999999", "x", "-1", "9" * 40, "١٢"])
def test_the_form_for_an_unknown_reaction_is_the_plain_form(
    client: Client, article: Article, op: str
) -> None:
    response = client.get(URL, {"op": op})
    assert response.status_code == 200
    assert "De reactie waarop u wilde antwoorden is er niet meer." in response.content.decode()


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_an_unplaced_reaction_is_never_quoted(client: Client, article: Article, state: State) -> None:
    hidden = make_comment(article=article, state=state, name="Verborgen", text="verborgen")
    for headers in ({}, HTMX):
        assert (
            "verborgen" not in client.get(f"{URL}?op={hidden.pk}", headers=headers).content.decode().lower()
        )


def test_the_kind_may_be_left_out(client: Client, article: Article, filled_in: Any) -> None:
    data = filled_in()
    del data["kind"]
    client.post(URL, data)
    assert Comment.objects.get().kind == "experience"


def test_the_tick_for_mail_is_kept(client: Client, article: Article, filled_in: Any) -> None:
    client.post(URL, filled_in(subscribe="on"))
    assert Subscription.objects.get().email == "rosa@voorbeeld.nl"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_a_known_address_is_thanked_at_once(
    knows_rosa: Client, article: Article, filled_in: Any, headers: dict[str, str]
) -> None:
    thanks = knows_rosa.post(URL, filled_in(), headers=headers, follow=True)
    assert "Bedankt, uw reactie is aangekomen." in thanks.content.decode()
    assert Comment.objects.get().state == State.WAITING
    assert not thanks.cookies


def test_a_trusted_writer_sees_the_reaction_in_its_place(
    knows_rosa: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    settings.REACTIONS_TRUST_AFTER = 1
    make_comment(email="rosa@voorbeeld.nl", confirmed_at=timezone.now())
    response = knows_rosa.post(URL, filled_in())
    comment = Comment.objects.get(article=article)
    assert response["Location"] == f"/artikelen/vitamine-d/#reactie-{comment.pk}"
    in_place = knows_rosa.post(URL, filled_in(text="Nog iets."), headers=HTMX)
    assert "Bedankt, uw reactie staat op de pagina." in in_place.content.decode()


def test_the_form_in_place_can_be_closed(client: Client, article: Article) -> None:
    page = client.get(URL, headers=HTMX).content.decode()
    close = re.search(r'<a class="reaction-close" data-confirm="[^"]+" href="([^"]+)">Sluiten</a>', page)
    assert close
    assert close.group(1) == article.get_absolute_url()
    assert page.count("Uw reactie<") == 1, "the heading says something else than the label"
    assert "reaction-close" not in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"website": "http://koop.nl"}, ["trap", "no_puzzle"]),
        ({"stamp": ""}, ["no_stamp"]),
        ({"stamp": "verzonnen"}, ["no_stamp"]),
        ({"text": "Kijk op http://koop.nl"}, ["links"]),
    ],
)
def test_a_suspect_reaction_waits_with_its_signals(
    client: Client, article: Article, filled_in: Any, changes: dict[str, str], names: list[str]
) -> None:
    assert client.post(URL, filled_in(**changes)).status_code == 302
    assert [signal["name"] for signal in Comment.objects.get().signals] == names


def test_a_robots_speed_is_a_signal_too(client: Client, article: Article, filled_in: Any) -> None:
    found = re.search(r'name="stamp" value="([^"]+)"', client.get(URL).content.decode())
    assert found
    client.post(URL, filled_in(stamp=found.group(1)))
    assert Comment.objects.get().signal_words() == [f"verstuurd binnen {spam.QUICK_SECONDS} seconden"]


def test_an_address_the_article_used_to_have_still_takes_reactions(
    client: Client, article: Article, filled_in: Any
) -> None:
    article.former_addresses.create(slug="oud-adres")
    assert client.get("/reacties/oud-adres/nieuw/").status_code == 200
    assert client.post("/reacties/oud-adres/nieuw/", filled_in()).status_code == 302
    assert Comment.objects.get().article == article


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, article: Article, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_thanks_page_is_only_read(client: Client, article: Article, method: str) -> None:
    assert getattr(client, method)("/reacties/vitamine-d/bedankt/").status_code == 405


def test_the_number_of_queries_does_not_grow(
    client: Client, article: Article, django_assert_num_queries: Any
) -> None:
    make_comment(article=article)
    with django_assert_num_queries(2):  # the article; whether its thread is open
        client.get(URL)
