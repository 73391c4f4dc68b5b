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
from comments.admin import handling
from comments.admin.rights import actor
from comments.enums import Outcome
from comments.models import Report


class HandleForm(handling.HandleForm):
    """The outcome, and the reason that people read."""

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

    def refusal(self, outcome: str) -> str:
        """Ask the action."""
        return reporting.refusal(report=self.instance, by=self.by, outcome=Outcome(outcome))


@admin.register(Report)
class ReportAdmin(handling.HandledOnceAdmin):
    """Read the report, choose what came of it; "the reaction was removed" removes it."""

    list_display = ("at", "kind", "comment", "text", "outcome", "handled_by")
    list_filter = (handling.OpenFilter, "kind")
    form = HandleForm
    fields = ("reaction", "kind", "text", "email", "at", "outcome", "answer", "handled_at", "handled_by")
    readonly_fields = ("reaction", "kind", "text", "email", "at", "handled_at", "handled_by")

    @admin.display(description=_("reaction"))
    def reaction(self, report: Report) -> SafeString:
        """The reported words, and the way to their page."""
        url = reverse("admin:comments_comment_change", args=[report.comment_id])
        words = mark_safe(report.comment.body_html)  # noqa: S308 - escaped when it was stored
        return format_html(
            '<div class="moderate-text"><a href="{}">{}</a>{}</div>', url, report.comment.name, words
        )

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Handle it through the action."""
        reporting.handle(report=obj, by=actor(request), outcome=Outcome(obj.outcome), answer=obj.answer)
