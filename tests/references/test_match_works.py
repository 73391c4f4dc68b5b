"""Records meet many works: what links, what waits, with a fixed number of questions that an index answers."""

from uuid import uuid4

import pytest
from django.db import connection

from references.actions import answering, finding_duplicates, merging
from references.actions.citing import replace_list
from references.actions.matching import propose, works_for
from references.matching.scoring import Score, Verdict
from references.models import Citation, MergedWork, Work, WorkPair
from references.models.work import MetadataSource
from references.records import Record
from references.tasks import find_duplicates_after
from tests.factories import make_work
from tests.references.match_gold import OTHER, SAME, record

pytestmark = pytest.mark.django_db


def works(*records: Record, source=MetadataSource.PASTED):
    return works_for(records=records, source=source)


def facts(**changes) -> Record:
    base = record("Measurement of pain in many patients | Lancet | 1974 | 2 | 1127-31 | Huskisson EC")
    values = {name: getattr(base, name) for name in ("type", "title", "container_title", "authors", "issued", "volume", "page")}  # fmt: skip
    return Record(**{**values, **changes})


@pytest.mark.parametrize(("why", "one", "other"), SAME + OTHER, ids=[row[0] for row in SAME + OTHER])
def test_in_the_database_as_on_paper(why, one, other):
    """The verdict of the score is what happens: linked, waiting with a pair, or on its own."""
    [held] = works(record(one))
    [match] = works(record(other))
    pairs = list(WorkPair.objects.values_list("low", "high"))
    if match.existed:
        assert (match.work, match.likely, pairs) == (held.work, False, [])
        assert (why, one, other) in SAME
    elif match.likely:
        assert pairs == [(held.work.pk, match.work.pk)]
    else:
        assert (match.work.pk != held.work.pk, pairs) == (True, [])


def test_the_surest_identifier_is_asked_first():
    """A PMID and a PMCID of one work, a DOI of none: the work; and a work of its own when they name two."""
    held = make_work(pmid="1", pmcid="PMC1", title=facts().title)
    assert works(facts(pmid="1", doi="10.1000/new", pmcid="PMC1"))[0].work == held
    [match] = works(facts(pmid="1", pmcid="PMC2", doi="10.1000/new"))
    assert (match.existed, match.likely, match.work.pmid, match.work.pmcid) == (False, True, None, "PMC2")


def test_identifiers_of_two_works_offer_both():
    one, other = make_work(doi="10.1000/a"), make_work(pmid="2")
    [match] = works(facts(doi="10.1000/a", pmid="2"))
    assert (match.likely, match.work.doi, match.work.pmid) == (True, None, None)
    pairs = WorkPair.objects.order_by("low_id")
    assert list(pairs.values_list("low", "high")) == [(one.pk, match.work.pk), (other.pk, match.work.pk)]
    assert [pair.reasons[0] for pair in pairs] == [["pmid", "elsewhere"], ["doi", "elsewhere"]]


@pytest.mark.parametrize("source", MetadataSource.values)
def test_an_identifier_of_quite_another_work_is_doubted(source):
    """Wherever the record came from: a file of a reference manager holds what somebody copied, too."""
    held = make_work(doi="10.1000/a", metadata_source="pasted")
    [match] = works(facts(doi="10.1000/A"), source=MetadataSource(source))
    assert (match.existed, match.likely, match.work.doi) == (False, True, None)
    pair = WorkPair.objects.get()
    assert (pair.low, pair.high, pair.reasons[0]) == (held, match.work, ["doi", "equal"])


def test_the_same_year_does_not_make_it_right():
    held = make_work(doi="10.1000/a", year=facts().issued.year)
    assert works(facts(doi="10.1000/a"))[0].work != held


def test_without_authors_there_is_less_to_go_by_not_more():
    held = make_work(pmid="1")
    assert works(facts(pmid="1", authors=()))[0].work != held


def test_with_a_wrong_doi_the_work_that_its_facts_point_to_is_offered_too():
    wrong, right = make_work(doi="10.1000/a"), works(facts(doi="10.1000/b"))[0].work
    [match] = works(facts(doi="10.1000/a"))
    assert (match.existed, match.likely) == (False, True)
    assert set(WorkPair.objects.values_list("low", "high")) == {
        (wrong.pk, match.work.pk),
        (right.pk, match.work.pk),
    }


def test_an_identifier_that_an_earlier_line_taught_counts_for_the_next():
    held = works(facts(pmid="1"))[0].work
    again = facts(doi="10.1000/a", title="Meten van pijn")
    assert [match.work for match in works(facts(pmid="1", doi="10.1000/a"), again)] == [held, held]


def test_the_same_line_twice_asks_about_each_pair_once():
    one, other = make_work(pmid="1"), make_work(doi="10.1000/a")
    twice = works(*[facts(pmid="1", doi="10.1000/a")] * 2)
    assert twice[0].work == twice[1].work
    assert WorkPair.objects.count() == 2
    propose([(one, other, Score(90, Verdict.LIKELY, ())), (other, one, Score(80, Verdict.LIKELY, ()))])
    assert WorkPair.objects.get(low=one, high=other).score == 90


def test_two_works_that_it_certainly_is_but_that_differ_are_both_offered():
    one = works(facts(doi="10.1000/a"))[0].work
    other = make_work(
        doi="10.1000/b",
        **{
            name: getattr(one, name)
            for name in ("title", "container_title", "year", "volume", "page", "authors")
        },
    )
    [match] = works(facts())
    assert match.likely
    assert set(WorkPair.objects.filter(high=match.work).values_list("low", flat=True)) == {one.pk, other.pk}


