"""Letters to the writer, from the first link to the decision; each once, none with the words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import mail
from comments.actions import confirming, editing, moderating, own, posting, reporting
from comments.enums import Outcome, State, Verb
from comments.models import Ban, Comment, Decision, Edit, MailLink
from comments.tasks import LETTERS, LETTERS_WITHIN, mail_decision, mail_edit, mail_links, mail_received
from config.jobs import enqueue
from tests.comments.conftest import Mailbox
from tests.comments.factories import decide, make_comment, make_report
from tests.comments.letters import html_of, link_in, text_of
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[..., None]
SECRET = "Ik heb dit zelf ook gehad."
ROSA = "rosa@voorbeeld.nl"


@pytest.fixture
def max_(db: None) -> Any:
    """A moderator without an address."""
    user = make_user(username="stille", group="Moderatoren")
    type(user).objects.update(email="")
    return user


@pytest.fixture
def comment(article: Article) -> Comment:
    """What Rosa just sent in."""
    return posting.post(article=article, name="Rosa", email=ROSA, kind="question", text=SECRET, consent=True)


def only(box: Mailbox) -> Any:
    """The one letter, to Rosa; the box is empty after."""
    [(people, letter)] = box.letters
    assert people == [ROSA]
    assert SECRET not in letter.as_string()
    assert SECRET not in text_of(letter) + html_of(letter)
    assert str(letter["Auto-Submitted"]) == "auto-generated"
    box.letters.clear()
    letter.replace_header("Subject", str(letter["Subject"]).strip())  # a long one may begin on the next line
    return letter


def test_from_the_letter_to_the_page(
    article: Article, comment: Comment, mailbox: Mailbox, run_jobs: Run, client: Client, max_: Any
) -> None:
    run_jobs()
    letter = only(mailbox)
    assert letter["Subject"] == "Bevestig uw reactie bij “Vitamine D & kanker”"
    assert "Rosa" not in letter.as_string(), "a name that somebody typed stands in no letter to a stranger"
    confirm = link_in(letter, "/reacties/bevestigen/")
    token = confirm.split("/")[-2]
    assert len(token) == 43
    assert not MailLink.objects.filter(token_hash__contains=token).exists()
    assert SECRET in client.get(confirm).content.decode()
    client.post(confirm)
    comment.refresh_from_db()
    assert comment.state == State.WAITING

    decide(comment, Verb.APPROVE, by=max_)
    run_jobs()
    letter = only(mailbox)
    assert letter["Subject"] == "Uw reactie is geplaatst: Vitamine D & kanker"
    assert f"#reactie-{comment.pk}" in text_of(letter)
    mine = link_in(letter, "/reacties/eigen/")
    client.post(mine, {"text": "Andere woorden."})
    client.post(f"{mine}verwijderen/")
    run_jobs()
    comment.refresh_from_db()
    assert comment.state == State.REMOVED
    assert mailbox.letters == [], "who removes an own reaction needs no letter about it"


def test_from_a_known_address_the_letter_asks_nothing(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    posting.post(
        article=article, name="R", email=ROSA, kind="question", text=SECRET, consent=True, confirmed=True
    )
    run_jobs()
    letter = only(mailbox)
    assert letter["Subject"] == "Uw reactie is aangekomen: “Vitamine D & kanker”"
    assert "/reacties/bevestigen/" not in text_of(letter) + html_of(letter)
    assert link_in(letter, "/reacties/eigen/")


def test_a_rejection_says_why_and_how_to_object(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    Comment.objects.update(state=State.WAITING)
    run_jobs()
    mailbox.letters.clear()
    moderating.reject(comment=comment, by=max_, reason="Noemt een arts met naam & <b>toenaam</b>.")
    run_jobs()
    letter = only(mailbox)
    assert letter["Subject"] == "Uw reactie is niet geplaatst: Vitamine D & kanker"
    assert "Noemt een arts met naam & <b>toenaam</b>." in text_of(letter)
    assert "&lt;b&gt;toenaam" in html_of(letter)
    assert link_in(letter, "/reacties/bezwaar/")
    assert link_in(letter, "/reacties/eigen/")


def test_a_removal_says_why(comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any) -> None:
    Comment.objects.update(state=State.PLACED, placed_at=timezone.now())
    run_jobs()
    mailbox.letters.clear()
    moderating.remove(comment=comment, by=max_, reason="Reclame.")
    run_jobs()
    letter = only(mailbox)
    assert letter["Subject"] == "Uw reactie is verwijderd: Vitamine D & kanker"
    assert "Reclame." in text_of(letter)


def test_a_second_removal_is_told_although_a_report_led_to_the_first(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    Comment.objects.update(state=State.PLACED, placed_at=timezone.now())
    reporting.handle(
        report=make_report(comment=comment), by=max_, outcome=Outcome.REMOVED, answer="Reden een."
    )
    run_jobs()
    letters = [text_of(letter) for people, letter in mailbox.letters if "Reden een." in text_of(letter)]
    assert len(letters) == 1, (
        "the letter about the report tells it; the one about the decision does not repeat it"
    )
    mailbox.letters.clear()
    moderating.undo(comment=comment, by=max_, decision=Decision.objects.get(verb=Verb.REMOVE))
    moderating.remove(comment=comment, by=max_, reason="Reden twee.")
    run_jobs()
    letter = only(mailbox)
    assert "Reden twee." in text_of(letter)
    assert link_in(letter, "/reacties/bezwaar/")


def test_a_removal_is_told_although_a_report_is_handled_after_it(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    Comment.objects.update(state=State.PLACED, placed_at=timezone.now())
    run_jobs()
    mailbox.letters.clear()
    report = make_report(comment=comment)
    moderating.remove(comment=comment, by=max_, reason="Reclame.")
    reporting.handle(report=report, by=max_, outcome=Outcome.REMOVED, answer="Al weg.")
    run_jobs()
    assert "Reclame." in text_of(only(mailbox))


def test_spam_is_not_answered(comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any) -> None:
    moderating.spam(comment=comment, by=max_)
    run_jobs()
    assert mailbox.letters == []


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.REJECT])
def test_what_was_undone_at_once_is_not_told(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any, verb: Verb
) -> None:
    Comment.objects.update(state=State.WAITING, confirmed_at=timezone.now())
    run_jobs()
    mailbox.letters.clear()
    decision = decide(comment, verb, by=max_)
    run_jobs(later=False)
    assert mailbox.letters == [], "it waits some minutes"
    moderating.undo(comment=comment, by=max_, decision=decision)
    run_jobs()
    assert mailbox.letters == []
    decide(comment, Verb.APPROVE, by=max_)
    run_jobs()
    assert only(mailbox)["Subject"].startswith("Uw reactie is geplaatst")


def test_of_a_reason_that_was_replaced_only_the_last_is_told(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    Comment.objects.update(state=State.WAITING)
    run_jobs()
    mailbox.letters.clear()
    first = moderating.reject(comment=comment, by=max_, reason="Een vergissing.")
    moderating.undo(comment=comment, by=max_, decision=first)
    moderating.reject(comment=comment, by=max_, reason="De echte reden.")
    run_jobs()
    assert "De echte reden." in text_of(only(mailbox))


def test_placed_is_told_once_rejected_each_time(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    Comment.objects.update(state=State.WAITING)
    run_jobs()
    mailbox.letters.clear()
    subjects = []
    for verb in (Verb.APPROVE, Verb.APPROVE, Verb.REJECT, Verb.REJECT):
        decision = decide(comment, verb, by=max_)
        run_jobs()
        subjects += [str(letter["Subject"]).split(":")[0] for _, letter in mailbox.letters]
        mailbox.letters.clear()
        moderating.undo(comment=comment, by=max_, decision=decision)
    assert subjects == ["Uw reactie is geplaatst", *["Uw reactie is niet geplaatst"] * 2]


@pytest.mark.parametrize("refused", [True, False])
def test_what_became_of_a_change(
    article: Article, mailbox: Mailbox, run_jobs: Run, max_: Any, refused: bool
) -> None:
    comment = make_comment(article=article, text="Oud.", email=ROSA)
    editing.edit(comment=comment, text=SECRET)
    change = Edit.objects.get()
    if refused:
        editing.refuse_edit(edit=change, by=max_, reason="Een telefoonnummer.")
    else:
        editing.apply_edit(edit=change, by=max_)
    run_jobs()
    letter = only(mailbox)
    assert str(letter["Subject"]).startswith(
        "Uw wijziging is niet" if refused else "Uw wijziging is geplaatst"
    )
    assert ("Een telefoonnummer." in text_of(letter)) is refused
    enqueue(mail_edit, edit_id=change.pk)
    run_jobs()
    assert mailbox.letters == []


def test_running_a_job_again_sends_nothing_again(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any
) -> None:
    run_jobs()
    enqueue(mail_received, comment_id=comment.pk)
    run_jobs()
    assert only(mailbox)
    Comment.objects.update(state=State.WAITING)
    decide(comment, Verb.REJECT, by=max_)
    run_jobs()
    enqueue(mail_decision, decision_id=Decision.objects.get(verb=Verb.REJECT).pk)
    run_jobs()
    assert only(mailbox)


def test_asking_once_more_twice_sends_one_letter(comment: Comment, mailbox: Mailbox, run_jobs: Run) -> None:
    run_jobs()
    first = link_in(only(mailbox), "/reacties/bevestigen/")
    for _ in range(2):
        confirming.send_again(comment=comment)
    run_jobs()
    second = link_in(only(mailbox), "/reacties/bevestigen/")
    assert first != second
    assert confirming.confirm(token=first.split("/")[-2]).stand is confirming.Stand.CONFIRMED


def test_a_corrected_address_gets_the_letter(comment: Comment, mailbox: Mailbox, run_jobs: Run) -> None:
    run_jobs()
    wrong = link_in(only(mailbox), "/reacties/bevestigen/").split("/")[-2]
    confirming.correct_address(comment=comment, email="Roos@Voorbeeld.nl")
    run_jobs()
    [(people, letter)] = mailbox.letters
    assert people == ["roos@voorbeeld.nl"]
    assert confirming.confirm(token=wrong).stand is confirming.Stand.EXPIRED
    right = link_in(letter, "/reacties/bevestigen/").split("/")[-2]
    assert confirming.confirm(token=right).stand is confirming.Stand.CONFIRMED


def test_new_links_for_everything_in_one_letter(
    article: Article, mailbox: Mailbox, run_jobs: Run, client: Client
) -> None:
    other = make_article(title="Een ander artikel")
    make_comment(article=article, email=ROSA, text=SECRET)
    make_comment(article=other, email=ROSA, state=State.AWAITING_EMAIL, text=SECRET)
    make_comment(article=other, email=ROSA, state=State.REMOVED)
    make_comment(article=article)
    own.ask_links(email=ROSA)
    own.ask_links(email=ROSA)
    own.ask_links(email="niemand@voorbeeld.nl")
    run_jobs()
    letter = only(mailbox)
    text = text_of(letter)
    assert letter["Subject"] == "Links naar uw reacties"
    assert text.count("/reacties/eigen/") == 2
    assert text.count("/reacties/bevestigen/") == 1
    assert "Een ander artikel" in text
    assert client.get(link_in(letter, "/reacties/eigen/")).status_code == 200


def test_new_links_to_one_mailbox_have_an_end(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    make_comment(article=article, email=ROSA)
    for _ in range(LETTERS + 2):
        own.ask_links(email=ROSA)
        run_jobs()
    assert len(mailbox.letters) == LETTERS


def test_letters_to_a_stranger_have_an_end(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    """Ten reactions with somebody else's address; the owner, if it is one, can ask for the links in one letter later."""
    for number in range(2 * LETTERS):
        posting.post(
            article=article, name="R", email=ROSA, kind="question", text=f"Nummer {number}.", consent=True
        )
        run_jobs()
    assert len(mailbox.letters) == LETTERS
    mailbox.letters.clear()
    MailLink.objects.update(made_at=timezone.now() - LETTERS_WITHIN)
    own.ask_links(email=ROSA)
    run_jobs()
    assert text_of(only(mailbox)).count("/reacties/bevestigen/") == 2 * LETTERS


