"""A reader's words → live articles, best first."""

import re
from dataclasses import dataclass, replace
from functools import reduce
from html import escape
from operator import and_, or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, FloatField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Source, TopicTag
from config.kit.text import tidy
from references.identifiers import doi_key
from references.registries import find_registrations

MAX_LENGTH = 200
# Private-use characters mark the found words: they survive escaping, and no text of ours holds them.
_START, _STOP = "\ue000", "\ue001"
# PostgreSQL's parser takes what follows "<" for a tag and leaves it out of the headline: "P < 0,05" must survive.
_LESS = "\ue002"
_OPERATORS = re.compile(r"\"|(?:^|\s)-\w|\bor\b", re.IGNORECASE)
MAX_WORDS = 10
_WORD = re.compile(r"\w+", re.UNICODE)
# An English hit counts less: the explanation is what readers look for, the abstract is how experts word it.
_ENGLISH_WEIGHT = 0.3


@dataclass(frozen=True)
class Wanted:
    """The reader's words as two PostgreSQL queries, and what they name if they are an identifier."""

    text: str
    words: tuple[str, ...]
    dutch: SearchQuery
    english: SearchQuery

    @property
    def dois(self) -> list[str]:
        """The DOI that the words are, in canonical form."""
        key = doi_key(self.text) if "10." in self.text else ""
        return [key] if key else []

    @property
    def can_loosen(self) -> bool:
        """Whether fewer words may do; not where the reader said exactly what, with quotes, a minus or "or"."""
        return len(self.words) > 1 and not _OPERATORS.search(self.text)

    @property
    def registrations(self) -> list[str]:
        """Numbers of trial registers in the words."""
        return [found.id for found in find_registrations(self.text)]


def wanted(text: str) -> Wanted | None:
    """Return the query for `text`, or None when it holds no word.

    Words also match as beginnings ("borstkanker" finds "borstkankerpatiënten"), and neighbours as one word ("prostaat
    kanker"), because Dutch writes compounds as one word and PostgreSQL does not split them. Quotes, a minus before a word
    and "or" keep their meaning (`websearch_to_tsquery`).
    """
    text = tidy(text)[:MAX_LENGTH]
    words = tuple(_WORD.findall(text))[:MAX_WORDS]
    if not words:
        return None
    dutch = SearchQuery(text, config="dutch", search_type="websearch")
    if not _OPERATORS.search(text):
        for reading in (words, *_compounds(words)):
            dutch = dutch | reduce(and_, (_beginning(word) for word in reading))
    return Wanted(text, words, dutch, SearchQuery(text, config="english", search_type="websearch"))


def any_of(query: Wanted) -> Wanted:
    """The same wish, loosened: pages that hold at least one of the words."""
    english = reduce(or_, (SearchQuery(word, config="english") for word in query.words))
    return replace(query, dutch=reduce(or_, (_beginning(word) for word in query.words)), english=english)


def _compounds(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words with one pair of neighbours joined, in every way."""
    pairs = range(len(words) - 1)
    return [(*words[:at], words[at] + words[at + 1], *words[at + 2 :]) for at in pairs]


def _beginning(word: str) -> SearchQuery:
    """A word as the beginning of a word: as the Dutch stemmer has it, and as it stands, because a stem may spell otherwise
    ("prostaat" becomes "prostat", with which "prostaatkanker" does not begin).
    """
    prefix = f"'{word}':*"
    stemmed = SearchQuery(prefix, config="dutch", search_type="raw")
    return stemmed | SearchQuery(prefix, config="simple", search_type="raw")


def search(query: Wanted) -> QuerySet[Article]:
    """Live articles whose Dutch text, topic, or study (English title or abstract) matches, best first.

    Each of the ways in can use an index of its own (with `random_page_cost` as for solid-state storage; see
    docs/operators.md); one `OR` over the joins would read every article instead.
    """
    by_title = Source.objects.filter(work__search_en=query.english)
    by_abstract = Source.objects.filter(work__abstract_sections__search_en=query.english)
    by_topic = TopicTag.objects.filter(tag__name__icontains=query.text)
    named = Source.objects.filter(
        Q(work__doi__in=query.dois) | Q(work__registrations__identifier__in=query.registrations)
    )
    by_text = Article.objects.filter(search_nl=query.dutch)
    found = (
        by_text.order_by()
        .values_list("pk")
        .union(
            by_title.values_list("article"),
            by_abstract.values_list("article"),
            by_topic.values_list("content_object"),
            named.values_list("article"),
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
