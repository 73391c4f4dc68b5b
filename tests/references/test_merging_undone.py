"""Taking a merge back after other things happened: what stands in the way is said, what does not matter is passed over."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from references.actions import counting, merging
from references.actions.answering import keep_apart
from references.actions.journal import Changed
from references.actions.merging import CannotMerge
from references.models import (
    Citation,
    CitationCount,
    LookupItem,
    LookupRun,
    MergedWork,
    PastedList,
    SourceCheck,
    Work,
    WorkPair,
)
from tests.factories import make_editor, make_user, make_work

committed = pytest.mark.django_db(transaction=True)


def crossed() -> MergedWork:
    """A merge that dropped a line, of which the cited work was merged in its turn."""
    survivor, former, cited, other = make_work(), make_work(), make_work(), make_work()
    for citing in (survivor, former):
        Citation.objects.create(citing=citing, cited=cited, position=1, raw="1. Line.")
    merged = merging.merge(survivor=survivor, former=former, by=None, batch=uuid4())
    merging.merge(survivor=other, former=cited, by=None)
    return merged


@committed
def test_a_dropped_line_whose_work_went_up_in_another_is_in_the_way():
    merged = crossed()
    with pytest.raises(Changed):
        merging.undo(merged=merged, by=None)
    merged.refresh_from_db()
    assert merged.undone_at is None
    assert not Work.objects.filter(pk=merged.former).exists()


@committed
def test_the_desk_says_that_it_is_in_the_way(signed_in):
    merged = crossed()
    address = reverse("admin:references_work_unanswer", args=[merged.batch])
    page = signed_in(make_editor()).post(address, follow=True)
    assert page.status_code == 200
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


@committed
@pytest.mark.parametrize("survivor_has_it", [False, True])
def test_who_was_deleted_since_is_not_named_again(survivor_has_it):
    """The answer "not the same" was Zed's; the merge took it along, and gives it back without a name."""
    survivor, former, third = make_work(), make_work(), make_work()
    pair = WorkPair.objects.create(low=former, high=third, score=80)
    if survivor_has_it:
        WorkPair.objects.create(low=survivor, high=third, score=80)
    zed = make_user(username="zed")
    keep_apart(pair=pair, by=zed, batch=uuid4())
    merged = merging.merge(survivor=survivor, former=former, by=None)
    assert WorkPair.objects.get().answered_by == zed
    zed.delete()
    assert merging.undo(merged=merged, by=None)
    answered = WorkPair.objects.get(low=former)
    assert (answered.state, answered.answered_by_id) == ("different", None)
    assert list(WorkPair.objects.open().values_list("low", flat=True)) == [survivor.pk] * survivor_has_it
    assert not User.objects.exists()


@pytest.mark.django_db
def test_counts_that_were_refreshed_since_are_not_in_the_way():
    """One row per month and source is kept: the rest of the month is tidied up, whichever work it came from."""
    survivor, former = make_work(), make_work()
    today = timezone.localdate()
    for work, days in ((survivor, 1), (former, 0), (former, 1)):
        day = today.replace(day=1) + timedelta(days=days)
        CitationCount.objects.create(work=work, count=4, source="Crossref", as_of=day)
    older = CitationCount.objects.create(work=former, count=3, source="Crossref", as_of=date(2020, 5, 30))
    merged = merging.merge(survivor=survivor, former=former, by=None)
    counting.take(counts={survivor.pk: 5}, source="crossref", at=timezone.now())
    assert merging.undo(merged=merged, by=None)
    there = CitationCount.objects.filter(work=former).order_by("as_of")
    assert [each.as_of for each in there] == [older.as_of, today.replace(day=2)]


@pytest.mark.django_db
def test_a_count_that_became_like_another_stays_where_it_is():
    """The row that moved was brought to the day of one that was dropped: both are the former work's, of one day."""
    survivor, former = make_work(), make_work()
    CitationCount.objects.create(work=survivor, count=4, source="Crossref", as_of="2021-05-30")
    dropped = CitationCount.objects.create(work=former, count=5, source="Crossref", as_of="2021-05-30")
    moved = CitationCount.objects.create(work=former, count=6, source="Crossref", as_of="2021-05-06")
    merged = merging.merge(survivor=survivor, former=former, by=None)
    CitationCount.objects.exclude(pk=moved.pk).delete()
    CitationCount.objects.update(as_of="2021-05-30")
    assert merging.undo(merged=merged, by=None)
    assert list(CitationCount.objects.values_list("pk", "work")) == [(moved.pk, former.pk)]
    assert dropped.pk is not None


@pytest.mark.django_db
def test_what_was_tidied_up_since_is_not_in_the_way():
    survivor, former, third, ann = make_work(), make_work(), make_work(), make_editor()
    run = LookupRun.objects.create(work=former, kind="list", state="done")
    for work in (survivor, former, third):
        LookupItem.objects.create(run=run, work=work)
    PastedList.objects.create(work=former, by=ann, text="x", lines=[], seen="")
    for work in (survivor, former):
        SourceCheck.objects.create(work=work, about="notices", source="crossref")
    merged = merging.merge(survivor=survivor, former=former, by=None)
    for model in (LookupRun, PastedList, SourceCheck):
        model.objects.all().delete()
    assert merging.undo(merged=merged, by=None)
    connection.check_constraints()
    assert Work.objects.count() == 3
    assert not LookupItem.objects.exists()
    assert SourceCheck.objects.get().work == former


@pytest.mark.django_db
def test_what_is_refused_only_when_a_transaction_ends_refuses_the_merge():
    """A table of the database that Django does not know of, with a rule that is checked late."""
    survivor, former = make_work(), make_work()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE elsewhere (work bigint REFERENCES references_work DEFERRABLE INITIALLY DEFERRED)"
        )
        cursor.execute("INSERT INTO elsewhere VALUES (%s)", [former.pk])
    with pytest.raises(CannotMerge):
        merging.merge(survivor=survivor, former=former, by=None)
    assert Work.objects.count() == 2
