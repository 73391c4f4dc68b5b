"""What is past its term goes, what is not stays, and a thread keeps its shape."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django import app

from articles.models import Article
from comments.actions import links, retention
from comments.enums import EditStatus, LinkPurpose, State
from comments.models import (
    Ban,
    Comment,
    Decision,
    Edit,
    MailLink,
    Objection,
    Report,
    Stray,
    Subscription,
)
from tests.comments.factories import make_comment, make_follower, make_report
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def run() -> dict[str, int]:
    """Apply all rules; what each took, without those that found nothing."""
    return {applied.rule.name: applied.count for applied in retention.apply() if applied.count}


def old(model: type[Any], pk: int, **values: Any) -> None:
    model.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    ("state", "kept", "rule"),
    [
        (State.AWAITING_EMAIL, 7, "unconfirmed"),
        (State.REJECTED, 90, "refused"),
        (State.SPAM, 90, "refused"),
        (State.REMOVED, 90, "removed"),
    ],
)
def test_each_state_has_its_term(article: Article, state: State, kept: int, rule: str) -> None:
    past = make_comment(article=article, state=state, posted_at=ago(kept + 0.01))
    young = make_comment(article=article, state=state, posted_at=ago(kept - 0.01))
    assert run() == {rule: 1}
    assert set(Comment.objects.values_list("pk", flat=True)) == {young.pk}
    assert run() == {}
    assert past.pk != young.pk


@pytest.mark.parametrize("state", [State.WAITING, State.PLACED])
def test_what_waits_or_stands_has_no_term(article: Article, state: State) -> None:
    make_comment(article=article, state=state, posted_at=ago(4000))
    assert run() == {}


def test_a_link_that_still_confirms_keeps_what_it_confirms(article: Article) -> None:
    """The page said that the new link works for seven days."""
    waiting = {
        name: make_comment(article=article, state=State.AWAITING_EMAIL, posted_at=ago(7.5))
        for name in ("renewed", "past", "used", "another link")
    }
    for name, comment in waiting.items():
        purpose = LinkPurpose.OWN if name == "another link" else LinkPurpose.CONFIRM
        links.issue(purpose=purpose, comment=comment)
    MailLink.objects.filter(comment=waiting["past"]).update(expires_at=ago(0.1))
    MailLink.objects.filter(comment=waiting["used"]).update(used_at=ago(0.1))
    assert run() == {"unconfirmed": 3}
    assert Comment.objects.get() == waiting["renewed"]
    MailLink.objects.update(expires_at=ago(0.1))
    assert run() == {"unconfirmed": 1}


def test_the_term_counts_from_the_last_decision(article: Article) -> None:
    """Two years on the site, removed yesterday: a moderator may still undo that."""
    comment = make_comment(article=article, state=State.REMOVED, posted_at=ago(700))
    Decision.objects.create(
        comment=comment, verb="remove", from_state="placed", to_state="removed", at=ago(1)
    )
    assert run() == {}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_decision SET at = %s", [ago(91)])
    assert run() == {"removed": 1}


def test_an_open_objection_keeps_what_it_is_about(article: Article) -> None:
    comment = make_comment(article=article, state=State.REJECTED, posted_at=ago(400))
    objection = Objection.objects.create(comment=comment, by="writer", email=comment.email, text="Waarom?")
    assert run() == {}
    old(Objection, objection.pk, handled_at=timezone.now(), outcome="dismissed")
    assert run() == {"refused": 1}


@pytest.mark.parametrize("state", [State.SPAM, State.REJECTED, State.REMOVED])
def test_an_answered_one_leaves_an_empty_place(client: Any, article: Article, state: State) -> None:
    parent = make_comment(article=article, name="Rosa", text="Mijn buurman raadde dit aan.")
    answer = make_comment(reply_to=parent, text="Bij mij ook.")
    old(Comment, parent.pk, state=state, posted_at=ago(100), placed_at=None)
    make_report(comment=parent, text="Noemt zijn buurman")
    Decision.objects.create(
        comment=parent, verb="remove", from_state="placed", to_state=state, reason="buurman", at=ago(95)
    )
    assert sum(run().values()) == 1
    parent.refresh_from_db()
    assert (parent.name, parent.text, parent.body_html, parent.email, parent.network) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert parent.state == State.REMOVED
    assert parent.erased_at
    assert list(parent.decisions.order_by("pk").values_list("reason", flat=True)[:1]) == [""]
    assert not Report.objects.exists()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Bij mij ook." in page
    assert "Deze reactie is verwijderd." in page
    assert page.index("Deze reactie is verwijderd.") < page.index("Bij mij ook.")
    answer.refresh_from_db()
    assert answer.parent_id == parent.pk
    assert run() == {}


def test_a_whole_conversation_past_its_term_goes_whole(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when its parts fall in different batches: answers go before what they answer."""
    first = make_comment(article=article)
    second = make_comment(reply_to=first)
    third = make_comment(reply_to=second)
    make_comment(article=article, parent=None, in_reply_to=third)
    Comment.objects.update(state=State.SPAM, posted_at=ago(100))
    monkeypatch.setattr(retention, "BATCH", 1)
    assert run() == {"refused": 4}
    assert not Comment.objects.exists()


