"""The pages for readers; the same bytes for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.models import Article, Topic
from articles.paging import window
from articles.reading import latest, live_page, topics_by_kind
from articles.views.elsewhere import elsewhere
from config.kit.access import public_page

ON_LIST = 20


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The latest articles and the topics."""
    return TemplateResponse(request, "articles/home.html", {"articles": latest(), "topics": topics_by_kind()})


@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """All articles, newest first, in pages."""
    page = window(request, Article.objects.live().newest_first().for_cards(), ON_LIST)
    return TemplateResponse(request, "articles/article_list.html", {"page": page})


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles under one topic, newest first, in pages."""
    found = get_object_or_404(Topic, slug=slug)
    articles = Article.objects.live().filter(topic_tags__tag=found).newest_first().for_cards()
    return TemplateResponse(
        request, "articles/topic_detail.html", {"topic": found, "page": window(request, articles, ON_LIST)}
    )


@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article: explanation, study, references, related articles; the thread comes by a tag of `comments`."""
    page = live_page(slug)
    if page is None:
        return elsewhere(request, slug)
    canonical = settings.SITE_URL + page.article.get_absolute_url()
    return TemplateResponse(
        request,
        "articles/article_detail.html",
        {"page": page, "article": page.article, "canonical": canonical},
    )
