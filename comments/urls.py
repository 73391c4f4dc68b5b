"""Addresses below /reacties/."""

from django.urls import path

from comments.views.deciding import decide
from comments.views.following import confirm, unsubscribe
from comments.views.objecting import object_to
from comments.views.reacting import react, thanks
from comments.views.reporting import report, report_thanks

app_name = "comments"
urlpatterns = [
    path("<slug:slug>/nieuw/", react, name="react"),
    path("<slug:slug>/bedankt/", thanks, name="thanks"),
    path("<int:pk>/melden/", report, name="report"),
    path("<int:pk>/melden/ontvangen/", report_thanks, name="report_thanks"),
    path("volgen/<str:token>/", confirm, name="confirm"),
    path("beslissen/<str:token>/", decide, name="decide_by_mail"),
    path("bezwaar/<str:token>/", object_to, name="object"),
    path("stoppen/<str:token>/", unsubscribe, name="unsubscribe"),
]
