"""Revisions: an article, its sources, topics and related titles go back together."""

import reversion

from articles.models import Article, Related, Source, TopicTag


def register() -> None:
    """Tell django-reversion what belongs to a revision; without the follow part topics would be lost on a restore."""
    for model in (Source, TopicTag, Related):
        reversion.register(model)
    reversion.register(Article, follow=["sources", "topic_tags", "related"])
