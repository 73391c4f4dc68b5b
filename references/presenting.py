"""A work's facts in the form that templates print."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from references.citing_text import cite_html, files_html
from references.links import Link, links_of
from references.models.work import TYPES, people
from references.notices.known_as import known_as
from references.records import PartialDate, Record
from references.registries import RegistrationError, is_impossible, normalize_registration
from references.styles import vancouver
from references.trouble import name_of
from references.warning_words import Banner, banner, in_words, mark_html

CITING_SHOWN = 50
_SAME = (
    *("type", "title", "container_title", "et_al", "volume", "issue", "page", "number"),
    *("edition", "publisher", "publisher_place", "isbn", "url"),
)


class Study:
    """Wraps the JSON of `reading.study_json`; asks nothing of the database."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.pk: int = values["id"]
        self.title: str = values["title"]
        self.cited_as: str = values["cited_as"]

    @cached_property
    def record(self) -> Record:
        """The facts as the bibliography's shared shape."""
        values = self.values
        year = values["year"]
        return Record(
            **{name: values[name] for name in _SAME},
            authors=people(values["authors"]),
            editors=people(values["editors"]),
            issued=PartialDate(year, values["month"], values["day"]) if year else None,
            doi=values["doi"] or "",
            pmid=values["pmid"] or "",
            pmcid=values["pmcid"] or "",
        )

    @cached_property
    def source(self) -> str:
        """Where it was published, on one line, from the fields: "BMC Cancer 2017 Jan 9;17(1):40"; empty where unknown."""
        return source_of(self.record)

    @property
    def name(self) -> str:
        """What to call it: its title, else where it was published."""
        return self.title or self.source or self.values["url"] or _("Work without a title")

    @property
    def type_label(self) -> str:
        """The kind of publication in the reader's language."""
        return str(dict(TYPES).get(self.values["type"], ""))

    @cached_property
    def links(self) -> list[Link]:
        """DOI, PMC and PubMed, as far as they are known; else its own address."""
        values = self.values
        return links_of(doi=values["doi"], pmid=values["pmid"], pmcid=values["pmcid"], url=values["url"])

    @cached_property
    def authors(self) -> str:
        """All names in print form, with "et al." where the source did not name them all."""
        names = [vancouver.person(person) for person in self.record.authors]
        return ", ".join([*names, "et al."] if self.values["et_al"] and names else names)

    @property
    def coins(self) -> SafeString:
        """The span from which Zotero saves the work, safe since it was stored (`models.rendered`)."""
        return mark_safe(str(self.values["coins"]))  # noqa: S308

    @property
    def cite_html(self) -> SafeString:
        """The work in each style and its files, for those who cite it."""
        return cite_html(self.record, address=f"/studies/{self.pk}")

    @property
    def list_files_html(self) -> SafeString:
        """Links to the files of its reference list."""
        return files_html(f"/studies/{self.pk}/referenties")

    @property
    def citing(self) -> list[dict[str, Any]]:
        """Works of ours that cite it: number, printed form (safe since it was stored) and mark; the newest."""
        shown = list(self.values.get("citing", ()))[:CITING_SHOWN]
        return [{**each, "mark": mark_html(each["notices"])} for each in shown]

    @property
    def has_more_citing(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.values.get("citing", ())) > CITING_SHOWN

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The abstract: label, paragraphs, inferred."""
        return [{**section, "paragraphs": section["text"].split("\n")} for section in self.values["sections"]]

    @cached_property
    def registrations(self) -> list[dict[str, Any]]:
        """Trial registrations with the address in their register, where we know it, and whether the number is impossible."""
        return [
            {
                **each,
                "url": _registration_url(each["identifier"]),
                "is_impossible": is_impossible(each["registry"], each["identifier"]),
            }
            for each in self.values["registrations"]
        ]

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """The latest citation count of each source with its date in words, newest first."""
        latest: dict[str, dict[str, Any]] = {}
        for each in self.values["counts"]:
            latest.setdefault(each["source"], {**each, "as_of": in_words(each["as_of"])})
        return list(latest.values())

    @property
    def count(self) -> dict[str, Any] | None:
        """The latest citation count."""
        return self.counts[0] if self.counts else None

    @cached_property
    def banner(self) -> Banner | None:
        """What was said about it later: retraction, concern, correction; None where nothing was."""
        return banner(self.values["notices"])

    @property
    def mark(self) -> SafeString:
        """The same as a mark before its name in a list."""
        return mark_html([(each["kind"], each["date"]) for each in self.values["notices"]])

    @cached_property
    def checked(self) -> list[tuple[str, str]]:
        """On which days sources last answered about retractions and corrections, newest first, and which sources.

        Only about the numbers that the work has now: a DOI that was wrong was checked for another work.
        """
        days: dict[date, list[str]] = {}
        doi, pmid = self.values["doi"], self.values["pmid"]
        for each in self.values["checks"]:
            if each["known_as"] != known_as(each["source"], doi=doi, pmid=pmid):
                continue
            days.setdefault(_local_day(each["checked_at"]), []).append(name_of(each["source"]))
        return [(date_format(day, "j F Y"), ", ".join(days[day])) for day in sorted(days, reverse=True)]


def source_of(record: Record) -> str:
    """Journal, date, volume, issue and page on one line; empty where nothing is known."""
    where = " ".join(part for part in (record.container_title, vancouver.published(record)) if part)
    return where + vancouver.locator(record)


def _registration_url(identifier: str) -> str:
    try:
        return normalize_registration(identifier).url
    except RegistrationError:
        return ""


def _local_day(moment: str) -> date:
    return timezone.localdate(datetime.fromisoformat(moment))
