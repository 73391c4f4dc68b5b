"""Addresses below /studies/: a page for each work, and beside it the files that reference managers read."""

from django.urls import path

from references import views_downloads as files
from references.downloads import FORMATS
from references.views import study

app_name = "references"
urlpatterns = [
    path("<int:pk>/", study, name="study"),
    *(path(f"<int:pk>.{form}", files.work, {"form": form}, name=f"study-{form}") for form in FORMATS),
    *(
        path(
            f"<int:pk>/referenties.{form}",
            files.reference_list,
            {"form": form},
            name=f"study-references-{form}",
        )
        for form in FORMATS
    ),
]
