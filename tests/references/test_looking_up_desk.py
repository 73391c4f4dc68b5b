"""The two pages at the desk: nothing is asked by looking, nothing is changed without choosing."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from references.actions import completing
from references.lookup import services
from references.models import LookupAnswer, LookupRun, Work
from references.models.lookup import RunKind
from tests.factories import make_citations, make_editor, make_moderator, make_work
from tests.references.looking import WORK, knows_nothing, service  # noqa: F401
from tests.references.service import Reply
from tests.references.service_documents import DOI, PMID

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(signed_in) -> Any:
    return signed_in(make_editor())


@pytest.fixture
def gap() -> Work:
    return Work.objects.create(doi=DOI)


def lookup(work: Work) -> str:
    return reverse("admin:references_work_lookup", args=[work.pk])


def complete(work: Work) -> str:
    return reverse("admin:references_work_complete", args=[work.pk])


def let_a_worker_run() -> None:
    for run in LookupRun.objects.open():
        with services() as clients:
            completing.advance(run=run, clients=clients)


def test_the_work_has_the_buttons(editor, gap):
    page = editor.get(reverse("admin:references_work_change", args=[gap.pk])).content.decode()
    assert f'href="{lookup(gap)}"' in page
    assert f'href="{complete(gap)}"' in page
    assert "Opzoeken" in page
    assert "Referenties aanvullen" in page


def test_looking_asks_nobody(editor, service, gap):  # noqa: F811
    page = editor.get(lookup(gap)).content.decode()
    assert service.requests == []
    assert 'http-equiv="refresh"' not in page
    assert "Opzoeken" in page


def test_from_the_button_to_the_work(editor, service, gap):  # noqa: F811
    assert editor.post(lookup(gap), {"ask": "1"}).url == lookup(gap)
    assert ProcrastinateJob.objects.count() == 1
    page = editor.get(lookup(gap)).content.decode()
    assert 'http-equiv="refresh"' in page
    assert "PubMed, Europe PMC en Crossref worden gevraagd" in page
    let_a_worker_run()
    answer = editor.get(lookup(gap))
    page = answer.content.decode()
    assert 'http-equiv="refresh"' not in page
    assert "Walking during chemotherapy &amp; fatigue" in page
    assert Work.objects.get(pk=gap.pk).title == ""
    chosen = {"apply": "1", "version": answer.context["proposal"].version, "field": ["title", "pmid"]}
    assert editor.post(lookup(gap), chosen).url == reverse("admin:references_work_change", args=[gap.pk])
    work = Work.objects.get(pk=gap.pk)
    assert (work.title[:7], work.pmid, work.volume) == ("Walking", PMID, "")


def test_pressing_twice_is_one_run(editor, service, gap):  # noqa: F811
    editor.post(lookup(gap), {"ask": "1"})
    editor.post(lookup(gap), {"ask": "1"})
    assert LookupRun.objects.count() == ProcrastinateJob.objects.count() == 1


def test_what_was_not_shown_is_not_applied(editor, service, gap):  # noqa: F811
    editor.post(lookup(gap), {"ask": "1"})
    let_a_worker_run()
    version = editor.get(lookup(gap)).context["proposal"].version
    Work.objects.filter(pk=gap.pk).update(volume="99")
    for sent in (version, "", "x"):
        answer = editor.post(lookup(gap), {"apply": "1", "version": sent, "field": ["title"]}, follow=True)
        assert "Er is intussen iets veranderd" in answer.content.decode()
    assert Work.objects.get(pk=gap.pk).title == ""


def test_choosing_nothing_changes_nothing(editor, service, gap):  # noqa: F811
    editor.post(lookup(gap), {"ask": "1"})
    let_a_worker_run()
    version = editor.get(lookup(gap)).context["proposal"].version
    answer = editor.post(lookup(gap), {"apply": "1", "version": version}, follow=True)
    assert "Er was niets gekozen" in answer.content.decode()


def test_trouble_is_told_in_dutch_and_tried_again(editor, service, gap):  # noqa: F811
    service.says(WORK, Reply(status=503))
    editor.post(lookup(gap), {"ask": "1"})
    let_a_worker_run()
    page = editor.get(lookup(gap)).content.decode()
    assert "Crossref antwoordt nu niet" in page
    assert 'http-equiv="refresh" content="30"' in page
    assert 'name="field"' not in page


def test_known_nowhere_is_said(editor, service, gap):  # noqa: F811
    knows_nothing(service)
    editor.post(lookup(gap), {"ask": "1"})
    let_a_worker_run()
    assert "Geen van de diensten kent dit werk" in editor.get(lookup(gap)).content.decode()


def test_another_work_with_the_identifier_is_named(editor, service, gap):  # noqa: F811
    other = make_work(title="Dubbel", pmid=PMID)
    editor.post(lookup(gap), {"ask": "1"})
    let_a_worker_run()
    page = editor.get(lookup(gap)).content.decode()
    assert reverse("admin:references_work_change", args=[other.pk]) in page
    assert "Dubbel" in page


def test_a_contradiction_is_explained(editor, service):  # noqa: F811
    work = Work.objects.create(pmid=PMID, doi="10.1000/ours")
    editor.post(lookup(work), {"ask": "1"})
    let_a_worker_run()
    page = editor.get(lookup(work)).content.decode()
    assert "10.1000/ours" in page
    assert DOI in page


def test_a_work_without_identifier_says_so(editor):
    work = make_work()
    assert "geen DOI, PMID of PMCID" in editor.post(lookup(work), {"ask": "1"}, follow=True).content.decode()
    assert not LookupRun.objects.exists()


def test_the_list_page_starts_stops_and_goes_on(editor, service):  # noqa: F811
    knows_nothing(service)
    study = make_work()
    make_citations(citing=study, number=3)
    assert "3 referenties" in editor.get(complete(study)).content.decode()
    editor.post(complete(study), {"start": "1"})
    page = editor.get(complete(study)).content.decode()
    assert "0 van 3 werken" in page
    assert 'http-equiv="refresh"' in page
    editor.post(complete(study), {"stop": "1"})
    assert LookupRun.objects.get().state == "stopped"
    editor.post(complete(study), {"resume": "1"})
    let_a_worker_run()
    page = editor.get(complete(study)).content.decode()
    assert "3 van 3 werken" in page
    assert page.count("nergens bekend") == 3
    assert ProcrastinateJob.objects.count() == 2


def test_the_list_page_asks_the_same_number_of_questions(editor, django_assert_num_queries):
    counts = []
    for number in (1, 3):
        study = make_work()
        make_citations(citing=study, number=number)
        Work.objects.filter(cited_in__citing=study).update(doi=None, authors=[])
        completing.start(work=study, kind=RunKind.LIST, by=None)
        editor.get(complete(study))
        with django_assert_num_queries(10):
            page = editor.get(complete(study)).content.decode()
        counts.append(page.count("geen DOI, PMID of PMCID"))
    assert counts == [1, 3]


@pytest.mark.parametrize("address", [lookup, complete])
def test_who_may_not_and_what_is_not(signed_in, client, gap, address):
    moderator = signed_in(make_moderator())
    assert moderator.get(address(gap)).status_code == 403
    assert moderator.post(address(gap), {"ask": "1", "start": "1"}).status_code == 403
    assert "/login/" in client.post(address(gap)).url
    assert not LookupRun.objects.exists()


@pytest.mark.parametrize("wrong", ["0", "x", "-1", "99999999999999999999"])
def test_a_wrong_number_is_404(editor, wrong):
    assert editor.get(f"/beheer/references/work/{wrong}/opzoeken/").status_code == 404


def test_other_methods_are_refused(editor, gap):
    assert [editor.put(lookup(gap)).status_code, editor.delete(complete(gap)).status_code] == [405, 405]


def test_retry_of_a_run_that_waits(editor, service):  # noqa: F811
    service.says(WORK, Reply(status=503))
    study = make_work()
    make_citations(citing=study, number=1)
    Work.objects.filter(cited_in__citing=study).update(doi=DOI)
    editor.post(complete(study), {"start": "1"})
    let_a_worker_run()
    page = editor.get(complete(study)).content.decode()
    assert "Crossref antwoordt nu niet" in page
    assert 'name="resume"' in page


@pytest.mark.parametrize("address", [lookup, complete])
def test_trying_ends_and_the_page_says_so(editor, service, gap, address):  # noqa: F811
    service.says(WORK, Reply(status=503))
    make_citations(citing=gap, number=1)
    Work.objects.filter(cited_in__citing=gap).update(pmid=PMID, doi=None)
    editor.post(address(gap), {"ask": "1"})
    let_a_worker_run()
    assert "gestopt met proberen" not in editor.get(address(gap)).content.decode()
    LookupRun.objects.update(changed_at=timezone.now() - timedelta(hours=4))
    page = editor.get(address(gap)).content.decode()
    assert "gestopt met proberen" in page
    assert 'http-equiv="refresh"' not in page
    editor.post(address(gap), {"ask": "1", "resume": "1"})
    assert (LookupRun.objects.get().state, ProcrastinateJob.objects.count()) == ("busy", 2)


def test_very_old_answers_are_thrown_away(gap):
    old = timezone.now() - timedelta(days=181)
    LookupAnswer.objects.create(source="pubmed", key="pmid:1", found=True, raw="x", asked_at=old)
    LookupAnswer.objects.create(source="pubmed", key="pmid:2", found=True, raw="x")
    completing.start(work=gap, kind=RunKind.WORK, by=None)
    assert LookupAnswer.objects.get().key == "pmid:2"
