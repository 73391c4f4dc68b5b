"""The one cookie for readers: set by confirming, read by sending in, invisible everywhere else."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.models import Article
from comments import remembered
from comments.actions import confirming, links
from comments.enums import LinkPurpose, State
from comments.models import Comment, MailLink
from config.middleware.cookies import for_staff_only
from tests.comments.factories import make_comment

pytestmark = pytest.mark.django_db
NAME = site.ADDRESS_COOKIE_NAME
URL = "/reacties/vitamine-d/nieuw/"
ROSA = "rosa@voorbeeld.nl"


def confirm(client: Client, article: Article, email: str = ROSA) -> Any:
    """Confirm a reaction by the link in the letter."""
    comment = make_comment(article=article, state=State.AWAITING_EMAIL, email=email)
    return client.post(f"/reacties/bevestigen/{links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)}/")


def cookie_for(email: str) -> str:
    response = HttpResponse()
    remembered.remember(response, email)
    return str(response.cookies[NAME].value)


def test_confirming_sets_it_for_our_forms_only(client: Client, article: Article, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = confirm(client, article)
    assert list(response.cookies) == [NAME]
    cookie = response.cookies[NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (
        "/reacties/",
        True,
        "Lax",
        True,
    )
    assert cookie["max-age"] == 180 * 24 * 60 * 60
    assert "rosa" not in cookie.value
    assert "Cookie" not in response.get("Vary", "")


def test_of_a_double_press_both_set_it(client: Client, article: Article) -> None:
    """The browser may take the second answer only."""
    comment = make_comment(article=article, state=State.AWAITING_EMAIL, email=ROSA)
    path = f"/reacties/bevestigen/{links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)}/"
    assert NAME in client.post(path).cookies
    assert NAME in client.post(path).cookies
    assert not client.get(path).cookies


@pytest.mark.parametrize(
    "then", [{"used_at": timedelta(minutes=6)}, {"used_at": timedelta(days=5)}, {"expires_at": timedelta()}]
)
def test_a_used_link_proves_nothing_any_more(article: Article, then: dict[str, timedelta]) -> None:
    """Whoever finds the letter later, on another computer, is not taken for its owner."""
    comment = make_comment(article=article, state=State.AWAITING_EMAIL, email=ROSA)
    path = f"/reacties/bevestigen/{links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)}/"
    assert NAME in Client().post(path).cookies
    MailLink.objects.update(**{name: timezone.now() - ago for name, ago in then.items()})
    late = Client().post(path)
    assert (late.status_code, list(late.cookies)) == (200, [])


def test_a_link_to_the_wrong_mailbox_never_sets_it(client: Client, article: Article) -> None:
    comment = make_comment(article=article, state=State.AWAITING_EMAIL, email="fout@voorbeeld.nl")
    wrong = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    confirming.correct_address(comment=comment, email=ROSA)
    right = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    assert NAME in client.post(f"/reacties/bevestigen/{right}/").cookies
    assert not client.post(f"/reacties/bevestigen/{wrong}/").cookies


def test_the_next_reaction_goes_straight_to_the_moderators(
    client: Client, article: Article, filled_in: Any
) -> None:
    confirm(client, article)
    response = client.post(URL, filled_in(email="ROSA@voorbeeld.nl"))
    assert response["Location"] == "/reacties/vitamine-d/bedankt/"
    assert Comment.objects.get(text__startswith="Hoe lang").state == State.WAITING


def test_another_address_from_the_same_browser_is_confirmed_first(
    client: Client, article: Article, filled_in: Any
) -> None:
    confirm(client, article)
    client.post(URL, filled_in(email="piet@voorbeeld.nl", name="Rosa"))
    assert Comment.objects.get(email="piet@voorbeeld.nl").state == State.AWAITING_EMAIL


def test_a_name_proves_nothing(client: Client, article: Article, filled_in: Any) -> None:
    make_comment(article=article, email=ROSA, name="Rosa", confirmed_at=timezone.now())
    client.post(URL, filled_in())
    assert Comment.objects.get(text__startswith="Hoe lang").state == State.AWAITING_EMAIL


class Past(signing.TimestampSigner):
    """Signs as so many days ago."""

    days = 0

    def timestamp(self) -> str:
        """Seconds since 1970, in the signer's own notation."""
        return signing.b62_encode(int(time.time()) - self.days * 24 * 60 * 60)


