"""Files at the desk: upload, see what would happen, confirm; and export what was selected.

The upload page answers one address: without a file it asks for one, with `?bestand=` it shows that file's preview. The
bytes wait in the database (`ImportBatch`), so that confirming imports exactly what was previewed, on any machine.
"""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.kit.access import staff
from references.actions.exporting import entries_of
from references.actions.importing import Outcome, Row, import_found, preview_found, source_of
from references.admin import duplicates
from references.file_messages import explained, refusal
from references.formats import HEAD, NAMES, READERS, SUFFIXES, WRITERS, FormatError, detect, unknown
from references.models import ImportBatch, Work

PAGE = "admin:references_work_import"
LARGEST = (
    3 * 1024 * 1024
)  # what is read and matched well within a request; larger files go through the command
_ROWS = 200
_KINDS = {
    "new": gettext_lazy("new"),
    "matched": gettext_lazy("already there"),
    "changed": gettext_lazy("changes"),
    "refused": gettext_lazy("refused"),
}
_PARTS = {
    "abstract": gettext_lazy("abstract"),
    "registrations": gettext_lazy("trial registration"),
    "notices": gettext_lazy("notice"),
    "citations": gettext_lazy("references"),
}


def urls(site: AdminSite) -> list[URLPattern]:
    """The page, for the work's admin to put before its own."""
    return [path("bestand-importeren/", site.admin_view(import_page), name="references_work_import")]


