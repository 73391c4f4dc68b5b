"""A writer's own page: look, change, remove, and a new link; whatever stands in the way, typed words come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments.actions import editing, emptying, links, moderating
from comments.enums import EditStatus, LinkPurpose, State, Verb
from comments.models import Comment, Decision, Edit, MailLink
from tests.comments.factories import make_comment
from tests.comments.test_refusals import table_locked
from tests.comments.together import at_one_moment
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db
OLD, NEW = "Oude woorden.", "Ik heb dit met veel moeite getypt."


def own(comment: Comment) -> str:
    """The path in the letter."""
    return f"/reacties/eigen/{links.issue(purpose=LinkPurpose.OWN, comment=comment)}/"


@pytest.fixture
def comment(article: Article) -> Comment:
    """Rosa's placed reaction."""
    return make_comment(article=article, text=OLD, email="rosa@voorbeeld.nl")


def test_looking_may_be_done_often_and_changes_nothing(client: Client, comment: Comment) -> None:
    path = own(comment)
    for address in (path, path, f"{path}verwijderen/", path):
        response = client.get(address)
        assert response.status_code == 200
        assert OLD in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
    assert MailLink.objects.get().used_at is None
    comment.refresh_from_db()
    assert comment.state == State.PLACED


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.AWAITING_EMAIL, "Uw reactie wacht op u"),
        (State.WAITING, "Een moderator moet uw reactie nog lezen."),
        (State.PLACED, "Uw reactie staat op de pagina."),
        (State.REJECTED, "Uw reactie is niet geplaatst."),
        (State.SPAM, "Uw reactie is niet geplaatst."),
    ],
)
def test_it_says_where_the_reaction_stands(client: Client, article: Article, state: str, said: str) -> None:
    page = client.get(own(make_comment(article=article, state=state, text=OLD))).content.decode()
    assert said in page
    assert OLD in page


def test_a_change_of_a_placed_reaction_waits(client: Client, comment: Comment) -> None:
    path = own(comment)
    page = client.post(path, {"text": NEW}).content.decode()
    assert "Uw wijziging is bewaard. Een moderator leest uw nieuwe tekst eerst." in page
    comment.refresh_from_db()
    assert (comment.text, comment.edit_waiting) == (OLD, True)
    later = client.get(path).content.decode()
    assert NEW in later
    assert "Tot die tijd zien lezers uw eerste tekst." in later
    assert client.post(path, {"text": NEW}).status_code == 200
    assert Edit.objects.count() == 1


def test_a_change_of_a_waiting_reaction_is_there_at_once(client: Client, article: Article) -> None:
    comment = make_comment(article=article, state=State.WAITING, text=OLD)
    page = client.post(own(comment), {"text": "Kijk op http://koop.nl"}).content.decode()
    assert "Uw wijziging is bewaard." in page
    comment.refresh_from_db()
    assert comment.text == "Kijk op http://koop.nl"
    assert [signal["name"] for signal in comment.signals] == ["links"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Schrijf eerst uw reactie."),
        (" \n\x00\u200b", "Schrijf eerst uw reactie."),
        (NEW + "x" * 100_000, "Uw tekst heeft 100.034 tekens; er passen er 5.000."),
    ],
)
def test_words_that_do_not_fit_come_back(client: Client, comment: Comment, text: str, reason: str) -> None:
    response = client.post(own(comment), {"text": text})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert text.strip("\x00\u200b \n") in response.content.decode()
    assert not Edit.objects.exists()


def test_markup_is_shown_as_text(client: Client, article: Article) -> None:
    comment = make_comment(article=article, state=State.WAITING, text=OLD)
    path = own(comment)
    client.post(path, {"text": "<script>alert(1)</script>\u202e"})
    comment.refresh_from_db()
    assert comment.text == "<script>alert(1)</script>"
    assert "&lt;script&gt;" in client.get(path).content.decode()


def test_too_late_gives_the_words_back(client: Client, comment: Comment) -> None:
    path = own(comment)
    Comment.objects.update(placed_at=timezone.now() - editing.WINDOW - timedelta(minutes=1))
    assert "<form" not in client.get(path).content.decode().split("<main")[1]
    response = client.post(path, {"text": NEW})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Een reactie kunt u een kwartier lang wijzigen." in page
    assert NEW in page
    assert "readonly" in page


def test_somebody_replied_gives_the_words_back(client: Client, comment: Comment) -> None:
    make_comment(reply_to=comment)
    response = client.post(own(comment), {"text": NEW})
    assert response.status_code == 409
    assert "Iemand heeft geantwoord." in response.content.decode()
    assert NEW in response.content.decode()


