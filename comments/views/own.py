"""A writer's own reaction, by the link in a letter: look, change, remove. Opening a page changes nothing."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from comments import network, spam, throttle
from comments.actions import editing, own, suspecting
from comments.enums import State
from comments.forms import AddressForm, OwnForm, tidied
from comments.models import Comment
from comments.views.answers import calm, page
from config.kit.access import PAGE_METHODS, public_form


@public_form
@calm
def own_reaction(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reaction and where it stands; POST changes the words."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    opened = own.look(token)
    if request.method != "POST":
        return _show(request, opened, token)
    data = tidied(request.POST)
    form = OwnForm(data)
    if opened is None or not opened.works:
        return _show(request, opened, token, text=data.get("text", ""))
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return _show(request, opened, token, form=form, message=message, status=403)
    if not form.is_valid():
        return _show(request, opened, token, form=form, status=422)
    ip = network.truncated(network.client_ip(request))
    if throttle.too_many(network=ip, email=opened.comment.email, what="changes"):
        message = _(
            "You changed your reaction several times in a short time. Your text is still here; please try again in ten "
            "minutes."
        )
        response = _show(request, opened, token, form=form, message=message, status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    text = form.cleaned_data["text"]
    try:
        editing.edit(comment=opened.comment, text=text, signals=_signals(opened.comment, text))
    except editing.NotEditable as error:
        return _not_changed(request, token, why=error.why, text=text)
    return _show(request, own.look(token), token, done=True)


def _not_changed(request: HttpRequest, token: str, *, why: str, text: str) -> HttpResponse:
    """Say why the words stay as they are, as it stands now, and give the new ones back."""
    opened = own.look(token)
    if opened is None:  # erased at this very moment
        return _show(request, None, token, text=text, gone=True)
    late = own.Opened(opened.comment, opened.works, why, opened.edit)
    return _show(request, late, token, text=text, status=409 if opened.works else 0)


@public_form
@calm
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to remove the reaction; POST removes it."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    opened = own.look(token)
    if opened is None:
        return _show(request, None, token)
    message = ""
    if request.method == "POST":
        if request.from_elsewhere:  # type: ignore[attr-defined]
            message = _(
                "This was sent from another website. Was it you? Then press the button once more here."
            )
        elif own.remove(token=token) and (gone := own.look(token)):
            return page(request, "own_remove", {"opened": gone, "token": token, "done": True})
        elif (opened := own.look(token)) is None:  # erased at this very moment
            return _show(request, None, token, gone=True)
    if not opened.works:
        return _show(request, opened, token)
    context = {"opened": opened, "token": token, "message": message}
    return page(request, "own_remove", context, status=403 if message else 200)


@public_form
@calm
def ask_links(request: HttpRequest) -> HttpResponse:
    """Ask for an address; POST sends the owner new links. The answer is the same for an address that we do not know."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    if request.method != "POST":
        return page(request, "own_links", {"form": AddressForm()})
    form = AddressForm(tidied(request.POST))
    if request.from_elsewhere:  # type: ignore[attr-defined]
        message = _("This was sent from another website. Was it you? Then press the button once more here.")
        return page(request, "own_links", {"form": form, "message": message}, status=403)
    if not form.is_valid():
        return page(request, "own_links", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    ip = network.truncated(network.client_ip(request))
    if throttle.too_many(network=ip, email=email):
        message = _("You asked for this several times. Please try again in ten minutes.")
        response = page(request, "own_links", {"form": form, "message": message}, status=429)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    own.ask_links(email=email)
    return page(request, "own_links", {"form": form, "done": True})


def _show(
    request: HttpRequest,
    opened: own.Opened | None,
    token: str,
    *,
    form: OwnForm | None = None,
    text: str = "",
    message: str = "",
    done: bool = False,
    gone: bool = False,
    status: int = 0,
) -> HttpResponse:
    """The page; where the link or the time is over, typed words come back in a box to copy.

    `gone` says that the reaction was there when its page was opened, and was erased since.
    """
    works = opened is not None and opened.works
    if opened and works and not opened.cannot_edit and form is None:
        form = OwnForm(initial={"text": opened.text})
    context = {
        "opened": opened,
        "works": works,
        "removed": gone or (opened is not None and opened.comment.state == State.REMOVED),
        "token": token,
        "form": form,
        "text": text,
        "message": message,
        "done": done,
    }
    return page(
        request, "own_reaction", context, status=status or (200 if works else 410 if opened or gone else 404)
    )


def _signals(comment: Comment, text: str) -> list[spam.Signal]:
    """What stands out in changed words; there is no trap and no haste in a form that a letter opened."""
    return suspecting.signals(
        name=comment.name, text=text, trap="", seconds=spam.QUICK_SECONDS, but_not=comment.pk
    )
