"""Bans on addresses, domains and networks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Ban


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who may not send in reactions; the model refuses what would hit too many people."""

    list_display = ("value", "kind", "reason", "until", "made_by", "made_at")
    list_filter = ("kind",)
    list_select_related = ("made_by",)
    search_fields = ("value", "reason")

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        """Remember who made it."""
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
