"""Letters, sent through a real mail server by a real worker; and the links in them."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments import tokens
from comments.actions import moderating, posting, reporting
from comments.enums import State, Verb
from comments.models import Comment, Subscription
from comments.tasks import announce, mail_confirm, mail_follower
from config.jobs import enqueue
from tests.comments.conftest import Mailbox
from tests.comments.factories import decide, make_anna, make_comment, make_follower
from tests.factories import make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[[], None]
SECRET = "Ik heb dit zelf ook gehad."


def rosa(article: Article, *, text: str = SECRET, subscribe: bool = True) -> Comment:
    """Rosa reacts."""
    return posting.post(
        article=article,
        name="Rosa",
        email="rosa@voorbeeld.nl",
        kind="question",
        text=text,
        consent=True,
        subscribe=subscribe,
    )


def text_of(letter: EmailMessage) -> str:
    """The plain part."""
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    """The HTML part."""
    part = letter.get_body(("html",))
    assert part
    return str(part.get_content())


def link_in(letter: EmailMessage, beginning: str) -> str:
    """The path of a link in the plain part."""
    found = re.search(rf"http://127\.0\.0\.1:8000({beginning}\S*)", text_of(letter))
    assert found
    return found.group(1)


def test_every_moderator_hears_that_a_reaction_waits(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    make_moderator()
    anna, boss = make_anna(), make_user(username="boss", superuser=True)
    make_editor()
    anna.is_active = False
    anna.save()
    silent = make_user(username="stil", group="Moderatoren")
    silent.email = ""
    silent.save()
    comment = rosa(article)
    run_jobs()
    [(recipients, letter)] = mailbox.letters
    assert sorted(recipients) == sorted(["max@example.org", boss.email])
    assert "max@example.org" not in str(letter["To"])
    assert letter["Subject"] == "Er wacht een reactie: Vitamine D & kanker"
    assert f"http://127.0.0.1:8000/beheer/comments/comment/{comment.pk}/change/" in text_of(letter)
    assert "(vraag)" in text_of(letter)
    assert "Vitamine D &amp; kanker" in html_of(letter)
    assert SECRET not in letter.as_string()


def test_without_moderators_nothing_is_sent(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    rosa(article)
    run_jobs()
    assert mailbox.letters == []


def test_who_was_quick_makes_the_letter_needless(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    comment = rosa(article, subscribe=False)
    moderating.approve(comment=comment, by=make_moderator())
    run_jobs()
    assert mailbox.letters == []


def test_a_report_is_told_without_the_words(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    make_moderator()
    reporting.report(comment=make_comment(article=article, text=SECRET), kind="medical", text="Klopt niet.")
    run_jobs()
    [(_, letter)] = mailbox.letters
    assert letter["Subject"] == "Reactie gemeld: Vitamine D & kanker"
    assert "onjuiste medische informatie" in text_of(letter)
    assert SECRET not in letter.as_string()


def test_a_letter_that_fails_is_tried_again(
    article: Article, mailbox: Mailbox, run_jobs: Run, settings: Any
) -> None:
    make_moderator()
    rosa(article)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    run_jobs()
    job = ProcrastinateJob.objects.get(task_name="comments.tasks.mail_moderators")
    assert (job.status, job.attempts) == ("todo", 1)
    assert mailbox.letters == []
    settings.EMAIL_PORT = port


def test_from_tick_to_letters_to_stopping(
    article: Article, mailbox: Mailbox, run_jobs: Run, client: Client
) -> None:
    max_ = make_user(username="stille", group="Moderatoren")
    type(max_).objects.update(email="")
    moderating.approve(comment=rosa(article), by=max_)
    run_jobs()
    [(recipients, letter)] = mailbox.letters
    assert recipients == ["rosa@voorbeeld.nl"]
    confirm = link_in(letter, "/reacties/volgen/")
    assert not Subscription.objects.filter(token_hash__contains=confirm.split("/")[-2]).exists()

    page = client.get(confirm)
    assert "Wilt u een mail als iemand reageert bij “Vitamine D &amp; kanker”?" in page.content.decode()
    assert not Subscription.objects.confirmed().exists()
    assert "U krijgt voortaan een mail" in client.post(confirm).content.decode()
    assert client.post(confirm).status_code == 200
    assert Subscription.objects.confirmed().count() == 1

    mailbox.letters.clear()
    decide(
        make_comment(article=article, state=State.WAITING, text=SECRET, name="Piet"), Verb.APPROVE, by=max_
    )
    run_jobs()
    [(recipients, letter)] = mailbox.letters
    assert recipients == ["rosa@voorbeeld.nl"]
    assert letter["Subject"] == "Nieuwe reactie: Vitamine D & kanker"
    assert SECRET not in letter.as_string()
    stop = link_in(letter, "/reacties/stoppen/")
    assert str(letter["List-Unsubscribe"]).strip() == f"<http://127.0.0.1:8000{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert "Wilt u geen mail meer" in client.get(stop).content.decode()
    assert Subscription.objects.confirmed().count() == 1
    one_click = client.post(stop, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert one_click.status_code == 200
    assert client.post(stop).status_code == 200
    assert not Subscription.objects.confirmed().exists()

    mailbox.letters.clear()
    decide(make_comment(article=article, state=State.WAITING), Verb.APPROVE, by=max_)
    run_jobs()
    assert mailbox.letters == []


def test_followers_hear_once_and_not_about_themselves(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    max_ = make_user(username="stille", group="Moderatoren")
    type(max_).objects.update(email="")
    make_follower(article=article, email="piet@voorbeeld.nl")
    make_follower(article=article, email="rosa@voorbeeld.nl")
    make_follower(article=article, email="nooit@voorbeeld.nl", confirmed=False)
    comment = rosa(article, subscribe=False)
    decision = moderating.approve(comment=comment, by=max_)
    run_jobs()
    moderating.undo(comment=comment, by=max_, decision=decision)
    moderating.approve(comment=comment, by=max_)
    run_jobs()
    assert [recipients for recipients, _ in mailbox.letters] == [["piet@voorbeeld.nl"]]


def test_what_was_undone_in_time_is_told_nobody(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    max_ = make_user(username="stille", group="Moderatoren")
    type(max_).objects.update(email="")
    make_follower(article=article)
    comment = rosa(article)
    decision = moderating.approve(comment=comment, by=max_)
    moderating.undo(comment=comment, by=max_, decision=decision)
    run_jobs()
    assert mailbox.letters == []


def test_a_second_placed_reaction_does_not_ask_again_within_a_week(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    max_ = make_user(username="stille", group="Moderatoren")
    type(max_).objects.update(email="")
    for text in ("Een.", "Twee."):
        moderating.approve(comment=rosa(article, text=text), by=max_)
        run_jobs()
    assert len(mailbox.letters) == 1
    Subscription.objects.update(token_sent_at=timezone.now() - timedelta(days=8))
    moderating.approve(comment=rosa(article, text="Drie."), by=max_)
    run_jobs()
    assert len(mailbox.letters) == 2


def test_an_old_or_invented_link_explains_itself(article: Article, client: Client) -> None:
    token, hashed = tokens.new_token()
    subscription = make_follower(article=article, confirmed=False)
    Subscription.objects.update(token_hash=hashed, token_sent_at=timezone.now() - timedelta(days=8))
    for path in (f"/reacties/volgen/{token}/", "/reacties/volgen/verzonnen/"):
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 404
            assert "Deze link is te oud" in response.content.decode()
    for response in (
        client.get("/reacties/stoppen/x:y/"),
        client.post(f"/reacties/stoppen/{subscription.pk}/"),
    ):
        assert response.status_code == 404
        assert "Deze link is niet helemaal overgenomen." in response.content.decode()
    assert not Subscription.objects.confirmed().exists()
    assert Subscription.objects.current().exists()


def test_confirming_from_another_site_or_by_another_method_does_nothing(
    article: Article, client: Client
) -> None:
    token, hashed = tokens.new_token()
    make_follower(article=article, confirmed=False)
    Subscription.objects.update(token_hash=hashed, token_sent_at=timezone.now())
    client.post(f"/reacties/volgen/{token}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert client.delete(f"/reacties/volgen/{token}/").status_code == 405
    assert client.put(f"/reacties/stoppen/{token}/").status_code == 405
    assert not Subscription.objects.confirmed().exists()


def test_running_a_job_again_does_no_harm(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    max_ = make_user(username="stille", group="Moderatoren")
    type(max_).objects.update(email="")
    follower = make_follower(article=article)
    comment = make_comment(article=article, state=State.WAITING)
    decision = decide(comment, Verb.APPROVE, by=max_)
    enqueue(announce, comment_id=comment.pk)
    run_jobs()
    assert len(mailbox.letters) == 1
    enqueue(mail_confirm, subscription_id=follower.pk)
    moderating.undo(comment=comment, by=max_, decision=decision)
    enqueue(mail_follower, subscription_id=follower.pk, comment_id=comment.pk)
    run_jobs()
    assert len(mailbox.letters) == 1


def test_jobs_about_what_is_gone_do_nothing(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    make_moderator()
    comment = rosa(article)
    report = reporting.report(comment=make_comment(article=article), kind="other")
    reporting.handle(report=report, by=make_anna(), outcome="kept")
    comment.delete()
    run_jobs()
    assert mailbox.letters == []
    ours = ProcrastinateJob.objects.filter(task_name__startswith="comments.")
    assert set(ours.values_list("status", flat=True)) == {"succeeded"}
