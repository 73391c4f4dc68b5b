"""Two works become one: what goes along, what is refused, and all of it taken back."""

import json

import pytest
import reversion
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import ProtectedError
from django.forms.models import model_to_dict
from reversion.models import Version

from articles.models import Source
from references.actions import merging
from references.actions.answering import keep_apart
from references.actions.journal import Changed
from references.actions.merging import FORMER, SURVIVOR, CannotMerge, Undecided
from references.actions.moving import referring
from references.models import (
    AbstractSection,
    Citation,
    CitationCount,
    LookupItem,
    LookupRun,
    MergedWork,
    Notice,
    TrialRegistration,
    Work,
    WorkPair,
)
from tests.factories import make_article, make_citations, make_editor, make_work

pytestmark = pytest.mark.django_db


def contents(*without: str) -> dict[str, str]:
    """A digest of every row of every table of the bibliography and of what refers to it."""
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("references_", "articles_source", "reversion_")) and table not in without:
                cursor.execute(
                    f"SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM \"{table}\" t"
                )
                digests[table] = cursor.fetchone()[0]
    return digests


def cite(
    citing: Work, cited: Work | None, position: int, *, raw: str = "", status: str = "parsed"
) -> Citation:
    status = status if cited else "check"
    return Citation.objects.create(
        citing=citing, cited=cited, position=position, raw=raw or f"{position}. Line.", status=status
    )


def furnish(work: Work, number: int) -> None:
    """One of everything that can belong to a work, some of it the same for two works."""
    AbstractSection.objects.create(work=work, position=1, label="Background", text=f"Text {number}.")
    TrialRegistration.objects.create(work=work, registry="ClinicalTrials.gov", identifier="NCT00000001")
    TrialRegistration.objects.create(work=work, registry="ISRCTN", identifier=f"ISRCTN0000000{number}")
    CitationCount.objects.create(work=work, count=number, source="Crossref", as_of="2021-05-30")
    CitationCount.objects.create(work=work, count=number, source="Crossref", as_of=f"2021-06-0{number}")
    Notice.objects.create(work=work, kind="correction", date="2022-02-01", source="Crossref")
    Notice.objects.create(work=work, kind="retraction", date=f"2022-03-0{number}", source="Crossref")


def test_every_reference_to_works_is_known():
    """Whatever app it is declared in, hidden or not; articles are found without being imported by the bibliography."""
    found = {(model._meta.label, field.name) for model, field in referring()}
    assert found >= {
        ("articles.Source", "work"),
        ("references.Citation", "citing"),
        ("references.Citation", "cited"),
        ("references.LookupItem", "work"),
        ("references.MergedWork", "survivor"),
        ("references.WorkPair", "high"),
    }


def test_everything_goes_along_and_comes_back():
    survivor, former = make_work(pmid="1"), make_work(doi="10.1000/a", volume="", issue="3")
    furnish(survivor, 1)
    furnish(former, 2)
    list_of = make_work()
    cite(list_of, survivor, 1)
    cite(list_of, former, 2)
    third = make_work()
    cite(former, third, 1, raw="1. Third.")
    article = make_article()
    Source.objects.create(article=article, work=former, kind="cited", position=2)
    run = LookupRun.objects.create(work=former, kind="list", state="done")
    LookupItem.objects.create(run=run, work=former)
    before = contents("references_mergedwork")
    ann = make_editor()

    merged = merging.merge(survivor=survivor, former=former, by=ann)

    assert not Work.objects.filter(pk=former.pk).exists()
    assert list(list_of.citations.order_by("position").values_list("position", "cited")) == [
        (1, survivor.pk),
        (2, survivor.pk),
    ]
    assert survivor.citations.get().cited == third
    assert article.sources.get(position=2).work == survivor
    assert [part.text for part in survivor.abstract_sections.all()] == ["Text 1."]
    assert sorted(survivor.registrations.values_list("identifier", flat=True)) == [
        *("ISRCTN00000001", "ISRCTN00000002", "NCT00000001"),
    ]
    assert sorted(survivor.citation_counts.values_list("as_of__day", "count")) == [(1, 1), (2, 2), (30, 1)]
    assert survivor.notices.count() == 3
    assert LookupRun.objects.get().work == LookupItem.objects.get().work == survivor
    survivor.refresh_from_db()
    assert (survivor.pmid, survivor.doi, survivor.issue, survivor.volume) == ("1", "10.1000/a", "3", "17")
    assert "10.1000%2Fa" in survivor.coins
    assert (merged.former, merged.survivor, merged.merged_by, merged.title) == (
        *(former.pk or merged.former, survivor, ann, former.title),
    )
    counted = {
        each.model: (each.moved, each.dropped) for each in merging.moved_of(merged) if each.column == "work"
    }
    assert counted == {
        "articles.Source": (1, 0),
        "references.AbstractSection": (0, 1),
        "references.CitationCount": (1, 1),
        "references.LookupItem": (1, 0),
        "references.LookupRun": (1, 0),
        "references.Notice": (1, 1),
        "references.TrialRegistration": (1, 1),
    }

    assert merging.undo(merged=merged, by=ann)
    assert contents("references_mergedwork") == before
    merged.refresh_from_db()
    assert (merged.undone_by, merged.undone_at is not None) == (ann, True)
    assert not merging.undo(merged=merged, by=ann)
    assert LogEntry.objects.filter(user=ann).count() == 2


