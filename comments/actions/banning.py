"""Keeping a sender out for a while."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from comments.models import Ban


@transaction.atomic
def ban(*, kind: str, value: str, reason: str, by: User, until: datetime | None = None) -> Ban:
    """Ban an address, domain or network; `ValidationError` says why that cannot be."""
    made = Ban(kind=kind, value=value, reason=reason, until=until, made_by=by)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def lift(*, ban: Ban) -> None:
    """End a ban; what its sender posts from now on is looked at like anybody's."""
    ban.delete()
