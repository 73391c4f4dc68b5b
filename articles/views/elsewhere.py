"""What an address answers when no live article is at it."""

from collections.abc import Callable

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse

from articles.enums import Status
from articles.models import Article


def elsewhere(
    request: HttpRequest, slug: str, address: Callable[[Article], str] = Article.get_absolute_url
) -> HttpResponse:
    """A withdrawn article explains itself (410), a former address redirects (301), anything else is not there (404).

    `address` gives the page or file of an article that the reader asked for.
    """
    withdrawn = Article.objects.filter(slug=slug, status=Status.WITHDRAWN).first()
    if withdrawn is not None:
        return TemplateResponse(
            request, "articles/article_withdrawn.html", {"article": withdrawn}, status=410
        )
    shown = Q(pk__in=Article.objects.live()) | Q(status=Status.WITHDRAWN)
    moved = Article.objects.filter(shown, former_addresses__slug=slug).first()
    if moved is not None:
        return HttpResponsePermanentRedirect(address(moved))
    raise Http404
