"""Works, reference lists and when two records are the same work."""

import pytest
from django.db import IntegrityError, transaction

from references.actions import studies
from references.actions.citing import replace_list
from references.actions.matching import works_for
from references.models import Citation, Work
from references.models.work import MetadataSource
from references.pasted import parse_line
from references.records import PartialDate, Person, Record
from tests.factories import make_work

pytestmark = pytest.mark.django_db

FACTS = {
    "type": "article-journal",
    "title": "Measurement of pain",
    "container_title": "Lancet",
    "authors": (Person("Huskisson", "EC"),),
    "issued": PartialDate(1974),
    "volume": "2",
    "page": "1127-31",
}


def record(**changes) -> Record:
    return Record(**{**FACTS, "raw": str(changes), **changes})


def link(*records: Record) -> list[tuple[int | None, bool]]:
    return [
        (match.work.pk if match.work else None, match.existed)
        for match in works_for(records=records, source=MetadataSource.PASTED)
    ]


@pytest.mark.parametrize("identifier", [{"doi": "10.1000/X"}, {"pmid": "123"}, {"pmcid": "PMC12"}])
def test_the_same_identifier_is_the_same_work(identifier):
    [(first, existed)] = link(record(**identifier))
    assert not existed
    assert link(record(title="Quite another title", **identifier)) == [(first, True)]
    assert link(record(page="9", issued=PartialDate(1975), **identifier)) == [(first, True)]
    assert Work.objects.count() == 1
    [(_, existed)] = link(record(title="Quite another title", page="9", **identifier))
    assert not existed


def test_a_doi_is_compared_without_case():
    [(first, _)] = link(record(doi="10.1000/ABC"))
    assert link(record(doi="10.1000/abc")) == [(first, True)]
    assert Work.objects.get().doi == "10.1000/abc"


def test_without_identifiers_exactly_the_same_facts_are_the_same_work():
    [(first, _)] = link(record())
    assert link(record(title="Measurement of Pain.")) == [(first, True)]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Measurement of pains"},
        {"issued": PartialDate(1976)},
        {"volume": "3"},
        {"page": "1128-31"},
        {"container_title": "Pain"},
        {"authors": (Person("Husk", "EC"),)},
    ],
)
def test_one_other_fact_is_another_work(change):
    link(record())
    [(_, existed)] = link(record(**change))
    assert not existed
    assert Work.objects.count() == 2


def test_too_few_facts_never_match():
    few = record(authors=(), page="")
    link(few)
    link(few)
    assert Work.objects.count() == 2


def test_the_same_facts_with_another_doi_is_another_work():
    link(record(doi="10.1000/a"))
    [(_, existed)] = link(record(doi="10.1000/b"))
    assert not existed


def test_contradicting_identifiers_never_share():
    """A DOI of one work and a PMID of another: the DOI links, nothing is merged, no identifier is held twice."""
    link(record(doi="10.1000/a", pmid="1"), record(title="Other", doi="10.1000/b", pmid="2"))
    [(_, existed)] = link(record(title="Mixed", doi="10.1000/a", pmid="2"))
    assert not existed
    mixed = Work.objects.get(title="Mixed")
    assert (mixed.doi, mixed.pmid) == (None, None)


def test_twice_in_one_list_is_one_work():
    first, second = link(record(doi="10.1000/a"), record(doi="10.1000/A", title="x"))
    assert first[0] == second[0]


def test_an_unreadable_line_has_no_work_and_is_kept():
    study = make_work()
    replace_list(citing=study, records=[parse_line("1. zie de folder")], source=MetadataSource.PASTED)
    citation = Citation.objects.get()
    assert (citation.cited, citation.status, citation.raw) == (None, "check", "1. zie de folder")


def test_a_study_that_lists_itself_does_not_cite_itself():
    study = make_work(
        doi="10.1000/self", title=FACTS["title"], authors=[{"family": "Huskisson", "given": "EC"}]
    )
    replace_list(citing=study, records=[record(doi="10.1000/self")], source=MetadataSource.PASTED)
    assert (Citation.objects.get().cited, Citation.objects.get().status) == (None, "check")


@pytest.mark.parametrize("number", [1, 3, 60])
def test_a_list_is_stored_in_a_fixed_number_of_queries(django_assert_num_queries, number):
    study = make_work()
    records = [record(title=f"Pain {n}", page=f"{n}", doi=f"10.1000/{n}", raw=f"{n}.") for n in range(number)]
    with django_assert_num_queries(10):
        replace_list(citing=study, records=records, source=MetadataSource.PASTED)
    assert list(study.citations.order_by("position").values_list("position", "cited__doi")) == [
        (n + 1, f"10.1000/{n}") for n in range(number)
    ]


def test_reordering_keeps_the_rows():
    study = make_work()
    a, b, c = (record(doi=f"10.1000/{n}", raw=n) for n in "abc")
    replace_list(citing=study, records=[a, b, c], source=MetadataSource.PASTED)
    before = dict(Citation.objects.values_list("raw", "pk"))
    change = replace_list(citing=study, records=[c, a, b], source=MetadataSource.PASTED)
    assert dict(Citation.objects.values_list("raw", "pk")) == before
    assert list(study.citations.order_by("position").values_list("raw", flat=True)) == ["c", "a", "b"]
    assert (change.kept, change.added, change.removed) == (3, 0, 0)


def test_the_same_line_twice_stays_twice():
    study = make_work()
    same = record(raw="same")
    replace_list(citing=study, records=[same, same], source=MetadataSource.PASTED)
    change = replace_list(citing=study, records=[same, same], source=MetadataSource.PASTED)
    assert (change.kept, change.added, change.removed) == (2, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"doi": "10.1000/ABC"},
        {"doi": "https://doi.org/10.1000/abc"},
        {"doi": ""},
        {"pmid": "0123"},
        {"pmid": "PMID 1"},
        {"pmcid": "123"},
        {"month": 13},
        {"year": None, "month": 1},
        {"month": None, "day": 1},
    ],
)
def test_the_database_refuses_what_is_not_canonical(wrong):
    work = make_work(month=1, day=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(**wrong)


@pytest.mark.parametrize("field", [{"doi": "10.1000/a"}, {"pmid": "1"}, {"pmcid": "PMC1"}])
def test_two_works_cannot_share_an_identifier(field):
    make_work(**field)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_work(**field)


def test_the_printed_form_follows_the_facts():
    work = make_work(title="A & B <c>")
    assert "<cite>A &amp; B &lt;c&gt;.</cite>" in work.cited_as
    work.title = "Another"
    work.save(update_fields=["title"])
    assert "Another" in Work.objects.get(pk=work.pk).cited_as


def test_a_page_never_overwrites_what_came_from_elsewhere():
    work = make_work(metadata_source="pubmed", title="From PubMed")
    arguments = {"sections": [], "registrations": [], "references": [], "source": MetadataSource.PAGE}
    studies.take_over(work=work, record=record(title="From a page"), **arguments)
    assert Work.objects.get().title == "From PubMed"


def test_the_same_study_is_recognised_only_when_certain():
    known = record(doi="10.1000/study", issue="1")
    [(pk, _)] = link(known)
    assert studies.same_study(known).pk == pk
    assert studies.same_study(record(title="", issue="1")).pk == pk
    assert studies.same_study(record(title="", issue="1", container_title="")) is None
    assert studies.same_study(record(title="", issue="2")) is None
