"""What handling a report and handling an objection share: the order of locking, and trying before it is done."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from comments.actions.refusing import AlreadyDone, NotDone
from comments.models import Comment, Objection, Report

T = TypeVar("T", Report, Objection)


def locked(thing: T) -> tuple[Comment, T]:
    """Lock a reaction, then what somebody wrote about it, and return both as they are now.

    First the reaction, as everybody does: erasing holds it when it takes the reports and objections away, and each would
    otherwise wait for the other. Raises `NotDone` where they are gone.
    """
    comment = Comment.objects.select_for_update().filter(pk=thing.comment_id).first()
    found = type(thing)._default_manager.select_for_update().filter(pk=thing.pk).first()
    if comment is None or found is None:
        raise NotDone(_("This reaction no longer exists."))
    return comment, found


@transaction.atomic
def refusal(thing: T, handle: Callable[[], T]) -> str:
    """Return in words why `handle` would not do it, empty where it would; tries, and takes everything back.

    The reaction stays locked until the caller's transaction ends, so that what was found here still holds then.
    """
    try:
        _comment, found = locked(thing)
        if found.handled_at is not None:
            raise AlreadyDone(_("%(name)s has handled this already.") % {"name": _who(found)})
        with transaction.atomic():
            handle()
            transaction.set_rollback(True)
    except NotDone as not_done:
        return str(not_done)
    return ""


def _who(thing: Report | Objection) -> str:
    user = thing.handled_by
    return user.get_full_name() or user.get_username() if user else _("A colleague")
