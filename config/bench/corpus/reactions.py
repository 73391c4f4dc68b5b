"""Threads under the invented articles."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from articles.models import Article
from comments.enums import State
from comments.models import Comment
from comments.models.comment import MAX_DEPTH
from config.bench.corpus import readers
from config.bench.corpus.studies import Facts

MOST_DAYS = 120  # in which the reactions to one article come in
WAITING = 0.1  # how often an article has a reaction that waits for a moderator


def thread(random: Random, article: Article, facts: Facts, count: int) -> Iterator[Comment]:
    """Yield `count` placed reactions, each after the one it answers, and now and then one that waits."""
    placed: list[tuple[Comment, int]] = []
    moments = sorted(random.randint(60, MOST_DAYS * 24 * 60) for _reaction in range(count))
    for minutes in moments:
        answered, level = (None, 0) if random.random() < 0.5 or not placed else random.choice(placed[-8:])
        comment = _comment(random, article, facts, minutes=minutes, answered=answered, level=level)
        comment.state, comment.placed_at = State.PLACED, comment.posted_at + timedelta(hours=3)
        placed.append((comment, min(level + 1, MAX_DEPTH)))
        yield comment
    if random.random() < WAITING:
        yield _comment(random, article, facts, minutes=MOST_DAYS * 24 * 60, answered=None, level=0)


def _comment(
    random: Random, article: Article, facts: Facts, *, minutes: int, answered: Comment | None, level: int
) -> Comment:
    """An unsaved reaction that waits; the models give it its place in the thread."""
    kind, text = readers.reaction(random, facts, is_reply=answered is not None)
    assert article.published_at  # noqa: S101 - every article of the corpus is published
    posted = article.published_at + timedelta(minutes=minutes)
    by_editor = answered is not None and random.random() < 0.1
    return Comment(
        article=article,
        parent=answered if level < MAX_DEPTH else None,
        in_reply_to=answered if level == MAX_DEPTH else None,
        kind=kind,
        name="Redactie" if by_editor else readers.name(random),
        email=f"lezer{random.randint(1, 5_000)}@example.org",
        text=text,
        by_editor=by_editor,
        consent_at=None if by_editor else posted,
        posted_at=posted,
    )
