"""Two connections at once: lists take turns, and looking for duplicates waits for nobody."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from references.actions import finding_duplicates
from references.actions.matching import works_for
from references.models import Work, WorkPair
from references.models.work import MetadataSource
from references.records import PartialDate, Person, Record
from tests.factories import make_work

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
TITLE = "Measurement of pain in many patients"
LINE = Record(
    type="article-journal",
    title=TITLE,
    container_title="Lancet",
    authors=(Person("Huskisson", "EC"),),
    issued=PartialDate(1974),
    volume="2",
    page="1127-31",
)


def store() -> int:
    with transaction.atomic():
        [match] = works_for(records=[LINE], source=MetadataSource.PASTED)
    assert match.work is not None
    return match.work.pk


def elsewhere(action: Callable[[], Any]) -> Any:
    """On a connection of its own."""
    try:
        return action()
    finally:
        connection.close()


def until_it_waits_or_is_done(answer: Future[Any]) -> None:
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while not answer.done() and time.monotonic() < until:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)


def test_two_lists_with_the_same_new_reference_make_one_work():
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ours = store()
            theirs = pool.submit(elsewhere, store)
            until_it_waits_or_is_done(theirs)
        assert theirs.result(timeout=60) == ours
    assert Work.objects.count() == 1


def test_looking_for_duplicates_waits_for_no_merge():
    """Who saves a work holds its row; waiting here for the merge of that work would never end."""
    one, other = make_work(title=TITLE, page="1"), make_work(title=TITLE, page="2")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Work.objects.select_for_update(of=("self",)).filter(pk=other.pk))
            found = pool.submit(elsewhere, lambda: finding_duplicates.find_for(works=[one]))
            until_it_waits_or_is_done(found)
            assert found.done()
        assert found.result(timeout=60) == 0
    assert not WorkPair.objects.exists()
    assert finding_duplicates.find_for(works=[one]) == 1
