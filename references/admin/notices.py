"""Notices at the desk: typed beside those of services, which can be put aside but not changed; and a filter by what counts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.models import Notice, Work
from references.models.notice import About, NoticeOrigin
from references.notices.kinds import LEVELS
from references.notices.known_as import known_as
from references.trouble import name_of, words
from references.warning_words import mark_text

_OF_THE_SERVICE = ("kind", "date", "precision", "source", "url", "note")


class NoticeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a service reported is the service's: an editor who changed it would see it change back the next night."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.origin != NoticeOrigin.EDITOR:
            for name in _OF_THE_SERVICE:
                self.fields[name].disabled = True


class NoticeInline(admin.StackedInline):  # type: ignore[type-arg]
    """Retractions, concerns and corrections."""

    model = Notice
    form = NoticeForm
    extra = 0
    fields = ["kind", ("date", "precision"), "source", "url", "note", "is_hidden", "kept_by"]
    readonly_fields = ["kept_by"]
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 80})},
    }

    @admin.display(description=gettext_lazy("kept by"))
    def kept_by(self, notice: Notice) -> str:
        """Who keeps it, since when, and whether the source fell silent."""
        parts = [str(notice.get_origin_display())]
        if notice.pk:
            parts.append(
                _("found on %(date)s") % {"date": formatted(timezone.localtime(notice.found_at), "j F Y")}
            )
        if notice.gone_on:
            parts.append(
                _("no longer reported since %(date)s") % {"date": formatted(notice.gone_on, "j F Y")}
            )
        return "; ".join(parts)


class NoticeFilter(admin.SimpleListFilter):
    """Works by what was said about them later."""

    title = gettext_lazy("notice")
    parameter_name = "melding"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """From loud to quiet; then what asks for an editor's eye."""
        return [
            ("bad", _("retracted")),
            ("doubt", _("with doubts")),
            ("note", _("corrected")),
            ("restored", _("reinstated")),
            ("gone", _("a notice is no longer reported")),
            ("new", _("new in the last two weeks")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Works with such a notice that is shown."""
        return with_notices(queryset, self.value() or "")


def with_notices(works: QuerySet[Any], which: str) -> QuerySet[Any]:
    """Works with a notice of this level, or that is new, or that its source stopped reporting; all where `which` is none."""
    notices = Notice.objects.shown().filter(work=OuterRef("pk"))
    if which == "gone":
        notices = notices.filter(gone_on__isnull=False)
    elif which == "new":
        notices = notices.recent()
    elif which in LEVELS.values():
        notices = notices.filter(kind__in=[kind for kind, level in LEVELS.items() if level == which])
    else:
        return works
    return works.filter(Exists(notices))


class NoticeFacts:
    """Two read-only fields of a work's page."""

    @admin.display(description=gettext_lazy("notice"))
    def standing(self, work: Work) -> str:
        """What counts now, in a word."""
        history = list(work.notices.shown().values_list("kind", "date")) if work.pk else []
        return mark_text(history) or "-"

    @admin.display(description=gettext_lazy("checked for retraction"))
    def checked(self, work: Work) -> str:
        """Which service last answered when, and what goes wrong with it now."""
        lines = []
        for check in work.source_checks.filter(about=About.NOTICES).order_by("source") if work.pk else ():
            if check.known_as != known_as(check.source, doi=work.doi, pmid=work.pmid):
                continue  # of a number that it no longer has
            moment = check.checked_at and timezone.localtime(check.checked_at)
            day = formatted(moment, "j F Y") if moment else _("not yet")
            problem = words(check.trouble, check.source)
            lines.append(f"{name_of(check.source)}: {day}{'. ' + problem if problem else ''}")
        return "; ".join(lines) or _("not yet")
