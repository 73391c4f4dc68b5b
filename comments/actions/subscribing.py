"""Following an article by mail."""

from django.db import transaction
from django.utils import timezone

from comments import tokens
from comments.models import Subscription
from comments.tasks import CONFIRM_WITHIN


def waiting_for(token: str) -> Subscription | None:
    """Return the subscription that this mailed link would confirm; None for a link that is too old or not ours."""
    known = Subscription.objects.current().filter(
        token_hash=tokens.hash_of(token), token_sent_at__gt=timezone.now() - CONFIRM_WITHIN
    )
    return known.select_related("article").first()


@transaction.atomic
def confirm(*, token: str) -> Subscription | None:
    """Start the mails; pressing twice is the same as once. None for a link that is too old or not ours."""
    subscription = waiting_for(token)
    if subscription and subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    return subscription


@transaction.atomic
def end(*, token: str) -> Subscription | None:
    """Stop the mails; pressing twice is the same as once. None for a link that is not ours."""
    found = Subscription.objects.filter(pk=tokens.subscription_of(token)).select_related("article")
    subscription = found.select_for_update(of=("self",)).first()
    if subscription and subscription.ended_at is None:
        subscription.ended_at = timezone.now()
        subscription.token_hash = ""
        subscription.save(update_fields=["ended_at", "token_hash"])
    return subscription
