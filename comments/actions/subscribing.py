"""Following an article by mail."""

from django.db import transaction
from django.utils import timezone

from comments import tokens
from comments.enums import Rhythm
from comments.models import Subscription
from comments.tasks import CONFIRM_WITHIN


def waiting_for(token: str) -> Subscription | None:
    """Return the subscription that this mailed link would confirm; None for a link that is too old or not ours."""
    known = Subscription.objects.current().filter(
        token_hash=tokens.hash_of(token), token_sent_at__gt=timezone.now() - CONFIRM_WITHIN
    )
    return known.select_related("article").first()


@transaction.atomic
def confirm(*, token: str, rhythm: str = "") -> Subscription | None:
    """Start the mails; pressing twice is the same as once. None for a link that is too old or not ours."""
    subscription = waiting_for(token)
    if subscription and subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.rhythm = rhythm if rhythm in Rhythm.values else subscription.rhythm
        subscription.save(update_fields=["confirmed_at", "rhythm"])
    return subscription


def following(token: str) -> Subscription | None:
    """Return the subscription whose letters hold this link; None for a link that is not ours."""
    return Subscription.objects.filter(pk=tokens.subscription_of(token)).select_related("article").first()


@transaction.atomic
def choose(*, token: str, rhythm: str) -> Subscription | None:
    """Change how often the mails come; nothing changes for one that was ended. None for a link that is not ours."""
    found = Subscription.objects.filter(pk=tokens.subscription_of(token)).select_related("article")
    subscription = found.select_for_update(of=("self",)).first()
    if subscription and subscription.ended_at is None and rhythm in Rhythm.values:
        subscription.rhythm = rhythm
        subscription.save(update_fields=["rhythm"])
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