@pytest.mark.parametrize("discussed", ["survivor", "former"])
def test_an_article_with_both_as_source_keeps_one(discussed):
    """The one that says that the article explains the study, whichever work it named."""
    works = {"survivor": make_work(), "former": make_work()}
    article = make_article()
    article.sources.all().delete()
    for name, work in works.items():
        kind = "discussed" if name == discussed else "cited"
        Source.objects.create(article=article, work=work, kind=kind, position=1)
    before = contents("references_mergedwork")
    merged = merging.merge(**works, by=None)
    assert list(Source.objects.filter(article=article).values_list("work", "kind")) == [
        (works["survivor"].pk, "discussed")
    ]
    merging.undo(merged=merged, by=None)
    assert contents("references_mergedwork") == before


def test_old_revisions_of_an_article_lead_to_the_survivor():
    survivor, former = make_work(), make_work()
    article = make_article()
    Source.objects.create(article=article, work=former, kind="cited", position=2)
    with reversion.create_revision():
        article.save()
    Source.objects.create(article=article, work=survivor, kind="cited", position=3)
    with reversion.create_revision():
        article.save()
    before = contents("references_mergedwork")
    merged = merging.merge(survivor=survivor, former=former, by=None)
    Source.objects.filter(article=article, work=survivor).delete()
    for version in Version.objects.get_for_object(article):
        version.revision.revert()
        assert article.sources.filter(work=survivor).count() == 1
        article.sources.filter(work=survivor).delete()
    assert f'"work": {merged.former}' not in "".join(
        Version.objects.values_list("serialized_data", flat=True)
    )
    assert before != contents("references_mergedwork")


def test_two_lists_become_one():
    survivor, former, shared = make_work(), make_work(), make_work()
    cite(survivor, shared, 1, raw="1. Shared in one form.")
    cite(survivor, None, 2, raw="2. Unread.")
    cite(former, shared, 1, raw="1. Shared in another form.")
    cite(former, None, 2, raw="2.  unread.")
    cite(former, make_work(), 3, raw="3. Only here.")
    merging.merge(survivor=survivor, former=former, by=None)
    assert list(survivor.citations.order_by("position").values_list("position", "raw")) == [
        (1, "1. Shared in one form."),
        (2, "2. Unread."),
        (3, "3. Only here."),
    ]


@pytest.mark.parametrize("citing", ["survivor", "former"])
def test_a_line_by_which_they_cite_each_other_is_to_check(citing):
    works = {"survivor": make_work(), "former": make_work()}
    other = "former" if citing == "survivor" else "survivor"
    cite(works[citing], works[other], 1, raw="1. The other.")
    merging.merge(**works, by=None)
    line = Citation.objects.get()
    assert (line.citing, line.cited, line.status, line.raw) == (
        works["survivor"],
        None,
        "check",
        "1. The other.",
    )


def test_contradicting_identifiers_have_to_be_chosen():
    survivor, former = make_work(doi="10.1000/a", pmid="1"), make_work(doi="10.1000/b", pmid="1234")
    before = contents()
    with pytest.raises(Undecided) as refusal:
        merging.merge(survivor=survivor, former=former, by=None, chosen={"doi": FORMER})
    assert refusal.value.kinds == ["pmid"]
    assert contents() == before
    merged = merging.merge(
        survivor=survivor, former=former, by=None, chosen={"doi": FORMER, "pmid": SURVIVOR}
    )
    survivor.refresh_from_db()
    assert (survivor.doi, survivor.pmid) == ("10.1000/b", "1")
    merging.undo(merged=merged, by=None)
    assert {**contents(), "references_mergedwork": ""} == before


