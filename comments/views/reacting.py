"""The form for a reaction. Whatever stands in the way, the typed words come back."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.enums import Status
from articles.models import Article
from comments import network, proof, remembered, spam, stamp, throttle
from comments.actions import posting, suspecting
from comments.actions.closing import is_open
from comments.enums import State
from comments.forms import ReactionForm, tidied
from comments.models import Comment
from comments.views.answers import answer, is_fragment
from comments.views.confirming import sent_address, sent_context
from config.kit.access import PAGE_METHODS, public_form, public_page


@dataclass
class Post:
    """One try to send something in: everything the answer needs."""

    request: HttpRequest
    slug: str
    data: dict[str, str] = field(default_factory=dict)
    article: Article | None = None
    answered: Comment | None = None

    def again(self, status: int, message: str = "", *, drop_answered: bool = False) -> HttpResponse:
        """Show the form again with everything in it, and the reason."""
        data = {**self.data, "stamp": stamp.renewed(self.data.get("stamp", ""), self.slug)}
        if drop_answered:
            data["op"], self.answered = "", None
        return _show(self, ReactionForm(data, ids=_ids(self.answered)), message=message, status=status)

    def ask(self, puzzle: dict[str, Any]) -> HttpResponse:
        """Show the form again with a puzzle for the script, which then sends it in.

        Only where a script asked (htmx): without one nobody could solve it, and pressing the button once more would be a
        chance to lose words. Once asked, whatever comes is stored; a solution only spares it a signal.
        """
        form = ReactionForm({**self.data, "asked": "1", "proof": ""}, ids=_ids(self.answered))
        return _show(self, form, puzzle=json.dumps(puzzle))


def _ids(answered: Comment | None) -> str:
    """Two forms may be open in one page; each has its own ids."""
    return f"reactie-{answered.pk if answered else 'nieuw'}"


@public_form
def react(request: HttpRequest, slug: str) -> HttpResponse:
    """The form as a page of its own, and for htmx as a part of the article's page."""
    if request.method not in (*PAGE_METHODS, "POST"):
        return HttpResponseNotAllowed([*PAGE_METHODS, "POST"])
    post = Post(request, slug)
    try:
        if request.method == "POST":
            post.data = tidied(request.POST)
            return _send_in(post)
        return _open(post)
    except (RequestDataTooBig, TooManyFieldsSent):
        return _too_big(request, slug)
    except (OperationalError, InterfaceError):
        message = _(
            "The site cannot store anything for a moment. Your text is still here; please try again in a minute."
        )
        response = post.again(503, message) if post.data else answer(request, "reaction_away", {}, status=503)
        response["Retry-After"] = "60"
        return response


