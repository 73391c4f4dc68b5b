"""Objecting to a decision, and what comes of that (Digital Services Act, article 20: free, simple, by a person)."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.actions import handling, links, moderating
from comments.enums import LinkPurpose, ObjectionOutcome, Objector, State, Verb
from comments.models import Comment, MailLink, Objection
from comments.report_jobs import mail_objection, mail_objection_answer
from config.jobs import enqueue


class NothingToObjectTo(Exception):
    """The link is not known, too old, or was used."""


def open_link(token: str) -> MailLink:
    """Look what a link is about, changing nothing; `NothingToObjectTo` where it opens nothing (any more)."""
    link = links.find(token=token, purpose=LinkPurpose.OBJECT)
    if link is None or link.comment is None or not link.is_usable():
        raise NothingToObjectTo
    return link


@transaction.atomic
def object_to(*, token: str, text: str) -> Objection:
    """Store an objection and tell the moderators; each letter can be objected to once.

    Pressing twice stores once: the second press finds the link used, and gets the objection that is there.
    """
    link = links.take(token=token, purpose=LinkPurpose.OBJECT)
    if link is None:
        used = links.find(token=token, purpose=LinkPurpose.OBJECT)
        same = used and Objection.objects.filter(comment=used.comment, report=used.report, text=text).first()
        if not same:
            raise NothingToObjectTo
        return same
    assert link.comment  # noqa: S101 - a constraint of the table
    objection = Objection.objects.create(
        comment=link.comment,
        report=link.report,
        by=_who(link),
        email=link.email,
        text=text,
    )
    enqueue(mail_objection, objection_id=objection.pk)
    return objection


def _who(link: MailLink) -> Objector:
    """The letter to the writer names what was done, so that who reported an own reaction is not taken for the other."""
    of_report = link.report is not None and link.email == link.report.email and link.verb != Verb.REMOVE
    return Objector.REPORTER if of_report else Objector.WRITER


@transaction.atomic
def handle(*, objection: Objection, by: User, outcome: ObjectionOutcome, answer: str) -> Objection:
    """Write down what came of an objection, carry it out, and mail the answer.

    Upheld for a writer means that the reaction is placed after all, for a reporter that it is removed after all. Raises
    `moderating.NotDone` where that cannot be done any more. One that was handled before keeps its first outcome.
    """
    comment, locked = handling.locked(objection)
    if locked.handled_at is not None:
        return locked
    if outcome == ObjectionOutcome.UPHELD:
        _carry_out(locked, comment, by=by, answer=answer)
    locked.handled_at, locked.handled_by, locked.outcome, locked.answer = timezone.now(), by, outcome, answer
    locked.save(update_fields=["handled_at", "handled_by", "outcome", "answer"])
    enqueue(mail_objection_answer, objection_id=locked.pk)
    return locked


def refusal(*, objection: Objection, by: User, outcome: ObjectionOutcome) -> str:
    """Return in words why `handle` would not do it, empty where it would; see `handling.refusal`."""
    return handling.refusal(objection, lambda: handle(objection=objection, by=by, outcome=outcome, answer=""))


def _carry_out(objection: Objection, comment: Comment, *, by: User, answer: str) -> None:
    """Do what upholding means; a removal by the writer stands, whatever was decided before it."""
    if comment.erased_at:
        raise moderating.NotDone(_("The writer had this reaction erased, so it cannot come back."))
    if objection.by == Objector.REPORTER:
        if comment.state != State.REMOVED:
            moderating.remove(comment=comment, by=by, reason=answer)
        return
    if comment.state == State.REMOVED:
        last = moderating.latest_standing(comment)
        if last is None:
            raise moderating.NotDone(_("There is nothing to undo."))
        moderating.undo(comment=comment, by=by, decision=last, anyway=True)
    # Back in its earlier state it may still not be placed; only its writer brings it out of "waits for e-mail".
    if comment.state not in {State.PLACED, State.AWAITING_EMAIL}:
        moderating.approve(comment=comment, by=by, anyway=True)


def who_decided(objection: Objection) -> str:
    """Name who took the decision, so that somebody else can look at the objection; empty where nobody did."""
    if objection.report and objection.report.handled_by:
        user = objection.report.handled_by
        return user.get_full_name() or user.get_username()
    latest = moderating.latest_of([objection.comment]).get(objection.comment_id)
    return latest.by_name if latest and latest.verb != Verb.UNDO else ""
