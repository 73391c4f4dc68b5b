"""A reader's words → live articles, best first."""

import re
from dataclasses import dataclass
from html import escape

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, FloatField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Source, TopicTag
from config.kit.text import tidy

MAX_LENGTH = 200
# Private-use characters mark the found words: they survive escaping, and no text of ours holds them.
_START, _STOP = "\ue000", "\ue001"
# PostgreSQL's parser takes what follows "<" for a tag and leaves it out of the headline: "P < 0,05" must survive.
_LESS = "\ue002"
_OPERATORS = re.compile(r"[\"-]|\bor\b", re.IGNORECASE)
_WORD = re.compile(r"\w+", re.UNICODE)
# An English hit counts less: the explanation is what readers look for, the abstract is how experts word it.
_ENGLISH_WEIGHT = 0.3


@dataclass(frozen=True)
class Wanted:
    """The reader's words as two PostgreSQL queries."""

    text: str
    dutch: SearchQuery
    english: SearchQuery


def wanted(text: str) -> Wanted | None:
    """Return the query for `text`, or None when it holds no word.

    Words also match as beginnings ("borstkanker" finds "borstkankerpatiënten"), because Dutch writes compounds as one
    word and PostgreSQL does not split them. Quotes, a minus and "or" keep their meaning (`websearch_to_tsquery`).
    """
    text = tidy(text)[:MAX_LENGTH]
    words = _WORD.findall(text)
    if not words:
        return None
    dutch = SearchQuery(text, config="dutch", search_type="websearch")
    if not _OPERATORS.search(text):
        beginnings = " & ".join(f"'{word}':*" for word in words)
        dutch = dutch | SearchQuery(beginnings, config="dutch", search_type="raw")
    return Wanted(text, dutch, SearchQuery(text, config="english", search_type="websearch"))


def search(query: Wanted) -> QuerySet[Article]:
    """Live articles whose Dutch text, topic, or study (English title or abstract) matches, best first.

    Each of the four ways in can use an index of its own (with `random_page_cost` as for solid-state storage; see
    docs/operators.md); one `OR` over the joins would read every article instead.
    """
    by_title = Source.objects.filter(work__search_en=query.english)
    by_abstract = Source.objects.filter(work__abstract_sections__search_en=query.english)
    by_topic = TopicTag.objects.filter(tag__name__iexact=query.text)
    by_text = Article.objects.filter(search_nl=query.dutch)
    found = (
        by_text.order_by()
        .values_list("pk")
        .union(
            by_title.values_list("article"),
            by_abstract.values_list("article"),
            by_topic.values_list("content_object"),
        )
    )
    english = (
        Source.objects.filter(article=OuterRef("pk"), work__abstract_sections__search_en=query.english)
        .values("article")
        .annotate(best=Max(SearchRank(F("work__abstract_sections__search_en"), query.english)))
        .values("best")
    )
    rank = SearchRank(F("search_nl"), query.dutch) + Coalesce(Subquery(english), Value(0.0)) * Value(
        _ENGLISH_WEIGHT, output_field=FloatField()
    )
    headline = SearchHeadline(
        Replace("summary_text", Value("<"), Value(_LESS)),
        query.dutch,
        config="dutch",
        start_sel=_START,
        stop_sel=_STOP,
        max_words=35,
        min_words=20,
    )
    live = Article.objects.live().filter(pk__in=found)
    return live.for_cards().annotate(rank=rank, headline=headline).order_by("-rank", "-published_at", "-pk")


def marked(headline: str) -> SafeString:
    """The headline as safe HTML with the found words in `<mark>`."""
    safe = escape(headline).replace(_START, "<mark>").replace(_STOP, "</mark>").replace(_LESS, "&lt;")
    return mark_safe(safe)  # noqa: S308 - escaped on the line above; only our own marks were added
