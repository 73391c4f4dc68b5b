"""One's own reactions: asking tells nothing, the mailed link shows everything, and erasing takes two steps."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import tasks_privacy, tokens
from comments.actions import asking, links
from comments.enums import EditStatus, LinkPurpose, State
from comments.models import Ban, Comment, Edit, MailLink, Objection, Subscription
from tests.comments.conftest import Mailbox
from tests.comments.factories import make_comment, make_follower, make_report
from tests.comments.test_refusals import table_locked

pytestmark = pytest.mark.django_db
ROSA = "rosa@voorbeeld.nl"
ASK, SENT, DONE = "/reacties/mijn/", "/reacties/mijn/verstuurd/", "/reacties/mijn/gewist/"
transactional = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rosas(article: Article) -> list[Comment]:
    """Two reactions of Rosa's, and one of somebody else."""
    make_comment(article=article, name="Iemand anders", text="Niet van Rosa.")
    return [
        make_comment(article=article, email=ROSA, name="Rosa", text="Ik kreeg in mei chemo."),
        make_comment(article=article, email=ROSA, name="Rosa", text="Wat is p?", state=State.REJECTED),
    ]


@pytest.fixture
def token(rosas: list[Comment]) -> str:
    return links.issue(purpose=LinkPurpose.MINE, email=ROSA)


def at(token: str, rest: str = "") -> str:
    return f"/reacties/mijn/{token}/{rest}"


# ---- asking ----


def test_the_way_in(client: Client) -> None:
    page = client.get(ASK).content.decode()
    assert "Mijn reacties" in page
    assert 'method="post"' in page
    answer = client.post(ASK, {"email": " Rosa@Voorbeeld.nl "})
    assert (answer.status_code, answer["Location"]) == (302, SENT)
    assert MailLink.objects.get().email == ROSA


def test_an_unknown_address_gets_the_same_answer_for_the_same_work(
    client: Client, rosas: list[Comment]
) -> None:
    """The same statements, but for the address in them, and the same bytes: what differs happens in a worker later."""
    seen = []
    for email in (ROSA, "niemand@voorbeeld.nl"):
        client.post(ASK, {"email": "warm@voorbeeld.nl"})
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(ASK, {"email": email})
        asked_sql = [query["sql"] for query in asked.captured_queries]
        assert not any(sql.startswith("SELECT") and email in sql for sql in asked_sql)
        statements = [re.sub(r"'[^']*'|\d+", "?", sql) for sql in asked_sql]
        page = client.get(answer["Location"])
        seen.append((statements, answer.status_code, sorted(answer.items()), answer.content, page.content))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) > 1


@pytest.mark.parametrize("email", ["", "rosa", "a@b\r\nBcc: x@y.nl", "x" * 300 + "@b.nl", "\x00", "a@b@c.nl"])
def test_what_is_no_address_comes_back(client: Client, email: str) -> None:
    answer = client.post(ASK, {"email": email})
    assert answer.status_code == 422
    assert "mijn-email" in answer.content.decode()
    assert not MailLink.objects.exists()


