"""Days, and what the operating system refuses, in the site's own words."""

import errno
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.kit.dates import term
from config.kit.os_errors import reason_of


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 dag"),
        (7, "7 dagen"),
        (30, "1 maand"),
        (77, "77 dagen"),
        (90, "3 maanden"),
        (180, "een half jaar"),
        (183, "een half jaar"),
        (184, "184 dagen"),
        (360, "360 dagen"),
        (365, "1 jaar"),
        (730, "2 jaar"),
    ],
)
def test_a_term_in_words(days: int, words: str) -> None:
    assert term(days) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "dat bestand is er niet"),
        (errno.EISDIR, "dat is een map, geen bestand"),
        (errno.EACCES, "u hebt daar geen rechten voor"),
        (errno.ENOSPC, "de schijf is vol"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_why_a_file_was_refused(number: int, words: str) -> None:
    assert reason_of(OSError(number, os.strerror(number))) == words


def test_an_error_without_a_number_is_told_as_it_is() -> None:
    assert reason_of(OSError("verbroken")) == "verbroken"


@pytest.mark.parametrize(
    "command", ["import_comments", "import_references", "parse_references", "import_page"]
)
def test_the_commands_say_it_in_dutch(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, words in ((tmp_path / "weg.txt", "dat bestand is er niet"), (tmp_path, "dat is een map")):
        with pytest.raises(CommandError) as caught:
            call_command(command, str(path))
        assert words in str(caught.value) + capsys.readouterr().err


@pytest.mark.django_db
def test_exporting_into_a_folder_says_it_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="dat is een map"):
        call_command("export_comments", "--output", str(tmp_path))
