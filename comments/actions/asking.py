"""Asking for what the site holds of one's own address."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments.enums import LinkPurpose
from comments.models import MailLink
from comments.tasks_privacy import NOT_MAILED, mail_own_reactions
from config.jobs import enqueue

ANSWERED_WITHIN = timedelta(days=1)


@transaction.atomic
def ask(*, email: str) -> None:
    """Note that the owner of an address may want a letter; a worker looks whether there is anything to send.

    The same for every address: nothing is looked up here. The job gets the number of a row, not the address, because
    the record of a job is kept for a week.
    """
    link = MailLink.objects.create(
        purpose=LinkPurpose.MINE,
        email=email,
        token_hash=NOT_MAILED + secrets.token_hex(16),
        expires_at=timezone.now() + ANSWERED_WITHIN,
    )
    enqueue(mail_own_reactions, link_id=link.pk)