@public_page
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next with a reaction from an address known before; the same for everybody, so it needs no database."""
    return answer(request, "reaction_thanks", {"slug": slug})


def _open(post: Post) -> HttpResponse:
    """Show an empty form, below the reaction it will answer if there is one."""
    post.article = _article_at(post.slug)
    if post.article is None or not post.article.is_live() or not is_open(post.article):
        return _closed(post)
    op = post.request.GET.get("op", "")
    post.answered = _answered(post.article, op)
    message = _gone() if op and not post.answered else ""
    initial = {"stamp": stamp.fresh(post.slug), "op": post.answered.pk if post.answered else ""}
    return _show(post, ReactionForm(initial=initial, ids=_ids(post.answered)), message=message)


def _send_in(post: Post) -> HttpResponse:
    """Check in the order in which a reader can do something about it; act when nothing is in the way."""
    post.article = _article_at(post.slug)
    if post.article is None or not post.article.is_live():
        return _closed(post)
    op = post.data.get("op", "")
    post.answered = _answered(post.article, op)
    if post.request.from_elsewhere:  # type: ignore[attr-defined]
        return post.again(
            403, _("This was sent from another website. Was it you? Then press the button once more here.")
        )
    seconds = stamp.age(post.data.get("stamp", ""), post.slug)
    if seconds is not None and seconds > stamp.MAX_AGE:
        return post.again(
            422,
            _("This page was open for more than a day. Your text is still here; press the button once more."),
        )
    form = ReactionForm(post.data)
    if not form.is_valid():
        return post.again(422)
    if op and not post.answered:
        return post.again(409, _gone(), drop_answered=True)
    return _store(post, form, seconds)


def _store(post: Post, form: ReactionForm, seconds: float | None) -> HttpResponse:
    clean, ip = form.cleaned_data, network.client_ip(post.request)
    tries = throttle.count(network=network.truncated(ip), email=clean["email"])
    if tries.too_many:
        message = _(
            "Many reactions arrived in a short time. Your text is still here; please try again in ten minutes."
        )
        response = post.again(429, message)
        response["Retry-After"] = str(throttle.WINDOW)
        return response
    found = suspecting.signals(
        name=clean["name"], text=clean["text"], trap=clean["website"], seconds=seconds, tries=tries
    )
    if spam.score(found) >= spam.SUSPECT:
        about = {"slug": post.slug, "email": clean["email"], "text": clean["text"]}
        if is_fragment(post.request) and not clean["asked"]:
            return post.ask(proof.puzzle_for(**about))
        if not proof.is_solved(clean["proof"], **about):
            found.append(spam.NO_PUZZLE)
    assert post.article  # noqa: S101 - for the type checker: `_send_in` looked
    try:
        comment = posting.post(
            article=post.article,
            name=clean["name"],
            email=clean["email"],
            kind=clean["kind"],
            text=clean["text"],
            consent=clean["consent"],
            subscribe=clean["subscribe"],
            reply_to=post.answered,
            ip=ip,
            signals=found,
            confirmed=remembered.is_remembered(post.request, clean["email"]),
        )
    except posting.Banned:
        return post.again(403, _("The moderators do not accept reactions from this address at the moment."))
    except posting.AnsweredGone:
        return post.again(409, _gone(), drop_answered=True)
    except posting.ThreadClosed:
        return post.again(
            409, _("Reactions to this article are closed. You can still copy your text from this form.")
        )
    except posting.ArticleClosed:
        return _closed(post)
    return _arrived(post, comment)


def _arrived(post: Post, comment: Comment) -> HttpResponse:
    """Say what happens next: a letter to confirm, a moderator, or, for a trusted writer, the reaction in its place."""
    awaited = comment.state == State.AWAITING_EMAIL
    if is_fragment(post.request):
        if awaited:
            return answer(post.request, "reaction_sent", sent_context(comment))
        context = {"slug": post.slug, "placed": comment if comment.is_placed() else None}
        return answer(post.request, "reaction_thanks", context)
    if comment.is_placed():
        return redirect(comment)
    return redirect(sent_address(comment) if awaited else reverse("comments:thanks", args=[post.slug]))


def _show(
    post: Post, form: ReactionForm, *, message: str = "", puzzle: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "article": post.article,
        "slug": post.slug,
        "form": form,
        "answered": post.answered,
        "message": message,
        "puzzle": puzzle,
    }
    return answer(post.request, "reaction_form", context, status=status)


def _closed(post: Post) -> HttpResponse:
    """The article is gone (410), takes no reactions (403) or was never there (404): give the words back to copy."""
    withdrawn = post.article is not None and post.article.status == Status.WITHDRAWN
    live = post.article is not None and post.article.is_live()
    context = {
        "article": post.article if withdrawn or live else None,
        "live": live,
        "text": post.data.get("text", ""),
    }
    return answer(post.request, "reaction_closed", context, status=410 if withdrawn else 403 if live else 404)


def _too_big(request: HttpRequest, slug: str) -> HttpResponse:
    """More than the server will read, so there is nothing to show again; for htmx only a line above the open form."""
    response = answer(request, "reaction_too_big", {"slug": slug}, status=413)
    response["HX-Retarget"] = "find .reaction-alert"
    response["HX-Reswap"] = "innerHTML"
    return response


def _gone() -> str:
    return _("The reaction you wanted to answer is no longer there. You can place yours as a new reaction.")


def _article_at(slug: str) -> Article | None:
    """Find an article by its address, or by one it used to have: a page may have been open during the move."""
    found = Article.objects.filter(slug=slug).first()
    return found or Article.objects.filter(former_addresses__slug=slug).first()


def _answered(article: Article, op: str) -> Comment | None:
    """Find the reaction that is answered: placed, and under this article."""
    if not (op.isascii() and op.isdigit()):
        return None
    return Comment.objects.placed().filter(article=article, pk=int(op[:19])).first()
