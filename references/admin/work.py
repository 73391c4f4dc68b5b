"""Works in the admin: facts, identifiers, abstract, registrations, notices, reference list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.actions.settling import delete_works
from references.admin import complete, duplicates, files, lookup, merge, notices, paste, reference_list
from references.forms import RegistrationForm, WorkForm
from references.links import links_of
from references.models import AbstractSection, Citation, CitationCount, TrialRegistration, Work
from references.models.work import MetadataSource


class AbstractInline(admin.StackedInline):  # type: ignore[type-arg]
    """The labelled parts of the abstract."""

    model = AbstractSection
    extra = 0
    fields = [("position", "label", "inferred"), "text"]


class RegistrationInline(admin.TabularInline):  # type: ignore[type-arg]
    """Trial registers."""

    model = TrialRegistration
    form = RegistrationForm
    extra = 0
    fields = ["registry", "identifier", "raw"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}}


class CountInline(admin.TabularInline):  # type: ignore[type-arg]
    """Citation counts with source and date."""

    model = CitationCount
    extra = 0


class CitationInline(admin.TabularInline):  # type: ignore[type-arg]
    """The reference list to read: text as found beside what was read. A line is corrected on its own page."""

    model = Citation
    fk_name = "citing"
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    fields = ("position", "raw", "as_read", "links", "status")
    readonly_fields = ("position", "raw", "as_read", "links", "status")
    verbose_name_plural = gettext_lazy("reference list")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """With the cited works, in one query."""
        return super().get_queryset(request).select_related("cited", "citing").order_by("position")

    @admin.display(description=gettext_lazy("as read"))
    def as_read(self, citation: Citation) -> SafeString | str:
        """The cited work in Vancouver style."""
        if citation.cited is None:
            return _("to check")
        return mark_safe(str(citation.cited.cited_as))  # noqa: S308 - made of escaped fields by styles.vancouver

    @admin.display(description=gettext_lazy("links"))
    def links(self, citation: Citation) -> SafeString:
        """DOI, PMC, PubMed, or a search for it."""
        work = citation.cited or Work()
        found = links_of(
            doi=work.doi,
            pmid=work.pmid,
            pmcid=work.pmcid,
            labels=citation.labels,
            title=work.title,
            year=work.year,
        )
        return render_to_string("references/_links.html", {"links": found})


@admin.register(Work)
class WorkAdmin(notices.NoticeFacts, admin.ModelAdmin):  # type: ignore[type-arg]
    """Every work there is: studies and what they cite."""

    form = WorkForm
    change_form_template = "admin/references/work/change_form.html"
    change_list_template = "admin/references/files/change_list.html"
    actions = [*files.ACTIONS, merge.merge_selected]
    list_display = ["__str__", "container_title", "year", "doi", "pmid", "metadata_source"]
    list_filter = [notices.NoticeFilter, "type", "metadata_source"]
    search_fields = ["title", "doi", "pmid", "pmcid", "container_title"]
    readonly_fields = ["metadata_source", "metadata_at", "standing", "checked"]
    inlines = [AbstractInline, RegistrationInline, CountInline, notices.NoticeInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["type", "title", "authors", "et_al"]}),
        (
            gettext_lazy("Published in"),
            {
                "fields": [
                    *("container_title", "container_title_short", ("year", "month", "day")),
                    *(("volume", "issue"), ("page", "number")),
                ]
            },
        ),
        (gettext_lazy("Identifiers"), {"fields": ["doi", "pmid", "pmcid", "url"]}),
        (
            gettext_lazy("Book"),
            {
                "fields": ["editors", "edition", "publisher", "publisher_place", "isbn"],
                "classes": ["collapse"],
            },
        ),
        (gettext_lazy("Origin"), {"fields": ["metadata_source", "metadata_at"]}),
        (gettext_lazy("Retractions and corrections"), {"fields": ["standing", "checked"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_urls(self) -> list[URLPattern]:
        """Importing, looking up, pasting and merging beside the admin's own pages."""
        parts = (files, reference_list, lookup, complete, paste, duplicates, merge)
        return [*(each for part in parts for each in part.urls(self.admin_site)), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Work]:
        """Without the search columns, which only the database needs."""
        return super().get_queryset(request).defer("search_en")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """An abstract or registration that an editor typed makes the work the editor's as well."""
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            work = form.instance
            work.metadata_source, work.metadata_at = MetadataSource.MANUAL, timezone.now()
            work.save(update_fields=["metadata_source", "metadata_at"])
        duplicates.warn(request, form.instance)

    def save_model(self, request: HttpRequest, obj: Work, form: Any, change: bool) -> None:
        """Facts that an editor typed are the editor's: a later import of a page leaves them alone."""
        if form.changed_data:
            obj.metadata_source, obj.metadata_at = MetadataSource.MANUAL, timezone.now()
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Work) -> None:
        """Lines that waited for an answer about it do not wait any more."""
        delete_works(Work.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Work]) -> None:
        """The same for the works that were chosen in the list."""
        delete_works(Work.objects.filter(pk__in=queryset.values("pk")))
