"""After sending in: the letter with the link, once more or to another address; and the link itself.

Opening a link changes nothing: mail scanners open every link.
"""

from contextlib import suppress
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import network, remembered, throttle
from comments.actions import confirming
from comments.actions.confirming import Found, Stand
from comments.actions.posting import Banned
from comments.enums import State
from comments.forms import AddressForm, WishForm, tidied
from comments.models import Comment
from comments.tasks import LETTERS
from comments.views.answers import calm, page
from config.kit.access import PAGE_METHODS, public_form

_SENT = signing.Signer(salt="comments.sent")
_SENT_FOR = timedelta(hours=2)
_STATUS = {Stand.UNKNOWN: 404, Stand.EXPIRED: 410, Stand.DECIDED: 410}


def sent_address(comment: Comment) -> str:
    """The page about the letter for this reaction; it tells nothing about the words, and works for two hours."""
    return reverse("comments:sent", args=[_SENT.sign(str(comment.pk))])


def masked(email: str) -> str:
    """Enough of an address for its owner to see a slip, too little for others to write to."""
    local, _at, domain = email.partition("@")
    return f"{local[:2]}***@{domain}"  # no sign at which a narrow screen may break the line


@public_form
@calm
def sent(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a letter went out; POST sends it once more, or to the address in the form."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    comment = _sent(key)
    if comment is None:
        return page(request, "reaction_sent", {"comment": None}, status=404)
    if request.method != "POST":
        return _about_letter(request, comment)
    if request.from_elsewhere:  # type: ignore[attr-defined]
        return _about_letter(request, comment, message=_elsewhere(), status=403)
    return _send_again(request, comment)


def _send_again(request: HttpRequest, comment: Comment) -> HttpResponse:
    email, form = comment.email, None
    if "email" in request.POST:
        form = AddressForm(tidied(request.POST), ids="adres")
        if not form.is_valid():
            return _about_letter(request, comment, form=form, status=422)
        email = form.cleaned_data["email"]
    ip = network.truncated(network.client_ip(request))
    if throttle.too_many(network=ip, email=email) or any(
        confirming.too_many_letters(each) for each in {comment.email, email}
    ):
        message = _("We have sent several e-mails already. Please look among your unwanted mail as well.")
        return _about_letter(request, comment, form=form, message=message, status=429)
    try:
        if form:
            comment = confirming.correct_address(comment=comment, email=email)
        else:
            confirming.send_again(comment=comment)
    except Banned:
        message = _("The moderators do not accept reactions from this address at the moment.")
        return _about_letter(request, comment, form=form, message=message, status=403)
    except confirming.NotAwaited:
        return page(request, "reaction_sent", {"comment": None}, status=404)
    return _about_letter(request, comment, again=True)


def _about_letter(
    request: HttpRequest,
    comment: Comment,
    *,
    form: AddressForm | None = None,
    message: str = "",
    again: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = sent_context(comment) | {"message": message, "again": again}
    return page(request, "reaction_sent", context | ({"form": form} if form else {}), status=status)


def sent_context(comment: Comment) -> dict[str, object]:
    """What the page about the letter shows; also in place of the form, for htmx."""
    return {
        "comment": comment,
        "slug": comment.article.slug,
        "masked": masked(comment.email),
        "held_back": confirming.is_held_back(comment),
        "letters": LETTERS,
        "here": sent_address(comment),
        "form": AddressForm(ids="adres"),
    }


def _sent(key: str) -> Comment | None:
    try:
        pk = int(_SENT.unsign(key))
    except (signing.BadSignature, ValueError):
        return None
    recent = Comment.objects.filter(state=State.AWAITING_EMAIL, posted_at__gt=timezone.now() - _SENT_FOR)
    return recent.filter(pk=pk).select_related("article").first()


@public_form
@calm
def confirm_reaction(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reaction with a button; POST confirms it, and remembers the address in this browser.

    Where the link is past its term and the reaction is still there, the button sends a new link instead.
    """
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    if request.method != "POST":
        return _confirmation(request, confirming.look(token))
    if request.from_elsewhere:  # type: ignore[attr-defined]
        return _confirmation(request, confirming.look(token), message=_elsewhere(), status=403)
    found = confirming.confirm(token=token, rhythm=request.POST.get("rhythm", ""))
    if found.stand is Stand.EXPIRED and found.comment:
        # A moderator may have taken it away this very moment; or the mailbox had enough. The answer is the same.
        with suppress(confirming.NotAwaited):
            if not confirming.too_many_letters(found.comment.email):
                confirming.send_again(comment=found.comment)
        return _confirmation(request, found, again=True, status=200)
    response = _confirmation(request, found, done=True)
    if found.stand is Stand.CONFIRMED and found.comment and found.proves:
        remembered.remember(response, found.comment.email)
    return response


def _confirmation(
    request: HttpRequest,
    found: Found,
    *,
    message: str = "",
    done: bool = False,
    again: bool = False,
    status: int = 0,
) -> HttpResponse:
    context = {
        "stand": found.stand.value,
        "comment": found.comment,
        "follows": found.follows,
        "form": WishForm() if found.stand is Stand.OPEN and found.follows else None,
        "message": message,
        "done": done,
        "again": again,
        "days": remembered.DAYS,
    }
    return page(request, "reaction_confirm", context, status=status or _STATUS.get(found.stand, 200))


@public_form
@calm
def forget(request: HttpRequest) -> HttpResponse:
    """Ask whether this browser should forget the confirmed address; POST takes the cookie away."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    response = page(request, "address_forget", {"done": request.method == "POST"})
    if request.method == "POST":
        remembered.forget(response)
    return response


def _elsewhere() -> str:
    return _("This was sent from another website. Was it you? Then press the button once more here.")
