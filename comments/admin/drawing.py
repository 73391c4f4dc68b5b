"""The moderators' figures as drawings. Inline SVG with attributes and classes only: the policy forbids styles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 210, 44, 14, 30
FLOOR = HEIGHT - BOTTOM
LABELS = 6  # dates below the axis


@dataclass(frozen=True)
class Drawing:
    """The picture, and its gist in a sentence."""

    svg: SafeString
    words: str


def counts(weeks: Sequence[tuple[date, int, int]]) -> Drawing:
    """Per week two bars: what came in and what was decided."""
    most = _round_up(max((max(came, done) for _start, came, done in weeks), default=0))
    slot = (WIDTH - LEFT) / max(len(weeks), 1)
    wide = slot * 0.36
    drawn = []
    for place, (start, came, done) in enumerate(weeks):
        left = LEFT + slot * place + slot * 0.12
        title = f"{_week_of(start)}: " + _("%(came)s came in, %(done)s decided") % {
            "came": came,
            "done": done,
        }
        bars = _bar(left, wide, came, most, "plot-in") + _bar(left + wide + 1, wide, done, most, "plot-out")
        drawn.append(f"<g><title>{escape(title)}</title>{bars}</g>")
    words = _("%(weeks)s weeks: %(came)s came in, %(done)s decided.") % {
        "weeks": len(weeks),
        "came": sum(came for _start, came, _done in weeks),
        "done": sum(done for _start, _came, done in weeks),
    }
    return Drawing(_svg("aantallen", words, weeks, most, "".join(drawn)), words)


def hours(weeks: Sequence[tuple[date, float | None]]) -> Drawing:
    """Per week the median wait as a dot, neighbours joined by a line; a week without decisions breaks the line."""
    known = [value for _start, value in weeks if value is not None]
    most = _round_up(max(known, default=0))
    slot = (WIDTH - LEFT) / max(len(weeks), 1)
    lines: list[list[str]] = [[]]
    dots = []
    for place, (start, value) in enumerate(weeks):
        if value is None:
            lines.append([])
            continue
        across, down = LEFT + slot * (place + 0.5), _height(value, most)
        lines[-1].append(f"{across:.1f},{down:.1f}")
        title = f"{_week_of(start)}: {said(value)}"
        dots.append(
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4"><title>{escape(title)}</title></circle>'
        )
    joined = "".join(f'<polyline points="{" ".join(line)}"/>' for line in lines if len(line) > 1)
    words = (
        _("Half of the reactions were decided about within %(last)s in the last week with a decision.")
        % {"last": said(known[-1])}
        if known
        else _("Nothing was decided yet.")
    )
    return Drawing(
        _svg("uren", words, weeks, most, f'<g class="plot-hours">{joined}{"".join(dots)}</g>'), words
    )


def said(hours: float) -> str:
    """A wait in words that suit its length."""
    if hours < 1:
        minutes = round(hours * 60)
        return _("%(count)s minutes") % {"count": number_format(minutes)} if minutes > 1 else _("a minute")
    if hours < 48:
        return _("%(count)s hours") % {"count": number_format(hours, 1)}
    return _("%(count)s days") % {"count": number_format(hours / 24, 1)}


def _svg(
    name: str, words: str, weeks: Sequence[tuple[date, *tuple[object, ...]]], most: int, inside: str
) -> SafeString:
    return mark_safe(  # noqa: S308 - numbers, and escaped texts
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="plot-{name}">'
        f'<title id="plot-{name}">{escape(words)}</title>{_grid(most)}{_dates([week[0] for week in weeks])}{inside}</svg>'
    )


def _grid(most: int) -> str:
    """Three lines with their numbers: none, half and most."""
    parts = []
    for value in sorted({0, most // 2 if most % 2 == 0 else most, most}):
        down = _height(value, most)
        parts.append(f'<path class="plot-grid" d="M{LEFT} {down:.1f}H{WIDTH}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{down + 4:.1f}" text-anchor="end">{value}</text>')
    return "".join(parts)


def _dates(starts: Sequence[date]) -> str:
    step = max(math.ceil(len(starts) / LABELS), 1)
    slot = (WIDTH - LEFT) / max(len(starts), 1)
    parts = []
    for place in range(0, len(starts), step):
        left = LEFT + slot * place + 2
        # The last one would run off the edge; it ends there instead.
        where = f'x="{left:.1f}"' if left < WIDTH - 50 else f'x="{WIDTH}" text-anchor="end"'
        parts.append(f'<text {where} y="{HEIGHT - 8}">{escape(date_format(starts[place], "j b"))}</text>')
    return "".join(parts)


def _bar(left: float, wide: float, value: int, most: int, name: str) -> str:
    if not value:
        return ""
    top = _height(value, most)
    return (
        f'<rect class="{name}" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{FLOOR - top:.1f}"/>'
    )


def _height(value: float, most: int) -> float:
    return FLOOR - (FLOOR - TOP) * value / most


def _round_up(value: float) -> int:
    """The next round number, so that the axis reads well: 1, 2, 4, 6, 10, 20, 40, 60, 100 …; at least 1."""
    if value <= 1:
        return 1
    size = int(10 ** math.floor(math.log10(value)))
    return next(size * step for step in (1, 2, 4, 6, 10) if size * step >= value)


def _week_of(start: date) -> str:
    return _("week of %(day)s") % {"day": date_format(start, "j F Y")}
