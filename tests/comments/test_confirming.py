"""Confirming by the link in the letter: looking changes nothing, pressing twice is once, nothing is lost."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.enums import Status
from articles.models import Article
from comments import tasks, tokens
from comments.actions import confirming, emptying, links, moderating, posting
from comments.enums import LinkPurpose, State, Verb
from comments.models import Ban, Comment, Decision, MailLink, Subscription
from tests.comments.factories import make_comment
from tests.comments.test_refusals import table_locked
from tests.comments.together import at_one_moment
from tests.factories import make_article, make_moderator

pytestmark = pytest.mark.django_db
WORDS = "Ik heb dit met veel moeite getypt."


def awaited(article: Article, **values: Any) -> Comment:
    """A reaction that waits for its writer."""
    facts = {"state": State.AWAITING_EMAIL, "text": WORDS, "email": "rosa@voorbeeld.nl", **values}
    return make_comment(article=article, **facts)


def link_to(comment: Comment, *, days_ago: int = 0) -> str:
    """The path in the letter."""
    token = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    if days_ago:
        then = timezone.now() - timedelta(days=days_ago)
        MailLink.objects.filter(token_hash=tokens.hash_of(token)).update(expires_at=then + timedelta(days=7))
    return f"/reacties/bevestigen/{token}/"


def jobs() -> list[str]:
    """What the queue was asked to do."""
    names = ProcrastinateJob.objects.order_by("pk").values_list("task_name", flat=True)
    return [name.removeprefix("comments.tasks.") for name in names]


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_shows_the_reaction_and_changes_nothing(
    client: Client, article: Article, method: str
) -> None:
    comment = awaited(article, text="<script>alert(1)</script>")
    path = link_to(comment)
    response = getattr(client, method)(path)
    comment.refresh_from_db()
    assert (response.status_code, comment.state, jobs()) == (200, State.AWAITING_EMAIL, [])
    assert MailLink.objects.get().used_at is None
    assert not response.cookies
    if method == "get":
        assert "&lt;script&gt;alert(1)" in response.content.decode()
        assert "Is dit uw reactie?" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


def test_pressing_brings_it_before_the_moderators(client: Client, article: Article) -> None:
    comment = awaited(article, queued_at=timezone.now() - timedelta(days=3))
    response = client.post(link_to(comment))
    comment.refresh_from_db()
    assert response.status_code == 200
    assert "Uw reactie is bevestigd" in response.content.decode()
    assert comment.state == State.WAITING
    assert comment.confirmed_at == comment.queued_at
    assert timezone.now() - comment.queued_at < timedelta(minutes=1)
    decision = Decision.objects.get()
    assert (decision.verb, decision.by, decision.by_name) == (Verb.CONFIRM, None, "de schrijver")
    assert (decision.from_state, decision.to_state) == (State.AWAITING_EMAIL, State.WAITING)
    assert jobs() == ["mail_moderators"]


def test_pressing_twice_is_the_same_as_once(client: Client, article: Article) -> None:
    path = link_to(awaited(article))
    first, second = client.post(path), client.post(path)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert Decision.objects.count() == len(jobs()) == 1
    assert "Uw reactie is bevestigd" in client.get(path).content.decode()


@pytest.mark.django_db(transaction=True)
def test_concurrent_presses_confirm_once(article: Article) -> None:
    comment = awaited(article)
    paths = [link_to(comment).split("/")[-2] for _ in range(2)] * 3
    barrier = threading.Barrier(6)
    stands = []

    def press(token: str) -> None:
        try:
            barrier.wait(10)
            stands.append(confirming.confirm(token=token).stand)
        finally:
            connections.close_all()

    work = [threading.Thread(target=press, args=(token,)) for token in paths]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(30)
    assert stands == [confirming.Stand.CONFIRMED] * 6
    assert Decision.objects.count() == len(jobs()) == 1


def test_an_old_link_offers_a_new_one(client: Client, article: Article) -> None:
    comment = awaited(article)
    path = link_to(comment, days_ago=8)
    page = client.get(path)
    assert page.status_code == 410
    assert "Deze link is te oud" in page.content.decode()
    assert WORDS not in page.content.decode()
    response = client.post(path)
    assert "Er is een nieuwe link onderweg" in response.content.decode()
    assert not response.cookies
    comment.refresh_from_db()
    assert (comment.state, jobs()) == (State.AWAITING_EMAIL, ["mail_received"])


def test_a_link_that_is_nobodys(client: Client, article: Article) -> None:
    own = links.issue(purpose=LinkPurpose.OWN, comment=awaited(article))
    for token in ("verzonnen", own):
        for response in (
            client.get(f"/reacties/bevestigen/{token}/"),
            client.post(f"/reacties/bevestigen/{token}/"),
        ):
            assert response.status_code == 404
            assert "Deze link werkt niet" in response.content.decode()
            assert not response.cookies
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["spam", "remove"])
def test_what_a_moderator_removed_first_stays_removed(client: Client, article: Article, verb: str) -> None:
    comment = awaited(article)
    path = link_to(comment)
    getattr(moderating, verb)(comment=comment, by=make_moderator())
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 410
        assert "Deze reactie is verwijderd" in response.content.decode()
        assert not response.cookies
    assert not Decision.objects.filter(verb=Verb.CONFIRM).exists()


def test_another_site_cannot_press(client: Client, article: Article) -> None:
    comment = awaited(article)
    response = client.post(link_to(comment), headers={"Sec-Fetch-Site": "cross-site"})
    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (403, State.AWAITING_EMAIL)
    assert "Dit is verstuurd vanaf een andere website." in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("path", ["/reacties/bevestigen/x/", "/reacties/verstuurd/x/", "/reacties/vergeten/"])
def test_other_methods_are_refused(client: Client, db: None, path: str) -> None:
    assert {client.put(path).status_code, client.delete(path).status_code} == {405}


@pytest.mark.parametrize(
    ("chosen", "stored"), [("at_once", "at_once"), ("daily", "daily"), ("", "at_once"), ("x", "at_once")]
)
def test_the_wish_for_mail_is_settled_by_the_same_press(
    client: Client, article: Article, chosen: str, stored: str
) -> None:
    posting.follow(article=article, email="rosa@voorbeeld.nl")
    path = link_to(awaited(article))
    assert "Geen mail" in client.get(path).content.decode()
    client.post(path, {"rhythm": chosen})
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at
    assert subscription.rhythm == stored


def test_the_wish_for_mail_can_be_taken_back(client: Client, article: Article) -> None:
    posting.follow(article=article, email="rosa@voorbeeld.nl")
    client.post(link_to(awaited(article)), {"rhythm": "never"})
    assert not Subscription.objects.current().exists()


def test_without_the_tick_nothing_is_asked_about_mail(client: Client, article: Article) -> None:
    path = link_to(awaited(article))
    assert "Geen mail" not in client.get(path).content.decode()
    client.post(path, {"rhythm": "daily"})
    assert not Subscription.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["comments_comment", "comments_maillink", "procrastinate_jobs"])
def test_with_the_database_away_the_press_can_be_repeated(
    client: Client, article: Article, table: str
) -> None:
    comment = awaited(article)
    path = link_to(comment)
    with table_locked(table):
        response = client.post(path)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "De site is even niet bereikbaar." in response.content.decode()
    assert client.post(path).status_code == 200
    comment.refresh_from_db()
    assert comment.state == State.WAITING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("imported", [False, True], ids=["gone", "emptied"])
def test_what_is_erased_at_that_very_moment_is_explained(article: Article, imported: bool) -> None:
    comment = awaited(article, external_id="elders:1" if imported else None)
    path = link_to(comment)
    response = at_one_moment(
        lambda: emptying.empty(ids=[comment.pk], who="de bewaartermijn"), lambda: Client().post(path)
    )
    assert response.status_code == 404
    assert "Deze link werkt niet" in response.content.decode()
    assert not response.cookies


# ---- the page after sending in ----


def sent(client: Client, filled_in: Any, **changes: str) -> str:
    """Send in and return where that leads."""
    return str(client.post("/reacties/vitamine-d/nieuw/", filled_in(**changes))["Location"])


def test_the_letter_can_be_asked_for_once_more(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    page = client.post(here).content.decode()
    assert "We hebben de mail nog eens gestuurd." in page
    assert jobs() == ["mail_received"] * 2


def test_a_mistyped_address_can_be_corrected(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in, email="rosa@vorbeeld.nl", subscribe="on")
    comment = Comment.objects.get()
    wrong = link_to(comment)
    page = client.post(here, {"email": "Rosa@Voorbeeld.nl"}).content.decode()
    comment.refresh_from_db()
    assert comment.email == "rosa@voorbeeld.nl"
    assert "ro***@voorbeeld.nl" in page
    assert Subscription.objects.current().get().email == "rosa@voorbeeld.nl"
    assert client.post(wrong).status_code == 200, "the link to the wrong mailbox confirms nothing"
    comment.refresh_from_db()
    assert comment.state == State.AWAITING_EMAIL


@pytest.mark.parametrize("typed", ["rosa", "", "a@b.nl\nBcc: c@d.nl", "\x00", "a" * 100_000])
def test_a_broken_address_is_explained(client: Client, article: Article, filled_in: Any, typed: str) -> None:
    here = sent(client, filled_in)
    response = client.post(here, {"email": typed})
    assert response.status_code == 422
    assert "e-mailadres" in response.content.decode()
    assert Comment.objects.get().email == "rosa@voorbeeld.nl"


def test_letters_to_one_mailbox_have_an_end(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    for _ in range(tasks.LETTERS):
        links.issue(purpose=LinkPurpose.OWN, comment=Comment.objects.get())
    response = client.post(here)
    assert response.status_code == 429
    assert "We hebben al een paar mails gestuurd." in response.content.decode()


def test_a_letter_that_is_held_back_is_not_promised(client: Client, article: Article, filled_in: Any) -> None:
    """Whoever sends in again and again with a stranger's address fills no mailbox; an honest writer reads what to do."""
    for number in range(tasks.LETTERS):
        page = client.get(sent(client, filled_in, text=f"Nummer {number}.")).content.decode()
        assert "We stuurden een mail naar ro***@voorbeeld.nl." in page
    here = sent(client, filled_in, text="Nog een.")
    page = client.get(here).content.decode()
    assert "We stuurden een mail" not in page
    assert "Er zijn net al 5 mails naar ro***@voorbeeld.nl gestuurd." in page
    assert 'href="/reacties/link/"' in page
    assert Comment.objects.count() == tasks.LETTERS + 1, "the words are stored all the same"
    part = client.post(
        "/reacties/vitamine-d/nieuw/", filled_in(text="En nog een."), headers={"HX-Request": "true"}
    )
    assert "Er zijn net al 5 mails" in part.content.decode()
    links.issue(purpose=LinkPurpose.OWN, comment=Comment.objects.get(text="Nog een."))
    page = client.get(here).content.decode()
    assert "We stuurden een mail" in page, "an hour later it was asked for once more, and went"


