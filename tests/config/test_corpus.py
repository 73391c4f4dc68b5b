"""`make_corpus` fills a database that readers can walk through; the bench's arithmetic is right. Nothing measures time."""

import io
import json
import os
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Related, Source, Topic, TopicTag
from comments.enums import State
from comments.models import Comment
from config.bench import bare, figures, load, machine, pages, processes, running, stock
from config.bench.corpus import studies
from config.bench.corpus.filling import Size
from config.bench.corpus.reactions import thread
from config.kit.html import sanitize
from references.models import AbstractSection, Citation, CitationCount, TrialRegistration, Work
from tests.factories import A_DAY, make_article


def make(**options: Any) -> str:
    """Run the command with three articles and return what it said."""
    said = io.StringIO()
    call_command("make_corpus", **{"articles": 3, "references": 4, "reactions": 6, **options}, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_everything_is_made_in_the_numbers_asked_for() -> None:
    assert "3" in make()
    assert Article.objects.live().count() == 3
    assert Citation.objects.count() == 12
    assert AbstractSection.objects.count() == 12
    assert TrialRegistration.objects.count() == CitationCount.objects.count() == 3
    assert Source.objects.filter(kind="discussed").count() == 3
    assert Comment.objects.placed().count() == 18
    assert {tag.tag.kind for tag in TopicTag.objects.select_related("tag")} == {
        "cancer_type",
        "treatment",
        "study_type",
    }
    assert Topic.objects.count() == 40


@pytest.mark.django_db
def test_every_page_of_it_opens(client: Client) -> None:
    make()
    addresses = pages.addresses()
    studied = Work.objects.values_list("pk", flat=True)
    for path in [path for paths in addresses.values() for path in paths] + [
        f"/studies/{pk}/" for pk in studied
    ]:
        assert client.get(path).status_code == 200, path
    assert len(addresses["article"]) == 3


@pytest.mark.django_db
def test_an_article_page_holds_what_was_made(client: Client) -> None:
    make(reactions=2)
    article = Article.objects.live().newest_first()[0]
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.count('<li id="ref-') == 4
    assert page.count('<article class="reaction') == 2
    assert page.count("<h3>Background</h3>") == 1


@pytest.mark.django_db
def test_the_explanation_is_stored_clean_and_searchable() -> None:
    make(articles=1)
    article = Article.objects.get()
    assert article.summary == sanitize(article.summary)
    assert article.summary_text.count("\n") >= 8
    assert Article.objects.filter(search_nl="onderzoekers").exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_articles() -> None:
    def told() -> list[Any]:
        columns = ("title", "slug", "lead", "summary", "published_at")
        texts = Comment.objects.order_by("pk").values_list("text", "name", "posted_at", "depth")
        return [*Article.objects.order_by("pk").values_list(*columns), *texts]

    def empty() -> None:
        for model in (Comment, Article, Citation, Work):
            model.objects.all().delete()

    make(seed=5)
    first = told()
    empty()
    make(seed=5)
    assert told() == first
    empty()
    make(seed=6)
    assert told() != first


@pytest.mark.django_db
def test_related_articles_share_a_topic_and_are_not_the_article_itself() -> None:
    make(articles=30, references=0, reactions=0)
    assert Related.objects.exists()
    for related in Related.objects.select_related("article", "other"):
        assert related.other is not None
        assert related.article_id != related.other_id
        assert set(related.article.topics.names()) & set(related.other.topics.names())


@pytest.mark.django_db
def test_some_references_are_shared_between_studies() -> None:
    make(articles=10, references=10, reactions=0)
    assert Citation.objects.values("cited").distinct().count() < 100
    assert Work.objects.exclude(doi=None).exclude(doi__startswith="10.5555/").count() == 0


@pytest.mark.django_db
def test_a_second_run_is_refused_and_changes_nothing() -> None:
    make()
    with pytest.raises(CommandError):
        make()
    assert Article.objects.count() == 3


@pytest.mark.django_db
def test_with_add_it_comes_beside_what_is_there() -> None:
    own = make_article(title="Van de redactie")
    make(add=True)
    make(add=True)
    assert Article.objects.count() == 7
    own.refresh_from_db()
    assert own.title == "Van de redactie"


@pytest.mark.django_db
def test_a_production_database_is_refused_without_force(settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError):
        make()
    assert not Article.objects.exists()
    make(force=True)
    assert Article.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"articles": 0}, {"references": -1}, {"reactions": -1}])
