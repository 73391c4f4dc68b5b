"""Addresses of the reader's pages."""

from django.urls import path

from articles.views import public, search

app_name = "articles"
urlpatterns = [
    path("", public.home, name="home"),
    path("artikelen/", public.article_list, name="list"),
    path("artikelen/<slug:slug>/", public.article, name="article"),
    path("onderwerpen/<slug:slug>/", public.topic, name="topic"),
    path("zoeken/", search.search_page, name="search"),
]
