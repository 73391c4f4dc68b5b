"""Reporting a reaction, and what becomes of it; bans."""

import re
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from comments.actions import banning, reporting
from comments.enums import Outcome, State
from comments.models import Ban, Comment, Decision, Report
from tests.comments.factories import make_anna, make_comment, make_report
from tests.comments.test_refusals import table_locked
from tests.factories import make_editor, make_moderator

pytestmark = pytest.mark.django_db
WORDS = "Deze dosis klopt niet."


def test_the_form_shows_what_is_reported(client: Client) -> None:
    comment = make_comment(name="Piet", text="Slik er twintig.")
    response = client.get(f"/reacties/{comment.pk}/melden/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Slik er twintig." in page
    for reason in ("onjuiste medische informatie", "reclame", "persoonsgegevens", "kwetsend", "anders"):
        assert reason in page
    assert not response.cookies


@pytest.mark.parametrize("url", ["/reacties/{pk}/melden/", "/reacties/{slug}/nieuw/?op={pk}"])
def test_a_long_reaction_is_quoted_up_to_a_word(client: Client, url: str) -> None:
    comment = make_comment(text="Eerst <b>dit</b>.\n\n" + "woord " * 200 + "slot")
    page = client.get(url.format(pk=comment.pk, slug=comment.article.slug)).content.decode()
    quote = re.search(r"<blockquote[^>]*>(.*)</blockquote>", page, re.DOTALL)
    assert quote
    assert "<p>Eerst &lt;b&gt;dit&lt;/b&gt;.</p>\n<p>woord woord" in quote.group(1)
    assert quote.group(1).endswith("woord…</p>")
    assert "reaction-answered" not in page, "that box cuts in the middle of a line"


def test_a_report_is_stored_and_told(client: Client) -> None:
    comment = make_comment()
    data = {"kind": "medical", "text": WORDS, "email": ""}
    response = client.post(f"/reacties/{comment.pk}/melden/", data)
    assert response["Location"] == f"/reacties/{comment.pk}/melden/ontvangen/"
    thanks = client.get(response["Location"]).content.decode()
    assert "Melding ontvangen" in thanks
    assert f'href="{comment.get_absolute_url()}"' in thanks, "the way back"
    assert "Dan krijgt u een mail" in thanks
    report = Report.objects.get()
    assert (report.comment, report.kind, report.text, report.email) == (comment, "medical", WORDS, "")
    client.post(f"/reacties/{comment.pk}/melden/", data)
    assert Report.objects.count() == ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"kind": ""}, "Kies wat er mis is."),
        ({"kind": "verzonnen"}, "verzonnen"),
        ({"kind": "other", "email": "a@b\nBcc: x@y.nl"}, "Dit is geen volledig e-mailadres"),
    ],
)
def test_a_refused_report_keeps_its_text(client: Client, data: dict[str, str], reason: str) -> None:
    response = client.post(f"/reacties/{make_comment().pk}/melden/", {"text": WORDS, **data})
    page = response.content.decode()
    assert response.status_code == 422
    assert reason in page
    assert WORDS in page
    assert not Report.objects.exists()


def test_a_report_that_is_too_long_keeps_its_text(client: Client) -> None:
    text = "x" * 5001
    page = client.post(
        f"/reacties/{make_comment().pk}/melden/", {"text": text, "kind": "other"}
    ).content.decode()
    assert "Uw tekst heeft 5.001 tekens" in page
    assert text in page


@pytest.mark.parametrize("state", [state for state in State if state != State.PLACED])
def test_only_what_readers_see_is_reported(client: Client, state: State) -> None:
    comment = make_comment(state=state, text="verborgen")
    for response in (
        client.get(f"/reacties/{comment.pk}/melden/"),
        client.post(f"/reacties/{comment.pk}/melden/", {"text": WORDS, "kind": "other"}),
    ):
        assert response.status_code == 404
        assert "verborgen" not in response.content.decode()
        assert "Melden hoeft niet" in response.content.decode()
        assert "reageren" not in response.content.decode(), "the reader was reporting"
    assert WORDS in response.content.decode()
    with pytest.raises(reporting.NotPlaced):
        reporting.report(comment=comment, kind="other")


def test_what_is_gone_leads_back_to_its_article(client: Client) -> None:
    """But not the number of what was never placed, and not where the article went too."""
    removed, waiting = make_comment(), make_comment(state=State.WAITING)
    Comment.objects.filter(pk=removed.pk).update(state=State.REMOVED)
    back = f'href="{removed.article.get_absolute_url()}'
    for path in ("melden/", "melden/ontvangen/"):
        assert back in client.get(f"/reacties/{removed.pk}/{path}").content.decode()
        other = client.get(f"/reacties/{waiting.pk}/{path}").content.decode()
        assert waiting.article.get_absolute_url() not in other
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    for path in ("melden/", "melden/ontvangen/"):
        page = client.get(f"/reacties/{removed.pk}/{path}").content.decode()
        assert back not in page
        assert 'href="/artikelen/"' in page


def test_an_unknown_number_and_other_methods(client: Client) -> None:
    assert client.get("/reacties/999999/melden/").status_code == 404
    assert client.get(f"/reacties/{'9' * 30}/melden/").status_code == 404
    assert client.delete("/reacties/1/melden/").status_code == 405
    assert client.post("/reacties/1/melden/ontvangen/").status_code == 405


