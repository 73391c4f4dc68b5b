"""Jobs about moderators' mail, reports and objections. Each looks again before it acts.

A letter with a link goes out in the transaction that stores the link, and the link is the mark that it went: a job that
runs again, or was asked for twice, finds it and sends nothing. The other three letters hold no link of their own. They are
asked for once, with what they are about, so they go twice only where a worker dies between sending and saying so.
"""

from django.db import transaction
from django.db.models import QuerySet

from comments import mail_reports
from comments.enums import LinkPurpose, Verb
from comments.locking import hold
from comments.models import Comment, MailLink, Objection, Report
from config.jobs import job


@job
def mail_moderator(comment_id: int, user_id: int) -> None:
    """Tell one moderator that a reaction waits, if it still does and they may still decide."""
    with transaction.atomic():
        hold("moderator", comment_id, user_id)
        comment = Comment.objects.waiting().filter(pk=comment_id).select_related("article").first()
        user = mail_reports.moderators().filter(pk=user_id).first()
        if comment is None or user is None:
            return
        told = MailLink.objects.filter(comment=comment, user=user, purpose=LinkPurpose.MODERATE)
        if not told.filter(made_at__gte=comment.queued_at).exists():
            mail_reports.tell_moderator(comment, user=user)


@job
def mail_receipt(report_id: int) -> None:
    """Tell a reader who left an address that their report arrived."""
    report = Report.objects.filter(pk=report_id).exclude(email="").select_related("comment__article").first()
    if report:
        mail_reports.acknowledge(report)


@job
def mail_outcome(report_id: int) -> None:
    """Tell a reader who left an address what came of their report."""
    with transaction.atomic():
        hold("outcome", report_id)
        handled = Report.objects.filter(pk=report_id, handled_at__isnull=False).exclude(email="")
        report = handled.select_related("comment__article").first()
        if report and not _told(report).filter(verb="").exists():
            mail_reports.tell_reporter(report)


@job
def mail_removal(report_id: int) -> None:
    """Tell the writer of a reaction that was removed after a report, with a way to object."""
    with transaction.atomic():
        hold("removal", report_id)
        handled = Report.objects.filter(pk=report_id, handled_at__isnull=False, outcome="removed")
        report = handled.select_related("comment__article").first()
        if report is None or not report.comment.email or report.comment.is_placed():
            return
        if not _told(report).filter(verb=Verb.REMOVE).exists():
            mail_reports.tell_writer_of_removal(report)


def _told(report: Report) -> QuerySet[MailLink]:
    """The links in letters about a report's outcome; the one to the writer names what was done, `remove`."""
    return MailLink.objects.filter(report=report, purpose=LinkPurpose.OBJECT)


@job
def mail_objection(objection_id: int) -> None:
    """Tell the moderators that somebody objects, if nobody has handled it yet."""
    objection = Objection.objects.open().filter(pk=objection_id).select_related("comment__article").first()
    if objection:
        mail_reports.tell_moderators_of_objection(objection)


@job
def mail_objection_answer(objection_id: int) -> None:
    """Tell who objected what came of it."""
    handled = Objection.objects.filter(pk=objection_id, handled_at__isnull=False).exclude(email="")
    if objection := handled.select_related("comment__article").first():
        mail_reports.answer_objection(objection)
