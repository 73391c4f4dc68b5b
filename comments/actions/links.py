"""Links in mails that work once."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from comments import tokens
from comments.enums import LinkPurpose, Verb
from comments.models import Comment, MailLink, Report

VALID_FOR = {
    LinkPurpose.CONFIRM: timedelta(days=7),
    LinkPurpose.OWN: timedelta(days=7),
    LinkPurpose.MINE: timedelta(days=1),
    LinkPurpose.MODERATE: timedelta(hours=72),
    LinkPurpose.OBJECT: timedelta(days=183),  # Digital Services Act, article 20(1): six months
}


def issue(
    *,
    purpose: LinkPurpose,
    comment: Comment | None = None,
    report: Report | None = None,
    email: str = "",
    user: User | None = None,
    verb: Verb | None = None,
) -> str:
    """Make a link for one purpose, bound to what is given, and return its token; the token is nowhere else."""
    token, token_hash = tokens.new_token()
    MailLink.objects.create(
        purpose=purpose,
        token_hash=token_hash,
        comment=comment,
        report=report,
        email=email,
        user=user,
        verb=verb or "",
        expires_at=timezone.now() + VALID_FOR[purpose],
    )
    return token


def find(*, token: str, purpose: LinkPurpose) -> MailLink | None:
    """Return the link of a token, used or expired ones too (the page explains); None where it is not ours."""
    found = MailLink.objects.filter(token_hash=tokens.hash_of(token), purpose=purpose)
    return found.select_related("comment__article", "report", "user").first()


def take(*, token: str, purpose: LinkPurpose) -> MailLink | None:
    """Lock a usable link for this transaction and mark it as used; None where it is not usable (any more).

    Of two presses at the same moment one gets the link; the other waits for it and finds it used. The reaction that the
    link is about is locked first, as everybody does: erasing holds the reaction when it takes its links away, and each
    would otherwise wait for the other.
    """
    usable = MailLink.objects.usable().filter(token_hash=tokens.hash_of(token), purpose=purpose)
    if about := usable.values_list("comment", flat=True).first():
        Comment.objects.select_for_update().filter(pk=about).values_list("pk", flat=True).first()
    link = usable.select_for_update().first()
    if link:
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
    return link
