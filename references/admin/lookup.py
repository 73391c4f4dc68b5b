"""Looking up at the desk: one work with its differences. A whole list is completed on a page of its own (`complete`).

This page asks no service itself: it starts a job and reads what that brought. So a slow service never holds a page, and the
machine that serves pages needs no way out.
"""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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
from references.admin import reference_list
from references.lookup import AboutService, Unasked, identifiers_of, services
from references.models import LookupAnswer, LookupItem, LookupRun, Work
from references.models.lookup import RunKind, RunState
from references.tasks import look_up

CHANGE = "references.change_work"
LOOKUP = "admin:references_work_lookup"
_REFRESH = {RunState.BUSY: 3, RunState.WAITING: 30}


def urls(site: AdminSite) -> list[URLPattern]:
    """The page, for the work's admin to put before its own."""
    return [
        path("<path:object_id>/opzoeken/", site.admin_view(work_page), name="references_work_lookup"),
    ]


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def work_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """What the services say about one work beside what we have; POST asks them, or applies what was chosen."""
    work = work_of(object_id)
    if request.method == "POST":
        return _apply(request, work) if "apply" in request.POST else _ask(request, work)
    run = last_run(work, RunKind.WORK)
    proposal = None if run and run.is_open else _proposal(work)
    context = {
        "run": run,
        "item": run.items.first() if run else None,
        "trouble": trouble_of(run.items.first()) if run else "",
        "proposal": proposal,
        "rows": _rows(proposal) if proposal else [],
        "conflicts": [(trouble.name_of(c.source), c) for c in proposal.conflicts] if proposal else [],
        "others": _others(proposal) if proposal else [],
        "asked_at": _asked_at(work) if proposal else None,
        "has_identifier": bool(identifiers_of(work)),
        "their_list": None if run and run.is_open else reference_list.known(request, work),
    }
    return page_of(request, "admin/references/work/lookup.html", work, _("Look up"), context)


def _ask(request: HttpRequest, work: Work) -> HttpResponse:
    if not identifiers_of(work):
        messages.error(request, _("This work has no DOI, PMID or PMCID to look it up by."))
        return redirect(LOOKUP, work.pk)
    with transaction.atomic():
        run, fresh = completing.start(work=work, kind=RunKind.WORK, by=actor(request), again=True)
        if fresh or (run.state == RunState.WAITING and completing.resume(run=run)):
            enqueue(look_up, run_id=run.pk)
    return redirect(LOOKUP, work.pk)


def _apply(request: HttpRequest, work: Work) -> HttpResponse:
    proposal, fields = _proposal(work), request.POST.getlist("field")
    try:
        if proposal is None or proposal.version != request.POST.get("version"):
            raise looking_up.Outdated
        done = looking_up.apply(proposal=proposal, fields=fields, by=actor(request))
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


def trouble_of(item: LookupItem | None) -> str:
    return trouble.words(item.trouble, item.service) if item else ""


def last_run(work: Work, kind: RunKind) -> LookupRun | None:
    runs: QuerySet[LookupRun] = work.lookup_runs.filter(kind=kind)
    return runs.order_by("-pk").first()


def work_of(object_id: str) -> Work:
    number = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
    work = Work.objects.defer("search_en").filter(pk=number).first()
    if work is None:
        raise Http404
    return work


def actor(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else through."""
    return cast(User, request.user)


def page_of(
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
