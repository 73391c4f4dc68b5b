"""An article, or all that it stands on, as a file for a reference manager."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.citing import record_of, records_behind
from articles.models import Article
from config.kit.access import public_page
from references.downloads import download


@public_page
def article(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The explanation itself, as a web page; the study it explains has a file of its own."""
    found = get_object_or_404(Article.objects.live(), slug=slug)
    return download([record_of(found)], form=form, name=f"bronwijzer {slug}")


@public_page
def sources(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The studies, the works mentioned and the reference lists; there is no such file where there is nothing in it."""
    records = records_behind(get_object_or_404(Article.objects.live(), slug=slug))
    if not records:
        raise Http404
    return download(records, form=form, name=f"bronnen {slug}")