def test_an_old_link_gives_the_words_back_and_shows_nothing(client: Client, comment: Comment) -> None:
    path = own(comment)
    MailLink.objects.update(expires_at=timezone.now())
    for response in (client.get(path), client.get(f"{path}verwijderen/"), client.post(f"{path}verwijderen/")):
        assert response.status_code == 410
        assert "Deze link is te oud" in response.content.decode()
        assert OLD not in response.content.decode()
    response = client.post(path, {"text": NEW})
    assert response.status_code == 410
    assert NEW in response.content.decode()
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (State.PLACED, OLD)


def test_another_kind_of_link_opens_nothing(client: Client, comment: Comment) -> None:
    token = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    for path in (f"/reacties/eigen/{token}/", f"/reacties/eigen/{token}/verwijderen/"):
        for response in (client.get(path), client.post(path, {"text": NEW})):
            assert response.status_code == 404
            assert OLD not in response.content.decode()
    assert not Decision.objects.exists()


def test_another_site_changes_nothing(client: Client, comment: Comment) -> None:
    path, foreign = own(comment), {"Sec-Fetch-Site": "cross-site"}
    changed = client.post(path, {"text": NEW}, headers=foreign)
    assert changed.status_code == 403
    assert NEW in changed.content.decode()
    assert client.post(f"{path}verwijderen/", headers=foreign).status_code == 403
    comment.refresh_from_db()
    assert (comment.state, comment.edit_waiting) == (State.PLACED, False)


@pytest.mark.parametrize("state", [state for state in State if state != State.REMOVED])
def test_removing_is_possible_at_any_time(client: Client, article: Article, state: State) -> None:
    comment = make_comment(
        article=article, state=state, text=OLD, posted_at=timezone.now() - timedelta(days=900)
    )
    path = f"{own(comment)}verwijderen/"
    assert "Weet u het zeker?" in client.get(path).content.decode()
    for _ in range(2):
        response = client.post(path)
        assert response.status_code == 200
        assert "Uw reactie is verwijderd" in response.content.decode()
    comment.refresh_from_db()
    assert comment.state == State.REMOVED
    decision = Decision.objects.get()
    assert (decision.verb, decision.by, decision.by_name) == (Verb.REMOVE, None, "de schrijver")
    after = client.get(path)
    assert after.status_code == 410
    assert OLD not in after.content.decode()


def test_replies_stay_below_a_placeholder(client: Client, comment: Comment) -> None:
    make_comment(reply_to=comment, text="Een antwoord.")
    client.post(f"{own(comment)}verwijderen/")
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert OLD not in page
    assert "Deze reactie is verwijderd." in page
    assert "Een antwoord." in page


def test_removing_takes_the_waiting_change_along(client: Client, comment: Comment) -> None:
    path = own(comment)
    client.post(path, {"text": NEW})
    confirm = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    client.post(f"{path}verwijderen/")
    comment.refresh_from_db()
    assert (Edit.objects.get().status, comment.edit_waiting) == (EditStatus.REFUSED, False)
    assert not MailLink.objects.usable().exists()
    assert client.post(f"/reacties/bevestigen/{confirm}/").status_code == 410


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, comment: Comment, method: str) -> None:
    path = own(comment)
    for address in (path, f"{path}verwijderen/", "/reacties/link/"):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["comments_comment", "comments_edit", "procrastinate_jobs"])
def test_with_the_database_away_the_words_come_back(client: Client, comment: Comment, table: str) -> None:
    path = own(comment)
    with table_locked(table):
        response = client.post(path, {"text": NEW})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert NEW in response.content.decode()
    assert client.post(path, {"text": NEW}).status_code == 200
    assert Edit.objects.count() == 1


