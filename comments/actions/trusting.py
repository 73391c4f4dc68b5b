"""From confirmed to the queue, or past it: an operator may let the site place what proven writers send in.

`REACTIONS_TRUST_AFTER` is how many placed reactions an address needs; 0, the default, trusts nobody. Whoever is
banned by now, or had a reaction rejected, marked as spam or removed by a moderator, waits like anybody else, and so does
everything with a signal.
"""

from django.conf import settings
from django.utils import timezone

from comments import network
from comments.actors import TRUST, WRITER
from comments.enums import State, Verb
from comments.models import Ban, Comment, Decision
from comments.tasks import announce, mail_moderators
from config.jobs import enqueue


def to_the_queue(comment: Comment) -> None:
    """Bring a reaction whose address is confirmed before the moderators, or place it where its writer is trusted.

    The caller holds the row and has set the state `waiting`.
    """
    if not is_trusted(comment):
        enqueue(mail_moderators, comment_id=comment.pk)
        return
    Decision.objects.create(
        comment=comment,
        verb=Verb.APPROVE,
        from_state=comment.state,
        to_state=State.PLACED,
        by_name=str(TRUST),
    )
    comment.state, comment.placed_at = State.PLACED, timezone.now()
    comment.save(update_fields=["state", "placed_at"])
    enqueue(announce, comment_id=comment.pk)


def is_trusted(comment: Comment) -> bool:
    """Tell whether this reaction may go past the queue: nothing stands out in it, and its writer is known to be good."""
    enough: int = settings.REACTIONS_TRUST_AFTER
    if not enough or comment.signals or comment.score or comment.priority or not comment.email:
        return False
    above = comment.in_reply_to or comment.parent
    if above and not above.is_placed():
        return False
    if Ban.objects.against(email=comment.email, ip=network.any_address(comment.network)).exists():
        return False  # sent in before the ban, confirmed after it
    earlier = Comment.objects.from_address(comment.email).exclude(pk=comment.pk)
    if earlier.filter(state__in=[State.REJECTED, State.SPAM]).exists() or _removed_by_staff(comment.email):
        return False
    return earlier.placed().filter(confirmed_at__isnull=False).count() >= enough


def _removed_by_staff(email: str) -> bool:
    """Whether a moderator took away something of this writer's; who removes an own reaction loses no trust by it."""
    removed = Decision.objects.filter(comment__email=email, verb=Verb.REMOVE, undone_by=None)
    return removed.exclude(by=None, by_name=str(WRITER)).exists()
