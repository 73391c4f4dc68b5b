"""Completing a whole reference list in the background: progress, stopping, going on, and trouble on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from config.jobs import enqueue
from references.actions import completing
from references.lookup import services
from references.models import AbstractSection, LookupItem, LookupRun, Work
from references.models.lookup import RunKind
from references.tasks import look_up
from tests.factories import make_citations, make_work
from tests.references.looking import EFETCH, SEARCH, WORK, knows_nothing, run_jobs, service  # noqa: F401
from tests.references.service import Reply, Service
from tests.references.service_documents import CROSSREF, DOI, PMID

Run = Callable[[], None]


def make_list(*, number: int = 1, doi: str = DOI) -> tuple[Work, Work]:
    """A study with references of which the first is the one the services know; and that work, which has gaps."""
    study = make_work()
    make_citations(citing=study, number=number)
    first = Work.objects.filter(cited_in__citing=study).order_by("pk").first()
    assert first is not None
    Work.objects.filter(pk=first.pk).update(
        doi=doi, title="", volume="", page="", authors=[], year=2016, metadata_source="pasted"
    )
    return study, first


def started(study: Work) -> LookupRun:
    run, fresh = completing.start(work=study, kind=RunKind.LIST, by=None)
    assert fresh
    return run


def advance(run: LookupRun) -> bool:
    with services() as clients:
        return completing.advance(run=run, clients=clients)


def states(run: LookupRun) -> list[tuple[str, str, str]]:
    return [*run.items.order_by("pk").values_list("state", "trouble", "service")]


@pytest.mark.django_db
def test_gaps_are_filled_and_differences_left_to_an_editor(service):  # noqa: F811
    study, first = make_list()
    run = started(study)
    assert not advance(run)
    work = Work.objects.get(pk=first.pk)
    assert (work.title[:7], work.pmid, work.volume, work.metadata_source) == ("Walking", PMID, "17", "pubmed")
    assert (work.year, work.container_title) == (2016, "J Test")
    assert not AbstractSection.objects.exists()
    item = run.items.get()
    assert (run.state, item.state, item.differs) == ("done", "done", 2)
    assert item.filled > 5


@pytest.mark.django_db
def test_a_work_without_identifier_and_one_known_nowhere_are_counted(service):  # noqa: F811
    knows_nothing(service)
    study, first = make_list(number=2)
    Work.objects.filter(cited_in__citing=study).exclude(pk=first.pk).update(doi=None, authors=[])
    run = started(study)
    advance(run)
    assert states(run) == [("unknown", "", ""), ("unnamed", "", "")]
    assert run.state == "done"


@pytest.mark.django_db
def test_a_contradiction_is_for_an_editor(service):  # noqa: F811
    study, first = make_list(doi="10.1000/ours")
    Work.objects.filter(pk=first.pk).update(pmid=PMID)
    run = started(study)
    advance(run)
    assert states(run) == [("check", "conflict", "pubmed")]
    assert Work.objects.get(pk=first.pk).title == ""


@pytest.mark.django_db
def test_an_identifier_that_another_work_has_is_for_an_editor(service):  # noqa: F811
    make_work(pmid=PMID)
    study, first = make_list()
    run = started(study)
    advance(run)
    assert states(run) == [("check", "taken", "pubmed")]
    assert Work.objects.get(pk=first.pk).title == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "reply", "trouble"),
    [
        (EFETCH, Reply(hold=True), "down"),
        (SEARCH, Reply(status=429), "too_many"),
        (WORK, Reply("{"), "bad_answer"),
    ],
)
def test_trouble_keeps_the_work_waiting_and_whole(service, path, reply, trouble):  # noqa: F811
    study, first = make_list()
    service.says(path, reply)
    before = Work.objects.filter(pk=first.pk).values().get()
    run = started(study)
    assert not advance(run)
    [(state, why, _service)] = states(run)
    assert (run.state, state, why) == ("waiting", "waiting", trouble)
    assert Work.objects.filter(pk=first.pk).values().get() == before
    service.says(path, {EFETCH: "<PubmedArticleSet/>", SEARCH: '{"hitCount": 0}', WORK: CROSSREF}[path])
    advance(run)
    assert (run.state, states(run)) == ("done", [("done", "", "")])


@pytest.mark.django_db
def test_a_service_that_is_down_for_all_is_left_alone_after_three(service):  # noqa: F811
    study, _first = make_list(number=6)
    service.says(SEARCH, Reply(status=500))
    knows = service.replies[SEARCH]
    knows_nothing(service)
    service.replies[SEARCH] = knows
    run = started(study)
    advance(run)
    assert service.asked().count(SEARCH) == 3
    assert LookupItem.objects.filter(tries=1).count() == 3
    advance(run)
    assert service.asked().count(SEARCH) == 6
    assert LookupItem.objects.filter(tries=1).count() == 6


@pytest.mark.django_db
def test_after_five_tries_a_work_has_failed_and_can_be_tried_again(service):  # noqa: F811
    study, _first = make_list()
    service.says(WORK, Reply(status=500))
    run = started(study)
    for _try in range(5):
        advance(run)
    assert (run.state, states(run)) == ("done", [("failed", "down", "crossref")])
    service.says(WORK, CROSSREF)
    assert completing.resume(run=run)
    run.refresh_from_db()
    advance(run)
    assert (run.state, states(run)) == ("done", [("done", "", "")])
    assert not completing.resume(run=run)


@pytest.mark.django_db
def test_a_long_list_goes_in_slices_and_is_asked_once(service):  # noqa: F811
    knows_nothing(service)
    study, _first = make_list(number=12)
    run = started(study)
    assert advance(run)
    assert run.items.filter(state="waiting").count() == 2
    assert not advance(run)
    assert (run.state, run.items.filter(state="unknown").count()) == ("done", 12)
    asked = [request.path for request in service.requests if request.path.startswith("/crossref/")]
    assert len(asked) == len(set(asked)) == 12


@pytest.mark.django_db
def test_stopping_keeps_what_was_done_and_going_on_does_the_rest(service):  # noqa: F811
    knows_nothing(service)
    study, _first = make_list(number=12)
    run = started(study)
    advance(run)
    completing.stop(run=run)
    assert not advance(run)
    assert (run.state, run.items.filter(state="waiting").count()) == ("stopped", 2)
    assert completing.resume(run=run)
    run.refresh_from_db()
    advance(run)
    assert (run.state, run.items.filter(state="waiting").count()) == ("done", 0)


@pytest.mark.django_db
def test_one_open_run_per_list(service):  # noqa: F811
    study, _first = make_list()
    run = started(study)
    assert completing.start(work=study, kind=RunKind.LIST, by=None) == (run, False)
    completing.stop(run=run)
    newer = started(study)
    assert not completing.resume(run=run)
    assert newer.pk != run.pk


@pytest.mark.django_db
def test_an_empty_list_is_done_at_once():
    assert started(make_work()).state == "done"


def test_a_worker_completes_a_list(service: Service, run_jobs: Run) -> None:  # noqa: F811
    study, first = make_list()
    enqueue(look_up, run_id=started(study).pk)
    run_jobs()
    assert LookupRun.objects.get().state == "done"
    assert Work.objects.get(pk=first.pk).pmid == PMID
    assert job_states() == ["succeeded"]


def test_a_worker_asks_for_the_next_slice(service: Service, run_jobs: Run) -> None:  # noqa: F811
    knows_nothing(service)
    study, _first = make_list(number=11)
    enqueue(look_up, run_id=started(study).pk)
    run_jobs()
    assert LookupRun.objects.get().state == "done"
    assert job_states() == ["succeeded", "succeeded"]


def test_a_worker_plans_another_try(service: Service, run_jobs: Run) -> None:  # noqa: F811
    study, _first = make_list()
    service.says(WORK, Reply(status=503))
    enqueue(look_up, run_id=started(study).pk)
    run_jobs()
    assert LookupRun.objects.get().state == "waiting"
    job = ProcrastinateJob.objects.get(task_name="references.tasks.look_up")
    assert (job.status, job.attempts, job.scheduled_at is not None) == ("todo", 1, True)


def test_a_stopped_run_and_one_that_is_gone_are_no_work(service: Service, run_jobs: Run) -> None:  # noqa: F811
    study, _first = make_list()
    run = started(study)
    completing.stop(run=run)
    enqueue(look_up, run_id=run.pk)
    enqueue(look_up, run_id=0)
    run_jobs()
    assert (service.requests, job_states()) == ([], ["succeeded", "succeeded"])


def job_states() -> list[Any]:
    jobs = ProcrastinateJob.objects.filter(task_name="references.tasks.look_up").order_by("pk")
    return [*jobs.values_list("status", flat=True)]
