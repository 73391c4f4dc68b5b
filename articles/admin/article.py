"""Writing, previewing, publishing and withdrawing an article."""

from http import HTTPStatus
from typing import Any

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.admin import VersionAdmin

from articles.actions import publishing, relating, renaming
from articles.actions.auditing import record
from articles.actions.locking import in_turn
from articles.admin.inlines import RelatedInline, SourceInline, TopicInline
from articles.enums import Status
from articles.forms import ArticleForm, WithdrawForm
from articles.models import Article
from articles.reading import desk_page
from articles.workflow import MoveNotAllowed, may
from config.kit.access import staff
from config.kit.html import sanitize

# CKEditor 4 sets handlers and styles in attributes and adds one <style>; only this page allows that (docs/adr/0003).
_EDITOR_POLICY = {"script-src-attr": ["'unsafe-inline'"], "style-src": ["'unsafe-inline'"]}


# What no form and no restore may change: the verbs in actions.publishing do.
_STATE = ("status", "published_at", "published_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason")


@admin.register(Article)
class ArticleAdmin(VersionAdmin):  # type: ignore[misc]
    """The change form is the desk: explanation, sources, topics, related titles, and the study with its references."""

    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ["title", "state", "published_at", "updated_at"]
    list_filter = ["status", "topics"]
    search_fields = ["title", "summary_text"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["state", "bibliography"]
    inlines = [SourceInline, TopicInline, RelatedInline]
    save_on_top = False
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["seen", "title", "slug", "state", "lead", "summary", "bibliography"]}),
        (gettext_lazy("Publication"), {"fields": ["byline", "published_at", "reviewed_on", "review_due"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, article: Article) -> str:
        """The status, and "planned" for one that is published in the future."""
        if article.status == Status.PUBLISHED and not article.is_live():
            return _("planned")
        return str(article.get_status_display())

    @admin.display(description=gettext_lazy("study and references"))
    def bibliography(self, article: Article) -> SafeString | str:
        """Per study its facts, and per reference the text as found beside what was read, with links."""
        if article.pk is None:
            return _("Save the article first, then choose its study below.")
        return render_to_string("admin/articles/article/_bibliography.html", {"page": desk_page(article)})

    def get_urls(self) -> list[URLPattern]:
        """Preview and withdrawal beside the admin's own pages."""
        view, may_withdraw = self.admin_site.admin_view, staff("articles.withdraw_article")
        return [
            path("voorbeeld/", view(self.preview_view), name="articles_article_preview_new"),
            path("<path:object_id>/voorbeeld/", view(self.preview_view), name="articles_article_preview"),
            path(
                "<path:object_id>/intrekken/",
                view(may_withdraw(self.withdraw_view)),
                name="articles_article_withdraw",
            ),
            *super().get_urls(),
        ]

    @method_decorator(csp_update(_EDITOR_POLICY))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The form, with what this person may do with this article."""
        article = self.get_object(request, unquote(object_id)) if object_id else None
        status = article.status if article else Status.DRAFT
        context = {
            "can_publish": may("publish", status) and request.user.has_perm("articles.publish_article"),
            "can_withdraw": may("withdraw", status) and request.user.has_perm("articles.withdraw_article"),
            "is_live": article is not None and article.is_live(),
            "article": article,
        }
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )
        return response

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Store, keep a former address working, and write the log line."""
        in_turn()
        if change:
            # The state as it is now, not as it was when the form was opened: somebody may have withdrawn it since.
            for name, value in Article.objects.values(*_STATE).get(pk=obj.pk).items():
                if name != "published_at":
                    setattr(obj, name, value)
        before = form.initial.get("slug", "") if change else ""
        super().save_model(request, obj, form, change)
        if obj.status != Status.DRAFT:
            renaming.keep_former_address(article=obj, slug=before)
        record(
            verb="change" if change else "add",
            article=obj,
            by=request.user,
            detail={"fields": form.changed_data},
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store sources and topics, then publish when asked, then complete the related articles."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        if "_publish" in request.POST and not request.user.has_perm("articles.publish_article"):
            self.message_user(request, _("Saved, not published: you may not publish."), messages.WARNING)
        if "_publish" in request.POST and request.user.has_perm("articles.publish_article"):
            try:
                publishing.publish(article=article, by=request.user)
                said = _("Published: readers see it from now on.")
                if not article.is_live():
                    moment = date_format(timezone.localtime(article.published_at), "j F Y H:i")
                    said = _("Planned: readers see it from %(moment)s on.") % {"moment": moment}
                self.message_user(request, said, messages.SUCCESS)
            except MoveNotAllowed:
                self.message_user(request, _("This article was already published."), messages.WARNING)
        else:
            relating.refresh(article=article)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After publishing stay at the article, where the link to the site is."""
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))
        response: HttpResponse = super().response_change(request, obj)
        return response

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The same for a new article."""
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))
        response: HttpResponse = super().response_add(request, obj, post_url_continue)
        return response

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Bring back an earlier text, never an earlier state or address: those have verbs of their own, and readers know them."""
        with transaction.atomic():
            in_turn()
            rows = Article.objects.filter(pk=unquote(object_id))
            state = rows.values(*_STATE, "slug").first()
            response: HttpResponse = super().revision_view(request, object_id, version_id, extra_context)
            if request.method == "POST" and response.status_code == HTTPStatus.FOUND and state:
                rows.update(**state)
                article = rows.get()
                record(verb="restore", article=article, by=request.user, detail={"version": version_id})
        return response

    def _article(self, request: HttpRequest, object_id: str) -> Article:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        return article  # type: ignore[no-any-return]

    def preview_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """The reader's page as it would be: GET shows what is stored, POST what is typed, without storing it."""
        article = self._article(request, object_id) if object_id else None
        may_type = (
            self.has_change_permission(request, article) if article else self.has_add_permission(request)
        )
        may_look = self.has_view_permission(request, article) if article else may_type
        allowed = may_type if request.method == "POST" else may_look
        if not allowed:
            raise PermissionDenied
        if request.method == "POST":
            form = self.get_form(request, article, change=article is not None)(request.POST, instance=article)
            if not form.is_valid():
                context = {**self.admin_site.each_context(request), "title": _("Preview"), "form": form}
                return TemplateResponse(
                    request, "admin/articles/article/preview_refused.html", context, status=422
                )
            article = form.instance
            article.summary = sanitize(article.summary)
        if article is None:
            raise Http404
        context = {"page": desk_page(article), "article": article, "preview": True}
        return TemplateResponse(request, "articles/article_detail.html", context)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then withdraw; readers get the reason at the article's address."""
        article = self._article(request, object_id)
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                publishing.withdraw(article=article, by=request.user, reason=form.cleaned_data["reason"])
                self.message_user(request, _("Withdrawn. You can publish it again."), messages.SUCCESS)
            except MoveNotAllowed:
                self.message_user(request, _("This article is not published."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw"),
            "form": form,
            "article": article,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/articles/article/withdraw.html", context)
