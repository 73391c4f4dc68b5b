"""A work's facts in the form that templates print."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format

from references.links import Link, links_of
from references.models import Work
from references.models.notice import NoticeKind
from references.registries import RegistrationError, normalize_registration
from references.styles import vancouver


@dataclass
class StudyFacts:
    """Wraps a work that was fetched with `reading.with_parts`; asks nothing of the database."""

    work: Any

    @cached_property
    def source(self) -> str:
        """Where it was published: "BMC Cancer 2017 Jan 9;17(1):40"."""
        return source_of(self.work)

    @cached_property
    def links(self) -> list[Link]:
        """DOI, PMC and PubMed, as far as they are known."""
        return links_of(doi=self.work.doi, pmid=self.work.pmid, pmcid=self.work.pmcid)

    @cached_property
    def authors(self) -> str:
        """All names in print form, with "et al." where the source did not name them all."""
        names = [vancouver.person(person) for person in self.work.to_record().authors]
        return ", ".join([*names, "et al."] if self.work.et_al and names else names)

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The abstract: label, paragraphs, inferred."""
        return [{**section, "paragraphs": section["text"].split("\n")} for section in self.work.sections_json]

    @cached_property
    def registrations(self) -> list[dict[str, str]]:
        """Trial registrations with the address in their register, where we know it."""
        return [
            {**each, "url": registration_url(each["identifier"])} for each in self.work.registrations_json
        ]

    @cached_property
    def count(self) -> dict[str, Any] | None:
        """The latest citation count with its date in words."""
        if not self.work.counts_json:
            return None
        latest = self.work.counts_json[0]
        return {**latest, "as_of": in_words(latest["as_of"])}

    @cached_property
    def notices(self) -> list[dict[str, Any]]:
        """Retractions, concerns and corrections, oldest first, in words."""
        kinds = dict(NoticeKind.choices)
        return [
            {**each, "kind_label": kinds.get(each["kind"], each["kind"]), "date": in_words(each["date"])}
            for each in self.work.notices_json
        ]


def source_of(work: Work) -> str:
    """Journal, date, volume, issue and page on one line, from the fields; empty where nothing is known."""
    record = work.to_record()
    where = " ".join(part for part in (record.container_title, vancouver.published(record)) if part)
    return where + vancouver.locator(record)


def registration_url(identifier: str) -> str:
    """The register's page, or "" for a number that no register we know could have given."""
    try:
        return normalize_registration(identifier).url
    except RegistrationError:
        return ""


def in_words(iso: str) -> str:
    """An ISO date from the database's JSON as "30 mei 2021"."""
    return date_format(date.fromisoformat(iso), "j F Y")
