"""The articles' tables."""

from articles.models.article import Article
from articles.models.event import EditorialEvent
from articles.models.former_address import FormerAddress
from articles.models.imported_page import ImportedPage
from articles.models.related import Related
from articles.models.source import Source
from articles.models.topic import Topic, TopicTag

__all__ = [
    "Article",
    "EditorialEvent",
    "FormerAddress",
    "ImportedPage",
    "Related",
    "Source",
    "Topic",
    "TopicTag",
]
