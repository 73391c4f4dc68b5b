"""What a writer does with an own reaction, by the link in a letter."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from comments import moves
from comments.actions import editing, links
from comments.actors import WRITER
from comments.enums import EditStatus, LinkPurpose, Verb
from comments.models import Comment, Decision, Edit, MailLink
from comments.tasks import mail_links
from config.jobs import enqueue

MINE = (LinkPurpose.CONFIRM, LinkPurpose.OWN)  # those that are the writer's


@dataclass(frozen=True)
class Opened:
    """What a link of one's own opens: the reaction, whether its link still works, and what may be done with it."""

    comment: Comment
    works: bool
    cannot_edit: str  # why not, as in `editing.NotEditable`; empty where it can be
    edit: Edit | None

    @property
    def text(self) -> str:
        """The words as the writer left them last."""
        return self.edit.new_text if self.edit else self.comment.text


def look(token: str) -> Opened | None:
    """Look what a link opens, changing nothing; None for a link that is not ours.

    The link is for looking, changing and removing until its term ends, so it is used up by removing only.
    """
    link = links.find(token=token, purpose=LinkPurpose.OWN)
    if link is None or link.comment is None or link.comment.erased_at:
        return None
    why = ""
    try:
        editing.check_editable(link.comment)
    except editing.NotEditable as error:
        why = error.why
    return Opened(link.comment, link.is_usable(), why, editing.waiting_edit(link.comment))


@transaction.atomic
def remove(*, token: str) -> Comment | None:
    """Take one's own reaction away, at any time; pressing twice is the same as once.

    Replies to it stay, below a line that says so. None where the link does not work (any more) and nothing was removed.
    """
    link = links.find(token=token, purpose=LinkPurpose.OWN)
    if link is None or link.comment_id is None:
        return None
    # Both may have been erased while this press waited for the reaction.
    comment = Comment.objects.select_for_update().filter(pk=link.comment_id).first()
    current = MailLink.objects.filter(pk=link.pk).first()
    if comment is None or current is None:
        return None
    if not moves.may(Verb.REMOVE, comment.state):
        return comment
    if not current.is_usable():
        return None
    now, target = timezone.now(), moves.target(Verb.REMOVE, comment.state)
    MailLink.objects.filter(comment=comment, purpose__in=MINE, used_at=None).update(used_at=now)
    waiting = Edit.objects.filter(comment=comment, status=EditStatus.WAITING)
    waiting.update(status=EditStatus.REFUSED, decided_at=now, by_name=str(WRITER))
    Decision.objects.create(
        comment=comment, verb=Verb.REMOVE, from_state=comment.state, to_state=target, by_name=str(WRITER)
    )
    comment.state, comment.edit_waiting = target, False
    comment.save(update_fields=["state", "edit_waiting"])
    return comment


@transaction.atomic
def ask_links(*, email: str) -> None:
    """Send new links to the owner of an address. For an unknown one the same is done, about nobody's reaction."""
    newest = Comment.objects.from_address(email).values_list("pk", flat=True).first() or 0
    last = MailLink.objects.filter(comment__email=email.lower()).aggregate(last=Max("pk"))["last"] or 0
    enqueue(mail_links, comment_id=newest, after_link=last)
