"""How the moderators keep up: per week what came in, what was decided, and how long a reaction waited."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.admin import drawing
from comments.admin.rights import VIEW
from comments.enums import State, Verb
from comments.models import Comment, Decision
from config.kit.access import staff

WEEKS = 26


@dataclass(frozen=True)
class Week:
    """What happened in the seven days from Monday `start`; `hours` is None where nothing was decided."""

    start: date
    arrivals: int
    decisions: int
    hours: float | None


def weeks(today: date, number: int = WEEKS) -> list[Week]:
    """Return the last `number` weeks up to and with the one of `today`, oldest first; one query.

    A decision counts for the reaction it took out of the queue: undoing, and deciding once more about what was decided,
    do not. The wait begins when the writer confirmed the address, for only then a moderator sees the reaction. Half of
    the reactions waited shorter than the median, half longer; one forgotten reaction does not move it, as it would an
    average.
    """
    first = today - timedelta(days=today.weekday(), weeks=number - 1)
    comment, decision = (connection.ops.quote_name(model._meta.db_table) for model in (Comment, Decision))
    zone = timezone.get_current_timezone_name()
    sql = f"""
        WITH week AS (
            SELECT start::date AS start, start::timestamp AT TIME ZONE %(zone)s AS since,
                   (start + interval '1 week')::timestamp AT TIME ZONE %(zone)s AS until
            FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 week') AS start
        )
        SELECT week.start, arrived.number, decided.number, decided.hours
        FROM week
        CROSS JOIN LATERAL (
            SELECT count(*) AS number FROM {comment}
            WHERE posted_at >= week.since AND posted_at < week.until AND NOT by_editor
        ) arrived
        CROSS JOIN LATERAL (
            SELECT count(*) AS number, percentile_cont(0.5) WITHIN GROUP (
                ORDER BY extract(epoch FROM decision.at - coalesce(comment.confirmed_at, comment.posted_at)) / 3600
            ) AS hours
            FROM {decision} decision JOIN {comment} comment ON comment.id = decision.comment_id
            WHERE decision.at >= week.since AND decision.at < week.until
            AND decision.from_state = %(waiting)s AND decision.verb = ANY(%(verbs)s) AND NOT comment.by_editor
        ) decided
        ORDER BY week.start
    """  # noqa: S608 - names of our own tables
    values: dict[str, Any] = {
        "zone": zone,
        "first": first,
        "last": first + timedelta(weeks=number - 1),
        "waiting": State.WAITING.value,
        "verbs": [Verb.APPROVE.value, Verb.REJECT.value, Verb.SPAM.value, Verb.REMOVE.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [
            Week(start, arrivals, decisions, None if hours is None else max(float(hours), 0.0))
            for start, arrivals, decisions, hours in cursor.fetchall()
        ]


@staff(VIEW)
@require_safe
def show(request: HttpRequest) -> TemplateResponse:
    """The drawing, and the same as a table."""
    found = weeks(timezone.localdate())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Comment._meta,
        "title": _("Figures"),
        "weeks": found[::-1],
        "counts": drawing.counts([(week.start, week.arrivals, week.decisions) for week in found]),
        "hours": drawing.hours([(week.start, week.hours) for week in found]),
    }
    return TemplateResponse(request, "comments/admin/figures.html", context)
