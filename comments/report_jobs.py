"""Jobs about moderators' mail, reports and objections. Each looks again before it acts, and may run twice."""

from comments import mail_reports
from comments.models import Comment, Objection, Report
from config.jobs import job


@job
def mail_moderator(comment_id: int, user_id: int) -> None:
    """Tell one moderator that a reaction waits, if it still does and they may still decide."""
    comment = Comment.objects.waiting().filter(pk=comment_id).select_related("article").first()
    user = mail_reports.moderators().filter(pk=user_id).first()
    if comment and user:
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
    handled = Report.objects.filter(pk=report_id, handled_at__isnull=False).exclude(email="")
    if report := handled.select_related("comment__article").first():
        mail_reports.tell_reporter(report)


@job
def mail_removal(report_id: int) -> None:
    """Tell the writer of a reaction that was removed after a report, with a way to object."""
    handled = Report.objects.filter(pk=report_id, handled_at__isnull=False, outcome="removed")
    report = handled.select_related("comment__article").first()
    if report and report.comment.email and not report.comment.is_placed():
        mail_reports.tell_writer_of_removal(report)


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
