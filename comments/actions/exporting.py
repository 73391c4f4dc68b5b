"""What the site holds of one e-mail address: for the person behind it, who proved that by mail.

The right of access (GDPR, article 15) asks for everything, so this is also what moderators decided and the signals that
a reaction got; the right to take it elsewhere (article 20) asks for a form that machines read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from articles.models import Article
from comments.enums import State
from comments.exchange import Row
from comments.identity import own_id
from comments.models import Ban, Comment, Decision, Edit, Objection, Report, Stray, Subscription


@dataclass(frozen=True)
class Held:
    """Everything that was sent in from one address, and what was noted about it."""

    email: str
    reactions: Sequence[Comment]
    subscriptions: Sequence[Subscription]
    reports: Sequence[Report]
    objections: Sequence[Objection]
    strays: Sequence[Stray]
    bans: Sequence[Ban]

    def others(self) -> int:
        """How many things there are beside reactions."""
        return len(self.subscriptions) + len(self.reports) + len(self.objections) + len(self.strays)

    def is_empty(self) -> bool:
        """Whether there is nothing a person could want to see or erase."""
        return not (self.reactions or self.others())


def held(email: str) -> Held:
    """Collect it: a fixed number of queries. What the editors answered by themselves is the site's, not a person's."""
    email = email.lower()
    reactions = Comment.objects.from_address(email).filter(by_editor=False).select_related("article")
    return Held(
        email=email,
        reactions=list(
            reactions.prefetch_related(
                Prefetch("edits", Edit.objects.order_by("pk")),
                Prefetch("decisions", Decision.objects.in_order()),
            )
        ),
        subscriptions=list(Subscription.objects.filter(email=email).select_related("article")),
        reports=list(Report.objects.filter(email__iexact=email)),
        objections=list(Objection.objects.filter(email__iexact=email)),
        strays=list(Stray.objects.filter(email__iexact=email)),
        bans=list(Ban.objects.in_force().filter(kind="address", value=email)),
    )


def as_json(found: Held) -> dict[str, Any]:
    """Everything of `held` in the words of our tables: moments in ISO 8601, states and kinds by their English names."""
    return {
        "site": settings.SITE_URL,
        "made_at": _moment(timezone.now()),
        "email": found.email,
        "reactions": [_reaction(comment) for comment in found.reactions],
        "subscriptions": [
            {
                "article": each.article.slug,
                "asked_at": _moment(each.asked_at),
                "confirmed_at": _moment(each.confirmed_at),
                "ended_at": _moment(each.ended_at),
                "rhythm": each.rhythm,
            }
            for each in found.subscriptions
        ],
        "reports": [
            {
                "reaction": each.comment_id,
                "kind": each.kind,
                "text": each.text,
                "at": _moment(each.at),
                "outcome": each.outcome,
                "answer": each.answer,
            }
            for each in found.reports
        ],
        "objections": [
            {
                "reaction": each.comment_id,
                "text": each.text,
                "at": _moment(each.at),
                "outcome": each.outcome,
                "answer": each.answer,
            }
            for each in found.objections
        ],
        "not_placed": [{"page": each.address, "as_imported": each.row} for each in found.strays],
        "bans": [{"reason": each.reason, "until": _moment(each.until)} for each in found.bans],
    }


def _reaction(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "article": comment.article.slug,
        "kind": comment.kind,
        "state": comment.state,
        "name": comment.name,
        "text": comment.text,
        "in_reply_to": comment.in_reply_to_id or comment.parent_id,
        "consent_at": _moment(comment.consent_at),
        "posted_at": _moment(comment.posted_at),
        "confirmed_at": _moment(comment.confirmed_at),
        "placed_at": _moment(comment.placed_at),
        "edited_at": _moment(comment.edited_at),
        "network": comment.network,
        "signals": comment.signal_words(),
        "changes": [
            {"at": _moment(edit.at), "before": edit.old_text, "after": edit.new_text, "status": edit.status}
            for edit in comment.edits.all()
        ],
        "decisions": [
            {"at": _moment(each.at), "what": each.verb, "reason": each.reason}
            for each in comment.decisions.all()
        ],
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def rows(*, article: Article | None = None, private: bool = False) -> Iterator[Row]:
    """Give the reactions for a file: those that readers see, or with `private` all that were confirmed.

    What stands between two of them and is not given itself leaves an empty place, so that the thread keeps its shape.
    """
    found = Comment.objects.exclude(state=State.AWAITING_EMAIL) if private else Comment.objects.placed()
    if article:
        found = found.filter(article=article)
    given: dict[int, str] = {}
    current = 0
    for comment in (
        found.select_related("article", "parent", "in_reply_to").order_by("article", "path").iterator(2000)
    ):
        if comment.article_id != current:
            current, given = comment.article_id, {}
        yield from _places_above(comment, given)
        answered = comment.in_reply_to if comment.in_reply_to_id in given else comment.parent
        given[comment.pk] = own_id(comment)
        yield Row(
            id=given[comment.pk],
            page=comment.article.slug,
            answers=given[answered.pk] if answered else "",
            name=comment.name,
            email=comment.email,
            text=comment.text,
            kind=comment.kind,
            state=comment.state,
            by_editor=comment.by_editor,
            posted_at=comment.posted_at,
            consent_at=comment.consent_at,
            placed_at=comment.placed_at,
        )


def _places_above(comment: Comment, given: dict[int, str]) -> Iterator[Row]:
    """Give an empty place for each reaction on the way to this one that was not given."""
    above = ""
    for number in map(int, comment.path.split("/")[:-1]):
        if number not in given:
            hidden = Comment.objects.only("external_id", "posted_at").get(pk=number)
            given[number] = own_id(hidden)
            yield Row(
                id=given[number],
                page=comment.article.slug,
                answers=above,
                state=State.REMOVED,
                posted_at=hidden.posted_at,
            )
        above = given[number]
