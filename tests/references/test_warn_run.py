"""The nightly check as a whole: command and jobs against a server of our own, with everything that can go wrong."""

import io
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.jobs import enqueue
from references import tasks
from references.actions import completing
from references.lookup import services
from references.models import CitationCount, ImportBatch, LookupRun, Notice, PastedList, SourceCheck, Work
from references.models.import_batch import KEPT
from references.models.lookup import RunKind
from tests.factories import make_editor, make_work
from tests.references import service_notices as documents
from tests.references.looking import point_at, run_jobs, service  # noqa: F401
from tests.references.service import Reply, Request, Service
from tests.references.service_documents import DOI
from tests.references.service_notices import CSV_HEAD, csv_row, europepmc_counts, link, update

pytestmark = pytest.mark.django_db
LIST, SUMMARIES, SEARCH = "/crossref/works", "/pubmed/esummary.fcgi", "/europepmc/search"
RETRACTED = {
    "updated-by": [update("retraction", "10.1000/notice", on=[2020, 2, 3])],
    "is-referenced-by-count": 7,
}


def run(*arguments: str) -> tuple[str, str, int]:
    """The command's output, its errors and its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as error:
        code = int(error.code or 0)
    return out.getvalue(), err.getvalue(), code


@pytest.fixture
def told(service: Service) -> Service:  # noqa: F811
    """Crossref and PubMed know three works, one of them retracted."""
    service.says(LIST, documents.Crossref({"10.1000/a": RETRACTED, "10.1000/b": {}}).listed)
    service.says(
        SUMMARIES, documents.PubMed({"1": ([link("Retraction in", pmid=9)], []), "2": ([], [])}).summaries
    )
    service.says(SEARCH, europepmc_counts({"1": 5, "2": 6}))
    return service


@pytest.fixture
def works() -> list[Work]:
    return [make_work(doi="10.1000/a", pmid="1"), make_work(doi="10.1000/b", pmid="2"), make_work()]


def test_a_retraction_is_found_named_and_counted(told, works):
    out, err, code = run("check_notices")
    assert code == 0, err
    assert [(each.work_id, each.kind, each.source) for each in Notice.objects.order_by("source")] == [
        (works[0].pk, "retraction", "Crossref"),
        (works[0].pk, "retraction", "PubMed"),
    ]
    assert f"/studies/{works[0].pk}/" in out
    checks = SourceCheck.objects.order_by("source", "work").values_list("work", "source", "trouble")
    assert list(checks) == [(work.pk, source, "") for source in ("crossref", "pubmed") for work in works[:2]]
    assert all(check.checked_at for check in SourceCheck.objects.all())


def test_what_was_checked_today_is_passed_over_unless_all_is_asked_for(told, works):
    run("check_notices")
    count = len(told.requests)
    run("check_notices")
    assert len(told.requests) == count
    run("check_notices", "--all")
    assert len(told.requests) == 2 * count
    SourceCheck.objects.filter(work=works[0]).update(tried_at=timezone.now() - timedelta(days=3))
    run("check_notices", "--older-than", "7")
    assert len(told.requests) == 2 * count
    run("check_notices", "--older-than", "2")
    assert told.requests[-2].params["filter"] == "doi:10.1000/a"


@pytest.mark.parametrize(
    "reply",
    [Reply(status=503), Reply(status=429), Reply(hold=True), Reply("{"), Reply("<html>Too busy</html>")],
)
def test_one_service_away_costs_nothing_and_the_other_is_asked(told, works, reply):
    run("check_notices")
    before = list(Notice.objects.order_by("pk").values())
    day = timezone.now() - timedelta(days=2)
    SourceCheck.objects.update(checked_at=day, tried_at=day)
    told.says(LIST, reply)
    out, err, code = run("check_notices")
    assert code == 1
    assert "Crossref" in err
    assert list(Notice.objects.order_by("pk").values()) == before
    crossref = SourceCheck.objects.filter(source="crossref")
    assert {check.checked_at for check in crossref} == {day}
    assert all(check.trouble for check in crossref)
    assert all(check.checked_at > day for check in SourceCheck.objects.filter(source="pubmed"))
    told.says(LIST, documents.Crossref({"10.1000/a": RETRACTED, "10.1000/b": {}}).listed)
    assert run("check_notices", "--all")[2] == 0
    assert {check.trouble for check in crossref.all()} == {""}


def test_a_service_that_is_away_is_not_asked_for_ever(told):
    for number in range(100):
        make_work(doi=f"10.1000/w{number}")
    told.says(LIST, Reply(status=503))
    assert run("check_notices")[2] == 1
    assert told.asked().count(LIST) == 3


def test_a_record_that_spoils_its_list_is_found_by_halving(told):
    works = [make_work(doi=f"10.1000/w{number}") for number in range(8)]

    def listed(request: Request) -> Reply:
        if "doi:10.1000/w5" in request.params["filter"].split(","):
            return Reply("{broken")
        return documents.Crossref({work.doi or "": RETRACTED for work in works}).listed(request)

    told.says(LIST, listed)
    out, err, code = run("check_notices")
    assert code == 1
    assert Notice.objects.count() == 7
    check = SourceCheck.objects.get(work=works[5])
    assert (check.checked_at, check.trouble, check.tried_at is None) == (None, "bad_answer", False)
    count = len(told.requests)
    assert run("check_notices")[2] == 0  # it was tried today; the next night it is asked about again
    assert len(told.requests) == count


def test_a_work_that_a_service_does_not_know_keeps_what_is_stored(told, works):
    run("check_notices")
    told.says(LIST, documents.Crossref({}).listed)
    told.says(SUMMARIES, documents.PubMed({}).summaries)
    out, err, code = run("check_notices", "--all")
    assert code == 0
    assert {each.gone_on for each in Notice.objects.all()} == {None}


def test_a_notice_that_its_source_dropped_is_named(told, works):
    run("check_notices")
    told.says(LIST, documents.Crossref({"10.1000/a": {}, "10.1000/b": {}}).listed)
    out, _, _ = run("check_notices", "--all")
    assert Notice.objects.get(source="Crossref").gone_on == timezone.localdate()
    assert Notice.objects.get(source="PubMed").gone_on is None
    assert f"[/studies/{works[0].pk}/]" in out


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "retraction_watch.csv"
    rows = [
        csv_row(1, doi="10.1000/A", pmid="1"),
        csv_row(2, doi="10.1000/b", nature="Correction"),
        csv_row(3, doi="10.1000/elsewhere"),
        csv_row(4),
        csv_row(5, doi="10.1000/a", pmid="2", nature="Expression of concern"),
    ]
    path.write_text(CSV_HEAD + "".join(rows))
    return path


def test_the_file_is_read_offline(service, works, csv_file):  # noqa: F811
    os.utime(csv_file, (datetime(2026, 11, 1, tzinfo=UTC).timestamp(),) * 2)
    out, err, code = run("check_notices", "--offline", "--csv", str(csv_file))
    assert (code, service.requests) == (0, [])
    found = Notice.objects.order_by("pk").values_list("work", "kind", "source", "key")
    assert list(found) == [
        (works[0].pk, "retraction", "Retraction Watch", "rw:1"),
        (works[1].pk, "correction", "Retraction Watch", "rw:2"),
    ]
    assert "10.1000/a / PMID 2" in err, "a row whose numbers are of two works must be named"
    assert Notice.objects.filter(kind="concern").count() == 0
    checks = SourceCheck.objects.filter(source="retraction_watch")
    assert {check.work_id for check in checks} == {work.pk for work in works[:2]}
    assert {timezone.localdate(check.checked_at) for check in checks} == {date(2026, 11, 1)}
    again = run("check_notices", "--offline", "--csv", str(csv_file))
    assert Notice.objects.count() == 2
    assert again[2] == 0


def test_a_row_that_left_the_file_is_called_gone_and_kept(works, csv_file):
    others = [csv_row(number, doi=f"10.1000/other{number}") for number in range(10, 30)]
    rows = [csv_row(2, doi="10.1000/b", nature="Correction"), *others]
    csv_file.write_text(CSV_HEAD + csv_row(1, doi="10.1000/a") + "".join(rows))
    run("check_notices", "--offline", "--csv", str(csv_file))
    csv_file.write_text(CSV_HEAD + "".join(rows))
    assert run("check_notices", "--offline", "--csv", str(csv_file))[2] == 0
    assert [(each.work_id, each.gone_on is None) for each in Notice.objects.order_by("pk")] == [
        (works[0].pk, False),
        (works[1].pk, True),
    ]


def test_a_file_that_breaks_off_is_used_but_calls_nothing_gone(works, csv_file):
    run("check_notices", "--offline", "--csv", str(csv_file))
    SourceCheck.objects.all().delete()
    csv_file.write_text(CSV_HEAD + csv_row(9, doi="10.1000/b", nature="Retraction") + "10,cut sho")
    out, err, code = run("check_notices", "--offline", "--csv", str(csv_file))
    assert code == 1
    assert {each.gone_on for each in Notice.objects.all()} == {None}
    assert Notice.objects.filter(work=works[1], kind="retraction").exists()
    assert not SourceCheck.objects.exists()


def test_a_file_cut_at_the_end_of_a_row_is_used_but_calls_nothing_gone(works, csv_file):
    run("check_notices", "--offline", "--csv", str(csv_file))
    SourceCheck.objects.all().delete()
    csv_file.write_text(CSV_HEAD + csv_row(9, doi="10.1000/b", nature="Retraction"))
    out, err, code = run("check_notices", "--offline", "--csv", str(csv_file))
    assert code == 1
    assert "Rijen in dit bestand: 1. In het vorige volledige bestand: 5." in err
    assert {each.gone_on for each in Notice.objects.all()} == {None}
    assert Notice.objects.filter(work=works[1], kind="retraction").exists()
    assert not SourceCheck.objects.exists()
    assert run("check_notices", "--offline", "--csv", str(csv_file))[2] == 1, "the cut file is no measure"
    assert run("check_notices", "--offline", "--smaller", "--csv", str(csv_file))[2] == 0
    assert Notice.objects.filter(gone_on__isnull=False).count() == 2
    assert SourceCheck.objects.exists()
    assert run("check_notices", "--offline", "--csv", str(csv_file))[2] == 0


@pytest.mark.parametrize("arguments", [(), ("--smaller",)])
def test_a_file_of_only_a_header_says_nothing(works, tmp_path, arguments):
    path = tmp_path / "x.csv"
    path.write_text(CSV_HEAD)
    assert run("check_notices", "--offline", "--csv", str(path), *arguments)[2] == 1
    assert not SourceCheck.objects.exists()


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "<html></html>"])
def test_another_file_is_refused(works, tmp_path, text):
    path = tmp_path / "x.csv"
    path.write_text(text)
    with pytest.raises(CommandError) as caught:
        run("check_notices", "--offline", "--csv", str(path))
    assert caught.value.returncode == 2
    assert not SourceCheck.objects.exists()


def test_a_missing_file_and_impossible_options_are_refused(settings, tmp_path):
    for arguments in (("--csv", str(tmp_path / "nothing.csv")), ("--offline",), ("--older-than", "0")):
        with pytest.raises(CommandError) as caught:
            run("check_notices", *arguments)
        assert caught.value.returncode == 2
    with pytest.raises(CommandError):
        run("refresh_counts", "--limit", "0")


def test_a_number_that_changed_is_asked_about_at_once_and_its_old_check_goes(told, works):
    run("check_notices")
    Work.objects.filter(pk=works[0].pk).update(doi="10.1000/b2")
    day = SourceCheck.objects.get(work=works[0], source="pubmed").checked_at
    told.says(LIST, Reply("{broken"))
    assert run("check_notices")[2] == 1
    check = SourceCheck.objects.get(work=works[0], source="crossref")
    assert (check.checked_at, check.known_as) == (None, "doi:10.1000/b2")
    told.says(LIST, documents.Crossref({"10.1000/b2": {}}).listed)
    SourceCheck.objects.filter(work=works[0], source="crossref").update(tried_at=None)
    assert run("check_notices")[2] == 0
    check.refresh_from_db()
    assert check.checked_at
    assert Notice.objects.get(work=works[0], source="Crossref").gone_on is None
    assert SourceCheck.objects.get(work=works[0], source="pubmed").checked_at == day


def test_counts_are_refreshed_within_a_limit_longest_ago_first(told, works):
    out, err, code = run("refresh_counts", "--limit", "1")
    assert code == 0
    assert {each.work_id for each in CitationCount.objects.all()} == {works[0].pk}
    run("refresh_counts", "--limit", "5")
    found = CitationCount.objects.order_by("work", "source").values_list("work", "source", "count")
    assert list(found) == [
        *((works[0].pk, "Crossref", 7), (works[0].pk, "Europe PMC", 5)),
        *((works[1].pk, "Crossref", 0), (works[1].pk, "Europe PMC", 6)),
    ]
    told.says(SEARCH, Reply(status=500))
    SourceCheck.objects.update(tried_at=None)
    before = list(CitationCount.objects.order_by("pk").values())
    assert run("refresh_counts")[2] == 1
    assert list(CitationCount.objects.order_by("pk").values()) == before


def test_the_jobs_of_a_night_check_everything(told, run_jobs, settings, csv_file):  # noqa: F811
    works = [make_work(doi="10.1000/a", pmid="1"), make_work(doi="10.1000/b", pmid="2")]
    settings.RETRACTION_WATCH_CSV = str(csv_file)
    enqueue(tasks.check_everything, timestamp=int(timezone.now().timestamp()))
    run_jobs()
    assert {each.status for each in ProcrastinateJob.objects.all()} == {"succeeded"}
    assert {each.source for each in Notice.objects.filter(work=works[0])} == {
        "Crossref",
        "PubMed",
        "Retraction Watch",
    }
    assert {each.source for each in CitationCount.objects.all()} == {"Crossref", "Europe PMC"}


def test_a_long_list_is_checked_in_parts_and_each_part_asks_for_the_next(told, run_jobs):  # noqa: F811
    works = [make_work(doi=f"10.1000/w{number}") for number in range(205)]
    told.says(LIST, documents.Crossref({work.doi or "": {} for work in works}).listed)
    before = (timezone.now() - timedelta(hours=20)).isoformat()
    enqueue(tasks.check_notices, source="crossref", before=before)
    run_jobs()
    assert SourceCheck.objects.filter(checked_at__isnull=False).count() == 205
    assert ProcrastinateJob.objects.filter(task_name="references.tasks.check_notices").count() == 2


def test_a_job_waits_for_a_service_and_goes_on(told, run_jobs):  # noqa: F811
    make_work(doi="10.1000/a")
    told.says(LIST, Reply(status=503))
    enqueue(tasks.check_notices, source="crossref", before=timezone.now().isoformat())
    run_jobs()
    job = ProcrastinateJob.objects.get(task_name="references.tasks.check_notices")
    assert (job.status, job.attempts) == ("todo", 1)
    assert not Notice.objects.exists()


def test_the_timetable_holds_the_nightly_jobs():
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"references.tasks.check_everything", "references.tasks.prune_uploads"} <= names


def test_uploads_that_nobody_confirmed_go(run_jobs):  # noqa: F811
    ann = make_editor()
    old = ImportBatch.objects.create(
        by=ann, name="oud.ris", format="ris", data=b"", at=timezone.now() - KEPT * 2
    )
    new = ImportBatch.objects.create(by=ann, name="nieuw.ris", format="ris", data=b"")
    enqueue(tasks.prune_uploads, timestamp=0)
    run_jobs()
    assert list(ImportBatch.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk


def test_pasted_lists_go_after_their_time_whether_somebody_pastes_or_not(run_jobs):  # noqa: F811
    ann, study = make_editor(), make_work()
    facts = {"work": study, "by": ann, "text": "a", "lines": [], "seen": ""}
    PastedList.objects.create(**facts, at=timezone.now() - KEPT * 2 - timedelta(days=30))
    new = PastedList.objects.create(**facts)
    enqueue(tasks.prune_uploads, timestamp=0)
    run_jobs()
    assert list(PastedList.objects.values_list("pk", flat=True)) == [new.pk]


def test_a_look_up_stores_what_it_finds_at_once(service):  # noqa: F811
    work = Work.objects.create(doi=DOI)
    completing.start(work=work, kind=RunKind.WORK, by=None)
    with services() as clients:
        completing.advance(run=LookupRun.objects.get(), clients=clients)
    found = work.notices.order_by("source").values_list("kind", "source", "date")
    assert list(found) == [
        ("retraction", "Crossref", date(2020, 2, 3)),
        ("correction", "PubMed", date(2018, 1, 1)),
    ]
    assert {(each.source, each.count) for each in work.citation_counts.all()} == {
        ("Crossref", 14),
        ("Europe PMC", 12),
    }
