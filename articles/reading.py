"""What reader pages ask of the articles: plain values in a fixed number of queries, whatever they hold."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import JSONArray
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.enums import SourceKind, TopicKind
from articles.models import Article, Related, Source, Topic, TopicTag
from config.kit.prepared import Prepared
from references.listing import Line, list_html
from references.models import Citation
from references.presenting import Study
from references.reading import LINE_COLUMNS, line_of, study_json

RELATED_SHOWN = 8
LATEST_SHOWN = 8
ABOUT_SHOWN = 50

Link = tuple[str, str]
"""Title and address part."""


class ArticlePage:
    """Everything the article page shows, apart from the thread."""

    def __init__(self, article: Article, studies: list[str], topics: list[str], related: list[str]) -> None:
        """Take the article and the JSON texts of its parts, as `_parts` gives them."""
        self.article = article
        lists = _lists(article.pk) if studies else {}
        works = [json.loads(text) for text in studies]
        self.studies = [_StudyOnPage(work, lists.get(work["id"], [])) for work in works]
        self.topics: list[Link] = [tuple(json.loads(text)) for text in topics]
        # A hint and an automatic row may name the same article: each once, the chosen ones first.
        self.related: list[Link] = list(dict.fromkeys(tuple(json.loads(text)) for text in related))[
            :RELATED_SHOWN
        ]

    @property
    def discussed(self) -> "list[_StudyOnPage]":
        """The studies that the article explains."""
        return [study for study in self.studies if study.kind == SourceKind.DISCUSSED]

    @property
    def mentioned(self) -> "list[_StudyOnPage]":
        """Works that the explanation mentions beside the study itself."""
        return [study for study in self.studies if study.kind != SourceKind.DISCUSSED]

    @property
    def warned(self) -> "list[_StudyOnPage]":
        """Studies with a banner above the explanation: those that it explains, and others where it matters much."""
        return [
            study
            for study in self.studies
            if study.banner and (study.kind == SourceKind.DISCUSSED or study.banner.is_loud)
        ]

    @property
    def warnings_need_names(self) -> bool:
        """Whether "this study" in a banner could be another one than the one that is explained."""
        return len(self.discussed) > 1 or any(study.kind != SourceKind.DISCUSSED for study in self.warned)

    @property
    def has_references(self) -> bool:
        """Whether the first study has a reference list, to which the page can lead."""
        return bool(self.discussed and self.discussed[0].lines)

    @property
    def summary(self) -> SafeString:
        """The explanation: sanitised when it was stored (`RichTextField`)."""
        return mark_safe(str(self.article.summary))  # noqa: S308

    @property
    def source_line(self) -> str:
        """ "30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40": made from fields, never typed."""
        source = next((study.source for study in self.discussed), "")
        return source_line(self.article.published_at, source)


class _StudyOnPage(Study):
    """A study with its reference list."""

    def __init__(self, values: dict[str, Any], lines: list[Line]) -> None:
        super().__init__(values)
        self.kind: str = values["kind"]
        self.lines = lines

    @property
    def list_html(self) -> SafeString:
        """The reference list as items of an `<ol>`."""
        return list_html(self.lines)


def _lists(article_pk: int) -> dict[int, list[Line]]:
    """The reference lists of all works that an article stands on, by work: one query, however many works."""
    lists: dict[int, list[Line]] = {}
    for citing, *row in _LISTS.rows(article_pk):
        lists.setdefault(citing, []).append(line_of(row))
    return lists


_LISTS = Prepared(
    lambda pk: (
        Citation.objects.filter(citing__sources__article=pk)
        .order_by("citing", "position")
        .values_list("citing_id", *LINE_COLUMNS)
    ),
    int,
)


def source_line(moment: datetime | date | None, source: str) -> str:
    """Date of publication and source on one line; only the date where the source is not known."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    values = {"date": date_format(moment, "j F Y") if moment else _("not published yet"), "source": source}
    return (_("%(date)s: Source: %(source)s") if source else "%(date)s") % values


