"""The demo's post, as files written by Django's own backend."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage

from comments import mail
from config.demo import preparing
from config.demo.letters import FILES, Letterbox

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where the letters go."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject: str, text: str) -> None:
    """Write one letter."""
    EmailMessage(subject, text, "site@example.org", ["rosa@voorbeeld.nl"]).send()


def test_a_new_letter_is_told_once_with_its_links(folder: Path) -> None:
    send("Oud", f"{SITE}/oud/")
    box = Letterbox(SITE)
    assert box.new() == []
    send(
        "Bevestig uw reactie: één",
        f"Hier:\n{SITE}/reacties/x/\n{SITE}/reacties/x/\n{SITE}\nhttps://elders.nl/",
    )
    [letter] = box.new()
    assert (letter.to, letter.subject) == ("rosa@voorbeeld.nl", "Bevestig uw reactie: één")
    assert letter.links == (f"{SITE}/reacties/x/",)
    assert box.new() == []


def test_a_letter_to_all_moderators_says_so(folder: Path) -> None:
    box = Letterbox(SITE)
    letter = EmailMessage("Melding", f"{SITE}/beheer/", bcc=["max@voorbeeld.nl"])
    letter.extra_headers["To"] = "undisclosed-recipients:;"
    letter.send()
    assert [(letter.to, letter.links) for letter in box.new()] == [("alle moderatoren", (f"{SITE}/beheer/",))]


def test_a_half_written_letter_comes_next_time(folder: Path) -> None:
    box = Letterbox(SITE)
    send("Heel", "Tekst")
    [path] = folder.glob("*.log")
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert box.new() == []
    path.write_bytes(whole)
    assert [letter.subject for letter in box.new()] == ["Heel"]


def test_without_files_there_is_nothing_to_tell(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert Letterbox(SITE).new() == []


@pytest.mark.django_db
def test_the_demos_moderator_gets_letters_and_so_does_one_of_an_older_demo() -> None:
    User.objects.create_user("redacteur", is_staff=True)
    User.objects.create_user("beheerder", email="chef@voorbeeld.nl", is_superuser=True)
    preparing.make_accounts()
    told = dict(User.objects.values_list("username", "email"))
    assert told == {
        "redacteur": "redacteur@bronwijzer.invalid",
        "moderator": "moderator@bronwijzer.invalid",
        "beheerder": "chef@voorbeeld.nl",
    }
    assert set(mail.moderators()) == {"moderator@bronwijzer.invalid", "chef@voorbeeld.nl"}