def test_an_imported_one_keeps_its_number_only(article: Article) -> None:
    comment = make_comment(article=article, state=State.SPAM, posted_at=ago(100), external_id="wordpress:x:1")
    assert run() == {"refused": 1}
    assert Comment.objects.get(pk=comment.pk).text == ""
    assert run() == {}


def test_networks_go_after_thirty_days(article: Article) -> None:
    past = make_comment(article=article, network="192.0.2.0/24", posted_at=ago(30.1))
    young = make_comment(article=article, network="192.0.2.0/24", posted_at=ago(29.9))
    assert run() == {"networks": 1}
    kept = dict(Comment.objects.values_list("pk", "network"))
    assert kept == {past.pk: None, young.pk: "192.0.2.0/24"}


def test_links_are_kept_a_week_to_explain_themselves(article: Article) -> None:
    for number, days in enumerate((6.9, 7.1)):
        MailLink.objects.create(
            purpose=LinkPurpose.MINE, email="a@b.nl", token_hash=str(number), expires_at=ago(days)
        )
    assert run() == {"links": 1}
    assert MailLink.objects.get().token_hash == "0"


def test_subscriptions(article: Article) -> None:
    followers = {
        "ended": make_follower(article=article),
        "ended long ago": make_follower(article=article),
        "asked": make_follower(article=article, confirmed=False),
        "asked long ago": make_follower(article=article, confirmed=False),
        "never asked": make_follower(article=article, confirmed=False),
        "reaction waits": make_follower(article=article, confirmed=False, email="rosa@voorbeeld.nl"),
        "follows for years": make_follower(article=article),
    }
    make_comment(article=article, state=State.WAITING, email="rosa@voorbeeld.nl", posted_at=ago(20))
    Subscription.objects.update(asked_at=ago(2000))
    old(Subscription, followers["ended"].pk, ended_at=ago(29))
    old(Subscription, followers["ended long ago"].pk, ended_at=ago(31))
    old(Subscription, followers["asked"].pk, token_sent_at=ago(6))
    old(Subscription, followers["asked long ago"].pk, token_sent_at=ago(8))
    assert run() == {"ended": 1, "unanswered": 2}
    left = set(Subscription.objects.values_list("pk", flat=True))
    assert left == {followers[name].pk for name in ("ended", "asked", "reaction waits", "follows for years")}


def test_handled_reports_and_objections_lose_address_and_words(article: Article) -> None:
    comment = make_comment(article=article)
    for days in (182, 184, None):
        handled = {"handled_at": ago(days) if days else None}
        facts = {"comment": comment, "email": "a@b.nl", "text": "Omdat."}
        Report.objects.create(kind="other", outcome="kept" if days else "", **facts, **handled)
        Objection.objects.create(by="writer", outcome="upheld" if days else "", **facts, **handled)
    assert run() == {"reports": 1, "objections": 1}
    assert list(Report.objects.order_by("pk").values_list("email", "text")) == [
        ("a@b.nl", "Omdat."),
        ("", ""),
        ("a@b.nl", "Omdat."),
    ]
    assert Objection.objects.filter(email="", text="").count() == 1


