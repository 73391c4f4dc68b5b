"""Following an article by mail."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import tokens
from comments.enums import Rhythm
from comments.models import Subscription
from comments.tasks import CONFIRM_WITHIN, mail_confirm
from config.jobs import enqueue


def waiting_for(token: str) -> Subscription | None:
    """Return the subscription that this mailed link would confirm; None for a link that is too old or not ours."""
    known = Subscription.objects.current().filter(
        token_hash=tokens.hash_of(token), token_sent_at__gt=timezone.now() - CONFIRM_WITHIN
    )
    return known.select_related("article").first()


def too_late_for(token: str) -> Subscription | None:
    """Return the subscription that still waits for its owner, where this link to confirm it is past its term."""
    known = Subscription.objects.unconfirmed().filter(token_hash=tokens.hash_of(token))
    return known.filter(token_sent_at__lte=timezone.now() - CONFIRM_WITHIN).select_related("article").first()


@transaction.atomic
def ask_again(*, token: str) -> Subscription | None:
    """Mail a new link in place of one that is too old; None for any other.

    The old link is forgotten at once, so it brings one letter, however often it is pressed.
    """
    found = too_late_for(token)
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("article")
    subscription = rows.filter(pk=found.pk, token_hash=found.token_hash).first() if found else None
    if subscription:
        subscription.token_hash = ""
        subscription.save(update_fields=["token_hash"])
        enqueue(mail_confirm, subscription_id=subscription.pk)
    return subscription


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


@transaction.atomic
def resume(*, token: str) -> Subscription | None:
    """Undo a stop that was a slip: the mails go on as they were. None for a link that is not ours.

    Only where the owner of the address had said yes before. Who asked for the mails again meanwhile has another
    subscription to the same article; then that one is returned, and nothing changes.
    """
    found = Subscription.objects.filter(pk=tokens.subscription_of(token)).select_related("article")
    subscription = found.select_for_update(of=("self",)).first()
    if subscription is None or subscription.ended_at is None or subscription.confirmed_at is None:
        return subscription
    same = Subscription.objects.current().filter(article=subscription.article_id, email=subscription.email)
    if other := same.select_related("article").first():
        return other
    subscription.ended_at = None
    try:
        with transaction.atomic():
            subscription.save(update_fields=["ended_at"])
    except IntegrityError:  # asked for this very moment
        return same.select_related("article").first()
    return subscription
