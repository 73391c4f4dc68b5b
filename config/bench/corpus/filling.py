"""Invented articles → rows, in one transaction: a filling that was cut short leaves nothing behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from django.db import transaction

from articles.enums import RelatedKind, SourceKind, Status
from articles.models import Article, Related, Source, Topic, TopicTag
from comments.models import Comment
from config.bench.corpus import dutch, studies, works
from config.bench.corpus.reactions import thread
from config.bench.corpus.studies import Facts
from config.bench.corpus.words import KINDS
from config.kit.html import to_text
from config.kit.text import slug_of
from references.models import AbstractSection, Citation, CitationCount, TrialRegistration, Work

# Fixed moments, so that the same seed gives the same site on every day.
FIRST_DAY, LAST_DAY = datetime(2012, 1, 2, 9, tzinfo=UTC), datetime(2025, 6, 30, 9, tzinfo=UTC)
BYLINE = "proefcorpus (verzonnen studie)"
AT_ONCE = 50  # articles per round of statements
RELATED = 5
SHARED = 0.2  # how often a reference is a work that an earlier study cited as well

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much to make."""

    articles: int
    references: int
    reactions: int
    seed: int


@dataclass
class _Told:
    """An article in the making, with the facts behind it."""

    facts: Facts
    article: Article
    topics: list[str]
    study: Work
    cited: list[Work] = field(default_factory=list)


@transaction.atomic
def fill(size: Size, progress: Progress) -> None:
    """Make the rows; `progress` is told how many of the articles are done."""
    random = Random(size.seed)  # noqa: S311 - invented texts, no secrets
    makers = works.Makers(random, start=Work.objects.values_list("pk", flat=True).first() or 0)
    topics = _topics()
    slugs = set(Article.objects.values_list("slug", flat=True))
    told: list[_Told] = []
    for start in range(0, size.articles, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, size.articles))
        batch = [_invent(random, makers, number, size, slugs) for number in numbers]
        for each in batch:
            each.cited = makers.reference_list(each.study, each.facts, size.references, shared=SHARED)
        _store_works(random, batch, makers)
        _store_articles(random, batch, topics)
        Comment.objects.create_many(
            [
                comment
                for each in batch
                for comment in thread(random, each.article, each.facts, size.reactions)
            ]
        )
        told += batch
        progress(len(told), size.articles)
    _relate(told)


def _topics() -> dict[str, Topic]:
    """All topics by name; those that an editor made already are used as they are."""
    wanted = [
        Topic(name=term.topic, slug=slug_of(term.topic), kind=kind) for kind, terms in KINDS for term in terms
    ]
    Topic.objects.bulk_create(wanted, ignore_conflicts=True)
    return {topic.name: topic for topic in Topic.objects.filter(name__in=[topic.name for topic in wanted])}


def _invent(random: Random, makers: works.Makers, number: int, size: Size, slugs: set[str]) -> _Told:
    moment = FIRST_DAY + (LAST_DAY - FIRST_DAY) * (number + 1) / size.articles
    facts = studies.invent(random, before=moment.date())
    story = dutch.story(random, facts)
    article = Article(
        title=story.title,
        slug=_free_slug(story.title, slugs),
        lead=story.lead,
        summary=story.summary,
        summary_text=to_text(story.summary),  # `save` does this; a bulk insert does not pass there
        byline=BYLINE,
        status=Status.PUBLISHED,
        published_at=moment,
        created_at=moment,
        reviewed_on=moment.date() if random.random() < 0.5 else None,
    )
    topics = [facts.cancer.topic]
    topics += [facts.treatment.topic] if random.random() < 0.9 else []
    topics += [facts.design.topic] if random.random() < 0.8 else []
    return _Told(facts, article, topics, makers.study(facts))


def _free_slug(title: str, taken: set[str]) -> str:
    """The address for this title; a number behind it where another article has it already."""
    slug = first = slug_of(title)
    number = 2
    while slug in taken:
        slug, number = f"{first}-{number}", number + 1
    taken.add(slug)
    return slug


def _store_works(random: Random, batch: list[_Told], makers: works.Makers) -> None:
    """The studies, what they cite, and everything that belongs to them."""
    Work.objects.bulk_create(makers.take_new())
    Citation.objects.bulk_create(
        works.citation(random, each.study, work, position)
        for each in batch
        for position, work in enumerate(each.cited, start=1)
    )
    AbstractSection.objects.bulk_create(
        section for each in batch for section in works.abstract(random, each.study, each.facts)
    )
    TrialRegistration.objects.bulk_create(works.registration(each.study) for each in batch)
    CitationCount.objects.bulk_create(
        CitationCount(
            work=each.study, count=random.randint(1, 400), source="Proefcorpus", as_of=_day(each.article)
        )
        for each in batch
    )


def _day(article: Article) -> date:
    assert article.published_at  # noqa: S101 - every article of the corpus is published
    return article.published_at.date()


def _store_articles(random: Random, batch: list[_Told], topics: dict[str, Topic]) -> None:
    """The articles with their sources and topics; one in six also mentions a work of the study's list."""
    Article.objects.bulk_create(each.article for each in batch)
    Source.objects.bulk_create(
        Source(article=each.article, work=each.study, kind=SourceKind.DISCUSSED) for each in batch
    )
    Source.objects.bulk_create(
        Source(article=each.article, work=each.cited[0], kind=SourceKind.CITED, position=2)
        for each in batch
        if each.cited and random.random() < 1 / 6
    )
    TopicTag.objects.bulk_create(
        TopicTag(tag=topics[name], content_object=each.article) for each in batch for name in each.topics
    )


def _relate(told: list[_Told]) -> None:
    """Related articles as `articles.actions.relating` would choose them: shared topics first, then the newest."""
    under: dict[str, list[int]] = {}
    for number, each in enumerate(told):
        for name in each.topics:
            under.setdefault(name, []).append(number)
    rows = []
    for number, each in enumerate(told):
        shared: dict[int, int] = {}
        for name in each.topics:
            for other in under[name]:
                if other != number:
                    shared[other] = shared.get(other, 0) + 1
        nearest = sorted(shared, key=lambda other: (-shared[other], -other))[:RELATED]
        rows += [
            Related(
                article=each.article, other=told[other].article, kind=RelatedKind.AUTOMATIC, position=position
            )
            for position, other in enumerate(nearest, start=1)
        ]
    Related.objects.bulk_create(rows, batch_size=5_000)
