"""Completing a study's whole reference list at the desk: how far it has come, and what it leaves to an editor.

This page asks no service itself either (`lookup`): what works without a number probably are is read from kept answers.
"""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.jobs import enqueue
from config.kit.access import staff
from references import trouble
from references.actions import accepting, completing
from references.actions.accepting import Accepted
from references.actions.looking_up import Outdated
from references.admin.lookup import CHANGE, actor, last_run, page_of, trouble_of, work_of
from references.links import doi_url, pmid_url
from references.lookup import services
from references.match_words import in_words
from references.models import LookupRun, Work
from references.models.lookup import ItemState, RunKind, RunState
from references.styles import vancouver
from references.tasks import look_up

COMPLETE = "admin:references_work_complete"
_WORTH_A_LOOK = Q(state__in=[ItemState.CHECK, ItemState.FAILED, ItemState.UNKNOWN, ItemState.UNNAMED]) | (
    Q(differs__gt=0) | Q(state=ItemState.WAITING, tries__gt=0)
)


def urls(site: AdminSite) -> list[URLPattern]:
    """The page, for the work's admin to put before its own."""
    return [path("<path:object_id>/aanvullen/", site.admin_view(list_page), name="references_work_complete")]


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """How far the completing of a study's reference list has come; POST starts, stops or takes up again."""
    work = work_of(object_id)
    run = last_run(work, RunKind.LIST)
    if request.method == "POST":
        _list_action(request, work, run)
        return redirect(COMPLETE, work.pk)
    questions = _questions(run) if run else []
    context = {
        "run": run,
        "lines": work.citations.count(),
        "questions": questions,
        **(_progress(run, {each["item"].pk for each in questions}) if run else {}),
    }
    return page_of(request, "admin/references/work/complete.html", work, _("Complete references"), context)


def _list_action(request: HttpRequest, work: Work, run: LookupRun | None) -> None:
    if "accept" in request.POST:
        _accept(request, run)
        return
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
            run, fresh = completing.start(work=work, kind=RunKind.LIST, by=actor(request))
            if fresh and run.is_open:
                enqueue(look_up, run_id=run.pk)


def _accept(request: HttpRequest, run: LookupRun | None) -> None:
    """`accept` holds the item, and the identifier that the editor saw: nothing else is taken over."""
    number, kind, value = [*request.POST["accept"].split(" ", 2), "", ""][:3]
    try:
        if run is None or not (number.isascii() and number.isdecimal() and len(number) < 19):
            raise Outdated
        with services() as clients, transaction.atomic():
            done = accepting.accept(
                run=run, number=int(number), kind=kind, value=value, clients=clients, by=actor(request)
            )
            if done == Accepted.GOES_ON:
                enqueue(look_up, run_id=run.pk)
    except Outdated:
        messages.warning(
            request, _("Something changed in the meantime; nothing was taken over. Please look again.")
        )
    except IntegrityError:
        messages.error(
            request, _("Another work got this identifier in the meantime; nothing was taken over.")
        )
    else:
        if done == Accepted.TAKEN:
            messages.warning(
                request, _("Another work here has this identifier already. They are proposed as one.")
            )
        else:
            what = {"name": f"{kind.upper()} {value}"}
            messages.success(
                request, _("The work now has %(name)s. The services are asked for what is missing.") % what
            )


def _questions(run: LookupRun) -> list[dict[str, Any]]:
    """The records that works of this run may be, in words; only kept answers are read."""
    with services() as clients:
        asked = accepting.questions(run=run, clients=clients)
    address = {"doi": doi_url, "pmid": pmid_url}
    return [
        {
            "item": each.item,
            "percent": each.named.score.percent,
            "name": f"{each.named.kind.upper()} {each.named.value}",
            "address": address[each.named.kind](each.named.value),
            "service": trouble.name_of(each.named.source),
            "why": in_words(each.named.score.reasons),
            "sent": f"{each.item.pk} {each.named.kind} {each.named.value}",
            "ours": vancouver.text(each.item.work.to_record()),
            "theirs": vancouver.text(each.named.found.record),
        }
        for each in asked
    ]


def _progress(run: LookupRun, asked: Collection[int]) -> dict[str, Any]:
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
        "items": [(item, trouble_of(item)) for item in shown if item.pk not in asked],
        "can_resume": run.state in (RunState.STOPPED, RunState.WAITING) or bool(counts["failed"]),
    }
