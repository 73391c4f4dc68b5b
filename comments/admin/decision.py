"""The log of decisions: to read, never to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Decision


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who decided what, newest first."""

    list_display = ("at", "by_name", "verb", "comment", "from_state", "to_state", "reason")
    list_filter = ("verb", "at")
    list_select_related = ("comment",)
    search_fields = ("by_name", "reason")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Decisions are written by deciding."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History is not rewritten."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History is kept."""
        return False
