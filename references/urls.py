"""Addresses below /studies/."""

from django.urls import path

from references.views import study

app_name = "references"
urlpatterns = [path("<int:pk>/", study, name="study")]