def test_far_too_much_is_explained(client: Client, comment: Comment, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    response = client.post(
        own(comment), "text=" + "x" * 2_000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413


def test_an_erased_reaction_has_no_page(client: Client, comment: Comment) -> None:
    path = own(comment)
    Comment.objects.update(erased_at=timezone.now(), email="", network=None)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}verwijderen/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("imported", [False, True], ids=["gone", "emptied"])
@pytest.mark.parametrize("then", ["", "verwijderen/"])
def test_what_is_erased_at_that_very_moment(comment: Comment, imported: bool, then: str) -> None:
    """By its writer from another device, or by the nightly clean-up: typed words come back, and nothing is an error."""
    if imported:
        Comment.objects.update(external_id="elders:1")
    path = own(comment)
    response = at_one_moment(
        lambda: emptying.empty(ids=[comment.pk], who="de schrijver"),
        lambda: Client().post(f"{path}{then}", {"text": NEW}),
    )
    page = response.content.decode()
    assert response.status_code == 410
    assert "Deze reactie is verwijderd" in page
    assert OLD not in page
    assert (NEW in page) is (then == "")


def test_a_change_behind_a_waiting_reaction_is_no_text_that_readers_see(
    client: Client, article: Article
) -> None:
    comment = make_comment(article=article, state=State.WAITING, text=OLD)
    moderator, path = make_moderator(), own(comment)
    decision = moderating.approve(comment=comment, by=moderator)
    client.post(path, {"text": NEW})
    moderating.undo(comment=comment, by=moderator, decision=decision)
    page = client.get(path).content.decode()
    assert NEW in page
    assert "Tot die tijd zien lezers uw eerste tekst." not in page
    assert "Uw wijziging is bewaard.<" in client.post(path, {"text": "Nog anders."}).content.decode()
    assert "Nog anders." in client.get(path).content.decode()


def test_changing_has_an_end_and_keeps_the_words(client: Client, article: Article, settings: Any) -> None:
    settings.REACTION_LIMITS = {"address": 1}
    path = own(make_comment(article=article, state=State.WAITING, text=OLD))
    assert client.post(path, {"text": "Eén."}).status_code == 200
    response = client.post(path, {"text": NEW})
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert NEW in response.content.decode()
    assert "U hebt uw reactie een paar keer kort na elkaar gewijzigd." in response.content.decode()
    assert client.get(path).status_code == 200
    assert Comment.objects.get().text == "Eén."


def test_changing_and_sending_in_are_counted_apart(
    client: Client, article: Article, filled_in: Any, settings: Any
) -> None:
    """Who mends three slips must still be able to answer somebody."""
    settings.REACTION_LIMITS = {"address": 1, "network": 1}
    comment = make_comment(article=article, state=State.WAITING, email="rosa@voorbeeld.nl")
    assert client.post(own(comment), {"text": NEW}).status_code == 200
    assert client.post("/reacties/vitamine-d/nieuw/", filled_in()).status_code == 302


def test_too_many_changes_are_explained(client: Client, article: Article, settings: Any) -> None:
    settings.REACTION_LIMITS = {"address": 100}
    comment = make_comment(article=article, state=State.WAITING, text=OLD)
    path = own(comment)
    for number in range(editing.MOST):
        editing.edit(comment=comment, text=f"Woorden {number}.")
    response = client.post(path, {"text": NEW})
    assert response.status_code == 409
    assert "U hebt deze reactie al vaak gewijzigd." in response.content.decode()
    assert NEW in response.content.decode()


# ---- a new link ----


def asked() -> list[tuple[str, dict[str, int]]]:
    """What the queue was asked to do."""
    return list(ProcrastinateJob.objects.values_list("task_name", "args"))


def test_a_new_link_is_asked_for_by_address(client: Client, comment: Comment) -> None:
    assert "Een nieuwe link naar mijn reactie" in client.get("/reacties/link/").content.decode()
    client.post("/reacties/link/", {"email": "Rosa@Voorbeeld.nl"})
    assert asked() == [("comments.tasks.mail_links", {"comment_id": comment.pk, "after_link": 0})]


def test_an_unknown_address_gets_the_same_answer_by_the_same_work(
    client: Client, comment: Comment, django_assert_num_queries: Any
) -> None:
    pages = []
    for email in ("rosa@voorbeeld.nl", "niemand@voorbeeld.nl"):
        with django_assert_num_queries(
            5
        ):  # the last reaction, its last link, the job; a savepoint around them
            pages.append(client.post("/reacties/link/", {"email": email}).content)
    assert pages[0] == pages[1]
    assert len(asked()) == 2


def test_asking_has_an_end(client: Client, db: None, settings: Any) -> None:
    settings.REACTION_LIMITS = {"network": 1}
    client.post("/reacties/link/", {"email": "rosa@voorbeeld.nl"})
    response = client.post("/reacties/link/", {"email": "rosa@voorbeeld.nl"})
    assert response.status_code == 429
    assert "U hebt dit een paar keer gevraagd." in response.content.decode()
    assert 'value="rosa@voorbeeld.nl"' in response.content.decode()
    assert len(asked()) == 1


@pytest.mark.parametrize("typed", ["rosa", "", "a@b.nl\r\nBcc: c@d.nl", "\x00"])
def test_a_broken_address_is_explained(client: Client, db: None, typed: str) -> None:
    response = client.post("/reacties/link/", {"email": typed})
    assert response.status_code == 422
    assert asked() == []


class AnythingTest(TestCase):
    """Arbitrary words."""

    @hypothesis_settings(max_examples=25, deadline=None)
    @given(text=st.text(st.characters(codec="utf-8"), max_size=60))
    def test_whatever_is_typed_is_answered(self, text: str) -> None:
        path = own(make_comment(text=OLD))
        assert self.client.post(path, {"text": text}).status_code in {200, 422}
        assert self.client.get(path).status_code == 200
        assert self.client.post("/reacties/link/", {"email": text}).status_code in {200, 422, 429}
