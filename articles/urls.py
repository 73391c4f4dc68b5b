"""Addresses of the reader's pages."""

from django.urls import path

from articles.views import citing, public, search
from references.downloads import FORMATS

app_name = "articles"
urlpatterns = [
    path("", public.home, name="home"),
    path("artikelen/", public.article_list, name="list"),
    path("artikelen/<slug:slug>/", public.article, name="article"),
    *(
        path(f"artikelen/<slug:slug>.{form}", citing.article, {"form": form}, name=f"article-{form}")
        for form in FORMATS
    ),
    *(
        path(
            f"artikelen/<slug:slug>/referenties.{form}",
            citing.sources,
            {"form": form},
            name=f"article-references-{form}",
        )
        for form in FORMATS
    ),
    path("onderwerpen/<slug:slug>/", public.topic, name="topic"),
    path("zoeken/", search.search_page, name="search"),
]
