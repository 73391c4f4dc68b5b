"""The classifier: what it learns, keeps, forgets and says."""

import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django import app

from comments import learning, tasks
from comments.actions import learning as lessons
from comments.actors import IMPORT, TRUST
from comments.enums import State, Verb
from comments.models import Comment, Decision, LearnedWord, Lesson
from comments.spam.learned import LIKELY
from tests.comments.factories import decide, make_comment
from tests.comments.gold.corpus import made
from tests.factories import make_article, make_moderator

KEY = b"a key of the tests"
SPAM = "Win een bonus in ons casino, gratis inzet voor nieuwe klanten."
GOOD = "Mijn moeder kreeg drie kuren en was erg moe, hoe ervaren anderen dat?"


def precision_and_recall(lesson: learning.Lesson, corpus: list[tuple[str, bool]]) -> tuple[float, float]:
    told = [(learning.judge(text, lesson, KEY), is_spam) for text, is_spam in corpus]
    flagged = [is_spam for judgement, is_spam in told if judgement and judgement.probability >= LIKELY]
    return sum(flagged) / (len(flagged) or 1), sum(flagged) / sum(is_spam for _, is_spam in corpus)


def test_it_tells_apart_what_it_has_not_seen() -> None:
    """Learned from two thirds, measured on the other third; shown with `-s`."""
    corpus = made(placed=600, spam=150)
    precision, recall = precision_and_recall(learning.learn(corpus[:500], KEY), corpus[500:])
    sys.stdout.write(f" precision {precision:.3f}, recall {recall:.3f} ")
    assert precision >= 0.95
    assert recall >= 0.95


def test_wrong_lessons_teach_the_wrong_thing() -> None:
    """The measure above rests on what was decided: learned from opposite decisions, nothing is right."""
    corpus = made(placed=600, spam=150)
    opposite = [(text, not is_spam) for text, is_spam in corpus[:500]]
    precision, recall = precision_and_recall(learning.learn(opposite, KEY), corpus[500:])
    assert max(precision, recall) < 0.1


@pytest.mark.parametrize(
    ("placed", "spam", "ready"),
    [(180, 20, True), (179, 20, False), (181, 19, False), (20, 180, True), (19, 300, False), (0, 0, False)],
)
def test_it_is_silent_until_it_has_learned_enough(placed: int, spam: int, ready: bool) -> None:
    lesson = learning.learn([(GOOD, False)] * placed + [(SPAM, True)] * spam, KEY)
    assert learning.is_ready(lesson) is ready
    assert (learning.judge(SPAM, lesson, KEY) is not None) is ready


def test_its_reasons_are_words_of_the_text_at_hand() -> None:
    lesson = learning.learn([(GOOD, False)] * 150 + [(SPAM, True)] * 50, KEY)
    judgement = learning.judge("Kom naar het Casino van mijn moeder: grátis, 06-123!", lesson, KEY)
    assert judgement
    assert set(judgement.reasons) == {"casino", "gratis"}
    assert judgement.probability > 0.5


def test_a_text_of_unknown_words_is_not_judged() -> None:
    lesson = learning.learn([(GOOD, False)] * 150 + [(SPAM, True)] * 50, KEY)
    assert learning.judge("Xylofoon!", lesson, KEY) is None


def test_rare_words_and_numbers_are_not_kept() -> None:
    texts = [(f"{GOOD} Voorzichtigheidje" if number < 2 else GOOD, False) for number in range(150)]
    lesson = learning.learn([*texts, *[(f"{SPAM} 0612345678 12x", True)] * 50], KEY)
    kept = set(lesson.counts)
    assert learning.hashed("voorzichtigheidje", KEY) not in kept
    assert learning.hashed("0612345678", KEY) not in kept
    assert learning.hashed("12x", KEY) not in kept
    assert learning.hashed("casino", KEY) in kept


def test_a_word_counts_once_however_often_it_is_shouted() -> None:
    once = learning.learn([("casino bonus", True)] * 3, KEY)
    often = learning.learn([("casino " * 500 + "bonus", True)] * 3, KEY)
    assert once.counts == often.counts


def test_another_key_gives_other_numbers() -> None:
    assert learning.hashed("casino", KEY) != learning.hashed("casino", b"another key")


@given(st.text(max_size=400))
def test_any_text_can_be_learned_and_judged(text: str) -> None:
    words = learning.words_of(text)
    assert len(words) == len(set(words)) <= 600
    assert all(-(2**63) <= learning.hashed(word, KEY) < 2**63 for word in words)
    lesson = learning.learn([(text, False)] * 150 + [(SPAM, True)] * 50, KEY)
    judgement = learning.judge(text + " casino", lesson, KEY)
    assert judgement is None or (0 <= judgement.probability <= 1 and len(judgement.reasons) <= 5)