@pytest.mark.parametrize("days", [179, 181])
def test_it_ends_after_half_a_year(client: Client, article: Article, filled_in: Any, days: int) -> None:
    signer = Past(salt="comments.confirmed_address")
    signer.days = days
    client.cookies[NAME] = signer.sign(cookie_for(ROSA).split(":")[0])
    client.post(URL, filled_in())
    assert Comment.objects.get().state == (State.WAITING if days < 180 else State.AWAITING_EMAIL)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "a:b:c",
        ROSA,
        signing.TimestampSigner(salt="elders").sign(ROSA),
        signing.TimestampSigner(salt="comments.confirmed_address").sign(ROSA),
    ],
)
def test_a_forged_one_counts_for_nothing(
    client: Client, article: Article, filled_in: Any, forged: str
) -> None:
    client.cookies[NAME] = forged
    client.post(URL, filled_in())
    assert Comment.objects.get().state == State.AWAITING_EMAIL


@hypothesis_settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 120), other=st.characters(codec="ascii", categories=["L", "N", "P"]))
def test_one_other_sign_makes_it_worthless(place: int, other: str) -> None:
    good = cookie_for(ROSA)
    forged = good[:place] + other + good[place + 1 :]
    request = RequestFactory().post(URL)
    request.COOKIES = {NAME: forged}
    assert remembered.is_remembered(request, ROSA) == (forged == good)


@hypothesis_settings(max_examples=60, deadline=None)
@given(email=st.text(max_size=40))
def test_it_counts_for_its_own_address_only(email: str) -> None:
    request = RequestFactory().post(URL)
    request.COOKIES = {NAME: cookie_for(ROSA)}
    assert remembered.is_remembered(request, email) == (email.strip().lower() == ROSA)


def test_another_site_cannot_ride_on_it(knows_rosa: Client, article: Article, filled_in: Any) -> None:
    """`public_form` looks where the request comes from before anything acts on the cookie (docs/adr/0001)."""
    response = knows_rosa.post(URL, filled_in(), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not Comment.objects.exists()


PAGES = ["/", "/artikelen/", "/artikelen/vitamine-d/", "/zoeken/?q=vitamine", "/reacties/vitamine-d/bedankt/"]


@pytest.mark.parametrize("path", [*PAGES, "/reacties/link/", "/reacties/vergeten/"])
def test_no_page_differs_by_it(client: Client, article: Article, path: str) -> None:
    plain = client.get(path)
    with_it = client.get(path, headers={"Cookie": f"{NAME}={cookie_for(ROSA)}"})
    assert with_it.content == plain.content
    for response in (plain, with_it):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_form_does_not_differ_by_it(client: Client, article: Article) -> None:
    plain = client.get(URL)
    with_it = client.get(URL, headers={"Cookie": f"{NAME}={cookie_for(ROSA)}"})
    without_stamp = [re.sub(rb'name="stamp" value="[^"]+"', b"", each.content) for each in (plain, with_it)]
    assert without_stamp[0] == without_stamp[1]
    assert not with_it.cookies
    assert "Cookie" not in with_it.get("Vary", "")


@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        ("POST", URL, True),
        ("GET", URL, False),
        ("HEAD", URL, False),
        ("POST", "/artikelen/vitamine-d/", False),
        ("POST", "/zoeken/", False),
        ("POST", "/reactiesx/", False),
    ],
)
def test_the_middleware_lets_it_through_to_what_is_sent_in(method: str, path: str, kept: bool) -> None:
    seen: dict[str, Any] = {}

    def view(request: Any) -> HttpResponse:
        seen.update(cookies=request.COOKIES, raw=request.META.get("HTTP_COOKIE"))
        return HttpResponse()

    request = RequestFactory().generic(
        method, path, headers={"Cookie": f"{NAME}=x; csrftoken=y; beheer_sessie=z"}
    )
    for_staff_only(view)(request)
    assert seen == {"cookies": {NAME: "x"} if kept else {}, "raw": None}


def test_it_can_be_forgotten(client: Client, article: Article, filled_in: Any) -> None:
    confirm(client, article)
    assert "Vergeet mijn adres" in client.get("/reacties/vergeten/").content.decode()
    response = client.post("/reacties/vergeten/")
    assert (response.cookies[NAME]["max-age"], response.cookies[NAME]["path"]) == (0, "/reacties/")
    client.post(URL, filled_in())
    assert Comment.objects.get(text__startswith="Hoe lang").state == State.AWAITING_EMAIL
