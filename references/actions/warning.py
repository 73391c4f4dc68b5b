"""Notices of sources → stored: brought in step with each source, never with another's, and nothing is ever taken away.

A notice that its source stops reporting keeps its row and gets the day (`gone_on`): a warning that vanishes by a faulty
answer harms a patient more than one that stays too long, so taking it off the page is an editor's decision (`is_hidden`).
One that came with a number that the work no longer has (merged, corrected) is not called gone: nobody asked about that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from references.actions.checking import Asked, ask, remember
from references.clients.found import DOI, Found, Teller, Told
from references.models import Notice, Work
from references.models.notice import About, NoticeOrigin
from references.notices.known_as import known_as, still
from references.notices.reported import Reported, from_updates, kind_in, reported, stored_date, strange_words

_UPDATED = ["date", "precision", "source", "url", "note", "key", "known_as", "gone_on"]
_LONGEST_ADDRESS = 1000


@dataclass
class News:
    """What became different: notices that are new, and notices that are not reported any more."""

    new: list[Notice] = field(default_factory=list)
    gone: list[Notice] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)

    def add(self, other: "News") -> None:
        """Take another one's with it."""
        self.new += other.new
        self.gone += other.gone
        self.strange |= other.strange


def check(*, works: Sequence[Work], teller: Teller) -> tuple[Asked, News]:
    """Ask one service about the notices of these works and store what it says. Raises AboutService; then nothing changed.

    Works that the service does not know keep what is stored: an unknown number says nothing about a notice.
    """
    asked = ask(works=works, teller=teller, about=About.NOTICES)
    at = timezone.now()
    with transaction.atomic():
        news = take_told(works=works, told=asked.told, source=teller.source, at=at)
        remember(asked=asked, source=teller.source, about=About.NOTICES, at=at)
    return asked, news


@transaction.atomic
def take(
    *, reports: Mapping[int, Sequence[Reported]], origin: NoticeOrigin, at: datetime, whole: bool = True
) -> News:
    """Bring the notices of these works in step with what a source reports; all works at once, five queries.

    `reports` holds per work everything the source says, an empty list where it knows the work and says nothing; a work
    that is not in it is not touched. `whole` False only adds: for reports that are no complete list.
    """
    news = News()
    # The rows of the works are the lock: two checks of one work would both insert.
    rows = Work.objects.select_for_update(of=("self",)).filter(pk__in=reports).order_by("pk")
    works = {
        pk: known_as(origin, doi=doi, pmid=pmid) for pk, doi, pmid in rows.values_list("pk", "doi", "pmid")
    }
    held: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(work__in=works, origin=origin):
        held[notice.work_id].append(notice)
    changed: list[Notice] = []
    for work, now in works.items():
        left = held[work]
        for each in _strong_first(reports[work]):
            known = _same(left, each)
            if known is None:
                news.new.append(stored_notice(work, origin, each, at=at, known=now))
                continue
            left.remove(known)
            before = _values(known)
            known.gone_on = None
            if _values(_filled(known, each, now)) != before:
                changed.append(known)
        if whole:
            for notice in left:
                if notice.gone_on is None and still(notice.known_as, now):
                    notice.gone_on = timezone.localdate(at)
                    changed.append(notice)
                    news.gone.append(notice)
    Notice.objects.bulk_create(news.new)
    Notice.objects.bulk_update(changed, _UPDATED)
    return news


def take_told(
    *, works: Sequence[Work], told: Mapping[int, Told], source: str, at: datetime, whole: bool = True
) -> News:
    """Store what a service says about these works, and what they, being notices themselves, say about other works."""
    news = News(strange={word for each in told.values() for word in strange_words(source, each.updated_by)})
    reports = {pk: from_updates(source, each.updated_by) for pk, each in told.items()}
    news.add(take(reports=reports, origin=NoticeOrigin(source), at=at, whole=whole))
    news.add(_take_aimed(works, told, source, at))
    return news


def take_found(*, work: Work, found: Iterable[Found]) -> News:
    """Store what a look-up brought about one work, so that a study that is retracted says so at once.

    Only added: an answer may have been kept for weeks, and what it does not hold may have come since.
    """
    news = News()
    answers = {each.source: each for each in found}
    if "pubmed" in answers:
        answers.pop("europepmc", None)  # it repeats PubMed's links
    for source, answer in answers.items():
        news.add(
            take_told(
                works=[work], told={work.pk: answer.told}, source=source, at=timezone.now(), whole=False
            )
        )
    return news


def _take_aimed(works: Sequence[Work], told: Mapping[int, Told], source: str, at: datetime) -> News:
    """`update-to`: a notice that we hold as a work names the work it is about. Crossref only, and only added: the work's
    own `updated-by` is the complete list."""
    aimed: dict[str, list[Reported]] = defaultdict(list)
    for work in works:
        for update in told[work.pk].updates if work.pk in told and work.doi else ():
            kind = kind_in(source, update.kind)
            if kind and update.doi and update.doi.lower() != work.doi:
                aimed[update.doi.lower()].append(reported(kind, doi=work.doi or "", date=update.date))
    if not aimed:
        return News()
    targets = Work.objects.filter(doi__in=aimed).values_list("pk", DOI)
    reports = {pk: aimed[doi] for pk, doi in targets if doi}
    return take(reports=reports, origin=NoticeOrigin.CROSSREF_NOTICE, at=at, whole=False)


def stored_notice(
    work: int, origin: NoticeOrigin, each: Reported, *, at: datetime | None = None, known: str = ""
) -> Notice:
    """A new, unsaved row for what a source reports about the work with this number, which it knew by `known`."""
    return _filled(Notice(work_id=work, origin=origin, found_at=at or timezone.now()), each, known)


def _strong_first(reports: Sequence[Reported]) -> list[Reported]:
    """Notices with a key of their own before those that only their text tells apart, which take what is left."""
    return sorted(reports, key=lambda each: each.is_weak)


def _same(held: Sequence[Notice], each: Reported) -> Notice | None:
    """The stored notice that this is: by its key, else one of its kind that had no key of its own yet."""
    alike = [notice for notice in held if notice.kind == each.kind]
    exact = next((notice for notice in alike if notice.key == each.key), None)
    if exact or each.is_weak:
        return exact
    return next((notice for notice in alike if notice.key.startswith("text:")), None)


def _filled(notice: Notice, each: Reported, known: str) -> Notice:
    """The notice with what is reported; a day that is known is not forgotten because an answer leaves it out."""
    notice.kind, notice.key, notice.note, notice.known_as = each.kind, each.key, each.note, known
    if each.date or not notice.date:
        notice.date, notice.precision = stored_date(each.date)
    notice.source = NAMES[NoticeOrigin(notice.origin)]
    notice.url = each.url if len(each.url) <= _LONGEST_ADDRESS else ""
    return notice


NAMES = {
    NoticeOrigin.CROSSREF: "Crossref",
    NoticeOrigin.CROSSREF_NOTICE: "Crossref",
    NoticeOrigin.PUBMED: "PubMed",
    NoticeOrigin.EUROPEPMC: "Europe PMC",
    NoticeOrigin.RETRACTION_WATCH: "Retraction Watch",
}
"""What people call a source."""


def _values(notice: Notice) -> tuple[Any, ...]:
    return tuple(getattr(notice, name) for name in _UPDATED)
