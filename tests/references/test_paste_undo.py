"""A list that was replaced comes back, with everything that was corrected in it."""

import pytest
from django.urls import reverse

from references.actions import merging, pasting
from references.admin.paste import PAGE
from references.models import Citation, FormerList, MergedWork, WorkPair
from references.rich_text import read_plain
from tests.factories import make_citations, make_editor, make_work

pytestmark = pytest.mark.django_db
KYLE = "Kyle RA, Gertz MA. Review of 1027 patients. Mayo Clin Proc. 2003;78(1):21–33."
PALUMBO = "Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60."


@pytest.fixture
def ann():
    return make_editor()


@pytest.fixture
def study():
    return make_work(title="A study of veins")


def put(study, by, text, mode=pasting.REPLACE):
    pasted = pasting.keep(work=study, text=text, html="", lines=read_plain(text), by=by)
    pasting.look(pasted=pasted)
    pasted.save()
    return pasting.store(pasted=pasted, mode=mode, by=by)


def rows(study):
    return list(Citation.objects.filter(citing=study).order_by("position").values())


def test_every_column_comes_back(study, ann):
    make_citations(citing=study, number=3)
    study.citations.filter(position=2).update(status="matched", found={"doi": "search"}, labels=["PMC"])
    before = rows(study)
    former = put(study, ann, PALUMBO).former
    assert (former.count, former.by) == (3, ann)
    assert len(rows(study)) == 1
    pasting.put_back(former=former, by=ann)
    assert rows(study) == before


def test_undoing_is_undone_the_same_way(study, ann):
    make_citations(citing=study, number=2)
    former = put(study, ann, PALUMBO).former
    pasted = rows(study)
    left = pasting.put_back(former=former, by=ann)
    pasting.put_back(former=left, by=ann)
    assert rows(study) == pasted


def test_twice_is_once(study, ann):
    make_citations(citing=study, number=2)
    former = put(study, ann, PALUMBO).former
    assert pasting.put_back(former=former, by=ann)
    assert pasting.put_back(former=former, by=ann) is None
    assert len(rows(study)) == 2


def test_what_was_added_after_the_list_goes_and_what_was_corrected_since_stays(study, ann):
    first, _second = make_citations(citing=study, number=2)
    former = put(study, ann, PALUMBO, mode=pasting.APPEND).former
    other = make_work(title="Better")
    Citation.objects.filter(pk=first.pk).update(cited=other)
    pasting.put_back(former=former, by=ann)
    assert [row["cited_id"] for row in rows(study)] == [other.pk, _second.cited_id]


def test_a_correction_in_the_list_that_makes_way_is_kept(study, ann):
    make_citations(citing=study, number=1)
    former = put(study, ann, "onleesbaar").former
    study.citations.update(cited=make_work(title="Chosen"), status="matched")
    corrected = rows(study)
    left = pasting.put_back(former=former, by=ann)
    pasting.put_back(former=left, by=ann)
    assert rows(study) == corrected


def test_a_work_that_was_merged_is_followed_and_one_that_is_gone_is_to_check(study, ann):
    first, second, third = make_citations(citing=study, number=3)
    former = put(study, ann, PALUMBO).former
    survivor = make_work(title="Survivor")
    MergedWork.objects.create(former=first.cited_id, survivor=survivor)
    first.cited.delete()
    second.cited.delete()
    pasting.put_back(former=former, by=ann)
    assert [(row["cited_id"], row["status"]) for row in rows(study)] == [
        (survivor.pk, "parsed"),
        (None, "check"),
        (third.cited_id, "parsed"),
    ]
    assert rows(study)[1]["raw"] == second.raw


def test_a_line_whose_work_became_the_study_itself_is_to_check(study, ann):
    [line] = make_citations(citing=study, number=1)
    former = put(study, ann, PALUMBO).former
    MergedWork.objects.create(former=line.cited_id, survivor=study)
    line.cited.delete()
    pasting.put_back(former=former, by=ann)
    assert [(row["cited_id"], row["status"]) for row in rows(study)] == [(None, "check")]


