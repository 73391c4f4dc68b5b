"""The editors' desk."""

from articles.admin import article, event, topic

__all__ = ["article", "event", "topic"]
