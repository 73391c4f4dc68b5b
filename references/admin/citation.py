"""One line of a reference list in the admin."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from references.models import Citation
from references.models.citation import CitationStatus


@admin.register(Citation)
class CitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lines to check are found here; the text as found is read-only, because it is the evidence."""

    list_display = ["position", "beginning", "status", "citing"]
    list_filter = ["status"]
    list_select_related = ["citing"]
    search_fields = ["raw", "citing__title"]
    autocomplete_fields = ["cited"]
    fields = ["citing", "position", "raw", "cited", "status", "proposal", "labels", "found"]
    readonly_fields = ["citing", "position", "raw", "proposal", "labels", "found"]

    @admin.display(description=_("text as found"))
    def beginning(self, citation: Citation) -> str:
        """The first words of the line."""
        return citation.raw[:120]

    @admin.display(description=_("probably the same"))
    def proposal(self, citation: Citation) -> str:
        """The way to the question that a likely line waits for."""
        if citation.status != CitationStatus.LIKELY:
            return "–"
        address = f"{reverse('admin:references_work_duplicates')}?studie={citation.citing_id}"
        return format_html('<a href="{}">{}</a>', address, _("Look and answer"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Lines come with a list, not one by one."""
        return False

    def save_model(self, request: HttpRequest, obj: Citation, form: object, change: bool) -> None:
        """A line for which an editor chose the work is matched."""
        if (
            obj.cited_id
            and obj.status in (CitationStatus.CHECK, CitationStatus.LIKELY)
            and "cited" in getattr(form, "changed_data", [])
        ):
            obj.status = CitationStatus.MATCHED
        super().save_model(request, obj, form, change)
