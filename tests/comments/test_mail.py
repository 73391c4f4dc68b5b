"""Letters to moderators and followers, sent through a real mail server by a real worker; and the links in them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments import tokens
from comments.actions import editing, moderating, posting, reporting
from comments.enums import Rhythm, State, Verb
from comments.models import Ban, Comment, Subscription
from comments.tasks import announce, mail_confirm, mail_daily, mail_follower
from config.jobs import enqueue
from tests.comments.conftest import Mailbox
from tests.comments.factories import decide, make_anna, make_comment, make_follower
from tests.comments.letters import html_of, link_in, text_of
from tests.factories import make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[..., None]
SECRET = "Ik heb dit zelf ook gehad."
ROSA = "rosa@voorbeeld.nl"


def rosa(article: Article, *, text: str = SECRET, subscribe: bool = True) -> Comment:
    """Rosa, whose address is known, reacts."""
    return posting.post(
        article=article,
        name="Rosa",
        email=ROSA,
        kind="question",
        text=text,
        consent=True,
        subscribe=subscribe,
        confirmed=True,
    )


@pytest.fixture
def silent() -> Any:
    """A moderator without an address."""
    user = make_user(username="stille", group="Moderatoren")
    type(user).objects.update(email="")
    return user


def to_followers(box: Mailbox) -> list[list[str]]:
    """Who was told of news below an article."""
    return [people for people, letter in box.letters if "List-Unsubscribe" in letter]


def test_every_moderator_hears_that_a_reaction_waits(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    make_moderator()
    anna, boss = make_anna(), make_user(username="boss", superuser=True)
    make_editor()
    anna.is_active = False
    anna.save()
    quiet = make_user(username="stil", group="Moderatoren")
    quiet.email = ""
    quiet.save()
    comment = rosa(article)
    run_jobs()
    letters = [(people, letter) for people, letter in mailbox.letters if people != [ROSA]]
    assert sorted(people for people, _ in letters) == sorted([["max@example.org"], [boss.email]])
    for _, letter in letters:
        assert letter["Subject"] == "Er wacht een reactie: Vitamine D & kanker"
        assert f"http://127.0.0.1:8000/beheer/comments/comment/{comment.pk}/change/" in text_of(letter)
        assert "(vraag)" in text_of(letter)
        assert "Vitamine D &amp; kanker" in html_of(letter)
        assert SECRET not in letter.as_string()


def test_before_the_writer_confirmed_moderators_hear_nothing(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    make_moderator()
    posting.post(article=article, name="Rosa", email=ROSA, kind="question", text=SECRET, consent=True)
    run_jobs()
    assert [people for people, _ in mailbox.letters] == [[ROSA]]


def test_a_change_of_a_placed_reaction_is_told_without_buttons(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    make_moderator()
    editing.edit(comment=make_comment(article=article), text=SECRET)
    run_jobs()
    [(_, letter)] = mailbox.letters
    assert letter["Subject"] == "Er wacht een reactie: Vitamine D & kanker"
    assert "/reacties/" not in text_of(letter)
    assert SECRET not in letter.as_string()


def test_without_moderators_nothing_is_sent(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    rosa(article)
    run_jobs()
    assert [people for people, _ in mailbox.letters] == [[ROSA]]


def test_who_was_quick_makes_the_letter_needless(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    comment = rosa(article, subscribe=False)
    moderating.approve(comment=comment, by=make_moderator())
    run_jobs()
    assert {tuple(people) for people, _ in mailbox.letters} == {(ROSA,)}


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
    for name in ("comments.report_jobs.mail_moderator", "comments.tasks.mail_received"):
        job = ProcrastinateJob.objects.get(task_name=name)
        assert (job.status, job.attempts) == ("todo", 1)
    assert mailbox.letters == []
    settings.EMAIL_PORT = port


def test_from_letters_to_stopping(
    article: Article, mailbox: Mailbox, run_jobs: Run, client: Client, silent: Any
) -> None:
    make_follower(article=article, email=ROSA)
    one = make_comment(article=article, state=State.WAITING, text=SECRET, name="Piet", email="")
    decide(one, Verb.APPROVE, by=silent)
    run_jobs()
    [(recipients, letter)] = mailbox.letters
    assert recipients == [ROSA]
    assert letter["Subject"] == "Nieuwe reactie: Vitamine D & kanker"
    assert "Piet (ervaring)" in text_of(letter)
    assert f"#reactie-{one.pk}" in text_of(letter)
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
    decide(make_comment(article=article, state=State.WAITING, email=""), Verb.APPROVE, by=silent)
    run_jobs()
    assert mailbox.letters == []


def test_a_letter_tells_everything_new_at_once(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    make_follower(article=article, email=ROSA)
    waiting = [make_comment(article=article, state=State.WAITING, email="") for _ in range(3)]
    moderating.decide_many(Verb.APPROVE, ids=[comment.pk for comment in waiting], by=silent)
    run_jobs()
    [(_, letter)] = mailbox.letters
    assert letter["Subject"] == "3 nieuwe reacties: Vitamine D & kanker"
    for comment in waiting:
        assert text_of(letter).count(f"#reactie-{comment.pk}") == 1
    run_jobs()
    assert len(mailbox.letters) == 1


def test_followers_hear_once_and_not_about_themselves(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    make_follower(article=article, email="piet@voorbeeld.nl")
    make_follower(article=article, email=ROSA)
    make_follower(article=article, email="nooit@voorbeeld.nl", confirmed=False)
    comment = rosa(article, subscribe=False)
    decision = moderating.approve(comment=comment, by=silent)
    run_jobs()
    moderating.undo(comment=comment, by=silent, decision=decision)
    moderating.approve(comment=comment, by=silent)
    run_jobs()
    assert to_followers(mailbox) == [["piet@voorbeeld.nl"]]


def test_a_letter_leaves_out_what_its_reader_wrote(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    make_follower(article=article, email=ROSA)
    own = make_comment(article=article, state=State.WAITING, email=ROSA, name="Rosa")
    other = make_comment(article=article, state=State.WAITING, email="", name="Piet")
    moderating.decide_many(Verb.APPROVE, ids=[own.pk, other.pk], by=silent)
    run_jobs()
    [letter] = [letter for _, letter in mailbox.letters if "List-Unsubscribe" in letter]
    assert f"#reactie-{other.pk}" in text_of(letter)
    assert f"#reactie-{own.pk}" not in text_of(letter)


def test_what_was_undone_in_time_is_told_nobody(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    make_follower(article=article)
    comment = rosa(article)
    run_jobs()
    mailbox.letters.clear()
    decision = moderating.approve(comment=comment, by=silent)
    run_jobs(later=False)
    moderating.undo(comment=comment, by=silent, decision=decision)
    run_jobs()
    assert mailbox.letters == []
    moderating.approve(comment=comment, by=silent)
    run_jobs()
    assert len(to_followers(mailbox)) == 1


@pytest.mark.parametrize("kind", ["ended", "banned"])
def test_who_is_out_hears_nothing(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any, kind: str
) -> None:
    follower = make_follower(article=article, email="piet@voorbeeld.nl")
    decide(make_comment(article=article, state=State.WAITING, email=""), Verb.APPROVE, by=silent)
    if kind == "ended":
        Subscription.objects.filter(pk=follower.pk).update(ended_at=timezone.now())
    else:
        Ban.objects.create(kind="domain", value="voorbeeld.nl", reason="Reclame")
    run_jobs()
    assert mailbox.letters == []


# ---- once a day ----

BREAKFAST = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # half past seven in the Netherlands


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def test_once_a_day_everything_in_one_letter(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    follower = make_follower(article=article, email=ROSA)
    Subscription.objects.filter(pk=follower.pk).update(rhythm=Rhythm.DAILY)
    for _ in range(2):
        decide(make_comment(article=article, state=State.WAITING, email=""), Verb.APPROVE, by=silent)
        run_jobs()
    assert mailbox.letters == []
    mail_daily(timestamp=seconds(BREAKFAST - timedelta(hours=1)))
    run_jobs()
    assert mailbox.letters == []
    for _ in range(2):
        mail_daily(timestamp=seconds(BREAKFAST))
        run_jobs()
    [(recipients, letter)] = mailbox.letters
    assert recipients == [ROSA]
    assert letter["Subject"] == "2 nieuwe reacties: Vitamine D & kanker"


@pytest.mark.parametrize("rhythm", Rhythm.values)
def test_what_was_on_the_page_already_is_no_news_for_a_new_follower(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any, rhythm: str
) -> None:
    """A reaction is announced some minutes after it was placed; who begins to follow in between has seen it."""
    decide(make_comment(article=article, state=State.WAITING, email=""), Verb.APPROVE, by=silent)
    follower = make_follower(article=article, email=ROSA)
    Subscription.objects.filter(pk=follower.pk).update(rhythm=rhythm, confirmed_at=timezone.now())
    later = make_comment(article=article, state=State.WAITING, email="")
    run_jobs()
    mail_daily(timestamp=seconds(BREAKFAST))
    run_jobs()
    assert mailbox.letters == []
    decide(later, Verb.APPROVE, by=silent)
    run_jobs()
    mail_daily(timestamp=seconds(BREAKFAST))
    run_jobs()
    [(_, letter)] = mailbox.letters
    assert letter["Subject"] == "Nieuwe reactie: Vitamine D & kanker"
    assert f"#reactie-{later.pk}" in text_of(letter)


def test_breakfast_is_half_past_seven_in_summer_too(article: Article) -> None:
    follower = make_follower(article=article)
    Subscription.objects.filter(pk=follower.pk).update(
        rhythm=Rhythm.DAILY, confirmed_at=timezone.now() - timedelta(days=1)
    )
    make_comment(article=article, announced_at=timezone.now(), email="")
    for hour in (6, 5):
        mail_daily(timestamp=seconds(datetime(2026, 7, 1, hour, 30, tzinfo=UTC)))
    assert ProcrastinateJob.objects.filter(task_name="comments.tasks.mail_follower").count() == 1


def test_without_news_there_is_no_daily_letter(article: Article) -> None:
    now = timezone.now()
    follower = make_follower(article=article, email=ROSA)
    Subscription.objects.filter(pk=follower.pk).update(rhythm=Rhythm.DAILY)
    make_comment(article=article, announced_at=now - timedelta(days=1), email="")  # before following began
    make_comment(article=article, announced_at=now + timedelta(seconds=5), email=ROSA)
    mail_daily(timestamp=seconds(BREAKFAST))
    assert not ProcrastinateJob.objects.exists()


# ---- following, asked for by who is not known yet ----


def test_asking_to_follow_is_confirmed_by_a_letter_of_its_own(
    article: Article, mailbox: Mailbox, run_jobs: Run, client: Client, silent: Any
) -> None:
    """A reaction that a moderator fetched back from the spam was never confirmed, so neither was the wish to follow."""
    comment = make_comment(article=article, state=State.SPAM, email=ROSA)
    posting.follow(article=article, email=ROSA)
    decide(comment, Verb.APPROVE, by=silent)
    run_jobs()
    letter = next(letter for _, letter in mailbox.letters if "Wilt u mail" in letter["Subject"])
    confirm = link_in(letter, "/reacties/volgen/")
    assert not Subscription.objects.filter(token_hash__contains=confirm.split("/")[-2]).exists()

    page = client.get(confirm)
    assert "Wilt u een mail als iemand reageert bij “Vitamine D &amp; kanker”?" in page.content.decode()
    assert "Hoogstens één keer per dag" in page.content.decode()
    assert not Subscription.objects.confirmed().exists()
    assert "U krijgt voortaan een mail" in client.post(confirm, {"rhythm": "daily"}).content.decode()
    assert client.post(confirm).status_code == 200
    assert Subscription.objects.confirmed().get().rhythm == Rhythm.DAILY


def test_a_second_placed_reaction_does_not_ask_again_within_a_week(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    posting.follow(article=article, email=ROSA)

    def asked() -> int:
        decide(make_comment(article=article, state=State.SPAM, email=ROSA), Verb.APPROVE, by=silent)
        run_jobs()
        return sum("Wilt u mail" in letter["Subject"] for _, letter in mailbox.letters)

    assert (asked(), asked()) == (1, 1)
    Subscription.objects.update(token_sent_at=timezone.now() - timedelta(days=8))
    assert asked() == 2


def test_an_old_or_invented_link_explains_itself(article: Article, client: Client) -> None:
    token, hashed = tokens.new_token()
    subscription = make_follower(article=article, confirmed=False)
    Subscription.objects.update(token_hash=hashed, token_sent_at=timezone.now() - timedelta(days=8))
    old, invented = f"/reacties/volgen/{token}/", "/reacties/volgen/verzonnen/"
    for status, response in (
        (410, client.get(old)),
        (404, client.get(invented)),
        (404, client.post(invented)),
    ):
        assert response.status_code == status
        assert "Deze link is te oud" in response.content.decode()
    for path in (
        "/reacties/stoppen/x:y/",
        f"/reacties/stoppen/{subscription.pk}/",
        "/reacties/volgen/x:y/hoe-vaak/",
    ):
        for response in (client.get(path), client.post(path)):
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
    foreign = client.post(f"/reacties/volgen/{token}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert client.delete(f"/reacties/volgen/{token}/").status_code == 405
    assert client.put(f"/reacties/stoppen/{token}/").status_code == 405
    assert client.put(f"/reacties/volgen/{token}/hoe-vaak/").status_code == 405
    assert not Subscription.objects.confirmed().exists()


def test_how_often_can_be_changed_from_every_letter(article: Article, client: Client) -> None:
    follower = make_follower(article=article)
    path = f"/reacties/volgen/{tokens.unsubscribe_token(follower.pk)}/hoe-vaak/"
    chosen = re.search(r'<input[^>]*value="at_once"[^>]*>', client.get(path).content.decode())
    assert chosen
    assert " checked" in chosen.group()
    assert "Uw keuze is bewaard." in client.post(path, {"rhythm": "daily"}).content.decode()
    client.post(path, {"rhythm": "at_once"}, headers={"Sec-Fetch-Site": "cross-site"})
    client.post(path, {"rhythm": "nooit"})
    follower.refresh_from_db()
    assert follower.rhythm == Rhythm.DAILY
    Subscription.objects.update(ended_at=timezone.now())
    assert "U krijgt geen mail over" in client.post(path, {"rhythm": "at_once"}).content.decode()
    follower.refresh_from_db()
    assert follower.rhythm == Rhythm.DAILY


# ---- jobs that run at the wrong moment ----


def test_running_a_job_again_does_no_harm(
    article: Article, mailbox: Mailbox, run_jobs: Run, silent: Any
) -> None:
    follower = make_follower(article=article)
    comment = make_comment(article=article, state=State.WAITING, email="")
    decide(comment, Verb.APPROVE, by=silent)
    enqueue(announce, comment_id=comment.pk)
    run_jobs()
    assert len(mailbox.letters) == 1
    enqueue(mail_confirm, subscription_id=follower.pk)
    enqueue(mail_follower, subscription_id=follower.pk)
    enqueue(announce, comment_id=comment.pk)
    run_jobs()
    assert len(mailbox.letters) == 1


def test_jobs_about_what_is_gone_do_nothing(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    make_moderator()
    comment = rosa(article)
    report = reporting.report(comment=make_comment(article=article, email=""), kind="other")
    reporting.handle(report=report, by=make_anna(), outcome="kept")
    comment.delete()
    run_jobs()
    assert mailbox.letters == []
    ours = ProcrastinateJob.objects.filter(task_name__startswith="comments.")
    assert set(ours.values_list("status", flat=True)) == {"succeeded"}
