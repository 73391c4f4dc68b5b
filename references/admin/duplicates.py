"""Works that look like one, at the desk: side by side, one click to say whether they are; and the way back.

Three addresses: the list (oldest first, all pairs or only those that lines of reference lists wait for), the answer to one
pair or to a chosen set (POST), and the taking back of what was answered in one go (POST).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from config.kit.access import staff
from references.actions import answering, finding_duplicates
from references.actions.answering import Answered
from references.actions.journal import Changed
from references.beside import Row, rows
from references.match_words import in_words
from references.models import Citation, MergedWork, Work, WorkPair
from references.models.citation import CitationStatus
from references.models.pair import PairQuerySet

EDIT = "references.change_work"
PAGE = "admin:references_work_duplicates"
MERGE = "admin:references_work_merge"
PER_PAGE = 20
_LARGEST = 2**62


def urls(site: AdminSite) -> list[URLPattern]:
    """The three, for the work's admin to put before its own."""
    return [
        path("dubbel/", site.admin_view(listing), name="references_work_duplicates"),
        path("dubbel/antwoord/", site.admin_view(answer), name="references_work_answer"),
        path("dubbel/ongedaan/<uuid:batch>/", site.admin_view(take_back), name="references_work_unanswer"),
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as the page prints it."""

    pair: WorkPair
    why: str
    rows: list[Row]
    lines: list[Citation]


@staff(EDIT)
@require_http_methods(["GET", "HEAD"])
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for an answer; a fixed number of queries, however much waits."""
    study = _number(request.GET.get("studie", ""))
    waiting = study is not None or request.GET.get("wacht") == "regels"
    work = _number(request.GET.get("werk", ""))
    page: Page[WorkPair] = Paginator(_pairs(study, work, waiting=waiting), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    done = _undoable(request.GET.get("gedaan", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Probably the same"),
        "opts": Work._meta,
        "page": page,
        "shown": _shown(page, study),
        "waiting": waiting,
        "study": Work.objects.defer("search_en").filter(pk=study).first() if study is not None else None,
        "narrowed": waiting or work is not None,
        "filters": _filters(request.GET),
        "elsewhere": _filters(request.GET, ("wacht", "studie", "werk")),
        "done": done,
    }
    return TemplateResponse(request, "admin/references/duplicates/list.html", context)


@staff(EDIT)
@require_http_methods(["POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Answer one pair (`same` or `different` with its number) or the chosen ones (`all`, with `pair` for each)."""
    data, batch = request.POST, uuid4()
    verb = next((verb for verb in ("same", "different") if verb in data or data.get("all") == verb), "")
    numbers = [data[verb]] if verb in data else data.getlist("pair")
    found = [number for each in numbers if (number := _number(each)) is not None]
    back = QueryDict(data.get("filters", ""), mutable=True)
    if not verb or not found:
        messages.warning(request, _("Choose at least one pair first."))
        return redirect(f"{reverse(PAGE)}?{_filters(back)}")
    done = answering.answer(
        numbers=found[:PER_PAGE], same=verb == "same", by=cast(User, request.user), batch=batch
    )
    _tell(request, done)
    if len(found) == 1 and done.undecided:
        survivor, former = answering.direction(done.undecided[0])
        return redirect(f"{reverse(MERGE)}?{urlencode({'blijft': survivor.pk, 'gaat': former.pk})}")
    more = urlencode({"gedaan": batch}) if done.merged or done.different else ""
    return redirect(f"{reverse(PAGE)}?{'&'.join(part for part in (_filters(back), more) if part)}")


@staff(EDIT)
@require_http_methods(["POST"])
def take_back(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Undo all that was answered in one go."""
    try:
        number = answering.undo(batch=batch, by=cast(User, request.user))
    except Changed as error:
        messages.error(
            request,
            _("This can no longer be undone: %(what)s has been changed since. Nothing was taken back.")
            % {"what": error.what},
        )
    else:
        text = ngettext("%(count)s answer was taken back.", "%(count)s answers were taken back.", number)
        messages.success(request, text % {"count": number})
    back = QueryDict(request.POST.get("filters", ""), mutable=True)
    return redirect(f"{reverse(PAGE)}?{_filters(back)}")


def warn(request: HttpRequest, work: Work) -> None:
    """Say so when a work that was just saved looks like another one."""
    if finding_duplicates.find_for(works=[work]):
        text = _(
            'This work looks like another one that we have: <a href="{address}">look at them side by side</a>.'
        )
        messages.warning(
            request, format_html(text, address=f"{reverse(PAGE)}?{urlencode({'werk': work.pk})}")
        )


def tell_of(request: HttpRequest, number: int) -> None:
    """Say that so many works that were just stored may have been there already."""
    text = ngettext(
        '{number} new work may be one that we have: <a href="{address}">look at them side by side</a>.',
        '{number} new works may be ones that we have: <a href="{address}">look at them side by side</a>.',
        number,
    )
    messages.warning(request, format_html(text, number=number, address=reverse(PAGE)))


def _pairs(study: int | None, work: int | None, *, waiting: bool) -> PairQuerySet:
    pairs = WorkPair.objects.open().order_by("found_at", "pk").select_related("low", "high")
    pairs = pairs.defer("low__search_en", "high__search_en")
    if work is not None:
        pairs = pairs.filter(Q(low=work) | Q(high=work))
    if not waiting:
        return pairs
    lines = Citation.objects.filter(Q(cited=OuterRef("low")) | Q(cited=OuterRef("high")), status=CitationStatus.LIKELY)  # fmt: skip
    return pairs.filter(Exists(lines.filter(citing=study) if study is not None else lines))


def _shown(page: Page[WorkPair], study: int | None) -> list[Shown]:
    pairs = list(page.object_list)
    numbers = {number for pair in pairs for number in (pair.low_id, pair.high_id)}
    lines: dict[int, list[Citation]] = {}
    waiting = Citation.objects.filter(status=CitationStatus.LIKELY, cited__in=numbers).select_related(
        "citing"
    )
    for line in waiting.defer("citing__search_en").order_by("citing_id", "position"):
        if study is None or line.citing_id == study:
            lines.setdefault(cast(int, line.cited_id), []).append(line)
    return [
        Shown(
            pair,
            in_words(pair.reasons),
            rows(pair.low, pair.high),
            [*lines.get(pair.low_id, []), *lines.get(pair.high_id, [])],
        )
        for pair in pairs
    ]


def _tell(request: HttpRequest, done: Answered) -> None:
    """Each outcome in its own sentence."""
    counts = (
        (messages.SUCCESS, done.merged, ngettext("%(count)s pair was merged.", "%(count)s pairs were merged.", done.merged)),
        (messages.SUCCESS, done.different, ngettext("%(count)s pair was kept apart and will not be shown again.", "%(count)s pairs were kept apart and will not be shown again.", done.different)),
        (messages.WARNING, len(done.undecided), _("Both works have an identifier and these differ. Choose which one is right.")),
        (messages.WARNING, done.gone, ngettext("%(count)s pair had been answered already.", "%(count)s pairs had been answered already.", done.gone)),
    )  # fmt: skip
    for level, count, text in counts:
        if count:
            messages.add_message(request, level, text % {"count": count})
    for text in done.refused:
        messages.error(request, text)


def _undoable(text: str) -> UUID | None:
    """The set that was answered last, while something of it can be taken back."""
    try:
        batch = UUID(text)
    except ValueError:
        return None
    merged = MergedWork.objects.filter(batch=batch, undone_at=None)
    return batch if merged.exists() or WorkPair.objects.filter(batch=batch).exists() else None


def _filters(query: QueryDict, names: Sequence[str] = ("wacht", "studie", "werk", "pagina")) -> str:
    """What the list was narrowed to, and the page; nothing else of an address goes into a link."""
    return urlencode({name: query[name] for name in names if query.get(name)})


def _number(text: str) -> int | None:
    """A row's number; None, or 404 for what can be none of ours."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) < _LARGEST):
        raise Http404
    return int(text)
