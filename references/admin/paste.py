"""A reference list pasted at the desk: paste, look at what was read, confirm; and back again.

One address. Without anything it asks for a list; `?lijst=` shows the preview of a paste, `?aanpassen=` gives that paste back
to change it, `?gedaan=` offers to undo what was just stored, and after that only says what is there. Only POST changes anything.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.kit.access import staff
from references.actions import pasting
from references.admin.paste_preview import preview_of
from references.models import FormerList, PastedList, Work
from references.pasting import MOST_BYTES, MOST_LINES, TooMuch, lines_of

PAGE = "admin:references_work_paste"
_FORMER_SHOWN = 10


def urls(site: AdminSite) -> list[URLPattern]:
    """The page, for the work's admin to put before its own."""
    return [
        path("<path:object_id>/literatuurlijst/", site.admin_view(paste_page), name="references_work_paste")
    ]


class PasteForm(forms.Form):
    """The pasted words and, where the browser runs scripts, the rich text they came from."""

    text = forms.CharField(
        label=gettext_lazy("Reference list"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "paste-text", "spellcheck": "false"}),
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """PostgreSQL cannot hold NUL, which some PDFs leave in what is copied from them."""
        if data is not None:
            data = {name: value.replace("\x00", "") for name, value in data.items()}
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Make lines of it, or say why that cannot be."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            lines = lines_of(cleaned.get("text", ""), cleaned.get("html", ""))
        except TooMuch as error:
            self.add_error("text", refusal(error))
            return cleaned
        if not lines:
            self.add_error("text", ValidationError(_("There is no reference list here yet. Paste it first.")))
        return {**cleaned, "lines": lines}


def refusal(error: TooMuch) -> str:
    """Why a list is too much, with how much it is."""
    if error.code == "lines":
        values = {"count": error.count, "limit": MOST_LINES}
        return (
            _("These are %(count)s lines; at most %(limit)s go in at once. Paste the list in parts.") % values
        )
    values = {"count": -(-error.count // 1000), "limit": MOST_BYTES // 1000}
    return (
        _("This is %(count)s kB of text; at most %(limit)s kB goes in at once. Paste the list in parts.")
        % values
    )


@staff("references.change_citation")
@staff("references.add_work")
@require_http_methods(["GET", "HEAD", "POST"])
def paste_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for a list; show what was read; store it; take it back."""
    work = _work(object_id)
    if request.method == "POST":
        if "undo" in request.POST:
            return _put_back(request, work)
        return _confirm(request, work) if "list" in request.POST else _paste(request, work)
    if "lijst" in request.GET:
        held = _held(request, work, request.GET["lijst"])
        if held is not None and not held.stored_at:
            context = {"pasted": held, **held.preview}
            return _page(request, "preview.html", work, _("Look before storing"), context)
        return _no_longer(request, work)
    if "gedaan" in request.GET:
        former = _former(work, request.GET["gedaan"])
        return _page(
            request,
            "done.html",
            work,
            _("Reference list"),
            {"former": former, "lines": work.citations.count()},
        )
    held = _held(request, work, request.GET.get("aanpassen", ""))
    initial = {"text": held.text, "html": held.html} if held else {}
    return _ask(request, work, PasteForm(initial=initial))


def _paste(request: HttpRequest, work: Work) -> HttpResponse:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _ask(request, work, form, status=422)
    cleaned = form.cleaned_data
    pasted = pasting.keep(
        work=work, text=cleaned["text"], html=cleaned["html"], lines=cleaned["lines"], by=_actor(request)
    )
    return _show(pasted)


def _show(pasted: PastedList) -> HttpResponse:
    """Look, keep what was seen and lead to it; one transaction, so that the work cannot go in between."""
    with transaction.atomic():
        try:
            pasted.preview = preview_of(pasting.look(pasted=pasted))
        except Work.DoesNotExist as error:
            raise Http404 from error
        pasted.save()
    return redirect(f"{reverse(PAGE, args=[pasted.work_id])}?lijst={pasted.pk}")


def _confirm(request: HttpRequest, work: Work) -> HttpResponse:
    pasted = _held(request, work, request.POST["list"])
    if pasted is None:
        return _no_longer(request, work)
    mode = pasting.APPEND if request.POST.get("mode") == pasting.APPEND else pasting.REPLACE
    try:
        outcome = pasting.store(pasted=pasted, mode=mode, by=_actor(request))
    except pasting.AlreadyStored:
        messages.info(request, _("This list was stored already; nothing was done twice."))
        return redirect("admin:references_work_change", work.pk)
    except PastedList.DoesNotExist:
        return _no_longer(request, work)
    except pasting.ListChanged:
        messages.warning(
            request,
            _(
                "Somebody changed this reference list in the meantime; nothing was stored. Look at it once more."
            ),
        )
        return _show(pasted)
    if outcome.former is None:
        messages.info(request, _("The list was the same already; nothing has changed."))
        return redirect("admin:references_work_change", work.pk)
    change = outcome.change
    text = _("The reference list was stored: %(added)s added, %(kept)s kept, %(removed)s removed.")
    messages.success(request, text % {"added": change.added, "kept": change.kept, "removed": change.removed})
    return redirect(f"{reverse(PAGE, args=[work.pk])}?gedaan={outcome.former.pk}")


def _no_longer(request: HttpRequest, work: Work) -> HttpResponse:
    messages.warning(request, _("This list is no longer waiting. Paste it once more."))
    return redirect(PAGE, work.pk)


def _put_back(request: HttpRequest, work: Work) -> HttpResponse:
    former = _former(work, request.POST["undo"])
    left = pasting.put_back(former=former, by=_actor(request)) if former else None
    if left is None:
        messages.info(request, _("This list was put back already; nothing was done twice."))
        return redirect(PAGE, work.pk)
    messages.success(
        request, _("The former list is back. The list that made way is kept among the earlier lists.")
    )
    return redirect(f"{reverse(PAGE, args=[left.work_id])}?gedaan=terug")


def _ask(request: HttpRequest, work: Work, form: PasteForm, status: int = 200) -> HttpResponse:
    former = work.former_lists.select_related("by").defer("rows")[:_FORMER_SHOWN]
    limits = {"lines": MOST_LINES, "kilobytes": MOST_BYTES // 1000}
    context = {"form": form, "former_lists": former, "limits": limits}
    return _page(request, "form.html", work, _("Paste a reference list"), context, status)


def _page(
    request: HttpRequest, template: str, work: Work, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opts": Work._meta,
        "work": work,
        **context,
    }
    return TemplateResponse(request, f"admin/references/paste/{template}", context, status=status)


def _work(object_id: str) -> Work:
    """The work, or the one that it was merged into: pastes and former lists went along."""
    works = Work.objects.defer("search_en")
    try:
        work = works.filter(pk=object_id).first()
        work = work or works.get(merged__former=object_id, merged__undone_at=None)
    except (Work.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return work


def _held(request: HttpRequest, work: Work, key: str) -> PastedList | None:
    """The editor's own paste for this work; another editor's is not shown."""
    try:
        return PastedList.objects.filter(by=request.user.pk, work=work, pk=key).first() if key else None
    except ValidationError:
        return None


def _former(work: Work, key: str) -> FormerList | None:
    return (
        work.former_lists.filter(pk=key).defer("rows").first() if key.isascii() and key.isdecimal() else None
    )


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)