def test_facts_that_differ_are_the_survivors_unless_chosen():
    survivor, former = make_work(title="One", year=2017), make_work(title="Other", year=2018, month=3)
    merging.merge(survivor=survivor, former=former, by=None, chosen={"year": FORMER})
    survivor.refresh_from_db()
    assert (survivor.title, survivor.year, survivor.month) == ("One", 2018, 3)


def test_a_look_up_that_goes_on_is_stopped_when_the_survivor_has_one():
    survivor, former = make_work(), make_work()
    LookupRun.objects.create(work=survivor, kind="work")
    theirs = LookupRun.objects.create(work=former, kind="work")
    merging.merge(survivor=survivor, former=former, by=None)
    theirs.refresh_from_db()
    assert (theirs.work, theirs.state) == (survivor, "stopped")


def test_a_merge_of_a_merge_leads_to_the_end():
    first, second, third = make_work(), make_work(), make_work()
    one = merging.merge(survivor=second, former=first, by=None)
    two = merging.merge(survivor=third, former=second, by=None)
    assert list(MergedWork.objects.order_by("pk").values_list("survivor", flat=True)) == [third.pk, third.pk]
    merging.undo(merged=two, by=None)
    merging.undo(merged=one, by=None)
    assert Work.objects.count() == 3


def test_what_changed_since_is_not_undone():
    survivor, former = make_work(), make_work(doi="10.1000/a")
    cite(make_work(), former, 1)
    merged = merging.merge(survivor=survivor, former=former, by=None)
    Citation.objects.update(cited=make_work())
    before = contents()
    with pytest.raises(Changed):
        merging.undo(merged=merged, by=None)
    assert contents() == before


def test_pairs_follow():
    survivor, former, third, fourth = (make_work(title=f"Effects of treatment with {n}") for n in "abcd")
    low, high = sorted((former, third), key=lambda work: work.pk)
    apart = WorkPair.objects.create(low=low, high=high, score=80)
    keep_apart(pair=apart, by=None, batch="5f0e3d5e-7c1c-4a57-9d7c-0d6a5b6f0d11")
    WorkPair.objects.create(low=former, high=fourth, score=80)
    WorkPair.objects.create(low=survivor, high=former, score=90)
    before = contents("references_mergedwork")
    merged = merging.merge(survivor=survivor, former=former, by=None)
    assert list(WorkPair.objects.values_list("low", "high", "state")) == [
        (survivor.pk, third.pk, "different")
    ]
    merging.undo(merged=merged, by=None)
    assert contents("references_mergedwork") == before


def test_itself_and_what_is_gone_are_refused():
    work, gone = make_work(), make_work()
    Work.objects.filter(pk=gone.pk).delete()
    for other in (work, gone):
        with pytest.raises(CannotMerge):
            merging.merge(survivor=work, former=other, by=None)


def test_the_preview_changes_nothing_and_says_what_merging_does():
    survivor, former = make_work(doi="10.1000/a"), make_work(doi="10.1000/b")
    furnish(survivor, 1)
    furnish(former, 2)
    make_citations(citing=former, number=2)
    before = contents()
    shown = merging.preview(survivor=survivor, former=former, by=None)
    assert contents() == before
    merged = merging.merge(survivor=survivor, former=former, by=None, chosen={"doi": SURVIVOR})
    assert merging.moved_of(merged) == shown
    assert json.dumps(merged.journal)
    assert model_to_dict(merged)["former"] == merged.former


def test_what_may_not_move_refuses_the_whole_merge():
    """A rule of a table that the merge knows nothing of: nothing has changed, and the message says so."""
    survivor, former = make_work(), make_work()
    cite(make_work(), former, 1)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE articles_source ADD CONSTRAINT stays CHECK (work_id <> {survivor.pk})")
    article = make_article()
    Source.objects.create(article=article, work=former, kind="cited", position=2)
    before = contents()
    with pytest.raises(CannotMerge):
        merging.merge(survivor=survivor, former=former, by=None)
    assert contents() == before


def test_what_protects_the_former_moves_before_it_goes():
    """Citations and sources protect a work from deletion; a merge moves them, so nothing stands in its way."""
    survivor, former = make_work(), make_work()
    cite(make_work(), former, 1)
    Source.objects.create(article=make_article(), work=former, kind="cited", position=2)
    with pytest.raises(ProtectedError):
        former.delete()
    merging.merge(survivor=survivor, former=former, by=None)
    assert (survivor.cited_in.count(), survivor.sources.count()) == (1, 1)