def test_impossible_numbers_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        make(**wrong)


def test_a_thread_has_replies_and_sometimes_one_that_waits() -> None:
    random = Random(3)
    facts = studies.invent(random, before=date(2020, 1, 1))
    article = Article(pk=1, published_at=A_DAY)
    comments = [list(thread(random, article, facts, 30)) for _article in range(20)]
    placed = [comment for some in comments for comment in some if comment.state == State.PLACED]
    assert len(placed) == 600
    assert 0 < sum(len(some) for some in comments) - 600 < 20
    assert any(comment.answers() for comment in placed)
    assert any(comment.in_reply_to for comment in placed)


# ---- the bench's own arithmetic ----


def test_percentiles_are_nearest_rank() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert figures.percentile(values, 0.5) == 50
    assert figures.percentile(values, 0.99) == 99
    assert figures.percentile([7.0], 0.99) == figures.percentile([7.0], 0) == 7
    assert figures.percentile([], 0.5) == 0


def test_rows_divide_by_requests_and_compare_with_bare() -> None:
    page = figures.Measured("article", [4.0, 6.0], seconds=0.5, bytes=200, site_cpu=0.02, database_cpu=0.004)
    bare = figures.Measured("bare", [1.0, 1.0], seconds=0.1, bytes=200, site_cpu=0.001)
    row, least = figures.rows([page, bare], bare)
    assert row.as_json() == {
        "name": "article",
        "requests": 2,
        "per_second": 4.0,
        "p50_ms": 4.0,
        "p99_ms": 6.0,
        "cpu_ms": 10.0,
        "database_cpu_ms": 2.0,
        "bytes": 100,
        "times_bare": 20.0,
    }
    assert least.times_bare == 1


def test_a_page_without_answers_divides_by_nothing() -> None:
    nothing = figures.Measured("article")
    assert figures.rows([nothing], nothing)[0].as_json() == {"name": "article"} | dict.fromkeys(
        ("requests", "per_second", "p50_ms", "p99_ms", "cpu_ms", "database_cpu_ms", "bytes", "times_bare"), 0
    )


def test_the_table_lines_up() -> None:
    row = figures.Row("article", 10, 123.4, 1.25, 10.0, 6.543, 2.0, 35_000, 15.04)
    small = figures.Row("bare", 10, 1.0, 1.0, 1.0, 0.4, 0.0, 1, 1.0)
    heads = ("page", "req/s", "p50", "p99", "CPU", "db", "bytes", "× bare")
    assert figures.table(heads, ("artikel", "kaal"), (row, small)).splitlines() == [
        "page     req/s  p50   p99   CPU    db  bytes  × bare",
        "artikel    123  1.2  10.0  6.54  2.00  35000    15.0",
        "kaal         1  1.0   1.0  0.40  0.00      1     1.0",
    ]


STAT = "{} ({}) S {} 1 1 0 -1 4194560 100 0 0 0 {} {} {} {} 20 0 1 0 12345 1000000 200"


def test_a_stat_line_is_read_also_with_an_awkward_name() -> None:
    assert processes.parse(STAT.format(42, "gunicorn: ma) (x", 7, 10, 5, 3, 2)) == processes.Process(
        42, 7, 15, 5
    )


def test_a_family_is_the_root_and_all_below_it() -> None:
    def process(pid: int, parent: int) -> processes.Process:
        return processes.Process(pid, parent, 1, 0)

    everything = [process(4, 3), process(3, 2), process(2, 1), process(9, 1), process(1, 0)]
    assert {each.pid for each in processes.family(everything, 2)} == {2, 3, 4}
    assert processes.family(everything, 77) == []


