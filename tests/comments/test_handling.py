"""Reports and objections while something else happens to the reaction at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comments.actions import emptying, links, moderating, objecting, reporting
from comments.enums import LinkPurpose, ObjectionOutcome, Objector, Outcome, State
from comments.models import Comment, Decision, MailLink, Objection, Report
from comments.report_jobs import mail_outcome, mail_removal
from config.jobs import enqueue
from tests.comments.conftest import Mailbox
from tests.comments.factories import make_anna, make_comment, make_report
from tests.comments.together import at_one_moment
from tests.factories import make_moderator

together = pytest.mark.django_db(transaction=True)
ANSWER = "Dit is mijn lange antwoord."


def make_objection(comment: Comment) -> Objection:
    """An open objection of the writer."""
    return Objection.objects.create(
        comment=comment, by=Objector.WRITER, email="piet@voorbeeld.nl", text="Waarom?"
    )


def while_erased(comment: Comment, second: Callable[[], Any]) -> Any:
    """Erasing has the reaction when `second` starts, and comes to what hangs on it when that waits."""
    return at_one_moment(
        lambda: Comment.objects.select_for_update().get(pk=comment.pk),
        second,
        then=lambda: emptying.empty(ids=[comment.pk], who="de schrijver"),
    )


@together
@pytest.mark.parametrize("thing", ["report", "objection"])
def test_neither_throws_out_who_erases(signed_in: Any, thing: str) -> None:
    """First the reaction, then what hangs on it, on both sides; the other order is a deadlock."""
    comment = make_comment()
    about = make_report(comment=comment) if thing == "report" else make_objection(comment)
    client = signed_in(make_moderator())
    url = f"/beheer/comments/{thing}/{about.pk}/change/"
    outcome = "kept" if thing == "report" else "dismissed"
    answer = while_erased(comment, lambda: client.post(url, {"outcome": outcome, "answer": ANSWER}))
    assert answer.status_code == 200
    assert "Deze reactie bestaat niet meer." in answer.content.decode()
    assert ANSWER in answer.content.decode()
    assert not Comment.objects.exists()


@together
def test_objecting_while_the_reaction_is_erased(client: Client) -> None:
    comment = make_comment(state=State.REJECTED)
    token = links.issue(purpose=LinkPurpose.OBJECT, comment=comment, email="piet@voorbeeld.nl")
    answer = while_erased(
        comment, lambda: client.post(f"/reacties/bezwaar/{token}/", {"text": "Dit typte ik."})
    )
    assert answer.status_code == 410
    assert "Dit typte ik." in answer.content.decode()


@together
def test_a_report_is_handled_while_a_colleague_removes_the_reaction(signed_in: Any) -> None:
    report, anna = make_report(), make_anna()
    client = signed_in(make_moderator())
    url = f"/beheer/comments/report/{report.pk}/change/"
    answer = at_one_moment(
        lambda: moderating.remove(comment=report.comment, by=anna, reason="Kwetst."),
        lambda: client.post(url, {"outcome": "removed", "answer": ANSWER}),
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.outcome, report.answer) == (Outcome.REMOVED, ANSWER)
    assert Decision.objects.get().by == anna


@together
@pytest.mark.parametrize("thing", ["report", "objection"])
def test_of_two_who_handle_it_the_second_hears_who_was_first(signed_in: Any, thing: str) -> None:
    comment, anna = make_comment(state=State.REMOVED), make_anna()
    client = signed_in(make_moderator())
    about: Report | Objection
    if thing == "report":
        about = report = make_report(comment=comment)
        answer = at_one_moment(
            lambda: reporting.handle(report=report, by=anna, outcome=Outcome.KEPT, answer="Mag."),
            lambda: client.post(
                f"/beheer/comments/report/{report.pk}/change/", {"outcome": "removed", "answer": ANSWER}
            ),
        )
    else:
        about = objection = make_objection(comment)
        no = ObjectionOutcome.DISMISSED
        answer = at_one_moment(
            lambda: objecting.handle(objection=objection, by=anna, outcome=no, answer="Mag."),
            lambda: client.post(
                f"/beheer/comments/objection/{objection.pk}/change/", {"outcome": "upheld", "answer": ANSWER}
            ),
        )
    assert answer.status_code == 200
    assert "Anna heeft dit al afgehandeld." in answer.content.decode()
    assert ANSWER in answer.content.decode()
    about.refresh_from_db()
    assert about.answer == "Mag."


@together
def test_letters_about_an_outcome_go_once(mailbox: Mailbox, run_jobs: Callable[[], None]) -> None:
    """Also to somebody who reported an own reaction: that is one letter as reporter and one as writer."""
    comment = make_comment(email="piet@voorbeeld.nl")
    report = make_report(comment=comment, email="piet@voorbeeld.nl")
    reporting.handle(report=report, by=make_anna(), outcome=Outcome.REMOVED, answer="Gevaarlijk.")
    run_jobs()
    for job in (mail_outcome, mail_removal):
        enqueue(job, report_id=report.pk)
    run_jobs()
    subjects = sorted(str(letter["subject"]) for _to, letter in mailbox.letters)
    assert len(subjects) == len(set(subjects)) == 2
    assert MailLink.objects.filter(purpose=LinkPurpose.OBJECT).count() == 2
