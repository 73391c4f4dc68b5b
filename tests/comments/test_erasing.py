"""After erasing, the words are nowhere: every row of every table is looked through."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import reversion
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.actions import asking, erasing, exporting, links, moderating, posting, reporting, retention
from comments.actions.erasing import How
from comments.enums import EditStatus, LinkPurpose, Outcome, State, Verb
from comments.models import Ban, Comment, Decision, Edit, MailLink, Objection, Report, Stray
from config.kit.text import shorten
from tests.comments.conftest import Mailbox
from tests.comments.factories import decide, make_comment, make_report
from tests.factories import make_moderator, make_user

transactional = pytest.mark.django_db(transaction=True)
EMAIL, NAME = "rosalinde@kwartelhof.nl", "Rosalinde Kwartel"
# One word per place where it can stay behind, so that a failure says where.
WORDS = {
    "answered": "bramenjam",
    "alone": "dotterbloem",
    "waiting": "egelantier",
    "before": "fluitenkruid",
    "after": "guldenroede",
    "earlier": "hondsdraf",
    "report": "ijskruid",
    "objection": "jeneverbes",
    "stray": "kamperfoelie",
    "reason": "lisdodde",
    "about": "margriet",
}


def dump() -> str:
    """Every row of every table in every schema of ours, as text; sessions also as what they hold."""
    parts = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 30
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            parts += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    parts += [f"session: {session.get_decoded()}" for session in Session.objects.all()]
    return "\n".join(parts)


def found_in(text: str, *words: str) -> list[str]:
    """The lines that hold one of the words, whatever the capitals; an empty list is what is hoped for."""
    low = [word.lower() for word in words]
    return [line for line in text.splitlines() if any(word in line.lower() for word in low)]


@pytest.fixture
def everywhere(article: Article, mailbox: Mailbox, run_jobs: Callable[[], None]) -> dict[str, Comment]:
    """Rosalinde left something in every place there is."""
    reversion.create_revision()(article.save)()
    max_ = make_moderator()
    own = {"article": article, "email": EMAIL, "name": NAME, "network": "192.0.2.0/24"}
    answered = make_comment(**own, text=f"Met {WORDS['answered']}.", state=State.WAITING)
    decide(answered, Verb.APPROVE, by=max_)
    make_comment(reply_to=answered, name="Kees", text="Dank u wel.")
    alone = make_comment(
        **own, text=f"En {WORDS['alone']}.", signals=[{"name": "x", "weight": 1, "detail": NAME}]
    )
    waiting = posting.post(
        article=article, name=NAME, email=EMAIL, kind="question", text=f"Of {WORDS['waiting']}?", consent=True,
        subscribe=True,
    )  # fmt: skip
    Edit.objects.create(
        comment=answered, old_text=WORDS["before"], new_text=WORDS["earlier"], status=EditStatus.APPLIED,
        decided_at=answered.posted_at,
    )  # fmt: skip
    Edit.objects.create(comment=answered, old_text=WORDS["earlier"], new_text=WORDS["after"])
    make_report(comment=make_comment(article=article), email=EMAIL, text=WORDS["report"])
    about = make_report(comment=answered, text=f"Zij schrijft {WORDS['about']}")
    Objection.objects.create(comment=alone, by="writer", email=EMAIL, text=WORDS["objection"])
    Objection.objects.create(
        comment=answered, report=about, by="reporter", email="x@y.nl", text=WORDS["about"]
    )
    Stray.objects.create(
        external_id="disqus:1",
        email=EMAIL,
        address="/weg/",
        why="Onbekend",
        row={"text": WORDS["stray"], "name": NAME},
    )
    Ban.objects.create(kind="address", value=EMAIL, reason=f"{NAME} scheldt")
    rejected = make_comment(**own, text="Vijfde.", state=State.WAITING)
    make_comment(reply_to=rejected, state=State.WAITING)
    Decision.objects.create(
        comment=rejected, verb=Verb.REJECT, from_state="waiting", to_state="rejected", by_name="Max",
        reason=f"noemt {WORDS['reason']}",
    )  # fmt: skip
    for purpose in (LinkPurpose.CONFIRM, LinkPurpose.OWN):
        links.issue(purpose=purpose, comment=alone)
    asking.ask(email=EMAIL)
    run_jobs()
    for thing in (answered, alone, waiting, Ban.objects.get(), article.subscriptions.first()):
        LogEntry.objects.create(
            user=max_, content_type=ContentType.objects.get_for_model(thing), object_id=str(thing.pk),
            object_repr=str(thing)[:200], action_flag=CHANGE, change_message=json.dumps([{"x": str(thing)}]),
        )  # fmt: skip
    desk = Client()  # what the admin says about the ban waits in this session, until its next page
    desk.force_login(make_user(superuser=True))
    ban = {"kind": "address", "value": f"nog.{EMAIL}", "reason": "Reclame"}
    assert desk.post("/beheer/comments/ban/add/", ban).status_code == 302
    Ban.objects.filter(value=ban["value"]).delete()
    LogEntry.objects.filter(object_repr=ban["value"]).delete()
    return {"answered": answered, "alone": alone, "waiting": waiting}


@transactional
def test_the_words_are_nowhere_in_the_database(client: Client, article: Article, everywhere: Any) -> None:
    before = dump()
    assert found_in("\n".join(line for line in before.splitlines() if "_messages" in line), EMAIL)
    for word in (*WORDS.values(), EMAIL, NAME):
        assert found_in(before, word), f"{word} was never planted"
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    answer = client.post(f"/reacties/mijn/{token}/wissen/", {"alles": "1", "how": "words"})
    assert answer.status_code == 302
    after = dump()
    assert found_in(after, *WORDS.values(), EMAIL, NAME, "Rosalinde", "kwartelhof", "192.0.2.") == []
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Dank u wel." in page
    assert "Deze reactie is verwijderd." in page
    assert found_in(page, *WORDS.values(), NAME) == []


@transactional
def test_anonymous_leaves_the_words_and_not_the_person(
    client: Client, article: Article, everywhere: Any
) -> None:
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    client.post(f"/reacties/mijn/{token}/wissen/", {"alles": "1", "how": "name"})
    after = dump()
    assert found_in(after, EMAIL, "kwartelhof", "192.0.2.") == []
    # What another reader wrote about her is theirs; it goes when the words go, or when its own term is over.
    assert found_in(after, NAME) == []
    assert found_in(after, WORDS["reason"], WORDS["objection"]) == []
    assert found_in(after, WORDS["before"]) == []
    page = client.get(article.get_absolute_url()).content.decode()
    assert WORDS["answered"] in page
    assert "Anoniem" in page


@transactional
def test_the_search_of_this_test_sees_every_place(article: Article) -> None:
    """It rests on the dump: a word in a column of any kind is found."""
    make_comment(
        article=article, text="Zeldzaamwoord", signals=[{"name": "x", "weight": 1, "detail": "ookditwoord"}]
    )
    found = dump()
    assert found_in(found, "zeldzaamwoord")
    assert found_in(found, "ookditwoord")
    assert found_in(found, article.title)


@pytest.mark.django_db
def test_reactions_are_in_no_revision() -> None:
    """Article revisions follow what belongs to the article; a version of a reaction would keep what was erased."""
    assert [model for model in reversion.get_registered_models() if model._meta.app_label == "comments"] == []


@pytest.mark.django_db
def test_an_empty_place_knows_who_emptied_it_and_nothing_more(article: Article) -> None:
    parent = make_comment(article=article, email=EMAIL, name=NAME)
    make_comment(reply_to=parent)
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    done = erasing.erase(token=token, how=How.WORDS, ids=[parent.pk])
    assert done == erasing.Erased(places=1)
    [decision] = Decision.objects.filter(comment=parent)
    assert (decision.verb, decision.by, decision.by_name, decision.reason) == (
        Verb.REMOVE,
        None,
        "de schrijver",
        "",
    )


@pytest.mark.django_db
def test_an_imported_one_leaves_its_number_so_that_it_does_not_come_back(article: Article) -> None:
    comment = make_comment(article=article, email=EMAIL, external_id="wordpress:oud.nl:7")
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    erasing.erase(token=token, how=How.WORDS, ids=None)
    comment.refresh_from_db()
    assert (comment.external_id, comment.text, comment.name) == ("wordpress:oud.nl:7", "", "")


@pytest.mark.django_db
def test_a_link_that_does_not_work_erases_nothing(article: Article) -> None:
    comment = make_comment(article=article, email=EMAIL)
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    assert erasing.erase(token=token, how=How.WORDS, ids=[])
    assert erasing.erase(token=token, how=How.WORDS, ids=None) is None
    assert (
        erasing.erase(token=links.issue(purpose=LinkPurpose.OWN, comment=comment), how=How.WORDS, ids=None)
        is None
    )
    assert Comment.objects.filter(pk=comment.pk, email=EMAIL).exists()


@pytest.mark.django_db
def test_editors_answers_are_not_a_readers_to_erase(article: Article) -> None:
    answer = make_comment(article=article, email=EMAIL, by_editor=True)
    own = make_comment(article=article, email=EMAIL)
    assert [each.pk for each in exporting.held(EMAIL).reactions] == [own.pk]
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    assert list(Comment.objects.values_list("pk", flat=True)) == [answer.pk]


@pytest.mark.django_db
def test_a_ban_goes_on_without_the_address(article: Article) -> None:
    make_comment(article=article, email=EMAIL)
    ban = Ban.objects.create(kind="address", value=EMAIL, reason="Schelden")
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    ban.refresh_from_db()
    assert EMAIL not in f"{ban.value} {ban.reason}"
    assert list(Ban.objects.against(email=EMAIL.upper(), ip=None)) == [ban]
    assert not Ban.objects.against(email="ander@kwartelhof.nl", ip=None).exists()
    ban.reason = "Blijft"
    ban.full_clean()
    with pytest.raises(ValidationError):
        Ban(kind="address", value=ban.value[:-1] + "g", reason="Verzonnen").full_clean()


@pytest.fixture
def removed_after_report(article: Article) -> Comment:
    """Rosalinde's reaction was removed because of a report; she may object, and so may who reported."""
    comment = make_comment(article=article, email=EMAIL, name=NAME)
    report = make_report(comment=comment, email="melder@voorbeeld.nl")
    reporting.handle(
        report=report, by=make_moderator(), outcome=Outcome.REMOVED, answer="Rosalinde noemt haar arts"
    )
    for email in (EMAIL, report.email):
        links.issue(purpose=LinkPurpose.OBJECT, comment=comment, report=report, email=email)
    return comment


