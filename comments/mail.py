"""Letters about reactions: Dutch, plain text and HTML, never the reaction itself.

What a patient writes about their illness does not belong in mailboxes and on mail servers; a letter says that there is
something to read, and where.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from comments import tokens
from comments.models import Comment, Report, Subscription
from config.kit.text import tidy

MODERATE = "comments.moderate_comment"


def absolute(path: str) -> str:
    """Return the full web address of one of our pages."""
    return f"{settings.SITE_URL}{path}"


def send(
    name: str,
    context: dict[str, Any],
    *,
    to: tuple[str, ...] = (),
    bcc: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the letter made of `mail/<name>.{subject.txt,txt,html}`."""
    with translation.override(settings.LANGUAGE_CODE):
        folder = f"comments/mail/{name}"
        message = EmailMultiAlternatives(
            subject=tidy(render_to_string(f"{folder}.subject.txt", context)),
            body=render_to_string(f"{folder}.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=to,
            bcc=bcc,
            headers={
                "Auto-Submitted": "auto-generated",
                **(headers or {}),
            },  # RFC 3834: holidays do not answer us
        )
        message.attach_alternative(render_to_string(f"{folder}.html", context), "text/html")
    message.send()


def moderators() -> tuple[str, ...]:
    """Return the addresses of everybody who may moderate, once each."""
    people = User.objects.with_perm(MODERATE, backend="django.contrib.auth.backends.ModelBackend")
    return tuple(sorted({user.email.lower() for user in people.filter(is_active=True) if user.email}))


def _to_moderators(name: str, context: dict[str, Any]) -> None:
    """Send one letter to all of them; they do not see each other's addresses."""
    if bcc := moderators():
        send(name, context, bcc=bcc, headers={"To": "undisclosed-recipients:;"})


def tell_moderators(comment: Comment) -> None:
    """Say that a reaction waits."""
    url = absolute(reverse("admin:comments_comment_change", args=[comment.pk]))
    _to_moderators("waiting", {"comment": comment, "url": url})


def tell_moderators_of_report(report: Report) -> None:
    """Say that a reader reported a reaction."""
    url = absolute(reverse("admin:comments_report_change", args=[report.pk]))
    _to_moderators("reported", {"report": report, "url": url})


def ask_to_confirm(subscription: Subscription, *, token: str) -> None:
    """Ask the owner of an address whether they want to follow the article."""
    url = absolute(reverse("comments:confirm", args=[token]))
    send("confirm", {"subscription": subscription, "url": url}, to=(subscription.email,))


def tell_follower(subscription: Subscription, *, comment: Comment) -> None:
    """Say that somebody reacted, with a way to stop in one click (RFC 8058, for mail programs; a page for people)."""
    stop = absolute(reverse("comments:unsubscribe", args=[tokens.unsubscribe_token(subscription.pk)]))
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {"comment": comment, "url": absolute(comment.get_absolute_url()), "stop": stop}
    send("new_reaction", context, to=(subscription.email,), headers=headers)
