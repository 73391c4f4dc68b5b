"""The log in the admin: to read, never to change."""

from django.contrib import admin
from django.http import HttpRequest

from articles.models import EditorialEvent, FormerAddress


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

    list_display = ["at", "verb", "title", "actor"]
    list_filter = ["verb"]
    search_fields = ["title", "actor"]


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    """Addresses that redirect."""

    list_display = ["slug", "article"]
    list_select_related = ["article"]
    search_fields = ["slug", "article__title"]
