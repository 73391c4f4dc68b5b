"""Jobs about what is kept: the nightly terms, and the letter with a person's own reactions."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments import mail_mine, tokens
from comments.actions import exporting, retention
from comments.actions.links import VALID_FOR
from comments.enums import LinkPurpose
from comments.models import MailLink
from config.jobs import job, on_timetable

NOT_MAILED = "asked:"  # in place of a hash, until the letter goes out
PER_HOUR = 3  # letters to one address: enough for who lost one, too few to pester somebody


@on_timetable("41 2 * * *")
def apply_retention(timestamp: int) -> None:
    """Do every night what `manage.py apply_retention` does."""
    for _applied in retention.apply():
        pass


@job
def mail_own_reactions(link_id: int) -> None:
    """Mail the link to what there is of an address; where there is nothing, forget that somebody asked.

    Only this job looks whether the address is known. The page did the same work for every address, so neither its
    answer nor the time it took tells a stranger whether somebody wrote here.
    """
    with transaction.atomic():
        asked = MailLink.objects.filter(purpose=LinkPurpose.MINE, token_hash__startswith=NOT_MAILED)
        link = asked.select_for_update().filter(pk=link_id).first()
        if link is None:
            return
        if exporting.held(link.email).is_empty() or _often(link):
            link.delete()
            return
        token, link.token_hash = tokens.new_token()
        link.made_at = timezone.now()
        link.expires_at = link.made_at + VALID_FOR[LinkPurpose.MINE]
        link.save(update_fields=["token_hash", "made_at", "expires_at"])
        mail_mine.send_link(link.email, token=token)


def _often(link: MailLink) -> bool:
    lately = MailLink.objects.filter(
        purpose=LinkPurpose.MINE, email=link.email, made_at__gt=timezone.now() - timedelta(hours=1)
    )
    return lately.exclude(token_hash__startswith=NOT_MAILED).count() >= PER_HOUR
