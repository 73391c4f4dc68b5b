"""What the tables keep to, whoever writes in them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError, Value
from django.db.models.functions import Concat
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from comments.enums import Kind, State, Verb
from comments.models import Ban, Comment, Decision
from comments.models.comment import MAX_DEPTH, STEP
from tests.comments.factories import decide, make_comment, make_follower, make_report
from tests.factories import make_article, make_moderator, make_user

pytestmark = pytest.mark.django_db


def test_a_reply_hangs_below_what_it_answers_at_most_three_levels_deep() -> None:
    first = make_comment()
    second = make_comment(reply_to=first)
    third = make_comment(reply_to=second)
    fourth = make_comment(reply_to=third)
    fifth = make_comment(reply_to=fourth)
    assert [comment.depth for comment in (first, second, third, fourth, fifth)] == [1, 2, 3, 3, 3]
    assert {third.parent, fourth.parent, fifth.parent} == {second}
    assert [comment.in_reply_to for comment in (third, fourth, fifth)] == [None, third, fourth]
    assert [comment.answers() for comment in (first, second, third, fourth, fifth)] == [
        None,
        first,
        second,
        third,
        fourth,
    ]
    assert fifth.path == "/".join(str(comment.pk).zfill(STEP) for comment in (first, second, fifth))


class PathTest(TestCase):
    """Random conversations."""

    @hypothesis_settings(max_examples=15, deadline=None)
    @given(answers=st.lists(st.integers(min_value=-1, max_value=30), max_size=10))
    def test_the_order_of_paths_is_the_order_of_the_tree(self, answers: list[int]) -> None:
        article = make_article()
        made: list[Comment] = []
        for answer in answers:
            made.append(
                make_comment(
                    article=article, reply_to=made[answer % len(made)] if made and answer >= 0 else None
                )
            )
        found = list(Comment.objects.thread_of(article.pk))
        assert len(found) == len(made)
        order = {comment.pk: place for place, comment in enumerate(found)}
        for comment in found:
            assert 1 <= comment.depth <= MAX_DEPTH
            if comment.parent_id:
                between = found[order[comment.parent_id] + 1 : order[comment.pk]]
                assert all(other.path.startswith(comment.parent.path + "/") for other in between)


def test_many_are_stored_in_one_go_each_in_its_place() -> None:
    article = make_article()
    first = Comment(article=article, name="A", email="a@b.nl", text="Een <i>", by_editor=True)
    reply = Comment(article=article, parent=first, name="B", email="b@b.nl", text="Twee", by_editor=True)
    made = Comment.objects.create_many([first, reply])
    assert [comment.path for comment in made] == [
        str(first.pk).zfill(STEP),
        f"{first.path}/{str(reply.pk).zfill(STEP)}",
    ]
    assert Comment.objects.get(pk=first.pk).body_html == "<p>Een &lt;i&gt;</p>"


def test_a_reply_stays_with_its_article() -> None:
    with pytest.raises(ValueError, match="belongs to the article"):
        make_comment(article=make_article(), reply_to=make_comment())


def test_changed_words_change_the_rendered_ones_too() -> None:
    comment = make_comment(text="Oud")
    comment.text = "Nieuw"
    comment.save(update_fields=["text"])
    assert Comment.objects.get(pk=comment.pk).body_html == "<p>Nieuw</p>"


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("comment_at_most_three_levels", {"depth": 4}),
        ("comment_at_most_three_levels", {"depth": 2}),
        ("comment_path_fits_level", {"path": Concat(Value("x"), "path")}),
        ("comment_path_ends_in_itself", {"path": Value("9" * STEP)}),
        ("comment_reader_consented", {"consent_at": None}),
        ("comment_placed_has_moment", {"placed_at": None}),
        ("comment_signed_and_worded", {"name": ""}),
        ("comment_signed_and_worded", {"text": ""}),
    ],
)
def test_the_database_refuses(constraint: str, change: dict[str, Any]) -> None:
    comment = make_comment()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**change)


def test_an_editors_answer_needs_no_consent() -> None:
    assert make_comment(by_editor=True, consent_at=None).pk


def test_replies_go_with_the_article_but_not_with_the_reaction_above_them() -> None:
    first = make_comment()
    make_comment(reply_to=first)
    make_report(comment=first)
    decide(first, Verb.REMOVE, by=make_moderator())
    with pytest.raises(RestrictedError):
        first.delete()
    Article.objects.get(pk=first.article_id).delete()
    assert not Comment.objects.exists()
    assert not Decision.objects.exists()


def test_decisions_are_append_only_and_outlive_the_account() -> None:
    max_ = make_moderator()
    decision = decide(make_comment(state=State.WAITING), Verb.APPROVE, by=max_)
    with pytest.raises(TypeError, match="append-only"):
        decision.save()
    with pytest.raises(TypeError, match="append-only"):
        decision.delete()
    with pytest.raises(TypeError, match="append-only"):
        Decision.objects.all().delete()
    with pytest.raises(TypeError, match="append-only"):
        Decision.objects.update(reason="anders")
    max_.delete()
    kept = Decision.objects.get()
    assert (kept.by, kept.by_name, kept.reason) == (None, "max", "Daarom.")


def test_a_report_is_handled_with_an_outcome_or_not_at_all() -> None:
    report = make_report()
    report.outcome = "kept"
    with pytest.raises(IntegrityError, match="report_handled_with_outcome"), transaction.atomic():
        report.save()


def test_queue_and_thread_have_an_index_of_their_own() -> None:
    """With enough rows; the planner reads a small table whole."""
    article, other = make_article(), make_article()
    rows = [
        Comment(article=article if n % 50 == 0 else other, name="A", email=f"a{n}@b.nl", text="x", kind=Kind.QUESTION, by_editor=True,
                state=State.WAITING if n % 100 == 1 else State.REJECTED)
        for n in range(2000)
    ]  # fmt: skip
    Comment.objects.create_many(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    assert "comment_queue" in Comment.objects.waiting()[:50].explain()
    assert "comment_thread" in Comment.objects.thread_of(article.pk).explain()
    assert "comment_by_address" in Comment.objects.from_address("a7@b.nl").explain()


def test_a_number_given_beforehand_is_kept() -> None:
    comment = make_comment(pk=4711)
    assert comment.path == "4711".zfill(STEP)


def test_texts_for_people() -> None:
    comment = make_comment(name="Rosa", text="Dank u wel.")
    assert str(comment) == "Rosa: Dank u wel."
    assert comment.get_absolute_url() == f"/artikelen/{comment.article.slug}/#reactie-{comment.pk}"
    assert str(make_report(comment=comment)).startswith("onjuiste medische informatie (")
    assert str(make_follower(article=comment.article, email="a@b.nl")) == f"a@b.nl → {comment.article_id}"
    assert str(decide(comment, Verb.REMOVE, by=make_moderator())) == "max: verwijderd"


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("ziekenhuis.nl", True),
        ("mail.ziekenhuis.nl", True),
        ("huis.nl", False),
        ("x.mail.ziekenhuis.nl", False),
    ],
)
def test_a_ban_never_hits_a_colleague_by_a_domain_above_theirs(value: str, refused: bool) -> None:
    user = make_user(username="els", group="Redacteuren")
    type(user).objects.update(email="els@Mail.ziekenhuis.nl")
    ban = Ban(kind="domain", value=value, reason="Reclame.")
    if not refused:
        ban.full_clean()
        return
    with pytest.raises(ValidationError, match="Een collega gebruikt dit adres"):
        ban.full_clean()
