"""Letters to moderators with links that decide, and letters about reports and objections.

As in all letters of ours the reaction's words are not in them; the reason that a moderator gave is.
"""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from comments.actions import links
from comments.enums import LinkPurpose, Verb
from comments.mail import MODERATE, absolute, send
from comments.models import Comment, Objection, Report

# Removing needs more thought than a letter gives, so it is done in the queue.
OFFERED = (Verb.APPROVE, Verb.REJECT, Verb.SPAM)


def moderators() -> QuerySet[User]:
    """Everybody who may decide about reactions and has an address."""
    people = User.objects.with_perm(MODERATE, backend="django.contrib.auth.backends.ModelBackend")
    return people.filter(is_active=True).exclude(email="")


def tell_moderator(comment: Comment, *, user: User) -> None:
    """Say that a reaction waits, with a link per verb that works once, for this reaction, by this person."""
    decide = {
        f"{verb.value}_url": absolute(
            reverse(
                "comments:decide_by_mail",
                args=[links.issue(purpose=LinkPurpose.MODERATE, comment=comment, user=user, verb=verb)],
            )
        )
        for verb in OFFERED
    }
    url = absolute(reverse("admin:comments_comment_change", args=[comment.pk]))
    send("waiting", {"comment": comment, "url": url, **decide}, to=(user.email,))


def tell_moderators_of_objection(objection: Objection) -> None:
    """Say that somebody does not agree with a decision."""
    url = absolute(reverse("admin:comments_objection_change", args=[objection.pk]))
    people = sorted({user.email.lower() for user in moderators()})
    if people:
        headers = {"To": "undisclosed-recipients:;"}
        send("objection", {"objection": objection, "url": url}, bcc=tuple(people), headers=headers)


def acknowledge(report: Report) -> None:
    """Say that a report arrived (Digital Services Act, article 16(4))."""
    send("report_received", {"report": report}, to=(report.email,))


def tell_reporter(report: Report) -> None:
    """Say what came of a report and why, with a way to object."""
    send(
        "report_outcome",
        {"report": report, "object_url": _object_url(report, report.email, None)},
        to=(report.email,),
    )


def tell_writer_of_removal(report: Report) -> None:
    """Say to the writer that their reaction was removed and why, with a way to object (article 17)."""
    email = report.comment.email
    object_url = _object_url(report, email, Verb.REMOVE)
    send("removed", {"report": report, "object_url": object_url}, to=(email,))


def object_url(comment: Comment) -> str:
    """Make the address where the writer can object to a decision about their reaction; it works once."""
    token = links.issue(purpose=LinkPurpose.OBJECT, comment=comment, email=comment.email)
    return absolute(reverse("comments:object", args=[token]))


def _object_url(report: Report, email: str, verb: Verb | None) -> str:
    token = links.issue(
        purpose=LinkPurpose.OBJECT, comment=report.comment, report=report, email=email, verb=verb
    )
    return absolute(reverse("comments:object", args=[token]))


def answer_objection(objection: Objection) -> None:
    """Say what came of an objection, and why."""
    url = absolute(objection.comment.get_absolute_url())
    send("objection_answer", {"objection": objection, "url": url}, to=(objection.email,))
