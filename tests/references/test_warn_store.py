"""What sources report, stored: in step with each source, nothing taken away, nothing of an editor's touched."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from references.actions import counting, merging, warning
from references.clients.found import Told, Update
from references.models import CitationCount, Notice, Work
from references.models.notice import NoticeOrigin
from references.notices.reported import Reported, reported
from references.records import PartialDate
from tests.factories import make_work

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CROSSREF, PUBMED = NoticeOrigin.CROSSREF, NoticeOrigin.PUBMED


def retraction(**more: Any) -> Reported:
    return reported("retraction", **{"doi": "10.1000/notice", "date": PartialDate(2020, 2, 3), **more})


def take(
    work: Work, *reports: Reported, origin: NoticeOrigin = CROSSREF, at: datetime = NOW, **more: Any
) -> warning.News:
    return warning.take(reports={work.pk: reports}, origin=origin, at=at, **more)


def rows(work: Work) -> list[tuple[Any, ...]]:
    return list(work.notices.order_by("pk").values_list("kind", "date", "source", "gone_on"))


def test_a_report_is_stored_once():
    work = make_work()
    assert len(take(work, retraction()).new) == 1
    again = take(work, retraction(), at=NOW + timedelta(days=1))
    assert (again.new, again.gone) == ([], [])
    (notice,) = work.notices.all()
    assert (notice.kind, notice.date, notice.precision, notice.source, notice.url) == (
        *("retraction", date(2020, 2, 3), "day", "Crossref", "https://doi.org/10.1000/notice"),
    )
    assert notice.found_at == NOW


@pytest.mark.parametrize(
    ("known", "day", "precision"),
    [
        (PartialDate(2020), date(2020, 1, 1), "year"),
        (PartialDate(2020, 2), date(2020, 2, 1), "month"),
        (PartialDate(2020, 2, 30), date(2020, 2, 1), "month"),
        (None, None, "day"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(known, day, precision):
    take(work := make_work(), retraction(date=known))
    (notice,) = work.notices.all()
    assert (notice.date, notice.precision) == (day, precision)


def test_two_corrections_on_one_day_are_two():
    work = make_work()
    day = PartialDate(2020, 2, 3)
    take(
        work,
        reported("correction", doi="10.1000/a", date=day),
        reported("correction", doi="10.1000/b", date=day),
    )
    assert work.notices.count() == 2


def test_a_notice_that_is_no_longer_reported_stays_with_the_day():
    work = make_work()
    take(work, retraction())
    news = take(work, at=NOW + timedelta(days=3))
    assert [notice.work_id for notice in news.gone] == [work.pk]
    assert rows(work) == [("retraction", date(2020, 2, 3), "Crossref", date(2026, 11, 25))]
    assert take(work, at=NOW + timedelta(days=9)).gone == []
    assert rows(work)[0][3] == date(2026, 11, 25)
    take(work, retraction(), at=NOW + timedelta(days=10))
    assert rows(work)[0][3] is None


def test_what_came_with_a_number_that_the_work_no_longer_has_is_not_called_gone():
    former, survivor = make_work(doi="10.1000/b"), make_work(doi="10.1000/a")
    take(former, retraction())
    merging.merge(survivor=survivor, former=former, by=None, chosen={"doi": "survivor"})
    assert take(survivor).gone == []
    assert rows(survivor) == [("retraction", date(2020, 2, 3), "Crossref", None)]
    assert take(survivor, retraction()).new == []
    assert [each.work_id for each in take(survivor).gone] == [survivor.pk], "now it was said about this DOI"


@pytest.mark.parametrize(
    ("origin", "values", "gone"),
    [
        (CROSSREF, {"doi": "10.1000/new"}, False),
        (CROSSREF, {"doi": None}, False),
        (CROSSREF, {"pmid": "8"}, True),
        (PUBMED, {"doi": "10.1000/new"}, True),
        (PUBMED, {"pmid": "8"}, False),
        (NoticeOrigin.RETRACTION_WATCH, {"doi": "10.1000/new"}, False),
        (NoticeOrigin.RETRACTION_WATCH, {"pmid": "8"}, False),
        (NoticeOrigin.RETRACTION_WATCH, {"title": "Anders"}, True),
    ],
)
def test_only_the_number_by_which_a_source_knew_it_matters(origin, values, gone):
    work = make_work(doi="10.1000/a", pmid="1")
    take(work, retraction(), origin=origin)
    Work.objects.filter(pk=work.pk).update(**values)
    assert bool(take(work, origin=origin).gone) == gone


def test_a_number_that_came_since_makes_no_difference():
    work = make_work(pmid="1")
    take(work, retraction(), origin=NoticeOrigin.RETRACTION_WATCH)
    Work.objects.filter(pk=work.pk).update(doi="10.1000/a")
    assert take(work, origin=NoticeOrigin.RETRACTION_WATCH).gone


def test_one_source_falling_silent_says_nothing_about_another():
    work = make_work()
    take(work, retraction())
    take(work, retraction(pmid="9"), origin=PUBMED)
    take(work, origin=PUBMED)
    assert [(source, gone is None) for _, _, source, gone in rows(work)] == [
        ("Crossref", True),
        ("PubMed", False),
    ]


def test_what_an_editor_typed_is_never_touched():
    work = make_work()
    typed = Notice.objects.create(
        work=work, kind="retraction", date="2020-02-03", source="Crossref", note="Zelf gezien"
    )
    before = Notice.objects.filter(pk=typed.pk).values().get()
    take(work, retraction())
    take(work)
    assert Notice.objects.filter(pk=typed.pk).values().get() == before
    assert work.notices.count() == 2


def test_an_editor_may_type_a_notice_without_a_date():
    work = make_work()
    Notice.objects.create(work=work, kind="concern", source="Brief van de uitgever")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(work=work, kind="concern", source="x", origin="crossref")


def test_a_link_that_comes_later_replaces_the_notice_without_one():
    """PubMed first knows only the publication type, then links the notice: one retraction, not a gone and a new one."""
    work = make_work()
    take(work, reported("retraction", note="Retracted Publication"), origin=PUBMED)
    news = take(work, retraction(pmid="20137807"), origin=PUBMED)
    assert (news.new, news.gone) == ([], [])
    (notice,) = work.notices.all()
    assert (notice.date, notice.key, notice.gone_on) == (date(2020, 2, 3), "pmid:20137807", None)


def test_a_day_that_was_known_is_not_forgotten():
    work = make_work()
    take(work, retraction())
    take(work, retraction(date=None))
    assert rows(work)[0][1] == date(2020, 2, 3)


def test_only_adding_calls_nothing_gone():
    work = make_work()
    take(work, retraction())
    take(work, reported("correction", doi="10.1000/c"), whole=False)
    assert [gone for *_, gone in rows(work)] == [None, None]


def test_a_reinstated_work_keeps_its_history():
    work = make_work()
    take(work, retraction(), reported("reinstatement", doi="10.1000/back", date=PartialDate(2021, 5, 6)))
    assert [kind for kind, *_ in rows(work)] == ["retraction", "reinstatement"]


def test_a_notice_put_aside_stays_aside():
    work = make_work()
    take(work, retraction())
    Notice.objects.update(is_hidden=True)
    take(work, retraction(), at=NOW + timedelta(days=1))
    assert list(Notice.objects.values_list("is_hidden", flat=True)) == [True]
    assert not Notice.objects.shown().exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(number, django_assert_num_queries):
    works = [make_work() for _ in range(number)]
    reports = {work.pk: [retraction(), reported("correction", doi="10.1000/c")] for work in works}
    with django_assert_num_queries(5):  # two of them begin and end the transaction within the test's own
        warning.take(reports=reports, origin=CROSSREF, at=NOW)
    assert Notice.objects.count() == 2 * number


def test_a_work_that_is_gone_is_passed_over():
    assert warning.take(reports={10**9: [retraction()]}, origin=CROSSREF, at=NOW).new == []


def test_a_notice_that_we_hold_as_a_work_speaks_of_the_other_work():
    study, notice = make_work(doi="10.1000/study"), make_work(doi="10.1000/notice")
    told = {notice.pk: Told(updates=(Update("retraction", "10.1000/STUDY", date=PartialDate(2020, 2, 3)),))}
    warning.take_told(works=[study, notice], told=told, source="crossref", at=NOW)
    assert rows(study) == [("retraction", date(2020, 2, 3), "Crossref", None)]
    assert rows(notice) == []
    assert study.notices.get().url == "https://doi.org/10.1000/notice"


def test_words_that_we_do_not_know_are_reported_and_not_guessed():
    work = make_work(doi="10.1000/study")
    told = {work.pk: Told(updated_by=(Update("apology", "10.1000/n"), Update("new_version", "10.1000/m")))}
    news = warning.take_told(works=[work], told=told, source="crossref", at=NOW)
    assert (news.strange, rows(work)) == ({"apology"}, [])


def test_counts_keep_one_row_for_each_source_and_month():
    work = make_work()
    typed = CitationCount.objects.create(work=work, count=16, source="PubMed", as_of="2026-11-01")
    for day, count in ((datetime(2026, 10, 3, tzinfo=UTC), 10), (NOW, 12), (NOW + timedelta(days=3), 13)):
        counting.take(counts={work.pk: count}, source="crossref", at=day)
    counting.take(counts={work.pk: 9}, source="europepmc", at=NOW)
    counting.take(
        counts={work.pk: 8}, source="europepmc", at=NOW - timedelta(days=5)
    )  # an older answer, kept
    found = CitationCount.objects.order_by("source", "as_of").values_list("source", "as_of", "count")
    assert list(found) == [
        ("Crossref", date(2026, 10, 3), 10),
        ("Crossref", date(2026, 11, 25), 13),
        ("Europe PMC", date(2026, 11, 22), 9),
        ("PubMed", date(2026, 11, 1), 16),
    ]
    typed.refresh_from_db()
    assert typed.count == 16


def test_several_old_rows_of_one_month_become_one():
    work = make_work()
    for day in (1, 2, 3):
        CitationCount.objects.create(work=work, count=day, source="Crossref", as_of=date(2026, 11, day))
    counting.take(counts={work.pk: 7}, source="crossref", at=NOW)
    assert [(row.count, row.as_of) for row in work.citation_counts.all()] == [(7, date(2026, 11, 22))]
