"""Why two works look like one, in words for editors."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SUBJECTS: dict[str, str | Promise] = {
    "title": gettext_lazy("title"),
    "year": gettext_lazy("year"),
    "author": gettext_lazy("first author"),
    "journal": gettext_lazy("journal"),
    "volume": gettext_lazy("volume"),
    "page": gettext_lazy("first page"),
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
_WHOLE: dict[str, str | Promise] = {
    "subtitle": gettext_lazy("one lacks the subtitle"),
    "kind": gettext_lazy("one is a correction, an answer, a plan or another part"),
    "withdrawn": gettext_lazy("one is marked as retracted"),
    "preprint": gettext_lazy("one is a preprint"),
}


def in_words(reasons: Iterable[Sequence[str]]) -> str:
    """The reasons of `matching.scoring` as one line; what is unknown comes last."""
    ordered = sorted(reasons, key=lambda reason: reason[1] == "unknown")
    return ", ".join(_one(subject, outcome) for subject, outcome in ordered)


def _one(subject: str, outcome: str) -> str:
    if subject in _WHOLE:
        return str(_WHOLE[subject])
    if subject == "numbers":
        return _("numbers in the title differ (%s)") % outcome
    what = {"what": _SUBJECTS.get(subject, subject)}
    if outcome == "equal":
        return _("%(what)s the same") % what
    if outcome == "differs":
        return _("%(what)s differs") % what
    if outcome == "unknown":
        return _("%(what)s unknown") % what
    if outcome == "elsewhere":
        return _("%(what)s belongs to another work") % what
    if outcome == "alike":
        return _("year one apart") if subject == "year" else _("%(what)s almost the same") % what
    return _("%(what)s %(percent)s%% the same") % {**what, "percent": outcome}
