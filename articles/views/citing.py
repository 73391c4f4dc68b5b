"""An article, or all that it stands on, as a file for a reference manager."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.citing import record_of, records_behind
from articles.models import Article
from articles.views.elsewhere import elsewhere
from config.kit.access import public_page
from references.downloads import download


@public_page
def article(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The explanation itself, as a web page; the study it explains has a file of its own."""
    found = Article.objects.live().filter(slug=slug).first()
    if found is None:
        return elsewhere(request, slug, lambda moved: _file(f"article-{form}", moved))
    return download([record_of(found)], form=form, name=f"bronwijzer {slug}")


@public_page
def sources(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The studies, the works mentioned and the reference lists; there is no such file where there is nothing in it."""
    found = Article.objects.live().filter(slug=slug).first()
    if found is None:
        return elsewhere(request, slug, lambda moved: _file(f"article-references-{form}", moved))
    records = records_behind(found)
    if not records:
        raise Http404
    return download(records, form=form, name=f"bronnen {slug}")


def _file(name: str, article: Article) -> str:
    return reverse(f"articles:{name}", args=[article.slug])
