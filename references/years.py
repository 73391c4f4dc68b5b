"""How old the references of a study are, as a small drawing. Inline SVG with attributes only: the policy forbids styles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

LEAST = 3  # fewer references make no picture
MOST_BARS = 60
WIDTH, HEIGHT, TOP, BOTTOM = 400, 130, 20, 22
FLOOR = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Bar:
    """How many references are from the years `first` to `last`."""

    first: int
    last: int
    count: int

    @property
    def label(self) -> str:
        """ "2009" or "2005–2009"."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Drawing:
    """The picture and the same in words."""

    svg: SafeString
    words: str


def bars(years: Iterable[int | None]) -> list[Bar]:
    """The references per year, without gaps; per five, ten … years where there would be too many bars."""
    counts = Counter(year for year in years if year)
    if sum(counts.values()) < LEAST:
        return []
    first, last = min(counts), max(counts)
    step = next(size for size in (1, 5, 10, 50, 100, 1000) if (last - first) // size < MOST_BARS)
    return [
        Bar(year, year + step - 1, sum(counts[each] for each in range(year, year + step)))
        for year in range(first - first % step, last + 1, step)
    ]


def years_drawing(years: Iterable[int | None]) -> Drawing | None:
    """The drawing of these years; None where too few are known."""
    known = [year for year in years if year]
    shown = bars(known)
    if not shown:
        return None
    most = max(shown, key=lambda bar: bar.count)
    words = _in_words(known, most)
    title = escape(_("Years of the references"))
    svg = (
        f'<svg class="years" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="jaren-titel jaren-uitleg">'
        f'<title id="jaren-titel">{title}</title><desc id="jaren-uitleg">{escape(words)}</desc>'
        f'{_bars(shown, most)}<path d="M0 {FLOOR}.5H{WIDTH}"/>'
        f'<text x="0" y="{HEIGHT - 5}">{shown[0].first}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 5}" text-anchor="end">{shown[-1].last}</text></svg>'
    )
    return Drawing(mark_safe(svg), words)  # noqa: S308 - numbers, and two escaped texts


def _bars(shown: list[Bar], most: Bar) -> str:
    """The bars, with the number above the (first) highest."""
    slot = WIDTH / len(shown)
    wide = min(slot * 0.8, 40)
    drawn = []
    for place, bar in enumerate(shown):
        tall = (FLOOR - TOP) * bar.count / most.count
        left = slot * place + (slot - wide) / 2
        if bar.count:
            drawn.append(
                f'<rect x="{left:.1f}" y="{FLOOR - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}">'
                f"<title>{bar.label}: {bar.count}</title></rect>"
            )
        if bar is most:
            middle = min(max(left + wide / 2, 12), WIDTH - 12)
            drawn.append(f'<text x="{middle:.1f}" y="{TOP - 6}" text-anchor="middle">{bar.count}</text>')
    return "".join(drawn)


def _in_words(years: list[int], most: Bar) -> str:
    """The drawing in one sentence, for those who do not see it and those who would rather read."""
    values = {
        "total": len(years),
        "first": min(years),
        "last": max(years),
        "most": most.label,
        "count": most.count,
    }
    if most.count == len(years):
        return _("%(total)d references from %(most)s.") % values
    return (
        _("%(total)d references from %(first)d to %(last)d; most of them (%(count)d) from %(most)s.") % values
    )