def test_earlier_texts_strays_and_ended_bans(article: Article) -> None:
    comment = make_comment(article=article)
    for days in (89, 91):
        Edit.objects.create(
            comment=comment, old_text="a", new_text="b", status=EditStatus.APPLIED, decided_at=ago(days)
        )
        Ban.objects.create(kind="address", value=f"{days}@b.nl", reason="Reclame", until=ago(days))
    Edit.objects.create(comment=comment, old_text="a", new_text="b", at=ago(1000))
    Ban.objects.create(kind="domain", value="b.nl", reason="Reclame")
    for days in (179, 181):
        Stray.objects.create(external_id=str(days), row={"text": "x"}, why="", imported_at=ago(days))
    Stray.objects.create(external_id="erased", row={}, why="gewist", imported_at=ago(4000))
    assert run() == {"edits": 1, "strays": 1, "bans": 1}
    assert set(Stray.objects.values_list("external_id", flat=True)) == {"179", "erased"}
    assert (Edit.objects.count(), Ban.objects.count()) == (2, 2)


def test_the_admins_log_forgets_with_it(article: Article) -> None:
    """Its lines repeat the object as text: name and first words of a reaction, the address of a ban."""
    comment = make_comment(article=article, state=State.SPAM, name="Rosa", posted_at=ago(100))
    other = make_comment(article=article)
    user = make_moderator()
    for each in (comment, other):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(Comment),
            object_id=str(each.pk),
            object_repr=str(each),
            action_flag=CHANGE,
        )
    run()
    assert dict(LogEntry.objects.values_list("object_id", "object_repr")) == {
        str(comment.pk): "gewist",
        str(other.pk): str(other),
    }


def test_a_worker_does_it_every_night(article: Article) -> None:
    comment = make_comment(article=article, state=State.SPAM, posted_at=ago(100))
    [nightly] = [
        each
        for each in app.periodic_registry.periodic_tasks.values()
        if each.task.name == "comments.tasks_privacy.apply_retention"
    ]
    assert nightly.cron == "41 2 * * *"
    nightly.task.func(timestamp=0)
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_the_operator_sets_the_terms(article: Article, settings: Any) -> None:
    make_comment(article=article, state=State.SPAM, posted_at=ago(100))
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "refused": 183}
    assert run() == {}


@pytest.fixture
def command() -> Callable[..., list[str]]:
    def call(*arguments: str) -> list[str]:
        out = StringIO()
        call_command("apply_retention", *arguments, stdout=out)
        return out.getvalue().splitlines()

    return call


def test_a_dry_run_counts_the_same_and_changes_nothing(
    article: Article, command: Callable[..., list[str]]
) -> None:
    for _ in range(3):
        make_comment(article=article, state=State.SPAM, posted_at=ago(100), network="192.0.2.0/24")
    dry = command("--dry-run")
    assert Comment.objects.count() == 3
    assert dry[-1] == "proef: er is niets veranderd"
    rows = {line.rpartition(" ")[0].strip(): line.rpartition(" ")[2] for line in dry[:-1]}
    assert rows["afgewezen reacties en spam"] == "3"
    assert rows["netwerken van afzenders"] == "3"
    assert len(rows) == len(list(retention.RULES)) + 1
    real = command()
    assert real[1] == dry[1]
    assert not Comment.objects.exists()
    assert [line.rpartition(" ")[2] for line in command()] == ["0"] * len(rows)


@pytest.mark.parametrize("number", [1, 3])
def test_a_rule_asks_as_much_for_three_rows_as_for_one(article: Article, number: int) -> None:
    for _ in range(number):
        make_comment(article=article, state=State.SPAM, posted_at=ago(100))
    rule = next(rule for rule in retention.RULES if rule.name == "refused")
    ContentType.objects.get_for_models(Comment, Report, Objection)
    with CaptureQueriesContext(connection) as asked:
        assert sum(retention._batches(rule, timezone.now())) == number
    assert len(asked) == BATCH_QUERIES


BATCH_QUERIES = 23
