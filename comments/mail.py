"""Letters about reactions: Dutch, plain text and HTML, never the reaction itself.

What a patient writes about their illness does not belong in mailboxes and on mail servers; a letter says that there is
something to read, and where. Nor is anybody addressed by the name they typed: whoever types a stranger's address could
put words of their own in our letter that way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from comments import tokens
from comments.enums import Verb
from comments.models import Comment, Decision, Edit, Report, Subscription
from config.kit.text import tidy

MODERATE = "comments.moderate_comment"
_DECIDED = {Verb.APPROVE: "placed", Verb.REJECT: "rejected", Verb.REMOVE: "taken_away"}


def absolute(path: str) -> str:
    """Return the full web address of one of our pages."""
    return f"{settings.SITE_URL}{path}"


def _page(name: str, token: str) -> str:
    return absolute(reverse(f"comments:{name}", args=[token]))


def send(
    name: str,
    context: dict[str, Any],
    *,
    to: tuple[str, ...] = (),
    bcc: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the letter made of `mail/<name>.{subject.txt,txt,html}`."""
    context = {**context, "site": settings.SITE_URL}
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


# ---- to the writer ----


def tell_received(comment: Comment, *, own: str, confirm: str = "") -> None:
    """Say that a reaction arrived; with the token `confirm`, ask the owner of the address to confirm it first."""
    send("received", _about(comment, own=own, confirm=confirm), to=(comment.email,))


def send_links(email: str, rows: Sequence[tuple[Comment, Mapping[str, str]]]) -> None:
    """Send new links for several reactions of one writer, in one letter."""
    send("links", {"rows": [_about(comment, **tokens_) for comment, tokens_ in rows]}, to=(email,))


def tell_decision(decision: Decision, *, own: str, object_url: str = "") -> None:
    """Tell the writer what was decided; `object_url` is the page to object, if there is one."""
    context = {**_about(decision.comment, own=own), "reason": decision.reason, "object_url": object_url}
    send(_DECIDED[Verb(decision.verb)], context, to=(decision.comment.email,))


def tell_edit(edit: Edit, *, own: str) -> None:
    """Tell the writer what became of a change."""
    send("edited", {**_about(edit.comment, own=own), "edit": edit}, to=(edit.comment.email,))


def _about(comment: Comment, *, own: str, confirm: str = "") -> dict[str, Any]:
    return {
        "comment": comment,
        "title": comment.article.title,
        "url": absolute(comment.get_absolute_url()),
        "own": _page("own", own),
        "confirm": _page("confirm_reaction", confirm) if confirm else "",
    }


# ---- to followers ----


def ask_to_confirm(subscription: Subscription, *, token: str) -> None:
    """Ask the owner of an address whether they want to follow the article."""
    url = _page("confirm", token)
    send("confirm", {"subscription": subscription, "url": url}, to=(subscription.email,))


def tell_follower(subscription: Subscription, *, comments: Sequence[Comment]) -> None:
    """Say what is new below one article, with a way to stop in one click (RFC 8058, for mail programs; a page for people)."""
    token = tokens.unsubscribe_token(subscription.pk)
    stop = _page("unsubscribe", token)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "title": subscription.article.title,
        "count": len(comments),
        "rows": [(comment, absolute(comment.get_absolute_url())) for comment in comments],
        "stop": stop,
        "manage": _page("rhythm", token),
    }
    send("new_reactions", context, to=(subscription.email,), headers=headers)