def test_a_correction_cannot_fill_another_mailbox(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    for number in range(tasks.LETTERS):
        links.issue(
            purpose=LinkPurpose.OWN, comment=awaited(article, email="piet@voorbeeld.nl", text=str(number))
        )
    response = client.post(here, {"email": "piet@voorbeeld.nl"})
    assert response.status_code == 429
    assert Comment.objects.filter(email="rosa@voorbeeld.nl").exists()


def test_the_page_ends_after_the_confirmation(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    client.post(link_to(Comment.objects.get()))
    for response in (client.get(here), client.post(here), client.post(here, {"email": "x@voorbeeld.nl"})):
        assert response.status_code == 404
        assert "Deze reactie wacht niet meer op een mail" in response.content.decode()
    assert Comment.objects.get().email == "rosa@voorbeeld.nl"


def test_a_banned_address_is_no_correction(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    Ban.objects.create(kind="address", value="piet@voorbeeld.nl", reason="Reclame")
    response = client.post(here, {"email": "piet@voorbeeld.nl"})
    assert response.status_code == 403
    assert "nemen op dit moment geen reacties aan" in response.content.decode()
    assert Comment.objects.get().email == "rosa@voorbeeld.nl"


def test_another_site_cannot_send_letters(client: Client, article: Article, filled_in: Any) -> None:
    here = sent(client, filled_in)
    response = client.post(here, {"email": "piet@voorbeeld.nl"}, headers={"Origin": "https://elders.nl"})
    assert response.status_code == 403
    assert jobs() == ["mail_received"]


class AnyTokenTest(TestCase):
    """Invented tokens, whatever they are made of."""

    @hypothesis_settings(max_examples=40, deadline=None)
    @given(token=st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=80))
    def test_an_invented_token_opens_nothing(self, token: str) -> None:
        make_article(slug="vitamine-d", status=Status.PUBLISHED)
        comment = make_comment(state=State.AWAITING_EMAIL)
        links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
        links.issue(purpose=LinkPurpose.OWN, comment=comment)
        assert confirming.confirm(token=token).stand is confirming.Stand.UNKNOWN
        for purpose in LinkPurpose:
            assert links.find(token=token, purpose=purpose) is None
            assert links.take(token=token, purpose=purpose) is None
        assert tokens.subscription_of(token) == 0

    @hypothesis_settings(max_examples=40, deadline=None)
    @given(place=st.integers(0, 42), other=st.characters(codec="ascii", categories=["L", "N"]))
    def test_a_token_with_one_other_sign_opens_nothing(self, place: int, other: str) -> None:
        comment = make_comment(state=State.AWAITING_EMAIL)
        token = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
        forged = token[:place] + other + token[place + 1 :]
        stand = confirming.confirm(token=forged).stand
        assert (stand is confirming.Stand.CONFIRMED) == (forged == token)
