"""Addresses: the reader's pages at the root, one folder per other purpose."""

from django.contrib import admin
from django.urls import include, path

from config import views

admin.site.site_header = admin.site.site_title = "Bronwijzer"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon),
    path("privacy/", views.privacy, name="privacy"),
    path("beheer/", admin.site.urls),
    path("studies/", include("references.urls")),
    path("reacties/", include("comments.urls")),
    path("", include("articles.urls")),
]
handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
