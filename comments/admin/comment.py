"""Reactions in the admin: the queue instead of Django's list, and a page per reaction that only reads."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from comments.admin import acting, answering, figures, queue, reaction_page
from comments.models import Comment
from config.kit.access import PAGE_METHODS


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read and decide. Nobody adds, edits or deletes here: the words are the reader's, and removing is a state."""

    def get_urls(self) -> list[URLPattern]:
        """The pages, and where the buttons go."""
        pages = {
            "cijfers/": (figures.show, "figures"),
            "samen/": (acting.bulk, "bulk"),
            "artikel/<int:article>/<slug:how>/": (answering.thread, "thread"),
            "<int:pk>/decide/<slug:verb>/": (acting.decide, "decide"),
            "<int:pk>/undo/<int:decision>/": (acting.undo, "undo"),
            "<int:pk>/wijziging/<int:edit>/<slug:verb>/": (acting.decide_edit, "edit"),
            "<int:pk>/antwoord/": (answering.answer, "answer"),
            "<int:pk>/vastzetten/<slug:how>/": (answering.pin, "pin"),
            "undo/<uuid:batch>/": (acting.undo_batch, "undo_batch"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"comments_comment_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reactions come from readers; the permission to add is for answers in the thread."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits a reader's words."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Removing is a state, so that it can be undone."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The queue."""
        return queue.show(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One reaction, with all a moderator needs to decide."""
        if request.method not in PAGE_METHODS:
            return HttpResponseNotAllowed(PAGE_METHODS)
        if not self.has_view_permission(request):
            raise PermissionDenied
        return reaction_page.page(request, _comment(unquote(object_id)))


def _comment(object_id: str) -> Comment:
    found = Comment.objects.select_related("article", "parent", "in_reply_to")
    number = object_id if object_id.isascii() and object_id.isdigit() and len(object_id) < 19 else "0"
    comment = found.filter(pk=int(number)).first()
    if comment is None:
        raise Http404
    return comment