def _pairs(queryset: QuerySet[Any], title: str, slug: str) -> ArraySubquery:
    """Rows as JSON lists of title and address part."""
    return ArraySubquery(queryset.values(json=JSONArray(title, slug)))


def _parts(articles: QuerySet[Article]) -> QuerySet[Any, Any]:
    """The columns of the page: the article's own, then studies, topics and related articles as JSON."""
    here = OuterRef("pk")
    sources = Source.objects.filter(article=here).order_by("position", "pk")
    related = Related.objects.filter(article=here, other__in=Article.objects.live()).order_by(
        "kind", "position"
    )
    topics = TopicTag.objects.filter(content_object=here).order_by("tag__kind", "tag__name")
    return articles.values_list(
        *_COLUMNS,
        ArraySubquery(sources.values(json=study_json("work__", kind="kind"))),
        _pairs(topics, "tag__name", "tag__slug"),
        _pairs(related, "other__title", "other__slug"),
    )


_COLUMNS = ("id", "title", "slug", "lead", "summary", "byline", "status", "published_at", "reviewed_on")
_LIVE = Prepared(lambda slug: _parts(Article.objects.live().filter(slug=slug)), str)
_ANY = Prepared(lambda pk: _parts(Article.objects.filter(pk=pk)), int)


def live_page(slug: str) -> ArticlePage | None:
    """The live article at this address with all its parts, in one query; None when there is none."""
    rows = _LIVE.rows(slug)
    if not rows:
        return None
    values = rows[0]
    return ArticlePage(Article(**dict(zip(_COLUMNS, values, strict=False))), *values[len(_COLUMNS) :])


def desk_page(article: Article) -> ArticlePage:
    """The same for the editors' desk: `article` as it is in hand (perhaps not saved), its parts as they are stored."""
    rows = _ANY.rows(article.pk) if article.pk else []
    return ArticlePage(article, *(rows[0][len(_COLUMNS) :] if rows else ([], [], [])))


class Card(NamedTuple):
    """What a list shows of an article."""

    title: str
    slug: str
    lead: str
    published_at: datetime


_LATEST = Prepared(lambda: Article.objects.live().newest_first().values_list(*Card._fields)[:LATEST_SHOWN])
_TOPICS = Prepared(
    lambda: Topic.objects.filter(
        Exists(TopicTag.objects.filter(tag=OuterRef("pk"), content_object__in=Article.objects.live()))
    ).values_list("kind", "name", "slug")
)


def latest() -> list[Card]:
    """The newest live articles, for the home page; one query."""
    return [Card(*row) for row in _LATEST.rows()]


def topics_by_kind() -> list[tuple[str, list[Link]]]:
    """Topics that have something to read, grouped by kind, in the order of the kinds; one query."""
    groups: dict[str, list[Link]] = {kind: [] for kind in TopicKind.values}
    for kind, name, slug in sorted(_TOPICS.rows(), key=lambda row: row[1].casefold()):
        groups[kind].append((name, slug))
    return [(str(TopicKind(kind).label), topics) for kind, topics in groups.items() if topics]


def _about(how: Any, **sources: Any) -> QuerySet[Any, Any]:
    rows = Source.objects.filter(article__in=Article.objects.live(), **sources).order_by(
        "-article__published_at"
    )
    return rows.values_list(how, "article__title", "article__slug")[:ABOUT_SHOWN]


_ABOUT = Prepared(lambda pk: _about("kind", work=pk), int)
_CITING = Prepared(
    lambda pk: _about(Value("cites"), work__citations__cited=pk, kind=SourceKind.DISCUSSED), int
)


def articles_about(work_pk: int) -> list[tuple[str, str, str]]:
    """Live articles that explain this work, mention it, or explain a study that cites it: how, title, address part."""
    once: dict[str, tuple[str, str, str]] = {}
    for kind, title, slug in [*_ABOUT.rows(work_pk), *_CITING.rows(work_pk)]:
        once.setdefault(slug, (kind, title, slug))
    return list(once.values())
