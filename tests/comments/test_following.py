"""The links about following lead on: after a slip, with a link that is too old, with one that is broken."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments import tokens
from comments.actions import links, subscribing
from comments.enums import LinkPurpose, Rhythm
from comments.models import MailLink, Subscription
from tests.comments.factories import make_comment, make_follower

pytestmark = pytest.mark.django_db
MINE = 'href="/reacties/mijn/"'
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


def stop_of(follower: Subscription) -> str:
    return f"/reacties/stoppen/{tokens.unsubscribe_token(follower.pk)}/"


def rhythm_of(follower: Subscription) -> str:
    return f"/reacties/volgen/{tokens.unsubscribe_token(follower.pk)}/hoe-vaak/"


def to(article: Article) -> str:
    return f'href="{article.get_absolute_url()}"'


def test_stopping_by_mistake_is_undone_on_the_same_page(client: Client, article: Article) -> None:
    follower = make_follower(article=article)
    Subscription.objects.update(rhythm=Rhythm.DAILY)
    assert "Opnieuw beginnen" not in client.get(stop_of(follower)).content.decode()
    stopped = client.post(stop_of(follower)).content.decode()
    assert all(text in stopped for text in (to(article), MINE, f'action="{rhythm_of(follower)}"'))
    again = client.post(rhythm_of(follower), {"again": "1"})
    assert again.status_code == 200
    assert "De mails gaan weer door" in again.content.decode()
    follower.refresh_from_db()
    assert (follower.ended_at, follower.rhythm) == (None, Rhythm.DAILY)
    assert "Stop de mails" in client.get(stop_of(follower)).content.decode()


def test_another_site_starts_nothing_again(client: Client, article: Article) -> None:
    follower = make_follower(article=article)
    subscribing.end(token=tokens.unsubscribe_token(follower.pk))
    foreign = client.post(rhythm_of(follower), {"again": "1"}, headers=FOREIGN)
    assert foreign.status_code == 403
    assert "Dit is verstuurd vanaf een andere website" in foreign.content.decode()
    assert client.get(rhythm_of(follower), {"again": "1"}).status_code == 200
    assert not Subscription.objects.current().exists()
    assert client.post("/reacties/volgen/x:y/hoe-vaak/", {"again": "1"}).status_code == 404


def test_who_never_said_yes_cannot_start_again(client: Client, article: Article) -> None:
    follower = make_follower(article=article, confirmed=False)
    stopped = client.post(stop_of(follower)).content.decode()
    assert f'action="{rhythm_of(follower)}"' not in stopped
    client.post(rhythm_of(follower), {"again": "1"})
    assert not Subscription.objects.current().exists()


def test_starting_again_twice_or_beside_a_newer_one_makes_no_second(client: Client, article: Article) -> None:
    """One address follows an article once; of the two the newer stays."""
    old = make_follower(article=article)
    subscribing.end(token=tokens.unsubscribe_token(old.pk))
    newer = make_follower(article=article, email=old.email)
    assert subscribing.resume(token=tokens.unsubscribe_token(old.pk)) == newer
    assert subscribing.resume(token=tokens.unsubscribe_token(newer.pk)) == newer
    assert Subscription.objects.current().get() == newer


def test_a_link_that_is_too_old_is_replaced_once(client: Client, article: Article) -> None:
    token, hashed = tokens.new_token()
    make_follower(article=article, confirmed=False)
    Subscription.objects.update(token_hash=hashed, token_sent_at=timezone.now() - timedelta(days=8))
    path = f"/reacties/volgen/{token}/"
    looked = client.get(path)
    assert looked.status_code == 410
    assert all(text in looked.content.decode() for text in (to(article), MINE, "Stuur mij een nieuwe link"))
    assert client.post(path, headers=FOREIGN).status_code == 403
    assert not ProcrastinateJob.objects.exists()
    assert "We stuurden u een nieuwe mail" in client.post(path).content.decode()
    assert client.post(path).status_code == 404
    assert ProcrastinateJob.objects.get().task_name == "comments.tasks.mail_confirm"


@pytest.mark.parametrize(
    "path",
    [
        "/reacties/stoppen/verzonnen/",
        "/reacties/volgen/verzonnen/",
        "/reacties/volgen/x:y/hoe-vaak/",
        "/reacties/bezwaar/verzonnen/",
        "/reacties/bevestigen/verzonnen/",
    ],
)
def test_a_broken_link_is_no_dead_end(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code in {404, 410}
    assert MINE in page.content.decode()
    assert "Plaats dan nog een reactie" not in page.content.decode()


def test_a_used_link_to_object_leads_to_the_article(client: Client) -> None:
    comment = make_comment()
    token = links.issue(purpose=LinkPurpose.OBJECT, comment=comment)
    MailLink.objects.update(used_at=timezone.now())
    page = client.get(f"/reacties/bezwaar/{token}/")
    assert page.status_code == 410
    assert to(comment.article) in page.content.decode()
    assert MINE in page.content.decode()


def test_no_link_leads_to_an_article_that_readers_cannot_open(client: Client, article: Article) -> None:
    follower = make_follower(article=article)
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    page = client.post(stop_of(follower)).content.decode()
    assert to(article) not in page
    assert 'href="/artikelen/"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_stopping_and_starting_cost_the_same_for_many(
    client: Client, article: Article, django_assert_num_queries: Any, number: int
) -> None:
    follower = [make_follower(article=article, email=f"a{each}@voorbeeld.nl") for each in range(number)][0]
    with django_assert_num_queries(2 + 2):  # the row, the change, and the transaction's two
        client.post(stop_of(follower))
    with django_assert_num_queries(3 + 4):  # also: is there another; the transaction inside
        client.post(rhythm_of(follower), {"again": "1"})