def test_a_post_from_elsewhere_sends_nothing(client: Client, rosas: list[Comment]) -> None:
    answer = client.post(ASK, {"email": ROSA}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert ROSA in answer.content.decode()
    assert not MailLink.objects.exists()


def test_asking_too_often_from_one_network_waits(client: Client, settings: Any) -> None:
    settings.REACTION_LIMITS = {"network": 2}
    answers = [client.post(ASK, {"email": f"{number}@b.nl"}).status_code for number in range(3)]
    assert answers == [302, 302, 429]


@transactional
def test_a_known_address_gets_a_letter_and_another_none(
    client: Client, rosas: list[Comment], mailbox: Mailbox, run_jobs: Callable[[], None]
) -> None:
    client.post(ASK, {"email": "niemand@voorbeeld.nl"})
    client.post(ASK, {"email": ROSA})
    run_jobs()
    [(to, letter)] = mailbox.letters
    assert to == [ROSA]
    plain = letter.get_body(("plain",)).get_content()
    assert "chemo" not in letter.as_string()
    assert rosas[0].article.title not in letter.as_string()
    path = re.search(r"https?://[^/]+(/reacties/mijn/\S+)", plain)
    assert path
    assert "Ik kreeg in mei chemo." in client.get(path[1]).content.decode()
    assert set(MailLink.objects.values_list("email", flat=True)) == {ROSA}
    assert path[1].split("/")[3] not in everything_in("procrastinate_jobs")
    assert ROSA not in everything_in("procrastinate_jobs")


def everything_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        return str(cursor.fetchone()[0])


@transactional
def test_who_follows_or_reported_is_known_too(
    article: Article, mailbox: Mailbox, run_jobs: Callable[[], None]
) -> None:
    make_follower(article=article, email="volger@voorbeeld.nl")
    make_report(comment=make_comment(article=article), email="melder@voorbeeld.nl")
    for email in ("volger@voorbeeld.nl", "melder@voorbeeld.nl"):
        asking.ask(email=email)
    run_jobs()
    assert sorted(to for [to], _letter in mailbox.letters) == ["melder@voorbeeld.nl", "volger@voorbeeld.nl"]


@transactional
def test_nobody_is_pestered_and_a_job_run_twice_writes_once(
    rosas: list[Comment], mailbox: Mailbox, run_jobs: Callable[[], None]
) -> None:
    for _ in range(5):
        asking.ask(email=ROSA)
    run_jobs()
    for pk in MailLink.objects.values_list("pk", flat=True):
        tasks_privacy.mail_own_reactions(link_id=pk)
    assert len(mailbox.letters) == tasks_privacy.PER_HOUR == MailLink.objects.count()


# ---- looking ----


def test_the_link_shows_ones_own_and_nothing_else(client: Client, token: str) -> None:
    page = client.get(at(token))
    text = page.content.decode()
    assert "Ik kreeg in mei chemo." in text
    assert "Wat is p?" in text
    assert "afgewezen" in text
    assert "Niet van Rosa." not in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client: Client, article: Article, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        comment = make_comment(article=article, email=ROSA)
        Edit.objects.create(comment=comment, old_text="a", new_text="b")
    make_follower(article=article, email=ROSA)
    token = links.issue(purpose=LinkPurpose.MINE, email=ROSA)
    with django_assert_num_queries(9):
        client.get(at(token))
    with django_assert_num_queries(9):
        client.get(at(token, "mijn-reacties.json"))


@pytest.mark.parametrize("path", ["", "wissen/?alles=1", "mijn-reacties.json", "mijn-reacties.html"])
def test_links_that_open_nothing(client: Client, rosas: list[Comment], path: str) -> None:
    past = links.issue(purpose=LinkPurpose.MINE, email=ROSA)
    MailLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    other = links.issue(purpose=LinkPurpose.OWN, comment=rosas[0])
    for token in (past, other, "x", tokens.new_token()[0], "'; DROP TABLE", "é" * 50, "%00"):
        answer = client.get(at(token, path))
        assert answer.status_code == 404
        assert "Ik kreeg" not in answer.content.decode()


def test_looking_changes_nothing(client: Client, token: str) -> None:
    for path in ("", "wissen/?alles=1", "mijn-reacties.json", "mijn-reacties.html"):
        assert client.get(at(token, path)).status_code == 200
    assert MailLink.objects.get().used_at is None
    assert Comment.objects.filter(email=ROSA).count() == 2
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(at(token, "wissen/")).status_code == 405
    for path in ("", "mijn-reacties.json", "mijn-reacties.html"):
        assert client.post(at(token, path)).status_code == 405


def test_both_files_hold_everything(
    client: Client, article: Article, rosas: list[Comment], token: str
) -> None:
    Edit.objects.create(comment=rosas[0], old_text="Eerst.", new_text="Later.", status=EditStatus.WAITING)
    make_follower(article=article, email=ROSA)
    make_report(comment=rosas[0], email=ROSA, text="Klopt niet hoor.")
    Objection.objects.create(comment=rosas[1], by="writer", email=ROSA, text="Waarom niet?")
    Ban.objects.create(kind="address", value=ROSA, reason="Schelden")
    answer = client.get(at(token, "mijn-reacties.json"))
    data = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="mijn-reacties.json"'
    assert {each["text"] for each in data["reactions"]} == {"Ik kreeg in mei chemo.", "Wat is p?"}
    assert data["reactions"][1]["changes"][0]["after"] == "Later."
    assert [len(data[name]) for name in ("subscriptions", "reports", "objections", "bans")] == [1, 1, 1, 1]
    page = client.get(at(token, "mijn-reacties.html")).content.decode()
    for words in ("Ik kreeg in mei chemo.", "Later.", "Klopt niet hoor.", "Waarom niet?", "Schelden"):
        assert words in page
    assert "Niet van Rosa." not in page + answer.content.decode()


def test_what_was_typed_is_text_in_every_page(client: Client, article: Article) -> None:
    make_comment(article=article, email=ROSA, name="<b>R</b>", text="<script>alert(1)</script>")
    token = links.issue(purpose=LinkPurpose.MINE, email=ROSA)
    for path in ("", "mijn-reacties.html", "wissen/?alles=1"):
        page = client.get(at(token, path)).content.decode()
        assert "&lt;script&gt;" in page
        assert "<b>R</b>" not in page


# ---- erasing ----


def test_erasing_takes_two_steps(client: Client, rosas: list[Comment], token: str) -> None:
    first = client.get(at(token, f"wissen/?r={rosas[0].pk}")).content.decode()
    assert "Ik kreeg in mei chemo." in first
    assert "Wat is p?" not in first
    assert re.search(r'value="words"[^>]*checked', first), "taking the words too is the choice at the start"
    assert Comment.objects.filter(pk=rosas[0].pk).exists()
    answer = client.post(at(token, "wissen/"), {"r": rosas[0].pk, "how": "words"})
    assert (answer.status_code, answer["Location"]) == (302, DONE)
    assert not Comment.objects.filter(pk=rosas[0].pk).exists()
    assert Comment.objects.filter(pk=rosas[1].pk, text="Wat is p?").exists()
    assert client.get(DONE).status_code == 200


def test_the_page_says_that_keeping_the_words_confirms_them(
    client: Client, article: Article, rosas: list[Comment], token: str
) -> None:
    waits = make_comment(article=article, email=ROSA, state=State.AWAITING_EMAIL)
    said = "Nog niet bevestigd met de e-mail?"
    assert said in client.get(at(token, f"wissen/?r={waits.pk}")).content.decode()
    assert said in client.get(at(token, "wissen/?alles=1")).content.decode()
    assert said not in client.get(at(token, f"wissen/?r={rosas[0].pk}")).content.decode()


def test_a_used_link_still_shows_but_acts_no_more(client: Client, rosas: list[Comment], token: str) -> None:
    client.post(at(token, "wissen/"), {"r": rosas[0].pk, "how": "words"})
    again = client.post(at(token, "wissen/"), {"r": rosas[1].pk, "how": "words"})
    assert again.status_code == 409
    assert "Wat is p?" in again.content.decode()
    assert 'name="r"' not in again.content.decode()
    assert Comment.objects.filter(pk=rosas[1].pk).exists()
    assert client.get(at(token)).status_code == 200


def test_a_name_can_go_while_the_words_stay(client: Client, rosas: list[Comment], token: str) -> None:
    client.post(at(token, "wissen/"), {"r": rosas[0].pk, "how": "name"})
    comment = Comment.objects.get(pk=rosas[0].pk)
    assert (comment.name, comment.email, comment.network) == ("Anoniem", "", None)
    assert (comment.state, comment.text) == (State.PLACED, "Ik kreeg in mei chemo.")
    page = client.get(comment.get_absolute_url().partition("#")[0]).content.decode()
    assert "Ik kreeg in mei chemo." in page
    assert ">Rosa<" not in page


def test_everything_at_once(client: Client, article: Article, rosas: list[Comment], token: str) -> None:
    make_follower(article=article, email=ROSA)
    report = make_report(comment=make_comment(article=article), email=ROSA, text="Onzin")
    client.post(at(token, "wissen/"), {"alles": "1", "how": "words"})
    assert not Comment.objects.filter(email=ROSA).exists()
    assert not Subscription.objects.exists()
    assert not MailLink.objects.exists()
    report.refresh_from_db()
    assert (report.email, report.text) == ("", "")
    assert Comment.objects.filter(text="Niet van Rosa.").exists()
    assert client.get(at(token)).status_code == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"how": "words"}, 422),
        ({"r": "0", "how": "words"}, 422),
        ({"r": "x", "how": "words"}, 422),
        ({"r": "9" * 60, "how": "words"}, 422),
        ({"alles": "1"}, 422),
        ({"alles": "1", "how": "alles"}, 422),
        ({"alles": "1", "how": "\x00"}, 422),
    ],
)
def test_half_a_choice_erases_nothing(
    client: Client, rosas: list[Comment], token: str, data: dict[str, str], status: int
) -> None:
    assert client.post(at(token, "wissen/"), data).status_code == status
    assert Comment.objects.filter(email=ROSA).count() == 2
    assert MailLink.objects.get().used_at is None


