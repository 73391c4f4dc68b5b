"""Two works side by side before they become one: what is chosen, what goes along; and what was merged before."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.kit.access import staff
from references.actions import merging
from references.actions.merging import FORMER, SURVIVOR, CannotMerge, Undecided
from references.actions.moving import Moved
from references.beside import rows
from references.match_words import in_words
from references.matching.scoring import Verdict, compare
from references.models import MergedWork, Work

EDIT = "references.change_work"
_NAMED = {
    ("references.Citation", "cited"): gettext_lazy("references to it in the lists of other studies"),
    ("references.Citation", "citing"): gettext_lazy("lines of its own reference list"),
}
_CHOICE = "choose-"


def urls(site: AdminSite) -> list[URLPattern]:
    """The page, for the work's admin to put before its own."""
    return [path("dubbel/samenvoegen/", site.admin_view(merge_page), name="references_work_merge")]


@admin.action(permissions=["change"], description=gettext_lazy("Merge two works"))
def merge_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Work]) -> HttpResponse | None:
    """From the list of works: two that an editor knows to be one."""
    chosen = list(queryset.defer("search_en")[:3])
    if len(chosen) != 2:
        messages.warning(request, _("Choose exactly two works to merge."))
        return None
    survivor, former = merging.preferred(*chosen)
    return redirect(
        f"{reverse('admin:references_work_merge')}?{urlencode({'blijft': survivor.pk, 'gaat': former.pk})}"
    )


@staff(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_page(request: HttpRequest) -> HttpResponse:
    """Show what merging would do; POST does it. `blijft` is the work that stays, `gaat` the one that goes.

    Changing works is enough to merge them, deleting them is not asked for: see `merging.merge`.
    """
    survivor, former = (_work(request.GET.get(name, "")) for name in ("blijft", "gaat"))
    if survivor.pk == former.pk:
        raise Http404
    missing: list[str] = []
    if request.method == "POST":
        try:
            return _merged(request, survivor, former)
        except Undecided as error:
            missing = list(error.kinds)
            messages.error(request, _("Both works have an identifier and these differ. Choose which one is right."))  # fmt: skip
        except CannotMerge as error:
            messages.error(request, str(error))
            return redirect("admin:references_work_changelist")
    context = _context(request, survivor, former, missing)
    status = 422 if missing else 200
    return TemplateResponse(request, "admin/references/duplicates/merge.html", context, status=status)


def _merged(request: HttpRequest, survivor: Work, former: Work) -> HttpResponse:
    differ = merging.differences(survivor=survivor, former=former)
    chosen = {
        each.names[0]: choice
        for each in differ
        if (choice := request.POST.get(_CHOICE + each.names[0])) in (FORMER, SURVIVOR)
    }
    batch = uuid4()
    merging.merge(survivor=survivor, former=former, by=cast(User, request.user), chosen=chosen, batch=batch)
    messages.success(request, _("The works were merged; the old address leads to the one that stays."))
    return redirect(f"{reverse('admin:references_work_duplicates')}?{urlencode({'gedaan': batch})}")


def _context(request: HttpRequest, survivor: Work, former: Work, missing: list[str]) -> dict[str, Any]:
    choices = {each.names[0]: each for each in merging.differences(survivor=survivor, former=former)}
    beside = [
        {
            "row": row,
            "choice": choices.get(row.field),
            "chosen": request.POST.get(_CHOICE + row.field, ""),
            "missing": row.field in missing,
        }
        for row in rows(survivor, former)
    ]
    try:
        moved, refusal = (
            merging.preview(survivor=survivor, former=former, by=cast(User, request.user)),
            "",
        )
    except CannotMerge as error:
        moved, refusal = [], str(error)
    score = compare(survivor.to_record(), former.to_record())
    return {
        **admin.site.each_context(request),
        "title": _("Merge two works"),
        "opts": Work._meta,
        "survivor": survivor,
        "former": former,
        "beside": beside,
        "score": score.percent,
        "unlike": score.verdict == Verdict.OTHER,
        "why": in_words(score.reasons),
        "moved": told(moved),
        "refusal": refusal,
        "swap": urlencode({"blijft": former.pk, "gaat": survivor.pk}),
    }


def told(moved: list[Moved]) -> list[dict[str, Any]]:
    """What goes along, with the names that people know it by."""
    names = {
        model._meta.label: model._meta.verbose_name_plural
        for model in apps.get_models(include_auto_created=True)
    }
    return [
        {
            "name": capfirst(str(_NAMED.get((each.model, each.column), names.get(each.model, each.model)))),
            "moved": each.moved,
            "dropped": each.dropped,
        }
        for each in moved
    ]


def _work(text: str) -> Work:
    if not (text.isascii() and text.isdigit() and int(text) < 2**62):
        raise Http404
    work = Work.objects.defer("search_en").filter(pk=int(text)).first()
    if work is None:
        raise Http404
    return work


@admin.register(MergedWork)
class MergedWorkAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was merged, when and by whom, to read; and the button to undo it."""

    list_display = ["merged_at", "merged_by", "title", "survivor", "undone_at"]
    list_select_related = ["merged_by", "survivor"]
    search_fields = ["title", "survivor__title"]
    date_hierarchy = "merged_at"
    fields = ("former", "title", "survivor", "merged_at", "merged_by", "what", "undone_at", "undone_by")
    readonly_fields = ("what",)
    change_form_template = "admin/references/duplicates/merged.html"

    @admin.display(description=gettext_lazy("what went along"))
    def what(self, merged: MergedWork) -> str:
        """One line per kind."""
        rows_told = told(merging.moved_of(merged))
        return "; ".join(f"{row['name']}: {row['moved']}" for row in rows_told) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by merging only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """History."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """An address that was printed somewhere leads here."""
        return False
