"""Looking up at the desk: one work with its differences, and a whole reference list with its progress.

These pages ask no service themselves: they start a job and read what it brought. So a slow service never holds a page, and
the machine that serves pages needs no way out.
"""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from config.jobs import enqueue
from config.kit.access import staff
from references import trouble
from references.actions import completing, looking_up
from references.lookup import AboutService, Unasked, identifiers_of, services
from references.models import LookupAnswer, LookupItem, LookupRun, Work
from references.models.lookup import ItemState, RunKind, RunState
from references.tasks import look_up

CHANGE = "references.change_work"
LOOKUP, COMPLETE = "admin:references_work_lookup", "admin:references_work_complete"
_REFRESH = {RunState.BUSY: 3, RunState.WAITING: 30}
_WORTH_A_LOOK = Q(state__in=[ItemState.CHECK, ItemState.FAILED, ItemState.UNKNOWN, ItemState.UNNAMED]) | (
    Q(differs__gt=0) | Q(state=ItemState.WAITING, tries__gt=0)
)


def urls(site: AdminSite) -> list[URLPattern]:
    """The two pages, for the work's admin to put before its own."""
    return [
        path("<path:object_id>/opzoeken/", site.admin_view(work_page), name="references_work_lookup"),
        path("<path:object_id>/aanvullen/", site.admin_view(list_page), name="references_work_complete"),
    ]


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def work_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """What the services say about one work beside what we have; POST asks them, or applies what was chosen."""
    work = _work(object_id)
    if request.method == "POST":
        return _apply(request, work) if "apply" in request.POST else _ask(request, work)
    run = _last(work, RunKind.WORK)
    proposal = None if run and run.is_open else _proposal(work)
    context = {
        "run": run,
        "item": run.items.first() if run else None,
        "trouble": _trouble(run.items.first()) if run else "",
        "proposal": proposal,
        "rows": _rows(proposal) if proposal else [],
        "conflicts": [(trouble.name_of(c.source), c) for c in proposal.conflicts] if proposal else [],
        "others": _others(proposal) if proposal else [],
        "asked_at": _asked_at(work) if proposal else None,
        "has_identifier": bool(identifiers_of(work)),
    }
    return _page(request, "admin/references/work/lookup.html", work, _("Look up"), context)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """How far the completing of a study's reference list has come; POST starts, stops or takes up again."""
    work = _work(object_id)
    run = _last(work, RunKind.LIST)
    if request.method == "POST":
        _list_action(request, work, run)
        return redirect(COMPLETE, work.pk)
    context = {"run": run, "lines": work.citations.count(), **(_progress(run) if run else {})}
    return _page(request, "admin/references/work/complete.html", work, _("Complete references"), context)


def _list_action(request: HttpRequest, work: Work, run: LookupRun | None) -> None:
    with transaction.atomic():
        if "stop" in request.POST and run:
            completing.stop(run=run)
            messages.success(request, _("Stopped. What was filled stays; you can go on later."))
        elif "resume" in request.POST and run:
            if completing.resume(run=run):
                enqueue(look_up, run_id=run.pk)
            else:
                messages.info(request, _("There is nothing left to look up."))
        else:
            run, fresh = completing.start(work=work, kind=RunKind.LIST, by=_actor(request))
            if fresh and run.is_open:
                enqueue(look_up, run_id=run.pk)


def _ask(request: HttpRequest, work: Work) -> HttpResponse:
    if not identifiers_of(work):
        messages.error(request, _("This work has no DOI, PMID or PMCID to look it up by."))
        return redirect(LOOKUP, work.pk)
    with transaction.atomic():
        run, fresh = completing.start(work=work, kind=RunKind.WORK, by=_actor(request), again=True)
        if fresh or (run.state == RunState.WAITING and completing.resume(run=run)):
            enqueue(look_up, run_id=run.pk)
    return redirect(LOOKUP, work.pk)


def _apply(request: HttpRequest, work: Work) -> HttpResponse:
    proposal, fields = _proposal(work), request.POST.getlist("field")
    try:
        if proposal is None or proposal.version != request.POST.get("version"):
            raise looking_up.Outdated
        done = looking_up.apply(proposal=proposal, fields=fields, by=_actor(request))
    except looking_up.Outdated:
        messages.warning(
            request, _("Something changed in the meantime; nothing was taken over. Please look again.")
        )
        return redirect(LOOKUP, work.pk)
    except IntegrityError:
        messages.error(
            request, _("Another work got this identifier in the meantime; nothing was taken over.")
        )
        return redirect(LOOKUP, work.pk)
    if not done:
        messages.info(request, _("Nothing was chosen, so nothing was taken over."))
        return redirect(LOOKUP, work.pk)
    count = len(done)
    messages.success(
        request,
        ngettext("%(count)s field was taken over.", "%(count)s fields were taken over.", count)
        % {"count": count},
    )
    return redirect("admin:references_work_change", work.pk)


def _proposal(work: Work) -> looking_up.Proposal | None:
    """From kept answers only: looking at a page asks nobody anything."""
    try:
        with services() as clients:
            return looking_up.propose(work=work, clients=clients, only_kept=True)
    except (Unasked, AboutService):
        return None


def _rows(proposal: looking_up.Proposal) -> list[dict[str, Any]]:
    return [
        {"change": each, "label": looking_up.label_of(each.field), "service": trouble.name_of(each.source)}
        for each in proposal.changes
    ]


def _others(proposal: looking_up.Proposal) -> list[tuple[str, str, Work]]:
    works = Work.objects.defer("search_en").in_bulk([pk for _kind, _value, pk in proposal.taken])
    return [(kind.upper(), value, works[pk]) for kind, value, pk in proposal.taken if pk in works]


def _asked_at(work: Work) -> Any:
    keys = [f"{kind}:{value}" for kind, value in identifiers_of(work).items()]
    return (
        LookupAnswer.objects.filter(key__in=keys)
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
        .first()
    )


def _trouble(item: LookupItem | None) -> str:
    return trouble.words(item.trouble, item.service) if item else ""


def _progress(run: LookupRun) -> dict[str, Any]:
    counts = run.items.aggregate(
        total=Count("pk"),
        left=Count("pk", filter=Q(state=ItemState.WAITING)),
        done=Count("pk", filter=Q(state=ItemState.DONE)),
        failed=Count("pk", filter=Q(state=ItemState.FAILED)),
    )
    shown = (
        run.items.filter(_WORTH_A_LOOK).select_related("work").defer("work__search_en").order_by("pk")[:500]
    )
    return {
        **counts,
        "finished": counts["total"] - counts["left"],
        "items": [(item, _trouble(item)) for item in shown],
        "can_resume": run.state in (RunState.STOPPED, RunState.WAITING) or bool(counts["failed"]),
    }


def _last(work: Work, kind: RunKind) -> LookupRun | None:
    runs: QuerySet[LookupRun] = work.lookup_runs.filter(kind=kind)
    return runs.order_by("-pk").first()


def _work(object_id: str) -> Work:
    number = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
    work = Work.objects.defer("search_en").filter(pk=number).first()
    if work is None:
        raise Http404
    return work


def _actor(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else through."""
    return cast(User, request.user)


def _page(
    request: HttpRequest, template: str, work: Work, title: str, context: dict[str, Any]
) -> HttpResponse:
    run: LookupRun | None = context["run"]
    shared = {
        **context,
        **admin.site.each_context(request),
        "title": title,
        "work": work,
        "opts": Work._meta,
        "refresh": _REFRESH.get(RunState(run.state)) if run and not run.gave_up else None,
    }
    return TemplateResponse(request, template, shared)
