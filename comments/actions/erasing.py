"""A person takes back what they sent in (GDPR, article 17), by the link that was mailed to their address.

Two ways. The words go too: the reaction disappears, or leaves an empty place where somebody answered. Or only the person
goes: the words stay under "Anonymous", without address or network. What stays either way is in `docs/privacy.md`.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape

from django.contrib.messages.storage.cookie import MessageDecoder
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moves
from comments.actions import links, trusting
from comments.actions.emptying import Emptied, empty, forget_in_log, forget_reasons
from comments.actions.taking_over import NAMELESS
from comments.actors import WRITER
from comments.enums import EditStatus, LinkPurpose, State, Verb
from comments.models import (
    Ban,
    Comment,
    Decision,
    Edit,
    MailLink,
    Objection,
    Report,
    Stray,
    Subscription,
)  # fmt: skip
from comments.models.ban import keyed
from config.kit.text import shorten


class How(StrEnum):
    """What goes."""

    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True)
class Erased:
    """What was done: reactions that went whole, places left empty, reactions without a name, other things."""

    gone: int = 0
    places: int = 0
    nameless: int = 0
    others: int = 0


@transaction.atomic
def erase(*, token: str, how: How, ids: Collection[int] | None) -> Erased | None:
    """Erase these reactions of the link's address, or with None everything there is of it.

    The link is used up by it. None where the link does not work (any more): nothing was changed. Numbers that are not
    of this address are passed over.
    """
    link = links.take(token=token, purpose=LinkPurpose.MINE)
    if link is None:
        return None
    own = Comment.objects.from_address(link.email).filter(by_editor=False)
    found = list(own if ids is None else own.filter(pk__in=ids))
    done = _without_words(found) if how == How.WORDS else _without_name(found, link.email)
    _forget_messages(found, link.email)
    return done if ids is not None else replace(done, others=_everything_else(link.email, how))


def _without_words(comments: list[Comment]) -> Erased:
    emptied: Emptied = empty(ids=[comment.pk for comment in comments], who=str(WRITER))
    return Erased(gone=emptied.gone, places=emptied.places)


def _without_name(comments: list[Comment], email: str) -> Erased:
    """Keep the words and where they stand; earlier words go, and so does what would still say whose it is.

    That is more than the name: links, what moderators gave as reasons, and what the writer brought forward against a
    decision. An objection that is still open goes on without its words: the decision can be looked at all the same.
    """
    ids = [comment.pk for comment in comments]
    rows = Comment.objects.select_for_update(of=("self",)).select_related("article")
    for comment in rows.filter(pk__in=ids).order_by("path"):
        if comment.state == State.AWAITING_EMAIL:
            _confirm(comment)
    forget_in_log(Comment, ids)
    forget_reasons(ids)
    Edit.objects.filter(comment__in=ids).exclude(status=EditStatus.WAITING).delete()
    own = Q(purpose__in=[LinkPurpose.CONFIRM, LinkPurpose.OWN]) | Q(purpose=LinkPurpose.OBJECT, report=None)
    MailLink.objects.filter(own | Q(email=email), comment__in=ids).delete()
    for model in (Objection, Report):
        model._default_manager.filter(comment__in=ids, email__iexact=email).update(email="", text="")
    Comment.objects.filter(pk__in=ids).update(
        name=_("Anonymous"), email="", network=None, signals=[], score=0, erased_at=timezone.now()
    )
    return Erased(nameless=len(ids))


def _confirm(comment: Comment) -> None:
    """Bring one that waited for its letter before the moderators: the link to this page proves the same address.

    Without a name it could never be confirmed any more, and its words would go, which is not what was chosen.
    """
    now, target = timezone.now(), moves.target(Verb.CONFIRM, comment.state)
    Decision.objects.create(
        comment=comment, verb=Verb.CONFIRM, from_state=comment.state, to_state=target, by_name=str(WRITER)
    )
    comment.state, comment.confirmed_at, comment.queued_at = target, now, now
    comment.save(update_fields=["state", "confirmed_at", "queued_at"])
    trusting.to_the_queue(comment)


def _everything_else(email: str, how: How) -> int:
    """Erase what is not a reaction; return how many things that was."""
    words = {"text": ""} if how == How.WORDS else {}
    following = Subscription.objects.filter(email=email)
    forget_in_log(Subscription, following.values_list("pk", flat=True))
    reports = Report.objects.filter(email__iexact=email)
    objections = Objection.objects.filter(email__iexact=email)
    strays = list(Stray.objects.filter(email__iexact=email))
    count = following.count() + len(strays)
    following.delete()
    count += reports.update(email="", **words)
    count += objections.count() if how == How.WORDS else objections.update(email="")
    if how == How.WORDS:
        forget_in_log(Objection, objections.values_list("pk", flat=True))
        objections.delete()
    for stray in strays:
        _strip_stray(stray, how)
    MailLink.objects.filter(email=email).delete()
    _hide_bans(email)
    return count


def _strip_stray(stray: Stray, how: How) -> None:
    """Leave the number, which keeps a second import from bringing it back."""
    stray.row = {} if how == How.WORDS else {**stray.row, "name": "", "email": "", NAMELESS: True}
    stray.email, stray.why = "", _("erased") if how == How.WORDS else stray.why
    stray.save()


def _hide_bans(email: str) -> None:
    """Let a ban in force go on without the address: a keyed hash recognises it and tells it to nobody.

    Whoever was banned for harming others could otherwise end it by asking for erasure (GDPR, article 17(3)).
    """
    bans = Ban.objects.filter(kind="address", value=email)
    forget_in_log(Ban, bans.values_list("pk", flat=True))
    hidden = keyed(email)
    Ban.objects.filter(kind="address", value=hidden).delete()
    bans.in_force().update(value=hidden, reason=_("Banned before this person had everything erased."))
    bans.delete()


def _forget_messages(comments: Collection[Comment], email: str) -> None:
    """Take messages that name the person or begin with their words out of the moderators' sessions; few rows, all staff.

    What the moderators' own pages say holds neither, but the admin repeats what it stored: "the ban “rosa@…”".
    """
    names = {email.lower(), *(comment.name.lower() for comment in comments if comment.name)}
    names |= {shorten(comment.text, 60).rstrip("…").lower() for comment in comments if comment.text}
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        data = session.get_decoded()
        waiting = data.get(SessionStorage.session_key)
        if not waiting:
            continue
        said = unescape(" ".join(map(str, json.loads(waiting, cls=MessageDecoder)))).lower()
        if any(name in said for name in names):
            del data[SessionStorage.session_key]
            session.session_data = SessionStore().encode(data)
            session.save(update_fields=["session_data"])
