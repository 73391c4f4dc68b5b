"""Readers' reports about reactions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from comments.actions import reporting
from comments.admin import acting
from comments.enums import Outcome
from comments.models import Report


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
    """Saving is handling, so it needs an outcome: "saved" over a report that is still open would be a lie."""

    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what came of it.")},
    )
    answer = forms.CharField(
        label=_("reason for the outcome"),
        help_text=_("Sent to the reader who reported it, and to the writer when the reaction is removed."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        max_length=2000,
        error_messages={"required": _("Please give a reason; people can object to it.")},
    )


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read the report, choose what came of it; "the reaction was removed" removes it."""

    list_display = ("at", "kind", "comment", "text", "outcome", "handled_by")
    list_filter = (OpenFilter, "kind")
    list_select_related = ("comment", "handled_by")
    show_full_result_count = False
    form = HandleForm
    fields = ("reaction", "kind", "text", "email", "at", "outcome", "answer", "handled_at", "handled_by")
    readonly_fields = ("reaction", "kind", "text", "email", "at", "handled_at", "handled_by")

    class Media:
        css = {"all": ("comments/admin.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports come from readers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports are kept."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """Handling one may remove a reaction, so it needs that permission too; and it is done once."""
        open_still = obj is None or obj.handled_at is None
        return (
            open_still
            and super().has_change_permission(request, obj)
            and request.user.has_perm(acting.MODERATE)
        )

    @admin.display(description=_("reaction"))
    def reaction(self, report: Report) -> SafeString:
        """The reported words, and the way to their page."""
        url = reverse("admin:comments_comment_change", args=[report.comment_id])
        words = mark_safe(report.comment.body_html)  # noqa: S308 - escaped when it was stored
        return format_html(
            '<div class="moderate-text"><a href="{}">{}</a>{}</div>', url, report.comment.name, words
        )

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Handle it through the action, which looks again whether a colleague was first."""
        reporting.handle(
            report=obj, by=acting.actor(request), outcome=Outcome(obj.outcome), answer=obj.answer
        )