def without_name(*comments: Comment) -> erasing.Erased | None:
    token = links.issue(purpose=LinkPurpose.MINE, email=EMAIL)
    return erasing.erase(token=token, how=How.NAME, ids=[comment.pk for comment in comments])


@pytest.mark.django_db
def test_without_a_name_no_link_says_whose_it_was(removed_after_report: Comment) -> None:
    without_name(removed_after_report)
    left = MailLink.objects.filter(comment=removed_after_report)
    assert set(left.values_list("email", flat=True)) == {"melder@voorbeeld.nl"}


@pytest.mark.django_db
def test_without_a_name_the_writers_objection_names_nobody(removed_after_report: Comment) -> None:
    for by, email in (("writer", EMAIL), ("reporter", "melder@voorbeeld.nl")):
        Objection.objects.create(comment=removed_after_report, by=by, email=email, text=f"Ik ben {by}")
    make_report(comment=removed_after_report, email=EMAIL, text=f"Ik, {NAME}, vergiste me")
    without_name(removed_after_report)
    found = {each.by: (each.email, each.text) for each in Objection.objects.open()}
    assert found == {"writer": ("", ""), "reporter": ("melder@voorbeeld.nl", "Ik ben reporter")}
    assert not Report.objects.filter(email=EMAIL).exists()
    assert not Report.objects.filter(text__contains=NAME).exists()


