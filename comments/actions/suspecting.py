"""What stands out in a reaction that comes in: the spam checks with what they look up, and how soon to read it."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from comments import loep, spam, throttle
from comments.actions import learning
from comments.models import Comment

REPEATS_WITHIN = timedelta(days=7)
AT_MOST = 200  # texts to compare with: the youngest of everybody, because a campaign comes within hours from many networks
_log = logging.getLogger(__name__)


def signals(
    *,
    name: str,
    text: str,
    trap: str,
    seconds: float | None,
    tries: throttle.Tries | None = None,
    but_not: int = 0,
) -> list[spam.Signal]:
    """Return what stands out in a reaction. At most three queries; reads only.

    `seconds` is the age of the form, None without a stamp of ours; `but_not` the number of the reaction that is being
    changed, which may resemble itself.
    """
    return spam.signals(
        name=name,
        text=text,
        trap=trap,
        seconds=seconds,
        busy=tries.busy if tries else {},
        earlier=lambda: _earlier(but_not),
        judge=learning.judgement,
    )


def priority(text: str, *, article_text: str) -> int:
    """Return how soon a moderator should read a text (see `loep.priority`); 1 where the magnifying glass broke."""
    try:
        return loep.priority(loep.marks(text, article_text))
    except Exception as error:  # a mistake of ours must not cost a reader their words
        _log.error("the marks of a reaction failed: %s", type(error).__name__)
        return 1


def _earlier(but_not: int) -> Iterator[str]:
    # By number, not by moment: the primary key has an index, and what was imported today was written long ago.
    since = timezone.now() - REPEATS_WITHIN
    recent = Comment.objects.filter(by_editor=False).exclude(pk=but_not).order_by("-pk")
    return (text for text, at in recent.values_list("text", "posted_at")[:AT_MOST] if at > since)
