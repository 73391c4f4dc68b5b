"""Which answer by the editors stands above the other reactions: at most one below each article."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments.actions.moderating import NotDone
from comments.models import Comment


@transaction.atomic
def pin(*, comment: Comment) -> None:
    """Pin a placed answer by the editors; the one that was pinned below this article is let go.

    Raises `NotDone` for any other reaction.
    """
    # Two at once would each let go of nothing and pin their own, so they wait for each other on the article.
    Article.objects.select_for_update(no_key=True).get(pk=comment.article_id)
    comment.refresh_from_db()
    if not (comment.by_editor and comment.is_placed()):
        raise NotDone(_("Only a placed answer by the editors can be pinned."))
    others = Comment.objects.filter(article_id=comment.article_id, pinned_at__isnull=False)
    others.exclude(pk=comment.pk).update(pinned_at=None)
    if comment.pinned_at is None:
        comment.pinned_at = timezone.now()
        comment.save(update_fields=["pinned_at"])


@transaction.atomic
def unpin(*, comment: Comment) -> None:
    """Put an answer back in its turn."""
    Comment.objects.filter(pk=comment.pk).update(pinned_at=None)
    comment.pinned_at = None