def test_our_own_cpu_time_can_be_read_and_never_shrinks() -> None:
    before = processes.cpu_seconds(os.getpid())
    assert processes.cpu_seconds(os.getpid()) >= before >= 0


def test_busy_time_is_all_but_idle_and_waiting() -> None:
    stat = "cpu  100 1 20 5000 30 2 3 4 50 0\ncpu0 50 1 10 2500 15 1 1 2 25 0\n"
    assert processes.busy_ticks(stat) == (130, 5160)


def test_what_others_took_is_a_share() -> None:
    others = processes.Others((os.getpid(),))
    others.begin()
    assert 0 <= others.share() <= 1


def test_the_machine_is_read_from_proc() -> None:
    assert (
        machine.processor("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nmodel name\t: other\n")
        == "Some CPU @ 2 GHz"
    )
    assert machine.processor("processor : 0\n") == ""
    assert machine.memory_gb("MemFree: 1 kB\nMemTotal:       2097152 kB\n") == 2
    assert machine.memory_gb("") == 0


@pytest.mark.django_db
def test_the_machine_is_described() -> None:
    facts = machine.describe()
    assert set(facts) == {
        *("processor", "cores", "memory_gb", "system", "python", "postgresql", "load_before", "date"),
    }
    assert str(facts["postgresql"])[:2].isdigit()


def test_another_size_has_another_fingerprint() -> None:
    assert stock.fingerprint(Size(3, 1, 1, 1)) == stock.fingerprint(Size(3, 1, 1, 1))
    assert stock.fingerprint(Size(3, 1, 1, 1)) != stock.fingerprint(Size(4, 1, 1, 1))


def test_addresses_are_spread_over_all_values() -> None:
    assert pages._spread(list(range(1_000))) == list(range(0, 1_000, 5))
    assert pages._spread([1, 2]) == [1, 2]


# ---- the client, against a real server ----


class _Answers(BaseHTTPRequestHandler):
    """200 with four bytes, or 404 for /gone."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """A server of this test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_the_client_asks_exactly_so_often(port: int) -> None:
    outcome = load.run(load.Job(port, ["/a", "/b"], requests=21, seconds=60))
    assert len(outcome.milliseconds) == 21
    assert outcome.bytes == 84
    assert outcome.refused == {}


def test_the_client_tells_what_was_refused(port: int) -> None:
    outcome = load.run(load.Job(port, ["/a", "/gone"], requests=10, seconds=60))
    assert len(outcome.milliseconds) == 5
    assert outcome.refused == {"404 /gone": 5}


def test_the_client_stops_when_its_time_is_over(port: int) -> None:
    assert load.run(load.Job(port, ["/a"], requests=1_000_000, seconds=0)).milliseconds == []


def test_the_client_survives_a_server_that_is_not_there() -> None:
    outcome = load.run(load.Job(running.free_port(), ["/a"], requests=3, seconds=60))
    assert outcome.refused == {"ConnectionRefusedError /a": 3}


def test_the_client_as_a_process_and_the_sum_of_its_rounds(port: int) -> None:
    client = running.Client()
    result = figures.Measured("article")
    noted: list[str] = []
    kinds = [(result, ["/a", "/b", "/gone"], port, os.getpid())]
    try:
        running.measure(client, kinds, database=os.getpid(), requests=30, seconds=60, note=noted.append)
    finally:
        client.close()
    assert result.requests == 20
    assert sum(result.refused.values()) == 10
    assert result.site_cpu == pytest.approx(result.database_cpu, abs=0.5)
    assert noted == ["1/3 article", "2/3 article", "3/3 article"]


def test_the_bare_function_hands_out_its_page() -> None:
    begun: list[Any] = []
    assert b"".join(bare.application({}, lambda *head: begun.append(head))) == b""
    assert begun[0][0] == "200 OK"


def test_the_job_survives_the_border_between_processes() -> None:
    job = load.Job(80, ["/a"], 3, 1.5)
    assert load.Job(**json.loads(json.dumps(job.__dict__))) == job
