"""A study's facts, abstract, registrations and references: taken over from a page, a file or a service."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from references.actions.citing import replace_list
from references.actions.matching import take_turn
from references.models import AbstractSection, CitationCount, TrialRegistration, Work
from references.models.work import MetadataSource
from references.records import Record
from references.registries import Registration

Section = tuple[str, str, bool]
"""Label, text, and whether the label was inferred."""


@transaction.atomic
def take_over(
    *,
    work: Work | None,
    record: Record,
    sections: Sequence[Section],
    registrations: Sequence[Registration],
    references: Sequence[Record],
    source: MetadataSource,
) -> Work:
    """Store what is known about a study and return its work.

    `work` is the study as it is held, or None: then one that is certainly the same is looked for, and made when there is
    none. Facts that came from elsewhere (an editor, a service) are not overwritten by those of a page.
    """
    take_turn()  # before any row is locked, as whoever merges works does; the other order would lock each other out
    if work is None:
        work = same_study(record)
    if work is None:
        work = Work.from_record(record, source)
        work.save()
    elif work.metadata_source == source:
        work.take_over(record)
        work.save()
    if work.metadata_source == source or not work.abstract_sections.exists():
        _set_abstract(work, sections)
    for registration in registrations:
        TrialRegistration.objects.get_or_create(
            work=work,
            registry=registration.registry,
            identifier=registration.id,
            defaults={"raw": registration.raw},
        )
    replace_list(citing=work, records=references, source=source)
    return work


def same_study(record: Record) -> Work | None:
    """The one work with this DOI, or with this journal, year, volume, issue and page; None when that is not certain."""
    if record.doi:
        return Work.objects.filter(doi=record.doi.lower()).first()
    if not (record.container_title and record.issued and record.volume and record.page):
        return None
    alike = Work.objects.filter(
        container_title__iexact=record.container_title,
        year=record.issued.year,
        volume=record.volume,
        issue=record.issue,
        page=record.page,
    )[:2]
    return alike[0] if len(alike) == 1 else None


def count_citations(*, work: Work, count: int, source: str, as_of: date) -> None:
    """Store how often `work` was cited according to `source` on `as_of`; a later count does not erase an earlier one."""
    CitationCount.objects.update_or_create(work=work, source=source, as_of=as_of, defaults={"count": count})


def _set_abstract(work: Work, sections: Sequence[Section]) -> None:
    before = list(work.abstract_sections.order_by("position").values_list("label", "text", "inferred"))
    if before == list(sections) or not sections:
        return
    work.abstract_sections.all().delete()
    AbstractSection.objects.bulk_create(
        AbstractSection(work=work, position=position, label=label, text=text, inferred=inferred)
        for position, (label, text, inferred) in enumerate(sections, start=1)
    )
