"""What reactions cost: a long thread, many readers who send at once, and the moderators' page before a long queue."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from articles.enums import Status
from articles.models import Article
from comments import stamp
from comments.enums import State
from comments.models import Comment
from config.bench import posting, waiting
from config.bench.processes import cpu_seconds
from config.bench.references import counted
from config.bench.running import BenchError, free_port, server
from config.demo.ports import answers
from config.supervision import stop_all

LONG = 1_000  # reactions of the thread
QUEUE = 100_000
AT_ONCE = 64
SENT = 640
ROUNDS = 20
AIM_THREAD_MS, AIM_THREAD_QUERIES = 100.0, 2
AIM_QUEUE_QUERIES = 15
PATIENCE = 60.0
_PAGE = "/beheer/comments/comment/"


@dataclass(frozen=True)
class Timed:
    """The best of some rounds in milliseconds, its CPU in Python, its queries, and the least that could be.

    Where milliseconds are far above the CPU, the database or other programs had the machine. For `post` the numbers are
    those of one reaction among many at once; `per_second` is told instead of queries.
    """

    name: str
    milliseconds: float
    least: float
    cpu: float = 0.0
    queries: int = 0
    per_second: float = 0.0
    lost: int = 0

    @property
    def times_least(self) -> float:
        """How many times the least it costs."""
        return self.milliseconds / self.least if self.least else 0.0


def forget() -> None:
    """Empty what a run stores, so that the next finds what the first found."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE comments_comment, articles_article, procrastinate_jobs CASCADE")


def measure(folder: Path, note: Callable[[str], None]) -> list[Timed]:
    """Measure the three, one after the other, on articles of their own."""
    note("thread")
    thread = _thread()
    note("post")
    post = _post(folder)
    note("queue")
    queue = _queue()
    return [thread, post, queue]


def _article(slug: str) -> Article:
    moment = timezone.now() - timedelta(days=30)
    return Article.objects.create(
        title=f"Bench: {slug}",
        slug=slug,
        summary="<p>Uitleg.</p>",
        status=Status.PUBLISHED,
        published_at=moment,
    )


def _thread() -> Timed:
    """A thread of a thousand on three levels, rendered by the tag of the article's page."""
    article, now = _article("bench-thread"), timezone.now()
    made: list[Comment] = []
    for number in range(LONG):
        above = made[-1 - number % 7] if number % 3 and len(made) > 7 else None
        deep = above is not None and above.depth == 3
        comment = Comment(
            article=article,
            parent=None if deep else above,
            in_reply_to=above if deep else None,
            name=f"Lezer {number}",
            email=f"lezer{number}@example.org",
            text=f"Reactie {number}. " + "Ik had na de behandeling veel last van moeheid. " * 6,
            consent_at=now,
            state=State.PLACED,
            placed_at=now,
        )
        (comment.pk,) = Comment.objects.reserve_ids(1)
        comment.take_place()
        made.append(comment)
    Comment.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    template = Template("{% load comment_thread %}{% comment_thread article %}")
    context = Context({"article": article})
    assert template.render(context).count('id="reactie-') == LONG  # noqa: S101 - else something else is measured

    def least() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT body_html FROM comments_comment WHERE article_id = %s ORDER BY path", [article.pk]
            )
            "".join(body for (body,) in cursor.fetchall())

    milliseconds, cpu, queries = _best(lambda: template.render(context))
    return Timed("thread", milliseconds, _best(least)[0], cpu, queries)


def _post(folder: Path) -> Timed:
    """Readers at once over a real gunicorn; the least is storing the same words in a bare table, one after another."""
    slug = "bench-post"
    _article(slug)
    forms = [
        {
            "name": f"Lezer {number}",
            "email": f"schrijver{number}@example.org",
            "kind": "experience",
            "text": f"Verhaal {number}. " + "Ik had na de behandeling veel last van moeheid. " * 6,
            "consent": "on",
            "website": "",
            "op": "",
            "stamp": stamp.fresh(slug, seconds_ago=60),
        }
        for number in range(SENT + AT_ONCE)
    ]
    address = f"/reacties/{slug}/nieuw/"
    with _site(folder, address) as (port, process):
        posting.send(port, address, forms[SENT:], at_once=AT_ONCE)  # connections, templates, prepared queries
        before = cpu_seconds(process)
        sent = posting.send(port, address, forms[:SENT], at_once=AT_ONCE)
        cpu = (cpu_seconds(process) - before) * 1_000 / SENT
    thanked, stored = len(sent.acknowledged()), Comment.objects.filter(article__slug=slug).count()
    if not thanked:
        raise BenchError(f"no reaction was taken; the first answer was {sent.answers[0]}")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_words (id bigserial PRIMARY KEY, words text)")
        started = time.perf_counter()
        for form in forms[:SENT]:
            cursor.execute("INSERT INTO bench_words (words) VALUES (%s)", [form["text"]])
        least = (time.perf_counter() - started) * 1_000 / SENT
        cursor.execute("DROP TABLE bench_words")
    each = sent.seconds * 1_000 / SENT
    lost = abs(stored - AT_ONCE - thanked) + SENT - thanked
    return Timed("post", each, least, cpu, per_second=thanked / sent.seconds, lost=lost)


def _queue() -> Timed:
    """The moderators' page before a hundred thousand; the least is fetching its rows by the queue's index."""
    waiting.fill(_article("bench-queue"), QUEUE)
    client = Client()
    client.force_login(User.objects.create_superuser(f"bench-{time.time_ns()}"))

    def least() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM comments_comment WHERE state = 'waiting' OR edit_waiting"
                " ORDER BY priority DESC, queued_at, id LIMIT 26"
            )
            cursor.fetchall()

    def look() -> None:
        assert client.get(_PAGE).status_code == 200  # noqa: S101 - else something else is measured

    milliseconds, cpu, queries = _best(look)
    return Timed("queue", milliseconds, _best(least)[0], cpu, queries)


def _best(work: Callable[[], object]) -> tuple[float, float, int]:
    """The best of some rounds in milliseconds with its CPU and queries; one round before it warms up."""
    work()
    found = []
    for _turn in range(ROUNDS):
        started, cpu = time.perf_counter(), time.process_time()
        with counted() as queries:
            work()
        found.append(
            ((time.perf_counter() - started) * 1_000, (time.process_time() - cpu) * 1_000, queries[0])
        )
    return min(found)


@contextmanager
def _site(folder: Path, path: str) -> Iterator[tuple[int, int]]:
    """The site with two workers, as its port and the number of its first process."""
    port = free_port()
    child = server(
        "site",
        "config.wsgi",
        port,
        folder,
        TRUSTED_PROXIES="127.0.0.1/32",
        STATIC_ROOT=str(settings.STATIC_ROOT),
    )
    try:
        child.start()
        deadline = time.monotonic() + PATIENCE
        while not answers(port, path):
            if child.process is None or child.process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"site: {child.last_words()}")
            time.sleep(0.05)
        yield port, child.process.pid if child.process else 0
    finally:
        stop_all([child])
