"""Objections to decisions, by writers and by readers who reported."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from comments.actions import objecting
from comments.admin import acting
from comments.admin.report import OpenFilter
from comments.enums import ObjectionOutcome
from comments.models import Objection


class HandleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Saving is handling, so it needs an outcome and the answer that is mailed."""

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

    by: User

    def clean(self) -> dict[str, Any]:
        """Say above the typed answer where the decision cannot be changed (any more)."""
        clean = super().clean() or {}
        if outcome := clean.get("outcome"):
            why = objecting.refusal(objection=self.instance, by=self.by, outcome=ObjectionOutcome(outcome))
            if why:
                raise ValidationError(why, code="not_done")
        return clean


@admin.register(Objection)
class ObjectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read what was decided and what is held against it; "the decision was changed" changes it."""

    list_display = ("at", "by", "comment", "start", "outcome", "handled_by")
    list_filter = (OpenFilter, "by")
    list_select_related = ("comment", "handled_by")
    show_full_result_count = False
    form = HandleForm
    _READ = ("reaction", "decided", "by", "text", "email", "at")
    fields = (*_READ, "outcome", "answer", "handled_at", "handled_by")
    readonly_fields = (*_READ, "handled_at", "handled_by")

    class Media:
        css = {"all": ("comments/admin.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Objections come by the link in a letter."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Objections are kept."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Objection | None = None) -> bool:
        """Handling one changes a decision, so it needs that permission too; and it is done once."""
        open_still = obj is None or obj.handled_at is None
        return (
            open_still
            and super().has_change_permission(request, obj)
            and request.user.has_perm(acting.MODERATE)
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who is about to decide."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = acting.actor(request)  # type: ignore[attr-defined]  # a class made for this request alone
        return form

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
        """Handle it through the action, which looks again whether a colleague was first."""
        objecting.handle(
            objection=obj,
            by=acting.actor(request),
            outcome=ObjectionOutcome(obj.outcome),
            answer=obj.answer,
        )
