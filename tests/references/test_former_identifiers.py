"""What a merged work was known by still leads to the work that stayed; undoing forgets it."""

import pytest

from references.actions import merging
from references.actions.matching import works_for
from references.actions.merging import FORMER, SURVIVOR
from references.models import FormerIdentifier, Work, WorkPair
from references.models.work import MetadataSource
from references.records import PartialDate, Person, Record
from tests.factories import make_work

pytestmark = pytest.mark.django_db
TITLE = "Bone loss in elderly women after surgery"


def known() -> list[tuple[int, str, str]]:
    return list(FormerIdentifier.objects.values_list("work", "kind", "value"))


def twin(**values: str) -> Work:
    return make_work(title=TITLE, page="5-9", **values)


def line(**values: str) -> Record:
    facts = {"title": TITLE, "container_title": "J Test", "volume": "17", "page": "5-9"}
    return Record(
        type="article-journal",
        authors=(Person("Jansen", "AB"),),
        issued=PartialDate(2017),
        **{**facts, **values},
    )


@pytest.mark.parametrize("source", [MetadataSource.PASTED, MetadataSource.FILE])
def test_the_dropped_doi_leads_to_the_work_that_stayed(source):
    stays, goes = twin(doi="10.1000/a"), twin(doi="10.1000/b")
    merging.merge(survivor=stays, former=goes, by=None, chosen={"doi": SURVIVOR})
    [match] = works_for(records=[line(doi="10.1000/B")], source=source)
    assert (match.work, match.existed, match.likely) == (stays, True, False)
    assert (Work.objects.count(), WorkPair.objects.count()) == (1, 0)


def test_so_does_the_survivors_own_that_an_editor_gave_up():
    stays, goes = twin(pmid="1"), twin(pmid="2")
    merging.merge(survivor=stays, former=goes, by=None, chosen={"pmid": FORMER})
    assert known() == [(stays.pk, "pmid", "1")]
    assert works_for(records=[line(pmid="1")], source=MetadataSource.PASTED)[0].work == stays


def test_what_the_survivor_keeps_is_not_former():
    merging.merge(survivor=twin(doi="10.1000/a"), former=twin(pmid="2"), by=None)
    assert known() == []


def test_it_follows_through_a_second_merge_and_goes_back_when_undone():
    one, two, three = twin(doi="10.1000/a"), twin(doi="10.1000/b"), twin(doi="10.1000/c")
    merging.merge(survivor=two, former=one, by=None, chosen={"doi": SURVIVOR})
    second = merging.merge(survivor=three, former=two, by=None, chosen={"doi": SURVIVOR})
    assert known() == [(three.pk, "doi", "10.1000/a"), (three.pk, "doi", "10.1000/b")]
    merging.undo(merged=second, by=None)
    assert known() == [(two.pk, "doi", "10.1000/a")]


def test_an_identifier_that_a_work_has_now_means_that_work():
    """An editor gave the dropped DOI to a new work: that is the one, whatever was merged before."""
    stays, goes = twin(doi="10.1000/a"), twin(doi="10.1000/b")
    merging.merge(survivor=stays, former=goes, by=None, chosen={"doi": SURVIVOR})
    own = make_work(title="Kidneys in children and their parents", doi="10.1000/b", page="1")
    record = line(title=own.title, doi="10.1000/b", page="1")
    assert works_for(records=[record], source=MetadataSource.FILE)[0].work == own
    other = make_work(title=own.title, doi="10.1000/z")
    merging.merge(survivor=other, former=own, by=None, chosen={"doi": SURVIVOR})
    assert known() == [(other.pk, "doi", "10.1000/b")]


def test_a_dropped_doi_on_quite_another_line_is_doubted():
    stays, goes = twin(doi="10.1000/a"), twin(doi="10.1000/b")
    merging.merge(survivor=stays, former=goes, by=None, chosen={"doi": SURVIVOR})
    record = line(title="Kidneys in children and their parents", page="80", doi="10.1000/b")
    [match] = works_for(records=[record], source=MetadataSource.PASTED)
    assert (match.existed, match.likely, match.work.doi) == (False, True, None)
    assert WorkPair.objects.get().low == stays


@pytest.mark.parametrize("number", [1, 3])
def test_looking_them_up_costs_one_question(django_assert_num_queries, number):
    for n in range(number):
        stays, goes = twin(doi=f"10.1000/a{n}"), twin(doi=f"10.1000/b{n}")
        merging.merge(survivor=stays, former=goes, by=None, chosen={"doi": SURVIVOR})
    records = [line(doi=f"10.1000/b{n}") for n in range(number)]
    # the turn, works by identifier, by former identifier, by key, and the pairs of those works
    with django_assert_num_queries(5):
        works_for(records=records, source=MetadataSource.FILE)
