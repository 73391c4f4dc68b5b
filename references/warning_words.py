"""Retractions, concerns and corrections in words: for readers (banner, mark), and for operators (what is wrong in a file)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.formats.shapes import Problem
from references.models.notice import NoticeKind, Precision
from references.notices import kinds
from references.notices.standing import level_of, standing

SAME_EVENT = timedelta(days=45)
"""Two sources that date a notice within this time speak of the same one: print and online differ by weeks."""

_NO_LONGER = gettext_lazy(
    "That means: its results can no longer be relied on. Do not base a choice about your treatment on this study. "
    "Do you have questions? Ask your doctor."
)
_HEADINGS = {
    kinds.RETRACTION: gettext_lazy("This study has been retracted."),
    kinds.WITHDRAWAL: gettext_lazy("This study has been withdrawn."),
    kinds.REMOVAL: gettext_lazy("The publisher has removed this study."),
    kinds.REPUBLISHED: gettext_lazy("This study was retracted and published again in a corrected form."),
    kinds.PARTIAL: gettext_lazy("A part of this study has been retracted."),
    kinds.CONCERN: gettext_lazy("The journal has doubts about this study."),
    kinds.CORRECTION: gettext_lazy("A correction to this study was published."),
    kinds.ADDITION: gettext_lazy("An addition to this study was published."),
    kinds.REINSTATEMENT: gettext_lazy("An earlier warning about this study was taken back."),
}
_WORDS = {
    kinds.RETRACTION: _NO_LONGER,
    kinds.WITHDRAWAL: _NO_LONGER,
    kinds.REMOVAL: _NO_LONGER,
    kinds.REPUBLISHED: gettext_lazy(
        "Do not rely on this version. Look for the new one in the journal. Do you have questions? Ask your doctor."
    ),
    kinds.PARTIAL: gettext_lazy("That part can no longer be relied on. The notice says which part it is."),
    kinds.CONCERN: gettext_lazy(
        "It is not certain that the results are right. Be careful with the conclusions. The study has not been retracted."
    ),
    kinds.CORRECTION: gettext_lazy("Something in it was put right. The study has not been retracted."),
    kinds.ADDITION: gettext_lazy("The study has not been retracted."),
    kinds.REINSTATEMENT: gettext_lazy("Below you can read what happened."),
}
_WAS_RETRACTED = gettext_lazy("This study was retracted, and later reinstated.")
_MARKS = {
    kinds.RETRACTION: gettext_lazy("Retracted"),
    kinds.WITHDRAWAL: gettext_lazy("Withdrawn"),
    kinds.REMOVAL: gettext_lazy("Removed"),
    kinds.REPUBLISHED: gettext_lazy("Retracted and republished"),
    kinds.PARTIAL: gettext_lazy("Partly retracted"),
    kinds.CONCERN: gettext_lazy("The journal has doubts"),
    kinds.CORRECTION: gettext_lazy("Corrected"),
    kinds.ADDITION: gettext_lazy("With addition"),
    kinds.REINSTATEMENT: gettext_lazy("Reinstated"),
}
_DATED = {
    Precision.DAY: gettext_lazy("%(kind)s on %(date)s"),
    Precision.MONTH: gettext_lazy("%(kind)s in %(date)s"),
    Precision.YEAR: gettext_lazy("%(kind)s in %(date)s"),
}
_FORMS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
_PROBLEMS = {
    "columns": gettext_lazy("this row is broken and was passed over"),
    "nature": gettext_lazy("this kind of notice is not known and was passed over"),
    "two_works": gettext_lazy("these numbers belong to two different works; passed over"),
    "doi": gettext_lazy("this cannot be a DOI and was left out"),
    "pmid": gettext_lazy("this cannot be a PMID and was left out"),
    "date": gettext_lazy("this date cannot be read and was left out"),
}

Row = dict[str, Any]
"""A stored notice as `reading.study_json` gives it: kind, date (ISO or None), precision, source, url, note, origin, gone_on."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history: what happened when, who says so (name, address), and what else is to be said."""

    text: str
    sources: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands above a study: what counts now, what that means for a reader, and the history, oldest first."""

    kind: str
    level: str
    heading: str
    words: str
    events: tuple[Event, ...]

    @property
    def is_loud(self) -> bool:
        """Whether it belongs above an article that only mentions the study."""
        return self.level in ("bad", "doubt")


def banner(rows: Sequence[Row]) -> Banner | None:
    """The banner for these notices; None where there are none."""
    kind = standing((row["kind"], _day(row["date"])) for row in rows)
    if not kind:
        return None
    heading = _HEADINGS[kind]
    if kind == kinds.REINSTATEMENT and any(row["kind"] in kinds.BAD for row in rows):
        heading = _WAS_RETRACTED
    return Banner(
        kind, level_of(kind), str(heading), str(_WORDS[kind]), tuple(_event(group) for group in _groups(rows))
    )


def mark_html(history: Sequence[tuple[str, str | None]]) -> SafeString:
    """The mark before a reference, as text in a frame: it must not hang on colour, and is read aloud and printed.

    `history` holds kind and ISO day of each notice; empty where there are none.
    """
    kind = standing((name, _day(day)) for name, day in history) if history else ""
    if not kind:
        return mark_safe("")
    word = escape(str(_MARKS[kind]))
    html = f'<strong class="standing standing-{level_of(kind)}" lang="nl">{word}</strong> '
    return mark_safe(html)  # noqa: S308 - a word of ours, escaped, and a level from our table


def mark_text(history: Sequence[tuple[str, date | None]]) -> str:
    """The same as plain text; "" where there is nothing to say."""
    kind = standing(history)
    return str(_MARKS[kind]) if kind else ""


def problem_words(problem: Problem) -> str:
    """What is wrong at a row of the Retraction Watch file, with what stands there."""
    return f"{_PROBLEMS[problem.code]}{f': {problem.text}' if problem.text else ''}"


def in_words(iso: str, precision: str = Precision.DAY) -> str:
    """A stored day as far as it is known: "3 februari 2020", "februari 2020", "2020"."""
    return date_format(date.fromisoformat(iso), _FORMS[Precision(precision)])


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Notices that are one event told by several sources stand together; one source's own notices never do."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row["date"] is None, row["date"] or "", row["source"])):
        group = next((group for group in groups if _same_event(group, row)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    return groups


def _same_event(group: Sequence[Row], row: Row) -> bool:
    if group[0]["kind"] != row["kind"]:
        return False
    if any(each["url"] and each["url"] == row["url"] for each in group):
        return True
    if any(each["source"] == row["source"] for each in group):
        return False
    first, day = _day(group[0]["date"]), _day(row["date"])
    return first is None or day is None or abs(day - first) <= SAME_EVENT or _overlap(group[0], row)


def _overlap(one: Row, two: Row) -> bool:
    """Whether one of two dates is so loosely known that it may be the other."""
    years_alike = str(one["date"])[:4] == str(two["date"])[:4]
    return years_alike and Precision.YEAR in (one["precision"], two["precision"])


def _event(group: Sequence[Row]) -> Event:
    best = min(group, key=lambda row: (row["date"] is None, list(Precision).index(row["precision"])))
    kind = capfirst(str(NoticeKind(best["kind"]).label))
    text = _("%(kind)s, date not known") % {"kind": kind}
    if best["date"]:
        text = str(_DATED[Precision(best["precision"])]) % {
            "kind": kind,
            "date": in_words(best["date"], best["precision"]),
        }
    notes = [str(row["note"]) for row in group if row["origin"] == "editor" and row["note"]]
    notes += [
        _("%(source)s has not reported this since %(date)s.")
        % {"source": row["source"], "date": in_words(row["gone_on"])}
        for row in group
        if row["gone_on"]
    ]
    sources = dict.fromkeys((str(row["source"]), str(row["url"])) for row in group)
    return Event(text, tuple(sources), tuple(notes))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
