"""Objecting to a decision, and what comes of that (Digital Services Act, article 20: free, simple, by a person)."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.actions import links, moderating
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
        by=Objector.REPORTER if link.report and link.email == link.report.email else Objector.WRITER,
        email=link.email,
        text=text,
    )
    enqueue(mail_objection, objection_id=objection.pk)
    return objection


@transaction.atomic
def handle(*, objection: Objection, by: User, outcome: ObjectionOutcome, answer: str) -> Objection:
    """Write down what came of an objection, carry it out, and mail the answer.

    Upheld for a writer means that the reaction is placed after all, for a reporter that it is removed after all. Raises
    `moderating.NotDone` where that cannot be done any more. One that was handled before keeps its first outcome.
    """
    locked = Objection.objects.select_for_update().get(pk=objection.pk)
    if locked.handled_at is not None:
        return locked
    if outcome == ObjectionOutcome.UPHELD:
        _carry_out(locked, by=by, answer=answer)
    locked.handled_at, locked.handled_by, locked.outcome, locked.answer = timezone.now(), by, outcome, answer
    locked.save(update_fields=["handled_at", "handled_by", "outcome", "answer"])
    enqueue(mail_objection_answer, objection_id=locked.pk)
    return locked


def refusal(*, objection: Objection, by: User, outcome: ObjectionOutcome) -> str:
    """Return in words why `handle` would not do it, empty where it would; tries, and takes everything back."""
    try:
        with transaction.atomic():
            handle(objection=objection, by=by, outcome=outcome, answer="")
            transaction.set_rollback(True)
    except moderating.NotDone as not_done:
        return str(not_done)
    return ""


def _carry_out(objection: Objection, *, by: User, answer: str) -> None:
    comment = Comment.objects.get(pk=objection.comment_id)
    if comment.erased_at:
        raise moderating.NotDone(_("The writer had this reaction erased, so it cannot come back."))
    if objection.by == Objector.REPORTER:
        if comment.state != State.REMOVED:
            moderating.remove(comment=comment, by=by, reason=answer)
    elif comment.state == State.REMOVED:
        if last := moderating.latest_standing(comment):
            moderating.undo(comment=comment, by=by, decision=last, anyway=True)
    elif comment.state != State.PLACED:
        moderating.approve(comment=comment, by=by, anyway=True)


def who_decided(objection: Objection) -> str:
    """Name who took the decision, so that somebody else can look at the objection; empty where nobody did."""
    if objection.report and objection.report.handled_by:
        user = objection.report.handled_by
        return user.get_full_name() or user.get_username()
    latest = moderating.latest_of([objection.comment]).get(objection.comment_id)
    return latest.by_name if latest and latest.verb != Verb.UNDO else ""
