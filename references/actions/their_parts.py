"""What belongs to works beyond their own row: abstracts, registrations, notices, reference lists, stored in bulk."""

from collections import defaultdict
from collections.abc import Iterable

from references.actions.citing import status_of
from references.actions.matching import works_for
from references.actions.taking_over import Change
from references.actions.warning import stored_notice
from references.formats import Entry, Section
from references.models import AbstractSection, Citation, Notice, TrialRegistration
from references.models.notice import NoticeOrigin
from references.models.work import MetadataSource
from references.notices.reported import reported
from references.records import Record


class Parts:
    """Collects what a batch of entries brings, then saves it with a fixed number of queries.

    `works` are the numbers of works that were there before; of those it is known what they have.
    """

    def __init__(self, works: set[int], *, with_references: bool) -> None:
        self.abstracts: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.registered: set[tuple[int, str, str]] = set()
        self.warned: set[tuple[int, str, str]] = set()
        self.listed: set[int] = set()
        self.new_abstracts: dict[int, tuple[Section, ...]] = {}
        self.new_rows: list[TrialRegistration] = []
        self.new_notices: list[Notice] = []
        self.new_lists: dict[int, tuple[Record, ...]] = {}
        if works:
            self._look_up(works, with_references)

    def _look_up(self, works: set[int], with_references: bool) -> None:
        sections = AbstractSection.objects.filter(work__in=works).order_by("work", "position")
        for work, label, text in sections.values_list("work_id", "label", "text"):
            self.abstracts[work].append((label, text))
        trials = TrialRegistration.objects.filter(work__in=works)
        self.registered = set(trials.values_list("work_id", "registry", "identifier"))
        notices = Notice.objects.filter(work__in=works, origin=NoticeOrigin.PUBMED)
        self.warned = set(notices.values_list("work_id", "kind", "key"))
        if with_references:
            self.listed = set(Citation.objects.filter(citing__in=works).values_list("citing_id", flat=True))

    def add(self, work: int, entry: Entry, changes: list[Change], *, replace: bool) -> None:
        """Take what is new about one work; what it changes is added to `changes`."""
        self._abstract(work, entry.sections, changes, replace)
        for trial in entry.registrations:
            key = (work, trial.registry, trial.id)
            if key not in self.registered:
                self.registered.add(key)
                self.new_rows.append(
                    TrialRegistration(work_id=work, registry=trial.registry, identifier=trial.id, raw=trial.raw)
                )  # fmt: skip
                changes.append(Change("registrations", "", trial.id))
        for notice in entry.notices:
            told = reported(notice.kind, doi=notice.doi, pmid=notice.pmid, date=notice.date, note=notice.note)
            known = told.is_weak and any(each[:2] == (work, told.kind) for each in self.warned)
            if not known and (work, told.kind, told.key) not in self.warned:
                self.warned.add((work, told.kind, told.key))
                self.new_notices.append(stored_notice(work, NoticeOrigin.PUBMED, told))
                changes.append(Change("notices", "", notice.kind))
        # A list that is there has been looked at by an editor, or will be: it is never replaced from a file.
        if entry.references and work not in self.listed:
            self.listed.add(work)
            self.new_lists[work] = entry.references
            changes.append(Change("citations", "", len(entry.references)))

    def _abstract(
        self, work: int, sections: tuple[Section, ...], changes: list[Change], replace: bool
    ) -> None:
        theirs = [(section.label[:100], section.text) for section in sections]
        ours = self.abstracts[work]
        if not theirs or theirs == ours or (ours and not replace):
            return
        changes.append(Change("abstract", _joined(ours), _joined(theirs)))
        self.abstracts[work] = theirs
        self.new_abstracts[work] = sections

    def save(self) -> None:
        """Store everything that was added."""
        if self.new_abstracts:
            AbstractSection.objects.filter(work__in=self.new_abstracts).delete()
            AbstractSection.objects.bulk_create(
                AbstractSection(work_id=work, position=position, label=section.label[:100], text=section.text)
                for work, sections in self.new_abstracts.items()
                for position, section in enumerate(sections, start=1)
            )
        TrialRegistration.objects.bulk_create(self.new_rows, ignore_conflicts=True)
        Notice.objects.bulk_create(self.new_notices, ignore_conflicts=True)
        if self.new_lists:
            Citation.objects.bulk_create(_citations(self.new_lists))


def _citations(lists: dict[int, tuple[Record, ...]]) -> Iterable[Citation]:
    """All lists of a batch matched at once: their lines are read text, whatever file they came in."""
    lines = [(work, position, record) for work, records in lists.items() for position, record in enumerate(records, start=1)]  # fmt: skip
    found = works_for(records=[record for _, _, record in lines], source=MetadataSource.PASTED)
    for (citing, position, record), match in zip(lines, found, strict=True):
        other = match.work if match.work is not None and match.work.pk != citing else None
        yield Citation(
            citing_id=citing,
            cited=other,
            position=position,
            raw=record.raw or f"PMID {record.pmid}",
            status=status_of(record, match, other),
            found=dict(record.found),
        )


def _joined(sections: list[tuple[str, str]]) -> str:
    return " ".join(f"{label}: {text}" if label else text for label, text in sections)
