"""Addresses below /reacties/."""

from django.urls import path

from comments.views.confirming import confirm_reaction, forget, sent
from comments.views.deciding import decide
from comments.views.following import confirm, rhythm, unsubscribe
from comments.views.mine import as_file, ask, erase, erased, mine
from comments.views.mine import sent as mine_sent
from comments.views.objecting import object_to
from comments.views.own import ask_links, own_reaction, remove
from comments.views.reacting import react, thanks
from comments.views.reporting import report, report_thanks

app_name = "comments"
urlpatterns = [
    path("<slug:slug>/nieuw/", react, name="react"),
    path("<slug:slug>/bedankt/", thanks, name="thanks"),
    path("<int:pk>/melden/", report, name="report"),
    path("<int:pk>/melden/ontvangen/", report_thanks, name="report_thanks"),
    path("verstuurd/<str:key>/", sent, name="sent"),
    path("bevestigen/<str:token>/", confirm_reaction, name="confirm_reaction"),
    path("eigen/<str:token>/", own_reaction, name="own"),
    path("eigen/<str:token>/verwijderen/", remove, name="own_remove"),
    path("link/", ask_links, name="links"),
    path("vergeten/", forget, name="forget"),
    path("volgen/<str:token>/", confirm, name="confirm"),
    path("volgen/<str:token>/hoe-vaak/", rhythm, name="rhythm"),
    path("beslissen/<str:token>/", decide, name="decide_by_mail"),
    path("bezwaar/<str:token>/", object_to, name="object"),
    path("stoppen/<str:token>/", unsubscribe, name="unsubscribe"),
    path("mijn/", ask, name="mine_ask"),
    path("mijn/verstuurd/", mine_sent, name="mine_sent"),
    path("mijn/gewist/", erased, name="mine_erased"),
    path("mijn/<str:token>/", mine, name="mine"),
    path("mijn/<str:token>/wissen/", erase, name="mine_erase"),
    path("mijn/<str:token>/mijn-reacties.json", as_file, {"form": "json"}, name="mine_json"),
    path("mijn/<str:token>/mijn-reacties.html", as_file, {"form": "html"}, name="mine_html"),
]
