"""All a moderator needs to decide about a reaction, gathered for many at once: three queries, however many they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from comments import differences, loep, moves, spam
from comments.actions import moderating, refusing
from comments.admin import queue_facts, reasons
from comments.admin.queue_facts import History
from comments.enums import EditStatus, State, Verb
from comments.models import Comment, Decision, Edit


@dataclass
class Tried:
    """What came of a press that changed nothing: why, what was typed, and where "all the same" goes."""

    refusal: str = ""
    anyway: str = ""
    opened: str = ""  # which part was open: the verb
    reason: str = ""
    common: str = ""
    answer: str = ""
    name: str = ""


@dataclass
class Item:
    """One reaction as the queue shows it."""

    comment: Comment
    last: Decision | None
    edit: Edit | None
    history: History
    moderator: bool
    confirmed: bool = True  # False: a letter was sent and nobody answered (`refusing.never_confirmed`)
    tried: Tried = field(default_factory=Tried)
    said: str = ""

    @cached_property
    def answered(self) -> Comment | None:
        """What it replies to."""
        return self.comment.answers()

    @cached_property
    def marks(self) -> list[loep.Mark]:
        """What the magnifying glass sees in the words that are to be judged; none once they were."""
        if self.edit:
            return loep.marks(self.edit.new_text, self.comment.article.summary_text)
        return loep.marks(self.comment.text, self.comment.article.summary_text) if self.is_open else []

    @property
    def is_open(self) -> bool:
        """Whether a decision about the reaction itself is asked for."""
        return self.comment.state == State.WAITING

    @property
    def words(self) -> loep.SafeHtml | str:
        """Its words, marked."""
        return loep.highlighted(self.comment.text, [] if self.edit else self.marks)

    @property
    def difference(self) -> SafeString:
        """The change that waits, beside the words it would replace."""
        if self.edit is None:
            return SafeString()
        return mark_safe(differences.between(self.comment.text, self.edit.new_text))  # noqa: S308 - escaped there

    @property
    def changed(self) -> loep.SafeHtml | str:
        """The writer's new words, marked."""
        return loep.highlighted(self.edit.new_text, self.marks) if self.edit else ""

    @property
    def explained(self) -> Iterator[tuple[str, str]]:
        """Each kind of mark once: what it is called and why it is there."""
        kinds = {mark.label: mark.explanation for mark in self.marks}
        yield from kinds.items()

    @property
    def shortened(self) -> str:
        """The words as the magnifying glass would shorten them; empty where it proposes nothing."""
        if not self.is_open or not any(mark.proposal for mark in self.marks):
            return ""
        return loep.redacted(self.comment.text, self.marks)

    @property
    def signals(self) -> list[tuple[str, str]]:
        """What scored it: the name to filter by, and the words."""
        words = self.comment.signal_words()
        names = [str(signal.get("name", "")) for signal in self.comment.signals]
        return list(zip(names, words, strict=True))

    @property
    def suspect(self) -> bool:
        """Whether it scored high."""
        return self.comment.score >= spam.SUSPECT

    @property
    def verbs(self) -> list[Verb]:
        """What may be done to it by who is looking."""
        return moves.verbs_from(self.comment.state, confirmed=self.confirmed) if self.moderator else []

    @property
    def reasons(self) -> SafeString:
        """The common reasons as options, with the one that was chosen."""
        return reasons.options(self.tried.common)

    @property
    def undoable(self) -> Decision | None:
        """The decision that can be taken back here; older ones on the reaction's own page."""
        if not self.moderator or self.last is None or self.last.verb == Verb.UNDO:
            return None
        return None if refusing.is_writers(self.last) else self.last

    @property
    def seen(self) -> str:
        """What this page shows, for the press to send along: number, last decision, and a print of the words."""
        return f"{self.comment.pk}:{self.last.pk if self.last else 0}:{moderating.fingerprint(self.comment.text)}"

    @property
    def read(self) -> str:
        """A print of the change that is shown."""
        return moderating.fingerprint(self.edit.new_text) if self.edit else ""

    @property
    def before(self) -> list[tuple[str, str]]:
        """What came of this address's other reactions: how many, and the state in words."""
        counts = dict(self.history.by_state)
        counts[self.comment.state] = counts.get(self.comment.state, 0) - 1
        return [
            (queue_facts.in_words(counts[state]), str(state.label))
            for state in State
            if counts.get(state, 0) > 0
        ]


def items(comments: Sequence[Comment], *, moderator: bool) -> list[Item]:
    """Gather what belongs to these reactions; their article and what they answer must have been fetched with them."""
    latest = moderating.latest_of(comments)
    unproven = refusing.never_confirmed(comments)
    waiting = [comment.pk for comment in comments if comment.edit_waiting]
    edits = {
        edit.comment_id: edit for edit in Edit.objects.filter(comment__in=waiting, status=EditStatus.WAITING)
    }
    histories = queue_facts.histories({comment.email for comment in comments})
    return [
        Item(
            comment=comment,
            last=latest.get(comment.pk),
            edit=edits.get(comment.pk),
            history=histories.get(comment.email, History()),
            moderator=moderator,
            confirmed=comment.pk not in unproven,
        )
        for comment in comments
    ]