def test_one_letter_with_many_links_counts_as_one(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    for _ in range(LETTERS + 1):
        make_comment(article=article, email=ROSA)
    own.ask_links(email=ROSA)
    run_jobs()
    posting.post(article=article, name="R", email=ROSA, kind="question", text="Nieuw.", consent=True)
    run_jobs()
    assert len(mailbox.letters) == 2


def test_who_is_known_to_own_the_address_hears_of_each_reaction(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    for number in range(LETTERS + 1):
        posting.post(
            article=article,
            name="R",
            email=ROSA,
            kind="question",
            text=f"Nummer {number}.",
            consent=True,
            confirmed=True,
        )
    run_jobs()
    assert len(mailbox.letters) == LETTERS + 1


@pytest.mark.parametrize("kind", ["erased", "banned"])
def test_who_is_erased_or_banned_gets_no_letter(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, max_: Any, kind: str
) -> None:
    Comment.objects.update(state=State.WAITING)
    decide(comment, Verb.REJECT, by=max_)
    own.ask_links(email=ROSA)
    if kind == "erased":
        Comment.objects.update(email="", network=None, erased_at=timezone.now())
    else:
        Ban.objects.create(kind="address", value=ROSA, reason="Reclame")
    enqueue(mail_links, comment_id=comment.pk)
    run_jobs()
    assert mailbox.letters == []


def test_a_mail_server_that_was_away_costs_no_letter(
    comment: Comment, mailbox: Mailbox, run_jobs: Run, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    run_jobs()
    assert not MailLink.objects.exists(), "no link is left of a letter that did not go"
    settings.EMAIL_PORT = port
    enqueue(mail_received, comment_id=comment.pk)
    run_jobs()
    assert link_in(only(mailbox), "/reacties/bevestigen/")


def test_letters_to_addresses_that_lead_nowhere_are_not_sent(
    article: Article, mailbox: Mailbox, run_jobs: Run
) -> None:
    comment = make_comment(article=article, email="els@voorbeeld.invalid")
    enqueue(mail_received, comment_id=comment.pk)
    run_jobs()
    assert mailbox.letters == []


@pytest.mark.parametrize("title", ["Regel\r\nBcc: piet@voorbeeld.nl", "‮Omgekeerd", "<b>Vet</b> & 👩‍⚕️"])
def test_no_title_breaks_a_letter(mailbox: Mailbox, title: str) -> None:
    comment = make_comment(article=make_article(title=title, slug="x"), email=ROSA)
    mail.tell_received(comment, own="x", confirm="y")
    [(people, letter)] = mailbox.letters
    assert people == [ROSA]
    assert "Bcc" not in letter
    assert "<b>Vet" not in html_of(letter)


def test_a_name_with_a_line_end_breaks_no_letter(article: Article, mailbox: Mailbox, run_jobs: Run) -> None:
    posting.post(
        article=article,
        name="Rosa\r\nBcc: piet@voorbeeld.nl",
        email=ROSA,
        kind="question",
        text=SECRET,
        consent=True,
    )
    run_jobs()
    assert "Bcc" not in only(mailbox)


def test_every_letter_has_both_parts_in_one_layout(mailbox: Mailbox, article: Article) -> None:
    mail.tell_received(make_comment(article=article, email=ROSA), own="x", confirm="y")
    letter = only(mailbox)
    assert letter.get_content_type() == "multipart/alternative"
    assert '<html lang="nl">' in html_of(letter)
    assert '<meta name="color-scheme" content="light dark">' in html_of(letter)
    assert "<img" not in html_of(letter)
    assert "Deze mail komt van Bronwijzer" in html_of(letter)
    assert "Deze mail komt van Bronwijzer" in text_of(letter)
    assert "&quot;" not in text_of(letter)
    assert "&amp;" not in text_of(letter)
