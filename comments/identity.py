"""The number of a reaction for other places."""

from urllib.parse import urlsplit

from django.conf import settings

from comments.models import Comment


def own_prefix() -> str:
    """Return what the number of every reaction that was written on this site starts with."""
    return f"bronwijzer:{urlsplit(settings.SITE_URL).netloc.lower()}:"


def own_id(comment: Comment) -> str:
    """Return where it came from, or for one of this site its number with the site's name."""
    return comment.external_id or f"{own_prefix()}{comment.pk}"
