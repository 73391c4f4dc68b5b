"""At the desk: what a work without a number probably is, and the one click that says so."""

from typing import Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from references.actions import completing
from references.lookup import services
from references.models import LookupRun, Work
from tests.factories import make_editor, make_moderator, make_work
from tests.references.looking import EFETCH, knows_nothing, service  # noqa: F401
from tests.references.service import Service
from tests.references.service_naming import ALMOST, ECITMATCH, TITLE, article, matcher, records
from tests.references.test_naming import cite, make_unnamed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(signed_in) -> Any:
    return signed_in(make_editor())


def complete(work: Work) -> str:
    return reverse("admin:references_work_complete", args=[work.pk])


def let_a_worker_run() -> None:
    for run in LookupRun.objects.open():
        with services() as clients:
            completing.advance(run=run, clients=clients)


def asked(editor: Any, service: Service, number: int = 1) -> tuple[Work, list[Work]]:  # noqa: F811
    """A study whose list was completed, with so many references that PubMed probably knows."""
    knows_nothing(service)
    pages = [str(40 + place) for place in range(number)]
    service.says(ECITMATCH, matcher({page: f"2800{page}" for page in pages}))
    service.says(
        EFETCH, records(*(article(f"2800{page}", title=f"<b>{ALMOST}", pages=page) for page in pages))
    )
    works = [make_unnamed(page=page) for page in pages]
    study = cite(*works)
    editor.post(complete(study), {"start": "1"})
    let_a_worker_run()
    return study, works


def test_the_question_and_the_click(editor, service):  # noqa: F811
    study, [work] = asked(editor, service)
    page = editor.get(complete(study)).content.decode()
    assert "Waarschijnlijk PMID 280040" in page
    assert "Titel" in page
    assert "% gelijk" in page
    assert f"&lt;b&gt;{ALMOST}" in page
    assert TITLE in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/280040/"' in page
    sent = f"{LookupRun.objects.get().items.get().pk} pmid 280040"
    assert f'value="{sent}"' in page
    assert Work.objects.get(pk=work.pk).pmid is None
    before = ProcrastinateJob.objects.count()
    answer = editor.post(complete(study), {"accept": sent}, follow=True)
    assert "PMID 280040" in answer.content.decode()
    assert Work.objects.get(pk=work.pk).pmid == "280040"
    assert ProcrastinateJob.objects.count() == before + 1
    let_a_worker_run()
    assert "Waarschijnlijk" not in editor.get(complete(study)).content.decode()
    assert LookupRun.objects.get().state == "done"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "1",
        "1 pmid",
        "{item} pmid 1",
        "{item} doi 280040",
        "0 pmid 280040",
        "9" * 30 + " pmid 280040",
        "{item} pmid 280040 x",
    ],
)
def test_a_click_on_something_else_changes_nothing(editor, service, sent):  # noqa: F811
    study, [work] = asked(editor, service)
    item = LookupRun.objects.get().items.get()
    answer = editor.post(complete(study), {"accept": sent.format(item=item.pk)}, follow=True)
    assert "Er is intussen iets veranderd" in answer.content.decode()
    assert (Work.objects.get(pk=work.pk).pmid, LookupRun.objects.count()) == (None, 1)


def test_a_click_without_a_run_starts_none(editor):
    study = make_work()
    answer = editor.post(complete(study), {"accept": "1 pmid 1"}, follow=True)
    assert "Er is intussen iets veranderd" in answer.content.decode()
    assert not LookupRun.objects.exists()


def test_the_item_of_another_study_is_refused(editor, service):  # noqa: F811
    study, [work] = asked(editor, service)
    item = LookupRun.objects.get().items.get()
    other = cite(make_unnamed(page="99"))
    editor.post(complete(other), {"start": "1"})
    editor.post(complete(other), {"accept": f"{item.pk} pmid 280040"})
    assert Work.objects.get(pk=work.pk).pmid is None


def test_a_number_of_another_work_leads_to_the_two_side_by_side(editor, service):  # noqa: F811
    make_work(pmid="280040")
    study, [work] = asked(editor, service)
    page = editor.get(complete(study)).content.decode()
    assert f"{reverse('admin:references_work_duplicates')}?werk={work.pk}" in page
    assert "Waarschijnlijk" not in page


def test_who_may_not(signed_in, editor, service):  # noqa: F811
    study, [work] = asked(editor, service)
    sent = f"{LookupRun.objects.get().items.get().pk} pmid 280040"
    assert signed_in(make_moderator()).post(complete(study), {"accept": sent}).status_code == 403
    assert Work.objects.get(pk=work.pk).pmid is None


def test_the_page_asks_the_same_number_of_questions(editor, service, django_assert_num_queries):  # noqa: F811
    for number in (1, 3):
        study, _works = asked(editor, service, number)
        editor.get(complete(study))
        before = len(service.requests)
        with django_assert_num_queries(12):
            page = editor.get(complete(study)).content.decode()
        assert page.count("Waarschijnlijk PMID") == number
        assert len(service.requests) == before
