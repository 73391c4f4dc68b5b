"""After erasing, the words are nowhere: every row of every table is looked through."""

import json
import re
from collections.abc import Callable
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

from articles.models import Article
from comments.actions import asking, erasing, exporting, links, moderating, posting
from comments.actions.erasing import How
from comments.enums import EditStatus, LinkPurpose, State, Verb
from comments.models import Ban, Comment, Decision, Edit, Objection, Report, Stray
from tests.comments.conftest import Mailbox
from tests.comments.factories import decide, make_comment, make_report
from tests.factories import make_moderator

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
    "message": "nagelkruid",
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
    message = make_comment(**own, text=f"Zes “{WORDS['message']}” é.")
    session = SessionStore()
    session["_messages"] = json.dumps([["__json_message", 0, 30, f"{message}: al geplaatst", ""]])
    session.create()
    return {"answered": answered, "alone": alone, "waiting": waiting}


@transactional
def test_the_words_are_nowhere_in_the_database(client: Client, article: Article, everywhere: Any) -> None:
    before = dump()
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
    # What a moderator or another reader wrote about her is theirs; it goes when the words go.
    assert found_in(after, NAME) == []
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
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email=EMAIL), how=How.WORDS, ids=None)
    assert re.search("Bewaard", str(Session.objects.get().get_decoded()))


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
