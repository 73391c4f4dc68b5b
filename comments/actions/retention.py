"""Nothing is kept longer than it is needed: the terms, and what happens when one has passed.

Each rule finds its rows from the moment alone, so running it again finds nothing, and works through them in batches that
each have a transaction of their own: the site goes on while a long backlog is cleared. A row that somebody is changing
at that moment is passed over and found the next night.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.actions.emptying import empty, forget_in_log
from comments.enums import EditStatus, LinkPurpose, State
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

BATCH = 500  # rows in one transaction
Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """One promise: which rows are past their term at a moment, and what is done with a batch of them."""

    name: str
    label: Promise
    due: Callable[[datetime], Rows]
    act: Callable[[list[int]], object]


@dataclass(frozen=True)
class Applied:
    """What one rule did, or in a dry run would do."""

    rule: Rule
    count: int


def days(name: str) -> timedelta:
    """Return the operator's term of that name (`RETENTION_DAYS` in the settings)."""
    return timedelta(days=settings.RETENTION_DAYS[name])


def apply(*, dry_run: bool = False) -> Iterator[Applied]:
    """Apply every rule, one after the other; a dry run only counts."""
    now = timezone.now()
    for rule in RULES:
        count = rule.due(now).count() if dry_run else sum(_batches(rule, now))
        yield Applied(rule, count)


def _batches(rule: Rule, now: datetime) -> Iterator[int]:
    """Work from the newest row down, which reaches answers before what they answer; yield how many each batch took."""
    below: int | None = None
    while True:
        with transaction.atomic():
            rows = rule.due(now) if below is None else rule.due(now).filter(pk__lt=below)
            locked = rows.order_by("-pk").select_for_update(skip_locked=True, of=("self",))
            ids = list(locked.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            rule.act(ids)
        below = ids[-1]
        yield len(ids)


def _decided_before(cutoff: datetime) -> Combinable:
    """Sent before that moment, and nothing decided since: the term starts at the last decision."""
    since = Decision.objects.filter(comment=OuterRef("pk"), at__gt=cutoff)
    return Q(posted_at__lt=cutoff) & ~Exists(since)


def _unconfirmed(now: datetime) -> Rows:
    """Past the term, and no link can confirm it any more: who asked for a new one was promised seven days."""
    waiting = Comment.objects.filter(state=State.AWAITING_EMAIL, posted_at__lt=now - days("unconfirmed"))
    links = MailLink.objects.usable().filter(purpose=LinkPurpose.CONFIRM, comment=OuterRef("pk"))
    return waiting.filter(~Exists(links.order_by()))


def _refused(now: datetime) -> Rows:
    """Rejected or spam; one about which the writer still waits for an answer is kept until that was given."""
    refused = Comment.objects.filter(state__in=[State.REJECTED, State.SPAM])
    return refused.filter(_decided_before(now - days("refused")), ~Exists(_open_objections()))


def _removed(now: datetime) -> Rows:
    removed = Comment.objects.filter(state=State.REMOVED).exclude(text="")
    return removed.filter(_decided_before(now - days("removed")), ~Exists(_open_objections()))


def _open_objections() -> models.QuerySet[Objection]:
    return Objection.objects.filter(comment=OuterRef("pk"), handled_at=None).order_by()


def _networks(now: datetime) -> Rows:
    return Comment.objects.filter(network__isnull=False, posted_at__lt=now - days("networks"))


def _edits(now: datetime) -> Rows:
    return Edit.objects.exclude(status=EditStatus.WAITING).filter(decided_at__lt=now - days("edits"))


def _links(now: datetime) -> Rows:
    """Past their term, and some days more in which the page can still explain that they are."""
    return MailLink.objects.filter(expires_at__lt=now - days("links"))


def _ended(now: datetime) -> Rows:
    return Subscription.objects.filter(ended_at__lt=now - days("subscriptions"))


def _unanswered(now: datetime) -> Rows:
    """Nobody confirmed. The question is only mailed once a reaction is placed, so one that waits keeps it alive."""
    cutoff = now - days("unconfirmed")
    undecided = Comment.objects.filter(
        article=OuterRef("article"), email=OuterRef("email"), state__in=[State.AWAITING_EMAIL, State.WAITING]
    )
    never_asked = Q(token_sent_at=None, asked_at__lt=cutoff) & ~Exists(undecided.order_by())
    return Subscription.objects.unconfirmed().filter(Q(token_sent_at__lt=cutoff) | never_asked)


def _reports(now: datetime) -> Rows:
    return Report.objects.filter(handled_at__lt=now - days("handled")).exclude(email="", text="")


def _objections(now: datetime) -> Rows:
    return Objection.objects.filter(handled_at__lt=now - days("handled")).exclude(email="", text="")


def _strays(now: datetime) -> Rows:
    """Not those of which only the number is left: it keeps a later import from bringing back what was erased."""
    return Stray.objects.filter(imported_at__lt=now - days("strays")).exclude(row={})


def _bans(now: datetime) -> Rows:
    return Ban.objects.filter(until__lt=now - days("refused"))


def _empty(ids: list[int]) -> None:
    empty(ids=ids, who=_("retention term"))


def _delete(model: type[models.Model]) -> Callable[[list[int]], None]:
    def act(ids: list[int]) -> None:
        forget_in_log(model, ids)
        model._default_manager.filter(pk__in=ids).delete()

    return act


def _update(model: type[models.Model], **values: object) -> Callable[[list[int]], None]:
    def act(ids: list[int]) -> None:
        model._default_manager.filter(pk__in=ids).update(**values)

    return act


_NAMELESS = {"email": "", "text": ""}
RULES: Iterable[Rule] = (
    Rule("unconfirmed", gettext_lazy("reactions whose address was never confirmed"), _unconfirmed, _empty),
    Rule("refused", gettext_lazy("rejected reactions and spam"), _refused, _empty),
    Rule("removed", gettext_lazy("texts of removed reactions"), _removed, _empty),
    Rule("networks", gettext_lazy("networks of senders"), _networks, _update(Comment, network=None)),
    Rule("edits", gettext_lazy("earlier texts of changed reactions"), _edits, _delete(Edit)),
    Rule("links", gettext_lazy("mailed links past their term"), _links, _delete(MailLink)),
    Rule("ended", gettext_lazy("ended subscriptions"), _ended, _delete(Subscription)),
    Rule("unanswered", gettext_lazy("subscriptions never confirmed"), _unanswered, _delete(Subscription)),
    Rule(
        "reports", gettext_lazy("address and text of handled reports"), _reports, _update(Report, **_NAMELESS)
    ),
    Rule(
        "objections",
        gettext_lazy("address and text of handled objections"),
        _objections,
        _update(Objection, **_NAMELESS),
    ),
    Rule("strays", gettext_lazy("imported reactions without an article"), _strays, _delete(Stray)),
    Rule("bans", gettext_lazy("bans that ended"), _bans, _delete(Ban)),
)
