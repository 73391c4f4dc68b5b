"""The moderators' queue and the page about one reaction."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from comments import moves, spam
from comments.actions import moderating
from comments.admin import acting
from comments.enums import State, Verb
from comments.models import Comment, Decision
from config.kit.access import PAGE_METHODS
from config.kit.text import shorten

_ALL = "all"


class StateFilter(admin.SimpleListFilter):
    """By state. Without a choice the list is the queue: what waits."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every state, and everything; the queue itself is the choice without a value."""
        others = [(value, label) for value, label in State.choices if value != State.WAITING]
        return [*others, (_ALL, _("all"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen state."""
        if self.value() == _ALL:
            return queryset
        return queryset.filter(state=self.value() or State.WAITING)

    def choices(self, changelist: Any) -> Any:
        """Name the choice without a value after what it shows."""
        first, *rest = super().choices(changelist)
        yield {**first, "display": State.WAITING.label}
        yield from rest


class ModerateForm(ActionForm):
    """Beside the choice of action: the reason, which rejecting needs."""

    reason = forms.CharField(label=_("Reason:"), required=False, max_length=500)


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read and decide. Nobody adds, edits or deletes here: the words are the reader's, and removing is a state."""

    list_display = ("start", "name", "why_suspect", "about", "age", "state")
    list_display_links = ("start", "name")
    list_filter = (StateFilter, "kind")
    list_select_related = ("article",)
    list_per_page = 50
    search_fields = ("name", "email", "text")
    show_full_result_count = False
    ordering = ("posted_at", "pk")
    action_form = ModerateForm
    actions = ("approve_selected", "reject_selected", "spam_selected")

    class Media:
        css = {"all": ("comments/admin.css",)}

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Leave the state out where the filter says it already; the room goes to the words."""
        shows_all = request.GET.get(StateFilter.parameter_name) == _ALL
        return self.list_display if shows_all else self.list_display[:-1]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """With the number of each one's last decision, which the list sends along with the choice."""
        decisions = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        shown: QuerySet[Comment] = super().get_queryset(request)
        return shown.annotate(last_decision=Coalesce(Subquery(decisions), 0))

    def action_checkbox(self, obj: Comment) -> SafeString:
        """The tick, and beside it what this page shows: a colleague may decide before the button is pressed."""
        return format_html(
            '{}<input type="hidden" name="{}" value="{}:{}">',
            super().action_checkbox(obj),
            acting.SEEN,
            obj.pk,
            obj.last_decision,  # type: ignore[attr-defined]
        )

    def get_urls(self) -> list[URLPattern]:
        """The pages of the admin, and where the buttons go."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/decide/<slug:verb>/", view(acting.decide), name="comments_comment_decide"),
            path("<int:pk>/undo/<int:decision>/", view(acting.undo), name="comments_comment_undo"),
            path("undo/<uuid:batch>/", view(acting.undo_batch), name="comments_comment_undo_batch"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reactions come from readers."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits a reader's words."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Removing is a state, so that it can be undone."""
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether the actions are offered; `@admin.action(permissions=["moderate"])` looks here."""
        return request.user.has_perm(acting.MODERATE)

    @admin.display(description=_("text"))
    def start(self, comment: Comment) -> str:
        """The first words; enough to place most reactions without opening them."""
        return shorten(comment.text, 300)

    @admin.display(description=_("article"), ordering="article__title")
    def about(self, comment: Comment) -> str:
        """Which kind to which article, in few words: a whole title would take the room of the reaction."""
        return f"{comment.get_kind_display()} · {shorten(comment.article.title, 40)}"

    @admin.display(description=_("ago"))
    def age(self, comment: Comment) -> str:
        """How long ago it was sent."""
        return timesince(comment.posted_at, depth=1)

    @admin.display(description=_("signals"), ordering="score")
    def why_suspect(self, comment: Comment) -> SafeString | str:
        """What scored it, marked where that is a lot."""
        words = "; ".join(comment.signal_words())
        return (
            format_html('<strong class="suspect">{}</strong>', words)
            if comment.score >= spam.SUSPECT
            else words
        )

    @admin.action(description=_("Place"), permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Place the chosen ones."""
        self._decide(Verb.APPROVE, request, queryset)

    @admin.action(description=_("Reject (with the reason beside it)"), permissions=["moderate"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Reject the chosen ones, for one reason."""
        self._decide(Verb.REJECT, request, queryset)

    @admin.action(description=_("Mark as spam"), permissions=["moderate"])
    def spam_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Mark the chosen ones as spam."""
        self._decide(Verb.SPAM, request, queryset)

    def _decide(self, verb: Verb, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Decide about what was ticked, also where it left the list since: it is then told who was first.

        "Select all" goes beyond the page, so it takes what the filter finds; for those not shown nothing was seen.
        """
        seen = acting.seen_in(request)
        if request.POST.get("select_across", "0") == "1":
            ids = list(queryset.values_list("pk", flat=True))
        else:
            ids = [acting.number_in(text) for text in request.POST.getlist(ACTION_CHECKBOX_NAME)]
            seen = {pk: seen.get(pk, 0) for pk in ids}
        try:
            outcome = moderating.decide_many(
                verb, ids=ids, by=acting.actor(request), reason=request.POST.get("reason", ""), seen=seen
            )
        except moderating.NotDone as refusal:
            self.message_user(request, str(refusal), level="error")
            return
        acting.tell(request, outcome)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One reaction, with all a moderator needs to decide; nothing on it can be edited."""
        if request.method not in PAGE_METHODS:
            return HttpResponseNotAllowed(PAGE_METHODS)
        if not self.has_view_permission(request):
            raise PermissionDenied
        comment = self._comment(unquote(object_id))
        history = list(Decision.objects.filter(comment=comment).in_order())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": str(comment),
            "comment": comment,
            "answered": comment.answers(),
            "signals": comment.signal_words(),
            "history": history,
            "seen": history[-1].pk if history else 0,
            "reports": comment.reports.order_by("pk"),
            "earlier": _earlier(comment),
            "verbs": moves.verbs_from(comment.state) if self.has_moderate_permission(request) else [],
            "last": moderating.latest_standing(comment) if self.has_moderate_permission(request) else None,
        }
        return TemplateResponse(request, "comments/admin/comment_change.html", context)

    def _comment(self, object_id: str) -> Comment:
        found = Comment.objects.select_related("article", "parent", "in_reply_to")
        comment = (
            found.filter(pk=int(object_id)).first() if object_id.isascii() and object_id.isdigit() else None
        )
        if comment is None:
            raise Http404
        return comment


def _earlier(comment: Comment) -> SafeString | str:
    """What else came from this address, per state."""
    others = Comment.objects.filter(email=comment.email).exclude(pk=comment.pk).order_by()
    counts = dict(others.values_list("state").annotate(Count("pk")))
    return format_html_join(
        ", ", "{} {}", ((counts[state], state.label) for state in State if state in counts)
    )