@given(
    st.lists(st.tuples(st.sampled_from([GOOD, SPAM, "Hallo daar", ""]), st.booleans()), max_size=60),
    st.randoms(),
)
def test_the_order_of_the_lessons_does_not_matter(decided: list[tuple[str, bool]], dice: Any) -> None:
    shuffled = list(decided)
    dice.shuffle(shuffled)
    assert learning.learn(decided, KEY) == learning.learn(shuffled, KEY)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough is little here, so that a test need not store hundreds."""
    monkeypatch.setattr("comments.learning.bayes.LEAST", 8)
    monkeypatch.setattr("comments.learning.bayes.LEAST_OF_EACH", 3)


def taught(*, placed: int = 5, spam: int = 4) -> list[Comment]:
    """Reactions about which a moderator decided."""
    max_, article = make_moderator(), make_article()
    good = [make_comment(article=article, state=State.WAITING, text=GOOD) for _ in range(placed)]
    bad = [make_comment(article=article, state=State.WAITING, text=SPAM) for _ in range(spam)]
    for comment in good:
        decide(comment, Verb.APPROVE, by=max_)
    for comment in bad:
        decide(comment, Verb.SPAM, by=max_)
    return [*good, *bad]


@pytest.mark.django_db
def test_it_learns_from_decisions(small: None) -> None:
    taught()
    lesson = lessons.learn()
    assert (lesson.placed, lesson.spam) == (5, 4)
    judgement = lessons.judgement("Gratis casino")
    assert judgement
    assert judgement.reasons == ["gratis", "casino"]
    assert lessons.judgement("Xylofoon") is None


@pytest.mark.django_db
def test_only_this_sites_decisions_count() -> None:
    max_, article = make_moderator(), make_article()
    make_comment(article=article, text=GOOD)  # imported: placed, and nobody decided
    make_comment(article=article, text=GOOD, by_editor=True)
    rejected = make_comment(article=article, state=State.WAITING, text=GOOD)
    decide(rejected, Verb.REJECT, by=max_)
    make_comment(article=article, state=State.WAITING, text=SPAM)
    for who in (TRUST, IMPORT):
        Decision.objects.create(
            comment=make_comment(article=article, text=GOOD),
            verb=Verb.APPROVE,
            from_state=State.WAITING,
            to_state=State.PLACED,
            by_name=str(who),
        )
    lesson = lessons.learn()
    assert (lesson.placed, lesson.spam) == (0, 0)


@pytest.mark.django_db
def test_what_is_gone_is_forgotten_at_the_next_lesson() -> None:
    comments = taught()
    lessons.learn()
    word = learning.hashed("moeder", lessons.key())
    assert LearnedWord.objects.get(hash=word).placed == 5
    for comment in comments[:3]:
        comment.decisions.all()._raw_delete("default")
        comment.delete()
    lesson = lessons.learn()
    assert (lesson.placed, lesson.spam) == (2, 4)
    assert not LearnedWord.objects.filter(hash=word).exists()  # two reactions are too few to keep a word


@pytest.mark.django_db
def test_no_word_can_be_read_in_the_tables() -> None:
    taught()
    lessons.learn()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(w)::text FROM comments_learnedword w UNION ALL SELECT row_to_json(l)::text FROM comments_lesson l"
        )
        stored = " ".join(row for (row,) in cursor.fetchall())
    assert stored
    assert [
        word
        for word in learning.words_of(GOOD + SPAM)
        if word in stored.replace('"placed"', "").replace('"spam"', "")
    ] == []


@pytest.mark.django_db
def test_with_another_secret_nothing_is_known(small: None, settings: Any) -> None:
    taught()
    lessons.learn()
    assert lessons.judgement(SPAM)
    settings.SECRET_KEY = "another secret than the one it was learned with"
    assert lessons.judgement(SPAM) is None


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_judging_takes_two_queries(small: None, django_assert_num_queries: Any, size: int) -> None:
    taught()
    lessons.learn()
    with django_assert_num_queries(2):
        assert lessons.judgement(SPAM * size)


@pytest.mark.django_db
def test_before_the_first_lesson_there_is_nothing_to_say(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert lessons.judgement(SPAM) is None


@pytest.mark.django_db
def test_the_tables_refuse_a_rare_word_and_a_second_lesson() -> None:
    with pytest.raises(IntegrityError, match="learned_word_not_rare"), transaction.atomic():
        LearnedWord.objects.create(hash=1, placed=1, spam=1)
    with pytest.raises(IntegrityError, match="lesson_only_one"), transaction.atomic():
        Lesson.objects.create(id=2, placed=0, spam=0, placed_words=0, spam_words=0, vocabulary=0, key_check=0)
    LearnedWord.objects.create(hash=1, placed=0, spam=3)


@pytest.mark.django_db
def test_it_learns_every_night() -> None:
    taught()
    for _ in range(2):
        tasks.learn_spam(timestamp=0)
    assert (Lesson.objects.get().placed, Lesson.objects.get().spam) == (5, 4)
    assert "learn_spam" in {
        task.task.name.rpartition(".")[2] for task in app.periodic_registry.periodic_tasks.values()
    }


@pytest.mark.django_db
def test_the_command_says_what_it_learned() -> None:
    taught()
    for _ in range(2):
        out = StringIO()
        call_command("learn_spam", stdout=out)
        assert out.getvalue().splitlines() == [
            "Geleerd van 5 geplaatste reacties en 4 keer spam; 22 woorden als getal bewaard.",
            "Dat is te weinig om mee te oordelen: er zijn er minstens 200 nodig, waarvan 20 van elke soort.",
        ]
