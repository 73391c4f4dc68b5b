"""What the site holds of one e-mail address: for the person behind it, who proved that by mail.

The right of access (GDPR, article 15) asks for everything, so this is also what moderators decided and the signals that
a reaction got; the right to take it elsewhere (article 20) asks for a form that machines read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

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
        reactions=reactions.prefetch_related(
            Prefetch("edits", Edit.objects.order_by("pk")), Prefetch("decisions", Decision.objects.in_order())
        ),
        subscriptions=Subscription.objects.filter(email=email).select_related("article"),
        reports=Report.objects.filter(email__iexact=email),
        objections=Objection.objects.filter(email__iexact=email),
        strays=Stray.objects.filter(email__iexact=email),
        bans=Ban.objects.in_force().filter(kind="address", value=email),
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
