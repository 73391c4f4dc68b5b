"""Warning the moderators about a placed reaction."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments.actions import handling, moderating
from comments.enums import Outcome
from comments.models import Comment, Report
from comments.report_jobs import mail_outcome, mail_receipt, mail_removal
from comments.tasks import mail_report
from config.jobs import enqueue

SAME_WITHIN = timedelta(minutes=10)


class NotPlaced(Exception):
    """Readers cannot see this reaction (any more), so there is nothing to report."""


@transaction.atomic
def report(*, comment: Comment, kind: str, text: str = "", email: str = "") -> Report:
    """Store a report and tell the moderators; the same report within ten minutes is one.

    The reaction's row is locked, so that two equal reports of a double click meet here.
    """
    locked = Comment.objects.placed().select_for_update().filter(pk=comment.pk).first()
    if locked is None:
        raise NotPlaced
    same = Report.objects.filter(
        comment=locked, kind=kind, text=text, email=email, at__gt=timezone.now() - SAME_WITHIN
    )
    if earlier := same.first():
        return earlier
    made = Report.objects.create(comment=locked, kind=kind, text=text, email=email)
    enqueue(mail_report, report_id=made.pk)
    if email:
        enqueue(mail_receipt, report_id=made.pk)
    return made


@transaction.atomic
def handle(*, report: Report, by: User, outcome: Outcome, answer: str = "") -> Report:
    """Write down what came of a report and why, and remove the reaction if that is what came of it.

    The reader who left an address hears the outcome, and the writer of a removed reaction why it went; both letters say
    how to object. A report that was handled before keeps its first outcome. Raises `moderating.NotDone` where the
    reaction was erased meanwhile; one that a colleague removed meanwhile needs no second removal.
    """
    comment, locked = handling.locked(report)
    if locked.handled_at is not None:
        return locked
    removes = outcome == Outcome.REMOVED and comment.is_placed()
    at = timezone.now()
    if removes:
        # The same moment, by which `mail_decision` knows that this removal is told in the letter about the report.
        at = moderating.remove(comment=comment, by=by, reason=answer or locked.get_kind_display()).at
    locked.handled_at, locked.handled_by = at, by
    locked.outcome, locked.answer = outcome, answer
    locked.save(update_fields=["handled_at", "handled_by", "outcome", "answer"])
    if locked.email:
        enqueue(mail_outcome, report_id=locked.pk)
    if removes and comment.email:
        enqueue(mail_removal, report_id=locked.pk)
    return locked


def refusal(*, report: Report, by: User, outcome: Outcome) -> str:
    """Return in words why `handle` would not do it, empty where it would; see `handling.refusal`."""
    return handling.refusal(report, lambda: handle(report=report, by=by, outcome=outcome))
