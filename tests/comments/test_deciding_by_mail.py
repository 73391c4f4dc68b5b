"""A moderator decides from the mail; scanners that open every link decide nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from comments.actions import editing, emptying, links, moderating, own
from comments.enums import LinkPurpose, State, Verb
from comments.models import Comment, Decision, MailLink
from comments.report_jobs import mail_moderator
from config.jobs import enqueue
from tests.comments.conftest import Mailbox
from tests.comments.factories import make_anna, make_comment
from tests.comments.letters import text_of
from tests.comments.test_refusals import table_locked
from tests.comments.together import at_one_moment
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
WORDS = "Ik heb dit zelf ook gehad."


def link_for(comment: Comment, user: User, verb: Verb = Verb.APPROVE) -> str:
    """The address in the letter."""
    return f"/reacties/beslissen/{links.issue(purpose=LinkPurpose.MODERATE, comment=comment, user=user, verb=verb)}/"


def press(client: Client, url: str, **typed: str) -> Any:
    """Open the page and press its button, as a browser does: with what the page holds."""
    page = client.get(url).content.decode()
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return client.post(url, {**held, **typed})


def waiting(**values: Any) -> Comment:
    """A reaction in the queue."""
    return make_comment(state=State.WAITING, text=WORDS, **values)


@pytest.mark.django_db(transaction=True)
def test_each_moderator_gets_links_of_their_own(
    article: Article, mailbox: Mailbox, run_jobs: Callable[[], None], client: Client
) -> None:
    comment = waiting(article=article)
    max_, anna = make_moderator(), make_anna()
    for user in (max_, anna):
        enqueue(mail_moderator, comment_id=comment.pk, user_id=user.pk)
    run_jobs()
    assert sorted(address for to, _letter in mailbox.letters for address in to) == sorted(
        [anna.email, max_.email]
    )
    by_address = {to[0]: text_of(letter) for to, letter in mailbox.letters}
    found = {
        address: re.findall(r"/reacties/beslissen/[\w-]+/", text) for address, text in by_address.items()
    }
    assert [len(paths) for paths in found.values()] == [3, 3]
    assert len({path for paths in found.values() for path in paths}) == 6
    assert all(WORDS not in letter.as_string() for _to, letter in mailbox.letters)
    assert press(client, found[anna.email][0]).status_code == 200
    assert Decision.objects.get().by == anna


@pytest.mark.parametrize(
    ("verb", "state"),
    [(Verb.APPROVE, State.PLACED), (Verb.REJECT, State.REJECTED), (Verb.SPAM, State.SPAM)],
)
def test_looking_changes_nothing_and_pressing_acts(client: Client, verb: Verb, state: State) -> None:
    comment, user = waiting(), make_moderator()
    url = link_for(comment, user, verb)
    for _time in range(2):
        shown = client.get(url)
        assert shown.status_code == 200
        assert WORDS in shown.content.decode()
    comment.refresh_from_db()
    assert (comment.state, MailLink.objects.usable().count()) == (State.WAITING, 1)
    answer = press(client, url, reason="Reclame.")
    assert answer.status_code == 200
    comment.refresh_from_db()
    decision = Decision.objects.get()
    assert (comment.state, decision.by, decision.verb) == (state, user, verb)
    assert not answer.cookies


@pytest.mark.parametrize("method", ["head", "options", "put", "delete"])
def test_no_other_method_acts(client: Client, method: str) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator())
    response = getattr(client, method)(url)
    assert response.status_code == (200 if method == "head" else 405)
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_rejecting_without_a_reason_is_asked_again(client: Client) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator(), Verb.REJECT)
    response = client.post(url, {"reason": "  "})
    assert response.status_code == 409
    assert "Geef een reden." in response.content.decode()
    assert client.post(url, {"reason": "Geen eigen ervaring."}).status_code == 200
    assert Decision.objects.get().reason == "Geen eigen ervaring."


def test_a_link_works_once(client: Client) -> None:
    comment, anna = waiting(), make_anna()
    url = link_for(comment, anna)
    press(client, url)
    for response in (client.get(url), client.post(url)):
        page = response.content.decode()
        assert response.status_code == 410
        assert "is al gebruikt" in page
        assert "Anna" in page
        assert WORDS not in page
    assert Decision.objects.count() == 1


def test_a_colleague_was_first(client: Client) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator())
    shown = {"seen": "0", "read": moderating.fingerprint(WORDS)}
    moderating.reject(comment=comment, by=make_anna(), reason="Kwetst.")
    response = client.post(url, shown)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Al afgewezen door Anna om" in page
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    assert MailLink.objects.usable().exists(), "nothing was done, so the link is not used up"


@pytest.mark.parametrize("shown", [{}, {"seen": "", "read": ""}, {"seen": "0"}, {"seen": "latest"}])
def test_a_link_opened_after_a_colleague_decided_only_tells_it(client: Client, shown: dict[str, str]) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator())
    decision = moderating.reject(comment=comment, by=make_anna(), reason="Kwetst.")
    page = client.get(url).content.decode()
    assert "Al afgewezen door Anna om" in page
    assert "<button" not in page.split("<h1>")[1].split("</main>")[0]
    assert WORDS not in page, "there is nothing to decide about any more"
    if shown.get("seen") == "latest":
        shown = {"seen": str(decision.pk), "read": moderating.fingerprint(WORDS)}
    response = client.post(url, shown)
    assert response.status_code == 409
    assert "Al afgewezen door Anna om" in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == State.REJECTED


def test_words_that_nobody_read_are_not_placed(client: Client) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator())
    shown = {"seen": "0", "read": moderating.fingerprint(WORDS)}
    editing.edit(comment=comment, text="Mijn arm werd dik.")
    for sent in (shown, {"seen": "0"}):
        response = client.post(url, sent)
        assert response.status_code == 409
        assert "heeft de tekst intussen veranderd" in response.content.decode()
        assert "Mijn arm werd dik." in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert press(client, url).status_code == 200


def test_a_link_shows_no_words_that_the_writer_took_away(client: Client) -> None:
    parent = make_comment(text="Dit haalde Piet weg.")
    comment = make_comment(reply_to=parent, state=State.WAITING, text=WORDS)
    url = link_for(comment, make_moderator())
    own.remove(token=links.issue(purpose=LinkPurpose.OWN, comment=parent))
    page = client.get(url).content.decode()
    assert "Dit haalde Piet weg." not in page
    assert WORDS in page
    own.remove(token=links.issue(purpose=LinkPurpose.OWN, comment=comment))
    page = client.get(url).content.decode()
    assert WORDS not in page
    assert "Al verwijderd door de schrijver om" in page


@pytest.mark.django_db(transaction=True)
def test_a_press_while_the_reaction_is_erased_waits_and_finds_nothing(client: Client) -> None:
    """Erasing holds the reaction first and its links after that; so does the press, or one would be thrown out."""
    comment = waiting()
    url = link_for(comment, make_moderator())
    shown = {"seen": "0", "read": moderating.fingerprint(WORDS)}
    answer = at_one_moment(
        lambda: Comment.objects.select_for_update().get(pk=comment.pk),
        lambda: client.post(url, shown),
        then=lambda: emptying.empty(ids=[comment.pk], who="de schrijver"),
    )
    assert answer.status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_database_is_briefly_away(client: Client) -> None:
    url = link_for(waiting(), make_moderator(), Verb.REJECT)
    with table_locked("comments_decision"):
        response = client.post(url, {"seen": "0", "reason": "Zo lang typte ik hieraan."})
    assert response.status_code == 503
    assert "Zo lang typte ik hieraan." in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_went_does_not_go_again(
    article: Article, mailbox: Mailbox, run_jobs: Callable[[], None]
) -> None:
    comment, max_ = waiting(article=article), make_moderator()
    for _time in range(2):
        enqueue(mail_moderator, comment_id=comment.pk, user_id=max_.pk)
        run_jobs()
    assert len(mailbox.letters) == 1
    assert MailLink.objects.count() == 3


def test_a_link_is_over_after_three_days(client: Client) -> None:
    url = link_for(waiting(), make_moderator())
    link = MailLink.objects.get()
    assert link.expires_at - link.made_at == pytest.approx(timedelta(hours=72), abs=timedelta(seconds=5))
    MailLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 410
        assert "te oud" in response.content.decode()
        assert "/beheer/" in response.content.decode()
        assert WORDS not in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("lost", ["inactive", "group"])
def test_rights_that_are_gone(client: Client, lost: str) -> None:
    comment, user = waiting(), make_anna()
    url = link_for(comment, user)
    if lost == "inactive":
        user.is_active = False
        user.save()
    else:
        user.groups.clear()
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 403
        assert "mag niet meer" in response.content.decode()
        assert WORDS not in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_a_link_for_one_thing_opens_no_other(client: Client) -> None:
    comment = waiting()
    token = links.issue(purpose=LinkPurpose.OWN, comment=comment)
    assert client.get(f"/reacties/beslissen/{token}/").status_code == 404


def test_another_site_cannot_press(client: Client) -> None:
    comment = waiting()
    url = link_for(comment, make_moderator())
    response = client.post(url, {"reason": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    comment.refresh_from_db()
    assert comment.state == State.WAITING


@given(token=st.text(min_size=1, max_size=80).filter(lambda text: "/" not in text))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_forged_tokens_open_nothing(client: Client, token: str) -> None:
    url = f"/reacties/beslissen/{quote(token, safe='', errors='replace')}/"
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_the_page_shows_what_the_queue_would_mark(client: Client) -> None:
    comment = waiting()
    Comment.objects.filter(pk=comment.pk).update(text="Bel mij op 06-12345678 <b>nu</b>.")
    page = client.get(link_for(comment, make_moderator())).content.decode()
    assert re.search(r"<mark[^>]*>06-12345678", page)
    assert "<b>nu</b>" not in page


def test_who_may_be_in_need_is_not_placed_from_a_letter(client: Client) -> None:
    comment, user = waiting(), make_moderator()
    Comment.objects.filter(pk=comment.pk).update(text="Ik wil niet meer leven.", priority=2)
    url = link_for(comment, user)
    page = client.get(url).content.decode()
    assert re.search(r"<mark[^>]*>[^<]*niet meer leven", page)
    assert "/beheer/comments/comment/" in page
    assert '<button type="submit">' not in page.partition("<main")[2].partition("</main>")[0]
    read = moderating.fingerprint("Ik wil niet meer leven.")
    assert client.post(url, {"seen": "0", "read": read}).status_code == 409
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert client.post(link_for(comment, user, Verb.SPAM), {"seen": "0", "read": read}).status_code == 200
