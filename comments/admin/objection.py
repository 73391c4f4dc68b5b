"""Objections to decisions, by writers and by readers who reported."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from comments.actions import objecting
from comments.admin import handling
from comments.admin.rights import actor
from comments.enums import ObjectionOutcome
from comments.models import Objection


class HandleForm(handling.HandleForm):
    """The outcome, and the answer that is mailed."""

    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=ObjectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what came of it.")},
    )
    answer = forms.CharField(
        label=_("answer"),
        help_text=_("Mailed to who objected."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        max_length=2000,
        error_messages={"required": _("Please write an answer; it is mailed.")},
    )

    def refusal(self, outcome: str) -> str:
        """Ask the action."""
        return objecting.refusal(objection=self.instance, by=self.by, outcome=ObjectionOutcome(outcome))


@admin.register(Objection)
class ObjectionAdmin(handling.HandledOnceAdmin):
    """Read what was decided and what is held against it; "the decision was changed" changes it."""

    list_display = ("at", "by", "comment", "start", "outcome", "handled_by")
    list_filter = (handling.OpenFilter, "by")
    form = HandleForm
    _READ = ("reaction", "decided", "by", "text", "email", "at")
    fields = (*_READ, "outcome", "answer", "handled_at", "handled_by")
    readonly_fields = (*_READ, "handled_at", "handled_by")

    @admin.display(description=_("why"))
    def start(self, objection: Objection) -> str:
        """The first words."""
        return objection.text[:120]

    @admin.display(description=_("decided by"))
    def decided(self, objection: Objection) -> str:
        """Who decided; better that somebody else looks now."""
        return objecting.who_decided(objection) or "–"

    @admin.display(description=_("reaction"))
    def reaction(self, objection: Objection) -> SafeString:
        """The words it is about, their state, and the way to their page."""
        comment = objection.comment
        return format_html(
            '<div class="moderate-text"><a href="{}">{}</a> ({}){}</div>',
            reverse("admin:comments_comment_change", args=[comment.pk]),
            comment.name,
            comment.get_state_display(),
            mark_safe(comment.body_html),  # noqa: S308 - escaped when it was stored
        )

    def save_model(self, request: HttpRequest, obj: Objection, form: Any, change: bool) -> None:
        """Handle it through the action."""
        objecting.handle(
            objection=obj,
            by=actor(request),
            outcome=ObjectionOutcome(obj.outcome),
            answer=obj.answer,
        )
