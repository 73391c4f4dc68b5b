"""What happens after a reaction was sent in or placed, away from the reader's request.

Every job looks again before it acts: between asking and doing, a moderator may have changed their mind.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments import mail, tokens
from comments.models import Comment, Report, Subscription
from config.jobs import enqueue_many, job

CONFIRM_WITHIN = timedelta(days=7)


@job
def mail_moderators(comment_id: int) -> None:
    """Tell the moderators that a reaction waits, if it still does."""
    comment = Comment.objects.waiting().filter(pk=comment_id).select_related("article").first()
    if comment:
        mail.tell_moderators(comment)


@job
def mail_report(report_id: int) -> None:
    """Tell the moderators that a reaction was reported, if nobody has handled it yet."""
    report = Report.objects.open().filter(pk=report_id).select_related("comment__article").first()
    if report:
        mail.tell_moderators_of_report(report)


@job
def announce(comment_id: int) -> None:
    """Tell the article's followers about a newly placed reaction, once; and ask its writer to confirm following.

    Marking and enqueuing are one transaction, so a second run, or placing again after an undo, tells nobody twice.
    """
    with transaction.atomic():
        comment = Comment.objects.placed().select_for_update().filter(pk=comment_id).first()
        if comment is None:
            return
        of_article = Subscription.objects.filter(article_id=comment.article_id)
        asked_long_ago = Q(token_sent_at=None) | Q(token_sent_at__lt=timezone.now() - CONFIRM_WITHIN)
        to_ask = of_article.unconfirmed().filter(asked_long_ago, email=comment.email)
        enqueue_many(mail_confirm, [{"subscription_id": pk} for pk in to_ask.values_list("pk", flat=True)])
        if comment.announced_at:
            return
        followers = of_article.confirmed().exclude(email=comment.email).values_list("pk", flat=True)
        enqueue_many(mail_follower, [{"subscription_id": pk, "comment_id": comment_id} for pk in followers])
        comment.announced_at = timezone.now()
        comment.save(update_fields=["announced_at"])


@job
def mail_confirm(subscription_id: int) -> None:
    """Mail the link that confirms a subscription. The token exists in that letter only."""
    with transaction.atomic():
        found = Subscription.objects.unconfirmed().select_for_update(of=("self",)).select_related("article")
        subscription = found.filter(pk=subscription_id).first()
        if subscription is None:
            return
        token, subscription.token_hash = tokens.new_token()
        subscription.token_sent_at = timezone.now()
        subscription.save(update_fields=["token_hash", "token_sent_at"])
    mail.ask_to_confirm(subscription, token=token)


@job
def mail_follower(subscription_id: int, comment_id: int) -> None:
    """Tell one follower about one reaction, if both are still there."""
    subscription = Subscription.objects.confirmed().filter(pk=subscription_id).first()
    comment = Comment.objects.readable().filter(pk=comment_id).select_related("article").first()
    if subscription and comment:
        mail.tell_follower(subscription, comment=comment)
