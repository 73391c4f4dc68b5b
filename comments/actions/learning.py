"""Learning from what moderators decided, and asking what was learned.

Only decisions of this site count: placed and spam. Rejected ones are left out, because a kind word can be rejected for
a telephone number in it. Everything is learned anew each time, so what was erased, undone or removed is forgotten by the
next night.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from comments import learning
from comments.actors import IMPORT, TRUST
from comments.enums import State, Verb
from comments.models import Comment, Decision, LearnedWord, Lesson

AT_MOST = 20_000  # of each kind, the youngest: spam changes, and so does what people write about
_CHUNK = 2_000
_FINGERPRINT = "which key was this learned with?"


def key() -> bytes:
    """Return the key that makes the hashes of words useless elsewhere; it follows the site's secret."""
    return f"comments.learning:{settings.SECRET_KEY}".encode()[:64]


@transaction.atomic
def learn() -> Lesson:
    """Learn from all decisions and put it in the place of what was learned before; readers' posts do not wait for it."""
    lesson = learning.learn(_decided(), key())
    LearnedWord.objects.all().delete()
    LearnedWord.objects.bulk_create(
        (
            LearnedWord(hash=number, placed=placed, spam=spam)
            for number, (placed, spam) in lesson.counts.items()
        ),
        batch_size=_CHUNK,
    )
    row, _ = Lesson.objects.update_or_create(
        id=1,
        defaults={
            "learned_at": timezone.now(),
            "placed": lesson.placed,
            "spam": lesson.spam,
            "placed_words": lesson.placed_words,
            "spam_words": lesson.spam_words,
            "vocabulary": lesson.vocabulary,
            "key_check": learning.hashed(_FINGERPRINT, key()),
        },
    )
    return row


def judgement(text: str) -> learning.Judgement | None:
    """Return what was learned about a text like this; None while too little was. At most two queries."""
    row = Lesson.objects.filter(key_check=learning.hashed(_FINGERPRINT, key())).first()
    if row is None:
        return None
    lesson = learning.Lesson(row.placed, row.spam, row.placed_words, row.spam_words, row.vocabulary)
    if not learning.is_ready(lesson):
        return None
    numbers = [learning.hashed(word, key()) for word in learning.words_of(text)]
    known = LearnedWord.objects.filter(hash__in=numbers).values_list("hash", "placed", "spam")
    lesson.counts.update({number: (placed, spam) for number, placed, spam in known})
    return learning.judge(text, lesson, key())


def _decided() -> Iterator[tuple[str, bool]]:
    for verb, state, is_spam in ((Verb.APPROVE, State.PLACED, False), (Verb.SPAM, State.SPAM, True)):
        for text in _texts(verb, state).iterator(chunk_size=_CHUNK):
            yield text, is_spam


def _texts(verb: Verb, state: State) -> "QuerySet[Comment, str]":
    """The youngest reactions that are in this state because a person decided so.

    What trust or an import let through teaches nothing.
    """
    decided = Decision.objects.filter(comment=OuterRef("pk"), verb=verb, undone_by=None)
    by_people = Exists(decided.exclude(by=None, by_name__in=[str(TRUST), str(IMPORT)]))
    found = Comment.objects.filter(by_people, state=state, by_editor=False).exclude(text="")
    return found.order_by("-pk").values_list("text", flat=True)[:AT_MOST]