class UploadForm(forms.Form):
    """A file and, where looking into it is not enough, its format."""

    file = forms.FileField(label=gettext_lazy("File"))
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[("auto", gettext_lazy("look into the file")), *((name, NAMES[name]) for name in READERS)],
        initial="auto",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Take the bytes out of the upload and tell their format."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (file := cleaned.get("file")) is None:
            return cleaned
        if file.size > LARGEST:
            raise ValidationError(
                _("The file is larger than %(limit)s MB. Ask an operator to use import_references."),
                params={"limit": LARGEST // 1024 // 1024},
            )
        cleaned["data"] = file.read()
        head = cleaned["data"][:HEAD]
        chosen = cleaned.get("format") or "auto"
        name = detect(head) if chosen == "auto" else chosen
        if name is None:
            raise ValidationError(refusal(unknown(head)))
        return {**cleaned, "name": name}


@staff("references.add_work")
@staff("references.change_work")
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what it would do; do it."""
    if request.method == "POST" and "batch" in request.POST:
        return _confirm(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (batch := _uploaded(request, form)):
        return redirect(f"{reverse(PAGE)}?bestand={batch.pk}")
    held = _batch(request, request.GET.get("bestand", ""))
    if held is None and "bestand" in request.GET:
        messages.warning(request, _("This file is no longer here. Choose it once more."))
    context = {
        **admin.site.each_context(request),
        "title": _("Import a file"),
        "opts": Work._meta,
        "form": form,
        "batch": held,
        "format": NAMES.get(held.format, "") if held else "",
        "limit": LARGEST // 1024 // 1024,
    }
    refused = request.method == "POST"
    return TemplateResponse(
        request, "admin/references/files/import.html", context, status=422 if refused else 200
    )


def _batch(request: HttpRequest, key: str) -> ImportBatch | None:
    """The uploader's own file; another editor's is not shown."""
    try:
        return ImportBatch.objects.filter(by=request.user.pk, pk=key).first()
    except ValidationError:
        return None


def _uploaded(request: HttpRequest, form: UploadForm) -> ImportBatch | None:
    """Keep the file with its preview; None, and an error at the form, when it is refused while reading."""
    cleaned = form.cleaned_data
    name, data = cleaned["name"], cleaned["data"]
    try:
        outcome = preview_found(found=READERS[name](data), source=source_of(name), rows_wanted=_ROWS)
    except FormatError as error:
        form.add_error("file", refusal(error))
        return None
    ImportBatch.prune()
    return ImportBatch.objects.create(
        by=cast(User, request.user), name=cleaned["file"].name[:255], format=name, data=data, preview=_shown(outcome)
    )  # fmt: skip


def _confirm(request: HttpRequest) -> HttpResponse:
    batch = _batch(request, request.POST["batch"])
    if batch is None:
        messages.warning(request, _("This file is no longer here. Choose it once more."))
        return redirect(PAGE)
    found = READERS[batch.format](bytes(batch.data))
    outcome = import_found(found=found, source=source_of(batch.format))
    batch.delete()
    text = _("%(new)s new, %(matched)s already there, %(changed)s changed, %(refused)s refused.")
    level = messages.WARNING if outcome.counts["refused"] else messages.SUCCESS
    messages.add_message(request, level, text % outcome.counts)
    if outcome.likely:
        duplicates.tell_of(request, outcome.likely)
    return redirect("admin:references_work_changelist")


def _shown(outcome: Outcome) -> dict[str, Any]:
    """A preview as plain values; what changes nothing needs no row."""
    return {
        "counts": [[str(label), outcome.counts[kind]] for kind, label in _KINDS.items()],
        "rows": [_row(row) for row in outcome.rows if row.kind != "matched"],
        "more": max(0, outcome.total - _ROWS),
        "problems": [[each.line, explained(each)] for each in outcome.problems[:_ROWS]],
        "usable": outcome.total > outcome.counts["refused"],
    }


def _row(row: Row) -> dict[str, Any]:
    changes = [[_label(each.field), _value(each.before), _value(each.after)] for each in row.changes]
    kind = _("new, but probably there already") if row.likely else str(_KINDS[row.kind])
    return {"kind": kind, "line": row.line, "title": row.title, "changes": changes}


def _label(name: str) -> str:
    try:
        return (
            str(getattr(Work._meta.get_field(name), "verbose_name", name))
            if name not in _PARTS
            else str(_PARTS[name])
        )
    except FieldDoesNotExist:
        return name  # fmt: skip


def _value(value: Any) -> str:
    """A stored value as an editor reads it, names as names."""
    if isinstance(value, list):
        return "; ".join(_name(each) if isinstance(each, dict) else str(each) for each in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:500]


def _name(name: dict[str, str]) -> str:
    parts = (name.get("family"), name.get("given"), name.get("suffix"))
    return name.get("literal") or ", ".join(part for part in parts if part)


def _export(name: str, works: QuerySet[Work]) -> HttpResponse:
    suffix, media_type = SUFFIXES[name]
    today: date = timezone.localdate()
    response = HttpResponse(WRITERS[name](entries_of(works)), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="referenties-{today:%Y-%m-%d}.{suffix}"'
    return response


@admin.action(permissions=["view"], description=gettext_lazy("Export as RIS"))
def export_ris(model_admin: Any, request: HttpRequest, works: QuerySet[Work]) -> HttpResponse:
    """For every reference manager."""
    return _export("ris", works)


@admin.action(permissions=["view"], description=gettext_lazy("Export as BibTeX"))
def export_bibtex(model_admin: Any, request: HttpRequest, works: QuerySet[Work]) -> HttpResponse:
    """For LaTeX."""
    return _export("bibtex", works)


@admin.action(permissions=["view"], description=gettext_lazy("Export as NBIB"))
def export_nbib(model_admin: Any, request: HttpRequest, works: QuerySet[Work]) -> HttpResponse:
    """In PubMed's own form."""
    return _export("nbib", works)


@admin.action(permissions=["view"], description=gettext_lazy("Export as CSL-JSON"))
def export_csl(model_admin: Any, request: HttpRequest, works: QuerySet[Work]) -> HttpResponse:
    """Without loss, for other programs."""
    return _export("csl", works)


ACTIONS = [export_ris, export_bibtex, export_nbib, export_csl]
