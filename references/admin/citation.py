"""One line of a reference list in the admin."""

import json
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONArray
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from references.models import Citation, Notice
from references.models.citation import CitationStatus
from references.models.pair import PairState
from references.warning_words import mark_text


@admin.register(Citation)
class CitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lines to check are found here; the text as found is read-only, because it is the evidence."""

    list_display = ["position", "beginning", "status", "warning", "citing"]
    list_filter = ["status"]
    list_select_related = ["citing"]
    search_fields = ["raw", "citing__title"]
    autocomplete_fields = ["cited"]
    fields = ["citing", "position", "raw", "cited", "status", "proposal", "warning", "labels", "found"]
    readonly_fields = ["citing", "position", "raw", "proposal", "warning", "labels", "found"]

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """With what was said about the work, and about works that may be the same; within the same query."""
        rows: QuerySet[Citation] = super().get_queryset(request)
        same = {"work__pairs_low__high": OuterRef("cited_id"), "work__pairs_low__state": PairState.OPEN}
        other = {"work__pairs_high__low": OuterRef("cited_id"), "work__pairs_high__state": PairState.OPEN}
        return rows.annotate(
            said=_said(work=OuterRef("cited_id")), said_low=_said(**same), said_high=_said(**other)
        )

    @admin.display(description=_("warning"))
    def warning(self, citation: Any) -> str:
        """What counts now of the work, in a word; of a likely line also what counts of the works that it may be.

        Only editors see the latter: to readers a work that is only likely is not called retracted (docs/warnings.md).
        """
        said = [mark_text(history) for history in _by_work(citation.said)]
        if citation.status == CitationStatus.LIKELY:
            others = [mark_text(history) for history in _by_work([*citation.said_low, *citation.said_high])]
            said += [gettext("probably the same as: %(mark)s") % {"mark": mark} for mark in others if mark]
        return "; ".join(dict.fromkeys(each for each in said if each)) or "–"

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


def _said(**which: Any) -> ArraySubquery:
    return ArraySubquery(
        Notice.objects.shown()
        .filter(**which)
        .order_by("work", "pk")
        .values(json=JSONArray("work_id", "kind", "date"))
    )


def _by_work(rows: list[Any]) -> list[list[tuple[str, date | None]]]:
    """Work by work: one's reinstatement takes back nothing of another's."""
    works: dict[int, list[tuple[str, date | None]]] = {}
    for row in rows:
        work, kind, day = json.loads(row) if isinstance(row, str) else row
        works.setdefault(work, []).append((kind, date.fromisoformat(day) if day else None))
    return list(works.values())
