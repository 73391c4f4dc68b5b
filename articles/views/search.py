"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.paging import window
from articles.search.query import MAX_LENGTH, any_of, marked, search, wanted
from config.kit.access import public_page

ON_PAGE = 10


@public_page
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`, best first; without words, the box and how to use it."""
    text = request.GET.get("q", "")
    query = wanted(text)
    context: dict[str, Any] = {"q": text[:MAX_LENGTH].replace("\x00", ""), "max_length": MAX_LENGTH}
    if query is not None:
        page = window(request, search(query), ON_PAGE)
        loose = not page.items and query.can_loosen
        if loose:
            page = window(request, search(any_of(query)), ON_PAGE)
        results = [(article, marked(article.headline)) for article in page.items]
        context |= {"page": page, "results": results, "loose": loose}
    return TemplateResponse(request, "articles/search.html", context)
