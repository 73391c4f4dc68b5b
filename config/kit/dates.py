"""Days in words. Kept, because a list or thread repeats few days many times, and Django takes 18 µs for each."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext


def day_html(moment: datetime | date) -> SafeString:
    """`moment` as `<time>` with the day in words, in the site's time zone and the active language."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return _day_html(day, get_language() or "")


@lru_cache(maxsize=20_000)
def _day_html(day: date, language: str) -> SafeString:
    """`language` is part of the key, because the words depend on it."""
    return mark_safe(f'<time datetime="{day.isoformat()}">{date_format(day, "j F Y")}</time>')  # noqa: S308 - a date


def term(days: int) -> str:
    """A number of days in words, as people say it: whole years and months where it is that many, else the days.

    A month is taken for 30 days and a year for 365; 180 to 183 days are half a year.
    """
    if days in (180, 181, 182, 183):
        return gettext("half a year")
    if days % 365 == 0:
        years = days // 365
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if days % 30 == 0 and days < 360:
        months = days // 30
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
