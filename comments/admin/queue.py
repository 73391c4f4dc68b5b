"""The moderators' queue: what waits with all that is needed to decide, on one page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from comments.actions import closing
from comments.admin import queue_facts, queue_rows
from comments.admin.queue_items import items
from comments.admin.queue_rows import ALL, EDITS, TABS, Chosen
from comments.admin.queue_ticks import Ticks
from comments.admin.reasons import options
from comments.admin.rights import VIEW, rights
from comments.enums import Kind, State
from comments.models import Comment
from comments.spam.signal import WORDS
from config.kit.access import staff


@staff(VIEW)
@require_safe
def show(request: HttpRequest) -> TemplateResponse:
    """One page of the queue, or of the reactions in another state."""
    chosen = Chosen.read(request.GET.dict())
    page, counts = queue_rows.page(chosen), queue_facts.counts()
    may = rights(request)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        **may,
        "opts": Comment._meta,
        "title": _("Reactions"),
        "chosen": chosen,
        "back": chosen.query(after=chosen.after).removeprefix("?"),
        "tabs": _tabs(chosen, counts),
        "oldest": counts.oldest,
        "items": items(page.comments, moderator=may["may_moderate"]),
        "page": page,
        "next": chosen.query(after=page.after) if page.after else "",
        "window": queue_facts.in_words(queue_rows.WINDOW, most=queue_rows.WINDOW),
        "kinds": Kind.choices,
        "signals": sorted(_signals(chosen).items(), key=lambda pair: pair[1]),
        "reasons": options(),
        "ticks": Ticks.read(request.GET.dict()),
        "article": _article(chosen.article) if chosen.article else None,
        "without_article": chosen.query(article=0),
    }
    return TemplateResponse(request, "comments/admin/queue.html", context)


def _tabs(chosen: Chosen, counts: queue_facts.Counts) -> list[dict[str, Any]]:
    """The states to choose from, each with how many there are."""
    names = {**{state.value: state.label for state in State}, EDITS: _("change waits"), ALL: _("all")}
    return [
        {
            "name": names[tab],
            "count": counts.said(tab) if tab != ALL else "",
            "url": chosen.query(state=tab) or "?",
            "current": tab == chosen.state,
        }
        for tab in TABS
    ]


def _signals(chosen: Chosen) -> dict[str, str]:
    """The signals to filter by; the chosen one too where no present check gives it any more."""
    known = {name: str(words) % {"detail": "…"} for name, words in WORDS.items()}
    return {**({chosen.signal: chosen.signal} if chosen.signal else {}), **known}


def _article(pk: int) -> dict[str, Any] | None:
    """The article that was chosen, and whether readers can still react to it."""
    article = Article.objects.filter(pk=pk).select_related("thread").first()
    if article is None:
        return None
    chosen = getattr(article, "thread", None)
    takes = closing.taken(
        published_at=article.published_at,
        closed_at=chosen.closed_at if chosen else None,
        stays_open=chosen.stays_open if chosen else None,
    )
    return {"pk": article.pk, "title": article.title, "url": article.get_absolute_url(), "is_open": takes}