@pytest.mark.django_db
def test_without_a_name_no_reason_names_the_writer(article: Article, removed_after_report: Comment) -> None:
    other = make_comment(article=article, state=State.WAITING)
    decide(other, Verb.REJECT, by=make_user())
    assert Decision.objects.filter(reason__contains="Rosalinde").exists()
    without_name(removed_after_report)
    [decision] = Decision.objects.filter(comment=removed_after_report)
    assert (decision.verb, decision.by_name, decision.reason) == (Verb.REMOVE, "max", "")
    assert Decision.objects.get(comment=other).reason


@transactional
def test_one_that_waited_for_its_letter_goes_on_without_a_name(
    article: Article, mailbox: Mailbox, run_jobs: Callable[[], None]
) -> None:
    """The link to this page went to the same address, so it proves as much; the words are wanted, only not the name."""
    make_moderator()
    comment = make_comment(
        article=article, email=EMAIL, name=NAME, state=State.AWAITING_EMAIL, text="Mijn verhaal",
        posted_at=timezone.now() - timedelta(days=8),
    )  # fmt: skip
    links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    assert without_name(comment) == erasing.Erased(nameless=1)
    comment.refresh_from_db()
    assert (comment.state, comment.name, comment.email, comment.text) == (
        State.WAITING,
        "Anoniem",
        "",
        "Mijn verhaal",
    )
    assert comment.confirmed_at
    assert [(each.verb, each.by_name) for each in comment.decisions.all()] == [(Verb.CONFIRM, "de schrijver")]
    list(retention.apply())
    assert Comment.objects.filter(pk=comment.pk).exists()
    run_jobs()
    assert len(mailbox.letters) == 1, "the moderators are told that it waits"


