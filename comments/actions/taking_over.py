"""One reaction of a file as a reaction of this site: where it belongs, how it comes in, and whether it changed."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, FormerAddress
from comments.actions import suspecting
from comments.actions.import_report import Outcome
from comments.actors import IMPORT
from comments.enums import State, Verb
from comments.exchange import Row
from comments.models import Comment, Decision, Edit, Stray

NAMELESS = "nameless"  # in a stray's row: its writer had name and address erased, here
_VERBS = {
    State.PLACED: Verb.APPROVE,
    State.REJECTED: Verb.REJECT,
    State.SPAM: Verb.SPAM,
    State.REMOVED: Verb.REMOVE,
}


@dataclass(frozen=True)
class Page:
    """The article that a reaction belongs to: its number and its words, from which readers quote."""

    article: int
    text: str


def slugs_of(row: Row) -> list[str]:
    """Return under which addresses the article of a row may be known here, the likeliest first."""
    try:
        parts = [part for part in unquote(urlsplit(row.page).path).split("/") if part]
    except ValueError:
        parts = []
    last = parts[-1] if parts else ""
    return list(dict.fromkeys(slug.lower() for slug in (row.slug, last, last.partition(".")[0]) if slug))


def page_of(row: Row) -> Page | None:
    """Return the page of a row, None where it is not known here; at most two queries."""
    slugs = slugs_of(row)
    now = Article.objects.filter(slug__in=slugs).values_list("slug", "pk", "summary_text")
    before = FormerAddress.objects.filter(slug__in=slugs)
    for known in (now, before.values_list("slug", "article", "article__summary_text")):
        if found := sorted(known, key=lambda each: slugs.index(each[0])):
            return Page(*found[0][1:])
    return None


def make_comment(row: Row, page: Page, above: Comment | None, *, approved: bool) -> Comment:
    """Make the reaction. Readers see an answer only below one that they see, so below another it waits."""
    now = timezone.now()
    state = State(row.state)
    if state == State.PLACED and not (
        approved and (above is None or above.state in (State.PLACED, State.REMOVED))
    ):
        state = State.WAITING
    posted = min(row.posted_at, now)
    return Comment(
        article_id=page.article,
        parent=above,
        kind=row.kind,
        state=state,
        name="" if row.is_empty_place else row.name or _("Anonymous"),
        email=row.email,
        text=row.text,
        by_editor=row.by_editor,
        # The consent was given there, by sending it in; docs/privacy.md says what that is worth.
        consent_at=min(row.consent_at or posted, now),
        posted_at=posted,
        placed_at=min(row.placed_at or posted, now) if state == State.PLACED else None,
        announced_at=now if state == State.PLACED else None,
        erased_at=now if row.is_empty_place else None,
        priority=_priority(row, page) if state == State.WAITING else 0,
        external_id=row.id,
    )


def _priority(row: Row, page: Page | None) -> int:
    """How soon a moderator should look: somebody in need is in need here too."""
    return suspecting.priority(row.text, article_text=page.text if page else "")


def make_decision(comment: Comment) -> Decision:
    """Write down that it came in as it stood there."""
    return Decision(
        comment=comment,
        verb=_VERBS[State(comment.state)],
        from_state=State.WAITING,
        to_state=comment.state,
        by_name=str(IMPORT),
        reason=_("taken over from another site"),
    )


def compared(row: Row, comment: Comment, page: Callable[[Row], Page | None]) -> tuple[Outcome, str]:
    """Compare a reaction with what is here. The file wins only while nobody here has done anything with it."""
    if comment.erased_at:
        return Outcome.EXISTED, "erased"
    if (row.name or comment.name, row.text) == (comment.name, comment.text):
        return Outcome.EXISTED, ""
    touched = comment.state != State.WAITING or not comment.external_id
    if (
        touched
        or Decision.objects.filter(comment=comment).exists()
        or Edit.objects.filter(comment=comment).exists()
    ):
        return Outcome.EXISTED, "differs"
    comment.name, comment.text = row.name or comment.name, row.text
    comment.priority = _priority(row, page(row))
    comment.save(update_fields=["name", "text", "priority"])
    return Outcome.CHANGED, ""


def keep_stray(row: Row, *, nameless: bool) -> None:
    """Keep a row that has no article here; `nameless` says that its writer had name and address erased."""
    Stray.objects.update_or_create(
        external_id=row.id,
        defaults={
            "address": row.page or row.slug,
            "email": row.email,
            "row": row.as_json() | ({NAMELESS: True} if nameless else {}),
            "why": _("There is no article at this address."),
        },
    )
