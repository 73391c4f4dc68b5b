"""What the pages about reports and about objections share: handled by a moderator, once, and never behind their back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.admin.rights import MODERATE, actor


class OpenFilter(admin.SimpleListFilter):
    """Handled or not. Without a choice: what is still open."""

    title = _("handled")
    parameter_name = "handled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Handled ones, and everything."""
        return [("yes", _("handled")), ("all", _("all"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the chosen ones."""
        if self.value() == "all":
            return queryset
        return queryset.filter(handled_at__isnull=self.value() != "yes")

    def choices(self, changelist: Any) -> Any:
        """Name the choice without a value after what it shows."""
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("still open")}
        yield from rest


class HandleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Saving is handling, so it needs an outcome: "saved" over what is still open would be a lie."""

    by: User

    def clean(self) -> dict[str, Any]:
        """Say above the typed answer why it cannot be done (any more), a colleague's having been first among it."""
        clean = super().clean() or {}
        if (outcome := clean.get("outcome")) and (why := self.refusal(outcome)):
            raise ValidationError(why, code="not_done")
        return clean

    def refusal(self, outcome: str) -> str:
        """Return in words why the action would not do it, empty where it would."""
        raise NotImplementedError


class HandledOnceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read it, choose what comes of it, once. The form's `save_model` goes through the action."""

    list_select_related = ("comment", "handled_by")
    show_full_result_count = False

    class Media:
        css = {"all": ("comments/admin.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come from people outside."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They are kept."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Handling one may change what readers see, so it needs that permission too; and it is done once."""
        open_still = obj is None or obj.handled_at is None
        return open_still and super().has_change_permission(request, obj) and request.user.has_perm(MODERATE)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who is about to decide."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = actor(request)  # type: ignore[attr-defined]  # a class made for this request alone
        return form
