"""Which articles to read next: hints answered, lists completed by shared topics. Stored, so that a page only reads."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import CharField, Count, F, Q, Value

from articles.actions.locking import in_turn
from articles.enums import RelatedKind
from articles.models import Article, Related, TopicTag

SHOWN = 5
# How many neighbours get a new list when an article appears; the rest follow when they are saved themselves.
_NEIGHBOURS = 20


@transaction.atomic
def set_hints(*, article: Article, hints: Sequence[str]) -> None:
    """Make `hints` (beginnings of titles) the article's hints, each answered where an article begins so."""
    before = {hint.hint: hint.other_id for hint in article.related.filter(kind=RelatedKind.HINT)}
    if list(before) == list(hints):
        return
    article.related.filter(kind=RelatedKind.HINT).delete()
    Related.objects.bulk_create(
        Related(
            article=article,
            kind=RelatedKind.HINT,
            position=position,
            hint=hint,
            other_id=before.get(hint) or _answer(article, hint),
        )
        for position, hint in enumerate(hints, start=1)
    )


def _answer(article: Article, hint: str) -> int | None:
    """The oldest other article whose title begins with `hint`."""
    alike = Article.objects.titled_like(hint).exclude(pk=article.pk)
    return alike.order_by("pk").values_list("pk", flat=True).first()


def answer_hints(*, article: Article) -> int:
    """Point waiting hints elsewhere at `article` when its title begins with them; return how many."""
    title = Value(article.title, output_field=CharField())
    waiting = Related.objects.filter(other=None).exclude(article=article).alias(title=title)
    return waiting.filter(title__istartswith=F("hint")).update(other=article)


@transaction.atomic
def refresh(*, article: Article) -> None:
    """Answer hints and complete the lists of `article` and of its nearest neighbours."""
    in_turn()
    answer_hints(article=article)
    neighbours = _sharing_topics(article)
    _complete(article, neighbours)
    for other in Article.objects.filter(pk__in=neighbours[:_NEIGHBOURS]):
        _complete(other, _sharing_topics(other))


def _sharing_topics(article: Article) -> list[int]:
    """Other live articles, those with most topics in common first, newest first among equals."""
    topics = TopicTag.objects.filter(content_object=article).values("tag")
    alike = Article.objects.live().exclude(pk=article.pk).filter(topic_tags__tag__in=topics)
    ranked = alike.annotate(shared=Count("topic_tags", filter=Q(topic_tags__tag__in=topics)))
    return list(ranked.order_by("-shared", "-published_at", "-pk").values_list("pk", flat=True)[:_NEIGHBOURS])


def _complete(article: Article, candidates: Sequence[int]) -> None:
    """Replace the automatic rows of `article`, leaving out what an editor or the page already names."""
    chosen = article.related.exclude(kind=RelatedKind.AUTOMATIC)
    named = set(chosen.exclude(other=None).values_list("other_id", flat=True))
    wanted = [pk for pk in candidates if pk not in named][:SHOWN]
    automatic = article.related.filter(kind=RelatedKind.AUTOMATIC)
    if list(automatic.order_by("position").values_list("other_id", flat=True)) == wanted:
        return
    automatic.delete()
    Related.objects.bulk_create(
        Related(article=article, other_id=pk, kind=RelatedKind.AUTOMATIC, position=position)
        for position, pk in enumerate(wanted, start=1)
    )
