"""Imported reactions that found no article."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.models import Stray
from config.kit.text import shorten


@admin.register(Stray)
class StrayAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To read: importing the same file again places one once its article is there. Deleting is for an administrator."""

    list_display = ("address", "name", "start", "why", "imported_at")
    fields = ("external_id", "address", "why", "imported_at", "name", "email", "words")
    readonly_fields = fields
    search_fields = ("address", "email", "external_id")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Stray]":
        """Not those of which only the number is left: there is nothing to read or to place."""
        return super().get_queryset(request).exclude(row={})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come from a file."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They stay as they were in the file."""
        return False

    @admin.display(description=_("name"))
    def name(self, stray: Stray) -> str:
        """Who wrote it."""
        return str(stray.row.get("name", ""))

    @admin.display(description=_("text"))
    def start(self, stray: Stray) -> str:
        """The first words."""
        return shorten(str(stray.row.get("text", "")), 120)

    @admin.display(description=_("text"))
    def words(self, stray: Stray) -> str:
        """All words."""
        return str(stray.row.get("text", ""))