def test_somebody_elses_number_is_passed_over(client: Client, rosas: list[Comment], token: str) -> None:
    other = Comment.objects.exclude(email=ROSA).get()
    assert client.post(at(token, "wissen/"), {"r": other.pk, "how": "words"}).status_code == 422
    client.post(at(token, "wissen/"), {"r": [rosas[0].pk, other.pk], "how": "words"})
    assert Comment.objects.filter(pk=other.pk).exists()


def test_a_page_of_another_site_cannot_press_the_button(
    client: Client, rosas: list[Comment], token: str
) -> None:
    answer = client.post(
        at(token, "wissen/"), {"alles": "1", "how": "words"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert Comment.objects.filter(email=ROSA).count() == 2


@transactional
def test_the_database_is_briefly_away(client: Client, rosas: list[Comment], token: str) -> None:
    with table_locked("comments_maillink"):
        asked = client.post(ASK, {"email": ROSA})
        looked = client.get(at(token))
        pressed = client.post(at(token, "wissen/"), {"alles": "1", "how": "words"})
    assert [asked.status_code, looked.status_code, pressed.status_code] == [503] * 3
    assert ROSA in asked.content.decode()
    assert "De site is even niet bereikbaar." in looked.content.decode()
    assert Comment.objects.filter(email=ROSA).count() == 2
    assert client.post(at(token, "wissen/"), {"alles": "1", "how": "words"}).status_code == 302


def test_more_than_the_server_reads(client: Client, token: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    data = {f"f{number}": "x" for number in range(5)}
    assert client.post(at(token, "wissen/"), data).status_code == 413
    assert client.post(ASK, data).status_code == 413


def test_the_privacy_page_names_the_terms_and_the_way(client: Client, settings: Any) -> None:
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "refused": 77}
    settings.PRIVACY_CONTACT = "fg@voorbeeld.nl"
    page = client.get("/privacy/").content.decode()
    assert "77 dagen" in page
    assert "fg@voorbeeld.nl" in page
    assert ASK in page
