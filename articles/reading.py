"""What reader pages ask of the articles: plain values, a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.enums import SourceKind, TopicKind
from articles.models import Article, Related, Source, Topic, TopicTag
from references.models import Work
from references.presenting import StudyFacts
from references.reading import Line, reference_lists, with_parts

RELATED_SHOWN = 8
ABOUT_SHOWN = 50


@dataclass
class Study:
    """A work that the article stands on, with its reference list."""

    facts: StudyFacts
    kind: str
    lines: list[Line]

    @property
    def discussed(self) -> bool:
        """Whether this is a study that the article explains."""
        return self.kind == SourceKind.DISCUSSED


@dataclass
class ArticlePage:
    """Everything the article page shows, apart from the thread."""

    article: Article
    studies: list[Study] = field(default_factory=list)
    topics: list[tuple[str, str]] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)

    @property
    def cited_studies(self) -> list[Study]:
        """Works that the explanation mentions beside the study itself."""
        return [study for study in self.studies if not study.discussed]

    @property
    def source_line(self) -> str:
        """ "30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40": made from fields, never typed."""
        moment = self.article.published_at
        source = next((study.facts.source for study in self.studies if study.discussed), "")
        values = {"date": date_format(moment, "j F Y") if moment else _("not published"), "source": source}
        return (_("%(date)s: Source: %(source)s") if source else "%(date)s") % values


def page_of(article: Article) -> ArticlePage:
    """Read what belongs to `article`: four queries, whatever it holds."""
    return ArticlePage(
        article=article,
        studies=_studies(article),
        topics=list(Topic.objects.filter(items__content_object=article).values_list("name", "slug")),
        related=_related(article),
    )


def _studies(article: Article) -> list[Study]:
    works = Work.objects.filter(sources__article=article).annotate(
        kind=F("sources__kind"), place=F("sources__position"), **with_parts()
    )
    found = list(works.order_by("place", "pk"))
    lists = reference_lists([work.pk for work in found if work.kind == SourceKind.DISCUSSED])
    return [Study(StudyFacts(work), work.kind, lists.get(work.pk, [])) for work in found]


def _related(article: Article) -> list[tuple[str, str]]:
    """Titles and addresses of live related articles: chosen ones first, each once."""
    rows = Related.objects.filter(article=article, other__in=Article.objects.live())
    pairs = rows.order_by("kind", "position").values_list("other__title", "other__slug")
    return list(dict.fromkeys(pairs))[:RELATED_SHOWN]


def topics_by_kind() -> list[tuple[str, list[tuple[str, str]]]]:
    """Topics that have something to read, grouped by kind, in the order of the kinds; one query."""
    used = TopicTag.objects.filter(tag=OuterRef("pk"), content_object__in=Article.objects.live())
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in TopicKind.values}
    rows = Topic.objects.filter(Exists(used)).values_list("kind", "name", "slug")
    for kind, name, slug in sorted(rows, key=lambda row: row[1].casefold()):
        groups[kind].append((name, slug))
    return [(str(TopicKind(kind).label), topics) for kind, topics in groups.items() if topics]


def articles_about(work_pk: int) -> list[tuple[str, str, str]]:
    """Live articles that explain this work, mention it, or explain a study that cites it: how, title, address."""
    live = Article.objects.live()
    direct = Source.objects.filter(work=work_pk, article__in=live).values_list("kind", "article__title", "article__slug")
    citing = Source.objects.filter(work__citations__cited=work_pk, kind=SourceKind.DISCUSSED, article__in=live)
    rows = [
        *direct.order_by("-article__published_at")[:ABOUT_SHOWN],
        *citing.order_by("-article__published_at").values_list(
            Value("cites"), "article__title", "article__slug"
        )[:ABOUT_SHOWN],
    ]
    once: dict[str, tuple[str, str, str]] = {}
    for kind, title, slug in rows:
        once.setdefault(slug, (kind, title, slug))
    return list(once.values())
