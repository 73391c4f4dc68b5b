"""Two connections at once: whoever reads or changes reference lists takes turns with whoever merges works."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.urls import reverse

from references.actions import merging, pasting
from references.actions.citing import replace_list
from references.actions.matching import take_turn
from references.admin.paste import PAGE
from references.models import Citation, FormerList, MergedWork, PastedList, Work
from references.models.work import MetadataSource
from references.pasting import lines_of, records_of
from tests.factories import make_editor, make_work

pytestmark = pytest.mark.django_db(transaction=True)
KYLE = "Kyle RA. Review of 1027 patients. Mayo Clin Proc. 2003;78(1):21-33."
PALUMBO = "Palumbo A. Multiple myeloma. N Engl J Med. 2011;364(11):1046-60."
WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory')"


def beside(theirs: Callable[[], Any], ours: Callable[[], Any]) -> Any:
    """Let a second connection begin `theirs` while this one has its turn; do `ours`; what came of `theirs` after that."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take_turn()
            answer = pool.submit(_on_its_own, theirs)
            _wait_until_it_waits(answer)
            ours()
        return answer.result(timeout=60)


def _on_its_own(theirs: Callable[[], Any]) -> Any:
    try:
        return theirs()
    finally:
        connection.close()


def _wait_until_it_waits(answer: Future[Any]) -> None:
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while not answer.done() and time.monotonic() < until:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("the other connection did not wait for its turn")


def paste(work: Work, text: str) -> PastedList:
    """A paste that was looked at."""
    pasted = pasting.keep(work=work, text=text, html="", lines=lines_of(text), by=ann())
    pasting.look(pasted=pasted)
    pasted.save()
    return pasted


def ann() -> User:
    return User.objects.filter(username="ann").first() or make_editor()


def doings() -> dict[str, Callable[[Work], Callable[[], Any]]]:
    """Everything that reads or changes a list, given the study; each begins with rows that a merge wants as well."""
    text = f"{KYLE}\n{PALUMBO}"

    def looking(study: Work) -> Callable[[], Any]:
        pasted = paste(study, text)
        return lambda: pasting.look(pasted=pasted)

    def storing(study: Work) -> Callable[[], Any]:
        pasted = paste(study, text)
        return lambda: pasting.store(pasted=pasted, mode=pasting.APPEND, by=pasted.by)

    def replacing(study: Work) -> Callable[[], Any]:
        records = records_of(lines_of(text))
        return lambda: replace_list(citing=study, records=records, source=MetadataSource.PASTED)

    def putting_back(study: Work) -> Callable[[], Any]:
        former = pasting.store(pasted=paste(study, text), mode="append", by=ann()).former
        assert former is not None
        return lambda: pasting.put_back(former=former, by=ann())

    return {"look": looking, "store": storing, "replace": replacing, "put back": putting_back}


@pytest.mark.parametrize("name", doings())
def test_a_list_and_a_merge_of_what_it_cites_do_not_wait_for_each_other(name):
    """A list that locks its lines and then waits, and a merge that has its turn and wants those lines: a deadlock."""
    study, former, survivor = make_work(), make_work(), make_work()
    Citation.objects.create(citing=study, cited=former, position=1, raw=KYLE)
    theirs = doings()[name](study)
    before = MergedWork.objects.count()
    try:
        beside(theirs, lambda: merging.merge(survivor=survivor, former=former, by=None))
    except pasting.ListChanged:
        assert name == "store", "the list that was looked at is not the one there is now"
    assert MergedWork.objects.count() == before + 1
    assert study.citations.order_by("position")[0].cited == survivor


def test_a_paste_whose_study_is_merged_meanwhile_goes_to_the_one_that_stays():
    study, survivor = make_work(), make_work()
    pasted = paste(study, KYLE)
    beside(
        lambda: pasting.store(pasted=pasted, mode="replace", by=pasted.by),
        lambda: merging.merge(survivor=survivor, former=study, by=None),
    )
    assert [line.raw for line in survivor.citations.all()] == [KYLE]


def test_a_paste_that_is_looked_at_while_its_study_is_merged():
    study, survivor = make_work(), make_work()
    pasted = pasting.keep(work=study, text=KYLE, html="", lines=lines_of(KYLE), by=ann())
    beside(
        lambda: pasting.look(pasted=pasted),
        lambda: merging.merge(survivor=survivor, former=study, by=None),
    )
    pasted.save()
    assert PastedList.objects.get().work == survivor


def test_a_former_list_whose_study_is_merged_meanwhile_is_put_back_at_the_one_that_stays():
    study, survivor = make_work(), make_work()
    pasting.store(pasted=paste(study, KYLE), mode="replace", by=ann())
    former = pasting.store(pasted=paste(study, PALUMBO), mode="replace", by=ann()).former
    assert former is not None
    left = beside(
        lambda: pasting.put_back(former=former, by=ann()),
        lambda: merging.merge(survivor=survivor, former=study, by=None),
    )
    assert left is not None
    assert [line.raw for line in survivor.citations.all()] == [KYLE]
    assert FormerList.objects.filter(work=survivor).count() == 2


def test_the_page_of_a_study_that_was_merged_keeps_what_was_pasted(signed_in):
    """An editor who looks at a preview while a colleague merges the study: the text is there, at the one that stays."""
    study, survivor = make_work(), make_work()
    Citation.objects.create(citing=survivor, cited=make_work(), position=1, raw="1. There already.")
    pasted = paste(study, KYLE)
    merging.merge(survivor=survivor, former=study, by=None)
    editor, old = signed_in(pasted.by), reverse(PAGE, args=[study.pk])
    answer = editor.post(old, {"list": pasted.pk, "mode": "append"})
    assert answer["Location"] == f"{reverse(PAGE, args=[survivor.pk])}?lijst={pasted.pk}"
    assert KYLE in editor.get(answer["Location"]).content.decode()
    editor.post(answer["Location"], {"list": pasted.pk, "mode": "append"})
    assert [line.raw for line in survivor.citations.order_by("position")] == ["1. There already.", KYLE]


@pytest.mark.parametrize("name", ["merge", "undo"])
def test_merges_take_turns(name):
    one, two, three = make_work(), make_work(), make_work()
    merged = merging.merge(survivor=two, former=one, by=None)
    if name == "undo":
        assert beside(lambda: merging.undo(merged=merged, by=None), lambda: None) is True
        return
    with pytest.raises(merging.CannotMerge):
        beside(
            lambda: merging.merge(survivor=two, former=three, by=None),
            lambda: merging.merge(survivor=three, former=two, by=None),
        )
    assert list(Work.objects.all()) == [three]