def test_a_report_from_another_site_or_one_too_many(client: Client, settings: Any) -> None:
    url = f"/reacties/{make_comment().pk}/melden/"
    foreign = client.post(url, {"text": WORDS, "kind": "other"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    settings.REACTION_LIMITS = {"network": 0}
    many = client.post(url, {"text": WORDS, "kind": "other"})
    assert many.status_code == 429
    assert WORDS in foreign.content.decode()
    assert WORDS in many.content.decode()
    assert not Report.objects.exists()


def test_more_than_the_server_reads(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = "text=" + "x" * 200
    response = client.post(
        f"/reacties/{make_comment().pk}/melden/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413


@pytest.mark.django_db(transaction=True)
def test_the_database_is_briefly_away(client: Client) -> None:
    url = f"/reacties/{make_comment().pk}/melden/"
    with table_locked("comments_report"):
        response = client.post(url, {"text": WORDS, "kind": "other"})
    assert response.status_code == 503
    assert WORDS in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_reaction_removed_while_it_was_being_reported(client: Client) -> None:
    """A moderator's removal holds the row; the report waits for it, then finds nothing left to report."""
    comment = make_comment()
    answers: list[Any] = []

    def press() -> None:
        try:
            answers.append(client.post(f"/reacties/{comment.pk}/melden/", {"text": WORDS, "kind": "other"}))
        finally:
            connections.close_all()

    thread = threading.Thread(target=press)
    with transaction.atomic():
        Comment.objects.select_for_update().get(pk=comment.pk)
        thread.start()
        wait_for_a_lock()
        Comment.objects.filter(pk=comment.pk).update(state=State.REMOVED)
    thread.join(30)
    assert answers[0].status_code == 404
    assert WORDS in answers[0].content.decode()
    assert not Report.objects.exists()


def wait_for_a_lock() -> None:
    """Until another connection stands still for ours."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the view would not move
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_handling_a_report_may_remove_the_reaction() -> None:
    report, max_ = make_report(), make_moderator()
    reporting.handle(report=report, by=max_, outcome=Outcome.REMOVED)
    report.refresh_from_db()
    report.comment.refresh_from_db()
    assert (report.outcome, report.handled_by, report.comment.state) == ("removed", max_, State.REMOVED)
    assert Decision.objects.get().reason == "onjuiste medische informatie"
    reporting.handle(report=report, by=make_anna(), outcome=Outcome.KEPT)
    report.refresh_from_db()
    assert (report.outcome, report.handled_by) == ("removed", max_)


def test_keeping_the_reaction_changes_nothing_else() -> None:
    report = make_report()
    reporting.handle(report=report, by=make_moderator(), outcome=Outcome.KEPT)
    report.comment.refresh_from_db()
    assert report.comment.is_placed()
    assert not Report.objects.open().exists()


def test_a_ban_is_stored_in_one_form_and_lifted() -> None:
    ban = banning.ban(kind="domain", value="@Spam.Voorbeeld.NL", reason="Reclame", by=make_moderator())
    assert (ban.value, str(ban)) == ("spam.voorbeeld.nl", "spam.voorbeeld.nl")
    banning.lift(ban=ban)
    assert not Ban.objects.exists()


@pytest.mark.parametrize("value", ["voorbeeld.co.uk", "co.voorbeeld.uk", "org.example", "praktijk.nl"])
def test_one_domain_among_others_can_be_banned(value: str) -> None:
    assert banning.ban(kind="domain", value=value, reason="Reclame", by=make_moderator()).value == value


def test_a_ban_ends_later_than_now() -> None:
    max_, past = make_moderator(), timezone.now() - timedelta(minutes=1)
    with pytest.raises(ValidationError, match="Dit moment is al voorbij"):
        banning.ban(kind="domain", value="spam.nl", reason="Reclame", by=max_, until=past)
    over = Ban.objects.create(kind="domain", value="oud.nl", reason="Reclame", until=past)
    over.reason = "Reclame voor pillen"
    over.full_clean()  # one that ended can still get a better reason
    over.until = past - timedelta(days=1)
    with pytest.raises(ValidationError, match="Dit moment is al voorbij"):
        over.full_clean()


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("domain", "gmail.com", "Te veel mensen gebruiken dit domein"),
        ("network", "0.0.0.0/0", "Dit netwerk is te groot"),
        ("address", "geen adres", "Dit is geen e-mailadres."),
        ("address", "ANN@example.org", "Een collega gebruikt dit adres"),
        ("domain", "example.org", "Een collega gebruikt dit adres"),
        ("domain", "al-geblokkeerd.nl", "Dit is al geblokkeerd"),
        ("anders", "x", "anders"),
        ("domain", "co.uk", "Op deze uitgang eindigen de domeinen van iedereen"),
        ("domain", "@COM.au", "Op deze uitgang eindigen de domeinen van iedereen"),
    ],
)
def test_a_ban_that_cannot_be(kind: str, value: str, message: str) -> None:
    max_ = make_moderator()
    make_editor()
    Ban.objects.create(kind="domain", value="al-geblokkeerd.nl", reason="Reclame")
    with pytest.raises(ValidationError, match=message):
        banning.ban(kind=kind, value=value, reason="Reclame", by=max_)
    assert Ban.objects.count() == 1