@pytest.mark.django_db
def test_reports_by_others_on_other_reactions_stay(article: Article) -> None:
    other = make_report(comment=make_comment(article=article), email="ander@voorbeeld.nl", text="Blijft")
    make_comment(article=article, email=EMAIL)
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    assert Report.objects.get() == other
    assert Report.objects.get().text == "Blijft"


@pytest.mark.django_db
def test_other_peoples_sessions_keep_their_messages(article: Article) -> None:
    make_comment(article=article, email=EMAIL, name=NAME, text="Iets.")
    session = SessionStore()
    session["_messages"] = json.dumps([["__json_message", 0, 20, "Bewaard.", ""]])
    session.create()
    SessionStore().create()
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    assert re.search("Bewaard", str([each.get_decoded() for each in Session.objects.all()]))


STRANGE = "Iets “raars”" + " x" * 90


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", [EMAIL.upper(), "De reactie “Rosalinde Kwartel &amp; Co: Iets.”", "“" + shorten(STRANGE, 60)]
)
def test_a_message_that_names_the_person_goes(article: Article, said: str) -> None:
    """As the admin writes them: its own objects, escaped for the page."""
    make_comment(article=article, email=EMAIL, name="Rosalinde Kwartel & Co", text=STRANGE)
    session = SessionStore()
    session["_messages"] = json.dumps(
        [["__json_message", 1, 25, said, ""], ["__json_message", 0, 20, "A", ""]]
    )
    session["blijft"] = "ja"
    session.create()
    without_name(*Comment.objects.all())
    assert Session.objects.get().get_decoded() == {"blijft": "ja"}


@pytest.mark.django_db
def test_what_was_erased_cannot_be_brought_back(article: Article) -> None:
    """The history offers an undo of the last decision; over an empty place it must not show readers nothing by nobody."""
    max_ = make_moderator()
    comment = make_comment(article=article, email=EMAIL, state=State.WAITING)
    decide(comment, Verb.APPROVE, by=max_)
    make_comment(reply_to=comment)
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    comment.refresh_from_db()
    for decision in comment.decisions.all():
        with pytest.raises(moderating.NotDone):
            moderating.undo(comment=comment, by=max_, decision=decision)
    with pytest.raises(moderating.NotDone):
        moderating.approve(comment=comment, by=max_)
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (State.REMOVED, "")
