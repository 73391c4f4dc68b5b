"""Reports get an answer, and whoever does not agree can say so."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from comments.actions import links, moderating, objecting, reporting
from comments.enums import LinkPurpose, ObjectionOutcome, Objector, Outcome, State
from comments.models import Comment, Decision, MailLink, Objection, Report
from tests.comments.conftest import Mailbox
from tests.comments.factories import make_anna, make_comment, make_report
from tests.comments.test_mail import text_of
from tests.factories import make_editor, make_moderator

WORDS = "Ik schreef alleen over mezelf."
SECRET = "Slik er twintig."


def letters_to(mailbox: Mailbox, address: str) -> list[str]:
    """The plain texts that one address got."""
    return [text_of(letter) for to, letter in mailbox.letters if address in to]


@pytest.mark.django_db(transaction=True)
def test_a_reporter_hears_that_it_arrived_and_what_came_of_it(
    mailbox: Mailbox, run_jobs: Callable[[], None], client: Client
) -> None:
    comment = make_comment(text=SECRET, email="piet@voorbeeld.nl")
    report = reporting.report(comment=comment, kind="medical", text="", email="lezer@voorbeeld.nl")
    run_jobs()
    [receipt] = letters_to(mailbox, "lezer@voorbeeld.nl")
    assert "onjuiste medische informatie" in receipt
    reporting.handle(report=report, by=make_anna(), outcome=Outcome.KEPT, answer="Dit mag iemand vinden.")
    run_jobs()
    outcome = letters_to(mailbox, "lezer@voorbeeld.nl")[-1]
    assert "De reactie blijft staan." in outcome
    assert "Dit mag iemand vinden." in outcome
    assert not letters_to(mailbox, "piet@voorbeeld.nl"), "nothing happened to the reaction"
    path = re.search(r"/reacties/bezwaar/[\w-]+/", outcome)
    assert path
    assert client.get(path.group()).status_code == 200
    assert all(SECRET not in letter.as_string() for _to, letter in mailbox.letters)


@pytest.mark.django_db(transaction=True)
def test_a_writer_hears_why_and_how_to_object(
    mailbox: Mailbox, run_jobs: Callable[[], None], client: Client
) -> None:
    moderator = make_moderator()
    comment = make_comment(text=SECRET, email="piet@voorbeeld.nl")
    report = make_report(comment=comment)
    reporting.handle(report=report, by=make_anna(), outcome=Outcome.REMOVED, answer="Gevaarlijk advies.")
    run_jobs()
    [letter] = letters_to(mailbox, "piet@voorbeeld.nl")
    assert "Gevaarlijk advies." in letter
    path = re.search(r"/reacties/bezwaar/[\w-]+/", letter)
    assert path
    client.post(path.group(), {"text": WORDS})
    objection = Objection.objects.get()
    assert (objection.by, objection.email, objection.text) == (Objector.WRITER, "piet@voorbeeld.nl", WORDS)
    run_jobs()
    assert "de schrijver van de reactie" in letters_to(mailbox, moderator.email)[-1]
    objecting.handle(
        objection=objection, by=moderator, outcome=ObjectionOutcome.UPHELD, answer="U hebt gelijk."
    )
    run_jobs()
    comment.refresh_from_db()
    assert comment.state == State.PLACED
    assert "U hebt gelijk." in letters_to(mailbox, "piet@voorbeeld.nl")[-1]


pytestmark = pytest.mark.django_db


def objection_url(comment: Comment, report: Report | None = None) -> str:
    """The address in a letter."""
    email = report.email if report else comment.email
    token = links.issue(purpose=LinkPurpose.OBJECT, comment=comment, report=report, email=email)
    return f"/reacties/bezwaar/{token}/"


def make_objection(**values: object) -> Objection:
    """An open objection of a writer."""
    facts = {"by": Objector.WRITER, "email": "piet@voorbeeld.nl", "text": WORDS}
    comment = values.pop("comment", None) or make_comment(state=State.REMOVED)
    return Objection.objects.create(comment=comment, **{**facts, **values})


def test_looking_stores_nothing_and_pressing_twice_stores_once(client: Client) -> None:
    url = objection_url(make_comment(state=State.REJECTED))
    assert client.get(url).status_code == 200
    assert not Objection.objects.exists()
    for _time in range(2):
        assert "hebben uw bezwaar ontvangen" in client.post(url, {"text": WORDS}).content.decode()
    assert Objection.objects.count() == 1
    late = client.post(url, {"text": "Nog iets anders."})
    assert late.status_code == 410
    assert "Nog iets anders." in late.content.decode(), "typed words are given back"


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [("", 422, "Schrijf waarom u het er niet mee eens bent."), ("x" * 5001, 422, "5.001 tekens")],
)
def test_a_refused_objection_keeps_its_text(client: Client, text: str, status: int, reason: str) -> None:
    response = client.post(objection_url(make_comment(state=State.REJECTED)), {"text": text})
    page = response.content.decode()
    assert response.status_code == status
    assert reason in page
    assert text in page
    assert MailLink.objects.usable().exists()


def test_from_another_site_it_is_asked_again(client: Client) -> None:
    url = objection_url(make_comment(state=State.REJECTED))
    response = client.post(url, {"text": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert WORDS in response.content.decode()
    assert not Objection.objects.exists()


def test_a_reporter_is_told_from_a_writer(client: Client) -> None:
    comment = make_comment()
    report = make_report(comment=comment, email="lezer@voorbeeld.nl")
    client.post(objection_url(comment, report), {"text": WORDS})
    assert Objection.objects.get().by == Objector.REPORTER


def test_upholding_a_reporters_objection_removes(client: Client) -> None:
    comment, anna = make_comment(), make_anna()
    report = make_report(comment=comment, email="lezer@voorbeeld.nl")
    objection = make_objection(comment=comment, report=report, by=Objector.REPORTER)
    objecting.handle(
        objection=objection, by=anna, outcome=ObjectionOutcome.UPHELD, answer="Bij nader inzien."
    )
    comment.refresh_from_db()
    assert comment.state == State.REMOVED
    assert Decision.objects.get().reason == "Bij nader inzien."


def test_dismissing_changes_nothing_and_the_first_outcome_stays() -> None:
    objection = make_objection(comment=make_comment(state=State.REJECTED))
    anna, other = make_anna(), make_moderator()
    objecting.handle(objection=objection, by=anna, outcome=ObjectionOutcome.DISMISSED, answer="Nee.")
    again = objecting.handle(objection=objection, by=other, outcome=ObjectionOutcome.UPHELD, answer="Ja.")
    assert (again.outcome, again.answer, again.handled_by) == ("dismissed", "Nee.", anna)
    assert Comment.objects.get().state == State.REJECTED


def test_a_rejected_reaction_is_placed_after_all() -> None:
    comment, anna = make_comment(state=State.WAITING), make_anna()
    moderating.reject(comment=comment, by=anna, reason="Reclame.")
    objection = make_objection(comment=comment)
    assert objecting.who_decided(objection) == "Anna"
    objecting.handle(
        objection=objection, by=make_moderator(), outcome=ObjectionOutcome.UPHELD, answer="Klopt."
    )
    comment.refresh_from_db()
    assert comment.state == State.PLACED


def test_a_moderator_handles_it_in_the_admin(client: Client) -> None:
    comment, anna = make_comment(state=State.WAITING, text=SECRET), make_anna()
    moderating.reject(comment=comment, by=anna, reason="Reclame.")
    objection = make_objection(comment=comment)
    client.force_login(make_moderator())
    url = reverse("admin:comments_objection_change", args=[objection.pk])
    page = client.get(url).content.decode()
    assert SECRET in page
    assert WORDS in page
    assert "Anna" in page
    refused = client.post(url, {"outcome": "upheld", "answer": ""})
    assert "Schrijf een antwoord" in refused.content.decode()
    assert client.post(url, {"outcome": "upheld", "answer": "Klopt."}).status_code == 302
    comment.refresh_from_db()
    objection.refresh_from_db()
    assert (comment.state, objection.outcome, objection.answer) == (State.PLACED, "upheld", "Klopt.")


def test_what_cannot_come_back_is_said_and_the_answer_kept(client: Client) -> None:
    comment = make_comment(state=State.REMOVED)
    Comment.objects.filter(pk=comment.pk).update(erased_at=comment.posted_at, email="", network=None)
    objection = make_objection(comment=comment)
    client.force_login(make_moderator())
    url = reverse("admin:comments_objection_change", args=[objection.pk])
    page = client.post(url, {"outcome": "upheld", "answer": "Dit typte ik."}).content.decode()
    assert "laten wissen" in page
    assert "Dit typte ik." in page
    objection.refresh_from_db()
    assert objection.handled_at is None


def test_editors_do_not_see_objections(client: Client) -> None:
    objection = make_objection()
    client.force_login(make_editor())
    for name, args in (("changelist", []), ("change", [objection.pk])):
        assert client.get(reverse(f"admin:comments_objection_{name}", args=args)).status_code == 403


def test_a_report_is_handled_with_a_reason(client: Client) -> None:
    report = make_report()
    client.force_login(make_moderator())
    url = reverse("admin:comments_report_change", args=[report.pk])
    assert "Geef een reden" in client.post(url, {"outcome": "kept", "answer": ""}).content.decode()
    assert client.post(url, {"outcome": "kept", "answer": "Mag."}).status_code == 302
    report.refresh_from_db()
    assert (report.outcome, report.answer) == ("kept", "Mag.")