def test_of_two_plain_duplicates_the_older_is_meant():
    first = works(facts())[0].work
    make_work(
        **{
            name: getattr(first, name)
            for name in ("title", "container_title", "year", "volume", "page", "authors")
        }
    )
    assert works(facts())[0].work == first


def test_a_doubtful_record_that_comes_again_is_not_made_again():
    make_work(doi="10.1000/a"), make_work(pmid="2")
    [first] = works(facts(doi="10.1000/a", pmid="2"))
    [again] = works(facts(doi="10.1000/a", pmid="2"))
    assert (again.work, again.existed, Work.objects.count()) == (first.work, True, 3)


@pytest.mark.parametrize(
    "change", [{"issue": "4"}, {"doi": "10.1000/own"}, {"title": facts().title + ": a study"}], ids=str
)
def test_nor_when_it_was_edited_since(change):
    """An editor, or a service, completed the work or gave it the DOI that it should have had."""
    make_work(doi="10.1000/a")
    [first] = works(facts(doi="10.1000/a"))
    Work.objects.filter(pk=first.work.pk).update(**change)
    [again] = works(facts(doi="10.1000/a"))
    assert (again.work, again.existed, again.likely) == (first.work, True, True)
    assert (Work.objects.count(), WorkPair.objects.count()) == (2, 1)


def test_nor_asked_about_again_when_an_editor_said_that_they_differ():
    make_work(doi="10.1000/a")
    [first] = works(facts(doi="10.1000/a"))
    answering.keep_apart(pair=WorkPair.objects.get(), by=None, batch=uuid4())
    [again] = works(facts(doi="10.1000/a"))
    assert (again.work, again.existed, again.likely) == (first.work, True, False)
    assert not WorkPair.objects.open().exists()


def test_another_record_with_the_same_wrong_doi_is_not_taken_for_it():
    make_work(doi="10.1000/a")
    first, other = works(
        facts(doi="10.1000/a"), facts(doi="10.1000/a", title="Kidneys in children", page="8")
    )
    assert first.work != other.work
    [again] = works(facts(doi="10.1000/a", title="Kidneys in children", page="8"))
    assert (again.work, Work.objects.count()) == (other.work, 3)


def test_two_lines_of_one_list_that_may_be_one():
    study = make_work(title="The study")
    replace_list(citing=study, records=[facts(raw="1"), facts(raw="2", page="9"), facts(raw="3", page="9")], source=MetadataSource.PASTED)  # fmt: skip
    assert list(Citation.objects.order_by("position").values_list("status", flat=True)) == [
        *("parsed", "likely", "likely"),
    ]
    assert WorkPair.objects.count() == 1


@pytest.mark.parametrize("number", [2, 60])
def test_likely_lines_cost_a_fixed_number_of_questions(django_assert_num_queries, number):
    study = make_work(title="The study")
    records = []
    for n in range(number):
        title = f"Measurement of pain in patients with {chr(97 + n % 26) * 12}{chr(97 + n // 26) * 12}"
        works(facts(title=title, page=str(n)))
        records.append(facts(title=title, page=f"9{n}", raw=str(n)))
    with django_assert_num_queries(9):
        replace_list(citing=study, records=records, source=MetadataSource.PASTED)
    assert set(Citation.objects.values_list("status", flat=True)) == {"likely"}


@pytest.mark.parametrize("number", [2, 60])
def test_looking_for_duplicates_costs_a_fixed_number_of_questions(django_assert_num_queries, number):
    for n in range(number):
        make_work(title=f"{chr(97 + n % 26) * 9} {chr(97 + n // 26) * 9} in many patients", page=str(n))
    make_work(title=Work.objects.first().title, page="99")
    works_held = list(Work.objects.all())
    with django_assert_num_queries(4):
        assert finding_duplicates.find_for(works=works_held) == 1


def test_the_nightly_search_finds_what_was_changed_since():
    one, other = make_work(title="Measurement of pain in many patients", page="1"), make_work(title="Other")
    assert not WorkPair.objects.exists()
    Work.objects.filter(pk=other.pk).update(title=one.title)  # keys follow the facts at the next save
    other.refresh_from_db()
    other.save()
    find_duplicates_after.func(number=0)
    assert WorkPair.objects.open().get().low == one


def test_a_pair_with_a_work_that_is_gone_is_passed_over():
    """It was merged between reading it and proposing it; the foreign key would refuse the pair."""
    one, gone, stays = make_work(), make_work(), make_work()
    merging.merge(survivor=stays, former=gone, by=None)
    gone = Work(pk=MergedWork.objects.get().former)
    propose([(one, gone, Score(80, Verdict.LIKELY, ())), (one, stays, Score(80, Verdict.LIKELY, ()))])
    connection.check_constraints()
    assert list(WorkPair.objects.values_list("low", "high")) == [(one.pk, stays.pk)]


def test_the_search_passes_over_a_work_that_was_merged_since_it_was_read():
    one, gone, stays = (make_work(title="Measurement of pain in many patients", page=page) for page in "123")
    read = list(Work.objects.order_by("pk"))
    merging.merge(survivor=stays, former=gone, by=None)
    assert finding_duplicates.find_for(works=read) == 1
    connection.check_constraints()
    assert list(WorkPair.objects.values_list("low", "high")) == [(one.pk, stays.pk)]


def test_what_was_answered_stays_answered():
    one, other = (make_work(title="Measurement of pain in many patients", page=page) for page in "12")
    WorkPair.objects.create(
        low=one, high=other, score=80, state="different", answered_at="2026-01-01T00:00:00Z"
    )
    assert finding_duplicates.find_for(works=[one, other]) == 0
    assert WorkPair.objects.get().state == "different"
