"""Works → entries for a file, with the abstract and registrations that belong to them."""

from collections.abc import Iterator

from django.db.models import QuerySet

from references.formats import Entry, Section
from references.models import Work
from references.registries import Registration, RegistrationError, normalize_registration


def entries_of(works: QuerySet[Work]) -> Iterator[Entry]:
    """One entry per work, in three queries."""
    for work in works.prefetch_related("abstract_sections", "registrations"):
        yield Entry(
            work.to_record(),
            sections=tuple(Section(part.label, part.text) for part in work.abstract_sections.all()),
            publication_types=tuple(map(str, work.publication_types)),
            registrations=tuple(_registrations(work)),
            container_title_short=work.container_title_short,
        )


def _registrations(work: Work) -> Iterator[Registration]:
    for each in work.registrations.all():
        try:
            yield normalize_registration(each.identifier)
        except RegistrationError:
            continue  # typed by hand in a register that we do not know: no format could say which
