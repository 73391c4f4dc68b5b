"""What a writer did by the link in a letter is theirs: no moderator takes it back or gets around it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.actions import confirming, links, moderating, objecting, own
from comments.enums import LinkPurpose, ObjectionOutcome, Objector, State, Verb
from comments.models import Comment, Decision, Objection
from tests.comments.factories import decide, make_anna, make_comment
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/comments/comment/"
EMAIL = "rosa@voorbeeld.nl"


@pytest.fixture
def moderator(signed_in: Any) -> Client:
    """Max at work."""
    client: Client = signed_in(make_moderator())
    return client


def remove(comment: Comment) -> Decision:
    """The writer takes it away."""
    own.remove(token=links.issue(purpose=LinkPurpose.OWN, comment=comment))
    comment.refresh_from_db()
    return Decision.objects.latest("pk")


def confirm(comment: Comment) -> Decision:
    """The writer confirms it."""
    confirming.confirm(token=links.issue(purpose=LinkPurpose.CONFIRM, comment=comment))
    comment.refresh_from_db()
    return Decision.objects.latest("pk")


def undo_buttons(moderator: Client, comment: Comment) -> list[str]:
    """Where "undo" leads, in the queue and on the reaction's own page."""
    pages = [f"{QUEUE}?state=all&q=%23{comment.pk}", f"{QUEUE}{comment.pk}/change/"]
    return [
        found
        for page in pages
        for found in re.findall(r'action="([^"]+/undo/\d+/)"', moderator.get(page).content.decode())
    ]


# ---- undoing ----


def test_a_writers_removal_is_not_undone(moderator: Client, article: Article) -> None:
    comment = make_comment(article=article, email=EMAIL)
    removal = remove(comment)
    assert undo_buttons(moderator, comment) == []
    answer = moderator.post(f"{QUEUE}{comment.pk}/undo/{removal.pk}/")
    assert answer.status_code == 409
    assert "De schrijver heeft deze reactie verwijderd" in answer.content.decode()
    moderator.post(f"{QUEUE}undo/{removal.batch}/")
    comment.refresh_from_db()
    assert comment.state == State.REMOVED


def test_a_writers_confirmation_is_not_undone(moderator: Client, article: Article) -> None:
    comment = make_comment(article=article, email=EMAIL, state=State.AWAITING_EMAIL)
    confirmation = confirm(comment)
    assert undo_buttons(moderator, comment) == []
    answer = moderator.post(f"{QUEUE}{comment.pk}/undo/{confirmation.pk}/")
    assert answer.status_code == 409
    assert "De schrijver heeft deze reactie bevestigd" in answer.content.decode()
    anna = make_anna()
    placed = decide(comment, Verb.APPROVE, by=anna)
    comment.refresh_from_db()
    assert undo_buttons(moderator, comment) == [f"{QUEUE}{comment.pk}/undo/{placed.pk}/"] * 2
    moderating.undo(comment=comment, by=anna, decision=placed)
    assert undo_buttons(moderator, comment) == [], "what is left is the confirmation"
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_a_removal_by_a_colleague_whose_account_is_gone_can_be_undone(moderator: Client) -> None:
    comment, anna = make_comment(), make_anna()
    decide(comment, Verb.REMOVE, by=anna)
    anna.delete()
    (undo,) = set(undo_buttons(moderator, comment))
    moderator.post(undo)
    comment.refresh_from_db()
    assert comment.is_placed()


# ---- placing what nobody confirmed ----


@pytest.mark.parametrize("by_way_of", [[Verb.SPAM], [Verb.SPAM, Verb.REJECT]])
def test_spam_is_no_way_around_the_letter(moderator: Client, article: Article, by_way_of: list[Verb]) -> None:
    comment, anna = make_comment(article=article, state=State.AWAITING_EMAIL), make_anna()
    made = [decide(comment, verb, by=anna) for verb in by_way_of]
    page = moderator.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "/decide/approve/" not in page
    seen = {"seen": f"{comment.pk}:{made[-1].pk}:{moderating.fingerprint(comment.text)}"}
    answer = moderator.post(f"{QUEUE}{comment.pk}/decide/approve/", {**seen, "anyway": "1"})
    assert answer.status_code == 409
    assert "Niemand heeft het e-mailadres bij deze reactie bevestigd" in answer.content.decode()
    for decision in reversed(made):
        moderating.undo(comment=comment, by=anna, decision=decision)
    assert comment.state == State.AWAITING_EMAIL
    confirm(comment)
    decide(comment, Verb.SPAM, by=anna)
    decide(comment, Verb.APPROVE, by=anna)
    comment.refresh_from_db()
    assert comment.is_placed()


@pytest.mark.parametrize("values", [{}, {"external_id": "disqus:1"}, {"by_editor": True, "email": ""}])
def test_what_never_waited_for_a_letter_is_placed_as_before(values: dict[str, Any]) -> None:
    """Older than the letters, imported, or by the editors: none of those has a moment of confirming."""
    comment, anna = make_comment(state=State.WAITING, **values), make_anna()
    decide(comment, Verb.SPAM, by=anna)
    decide(comment, Verb.APPROVE, by=anna)
    comment.refresh_from_db()
    assert comment.is_placed()
    assert comment.confirmed_at is None


# ---- objections ----


def objection_to(comment: Comment) -> Objection:
    """The writer does not agree."""
    return Objection.objects.create(comment=comment, by=Objector.WRITER, email=EMAIL, text="Ik, Rosa")


def test_upholding_does_not_bring_back_what_the_writer_removed_since(moderator: Client) -> None:
    comment = make_comment(state=State.WAITING, email=EMAIL)
    decide(comment, Verb.REJECT, by=make_anna())
    objection = objection_to(comment)
    remove(comment)
    url = f"/beheer/comments/objection/{objection.pk}/change/"
    page = moderator.post(url, {"outcome": "upheld", "answer": "Dit typte ik."}).content.decode()
    assert "De schrijver heeft deze reactie verwijderd" in page
    assert "Dit typte ik." in page
    comment.refresh_from_db()
    objection.refresh_from_db()
    assert (comment.state, objection.handled_at) == (State.REMOVED, None)
    assert moderator.post(url, {"outcome": "dismissed", "answer": "Al weg."}).status_code == 302


def test_upheld_means_placed_also_where_it_was_rejected_before_it_was_removed() -> None:
    comment, anna = make_comment(state=State.WAITING, confirmed_at=timezone.now()), make_anna()
    decide(comment, Verb.REJECT, by=anna)
    decide(comment, Verb.REMOVE, by=anna)
    objecting.handle(objection=objection_to(comment), by=anna, outcome=ObjectionOutcome.UPHELD, answer="Ja.")
    comment.refresh_from_db()
    assert comment.is_placed()


def test_a_removal_without_a_history_cannot_be_upheld() -> None:
    objection = objection_to(make_comment(state=State.REMOVED))
    with pytest.raises(moderating.NotDone, match="niets om ongedaan te maken"):
        objecting.handle(objection=objection, by=make_anna(), outcome=ObjectionOutcome.UPHELD, answer="Ja.")
    objection.refresh_from_db()
    assert objection.handled_at is None