def test_a_former_list_goes_along_with_its_study(study, ann):
    """Its rows name the study that is gone; put back, they are lines of the one that stays."""
    put(study, ann, KYLE)
    former = put(study, ann, PALUMBO).former
    survivor = make_work(title="The same study")
    merging.merge(survivor=survivor, former=study, by=ann)
    former.refresh_from_db()
    assert former.work == survivor
    pasting.put_back(former=former, by=ann)
    assert [row["raw"] for row in rows(survivor)] == [KYLE]


def test_a_line_that_went_to_another_list_comes_back_beside_it(study, ann):
    """A merge took the line to another study, whose list was then kept; undoing the merge took it home."""
    put(study, ann, KYLE)
    other = make_work(title="The same study, it seemed")
    merged = merging.merge(survivor=other, former=study, by=ann)
    former = put(other, ann, PALUMBO, mode=pasting.APPEND).former
    merging.undo(merged=merged, by=ann)
    pasting.put_back(former=former, by=ann)
    assert [row["raw"] for row in rows(other)] == [KYLE]
    assert [row["raw"] for row in rows(study)] == [KYLE]


def test_a_line_that_waited_does_not_wait_for_an_answer_that_was_given(study, ann):
    """Both lines waited: of the first the pair was merged since, of the second it is gone with the other work."""
    first, second = make_citations(citing=study, number=2)
    study.citations.update(status="likely")
    held, gone = make_work(title="Held"), make_work(title="Gone")
    for line, work in ((first, held), (second, gone)):
        WorkPair.objects.create(low_id=line.cited_id, high=work, score=80)
    former = put(study, ann, PALUMBO).former
    merging.merge(survivor=held, former=first.cited, by=ann)
    gone.delete()
    pasting.put_back(former=former, by=ann)
    assert [(row["cited_id"], row["status"]) for row in rows(study)] == [
        (held.pk, "matched"),
        (second.cited_id, "parsed"),
    ]


def test_a_line_that_still_waits_waits(study, ann):
    [line] = make_citations(citing=study, number=1)
    study.citations.update(status="likely")
    WorkPair.objects.create(low_id=line.cited_id, high=make_work(), score=80)
    former = put(study, ann, PALUMBO).former
    pasting.put_back(former=former, by=ann)
    assert [row["status"] for row in rows(study)] == ["likely"]


def test_from_the_page(signed_in, study, ann):
    make_citations(citing=study, number=2)
    before = rows(study)
    former = put(study, ann, PALUMBO).former
    editor, page = signed_in(ann), reverse(PAGE, args=[study.pk])
    assert f'name="undo" value="{former.pk}"' in editor.get(f"{page}?gedaan={former.pk}").content.decode()
    assert f'name="undo" value="{former.pk}"' in editor.get(page).content.decode()
    editor.get(page, {"undo": former.pk})
    assert len(rows(study)) == 1, "looking changes nothing"
    answer = editor.post(page, {"undo": former.pk})
    assert rows(study) == before
    shown = editor.get(answer["Location"])
    assert 'name="undo"' not in shown.content.decode(), (
        "undoing is not offered to be undone; the page of lists has it"
    )
    assert f'name="undo" value="{FormerList.objects.get().pk}"' in editor.get(page).content.decode()
    again = editor.get(editor.post(page, {"undo": former.pk})["Location"])
    assert [str(each) for each in again.context["messages"]][-1]
    assert rows(study) == before


def test_another_studys_list_does_not_come_here(signed_in, study, ann):
    make_citations(citing=study, number=1)
    former = put(study, ann, PALUMBO).former
    elsewhere = make_work()
    signed_in(ann).post(reverse(PAGE, args=[elsewhere.pk]), {"undo": former.pk})
    assert rows(elsewhere) == []
    assert FormerList.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3, 60])
def test_queries_of_going_back_do_not_grow(study, ann, number, django_assert_num_queries):
    make_citations(citing=study, number=number)
    former = put(study, ann, PALUMBO).former
    with django_assert_num_queries(13):
        pasting.put_back(former=former, by=ann)
