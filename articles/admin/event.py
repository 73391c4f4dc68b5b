"""The log in the admin: to read, never to change."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import EditorialEvent, FormerAddress

_VERBS = {
    "add": _("made"),
    "change": _("changed"),
    "publish": _("published"),
    "withdraw": _("withdrawn"),
    "restore": _("brought back an earlier version"),
    "import": _("imported"),
    "demo": _("filled with samples"),
}


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Nobody adds, changes or deletes here, whatever their permissions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False


@admin.register(EditorialEvent)
class EditorialEventAdmin(ReadOnlyAdmin):
    """Who did what to which article."""

    list_display = ["at", "what", "title", "actor"]
    list_filter = ["verb"]
    search_fields = ["title", "actor"]

    @admin.display(description=_("what"), ordering="verb")
    def what(self, event: EditorialEvent) -> str:
        """The verb in words."""
        return str(_VERBS.get(event.verb, event.verb))


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    """Addresses that redirect."""

    list_display = ["slug", "article"]
    list_select_related = ["article"]
    search_fields = ["slug", "article__title"]
