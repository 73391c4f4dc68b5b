"""The links in a moderator's mail. Opening one shows the reaction and changes nothing: mail scanners open every link."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from comments import moves
from comments.actions import deciding_by_mail, moderating
from comments.enums import Verb
from comments.forms import tidied
from comments.views.answers import page
from config.kit.access import PAGE_METHODS, public_form

_STATUS = {"unknown": 404, "expired": 410, "used": 410, "rights": 403}


@public_form
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reaction with the button that the link is for; POST presses it."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    try:
        if request.method == "POST":
            return _decide(request, token)
        return _show(request, token)
    except deciding_by_mail.LinkRefused as refused:
        return _refused(request, token, refused.why)


def _decide(request: HttpRequest, token: str) -> HttpResponse:
    data = tidied(request.POST)
    reason, seen = data.get("reason", ""), data.get("seen", "")
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return _show(request, token, message=message, reason=reason, status=403)
    try:
        decision = deciding_by_mail.decide(
            token=token,
            reason=reason,
            seen=int(seen[:18]) if seen.isascii() and seen.isdigit() else None,
        )
    except moderating.NotDone as refusal:
        return _show(request, token, message=str(refusal), reason=reason, status=409)
    return page(request, "mail_decision", {"decision": decision, "comment": decision.comment, "done": True})


def _show(
    request: HttpRequest, token: str, *, message: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    opened = deciding_by_mail.open_link(token)
    context = {
        "comment": opened.comment,
        "answered": opened.comment.answers(),
        "signals": opened.comment.signal_words(),
        "verb": opened.verb.value,
        "needs_reason": opened.verb == Verb.REJECT,
        "possible": moves.may(opened.verb, opened.comment.state),
        "seen": opened.seen,
        "message": message,
        "reason": reason,
    }
    return page(request, "mail_decision", context, status=status)


def _refused(request: HttpRequest, token: str, why: str) -> HttpResponse:
    """Explain; what was decided about the reaction meanwhile is told, its words are not."""
    context = {"refused": why, "latest": deciding_by_mail.decided_since(token)}
    return page(request, "mail_decision", context, status=_STATUS[why])
