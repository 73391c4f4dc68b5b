"""The links in a moderator's mail. Opening one shows the reaction and changes nothing: mail scanners open every link."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from comments import loep
from comments.actions import deciding_by_mail, moderating
from comments.actions.refusing import already
from comments.enums import Verb
from comments.views import typed
from comments.views.answers import page
from config.kit.access import public_form

_STATUS = {"unknown": 404, "expired": 410, "used": 410, "rights": 403}


@public_form
@typed.with_typed
def decide(request: HttpRequest, data: dict[str, str] | None, token: str) -> HttpResponse:
    """Show the reaction with the button that the link is for; POST presses it."""
    try:
        return _show(request, token) if data is None else _decide(request, data, token)
    except deciding_by_mail.LinkRefused as refused:
        return _refused(request, token, refused.why)
    except (OperationalError, InterfaceError):
        response = page(request, "reaction_away", {"text": (data or {}).get("reason", "")}, status=503)
        response["Retry-After"] = "60"
        return response


def _decide(request: HttpRequest, data: dict[str, str], token: str) -> HttpResponse:
    reason, seen = data.get("reason", ""), data.get("seen", "")
    if request.from_elsewhere:  # type: ignore[attr-defined]
        return _show(request, token, message=typed.elsewhere(), reason=reason, status=403)
    try:
        decision = deciding_by_mail.decide(
            token=token,
            reason=reason,
            # A press that does not say what its page showed counts as one that saw nothing.
            seen=int(seen[:18]) if seen.isascii() and seen.isdigit() else 0,
            read=data.get("read", ""),
        )
    except moderating.NotDone as refusal:
        return _show(request, token, message=str(refusal), reason=reason, status=409)
    return page(request, "mail_decision", {"decision": decision, "comment": decision.comment, "done": True})


def _show(
    request: HttpRequest, token: str, *, message: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    """Show the words only with the button; of a reaction that waits no more only who decided what is told."""
    opened = deciding_by_mail.open_link(token)
    latest = opened.latest
    told = latest is not None and latest.verb != Verb.CONFIRM and not message
    context = {
        "comment": opened.comment,
        "answered": opened.comment.answers(),
        "signals": opened.comment.signal_words(),
        "verb": opened.verb.value,
        "needs_reason": opened.verb == Verb.REJECT,
        "possible": opened.possible,
        "needs_desk": opened.needs_desk,
        "words": loep.highlighted(opened.comment.text, opened.marks),
        "explained": {mark.label: mark.explanation for mark in opened.marks}.items(),
        "already": already(latest) if latest and told else "",
        "seen": opened.seen,
        "read": opened.read,
        "message": message,
        "reason": reason,
    }
    return page(request, "mail_decision", context, status=status)


def _refused(request: HttpRequest, token: str, why: str) -> HttpResponse:
    """Explain; what was decided about the reaction meanwhile is told, its words are not."""
    context = {"refused": why, "latest": deciding_by_mail.decided_since(token)}
    return page(request, "mail_decision", context, status=_STATUS[why])
