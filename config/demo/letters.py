"""The demo's post: letters are files in a folder; whoever tries the site must see that one came, and its links."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

FILES = "django.core.mail.backends.filebased.EmailBackend"
_HIDDEN = "undisclosed-recipients:;"  # all moderators in one letter, in which they do not see each other's addresses
_END = b"-" * 79 + b"\n"  # what Django writes after each letter


@dataclass(frozen=True)
class Letter:
    """What is worth telling of a letter; `to` is an address, or says who they are where these are hidden."""

    to: str
    subject: str
    links: tuple[str, ...]


class Letterbox:
    """Tells of each letter once; those that were there before are old news."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/")
        in_files = settings.EMAIL_BACKEND == FILES
        self.folder = Path(settings.EMAIL_FILE_PATH) if in_files else None
        self._seen = {path.name for path in self._files()}

    def new(self) -> list[Letter]:
        """Read what came since the last time, oldest first; a file that is still being written comes next time."""
        found = []
        for path in self._files():
            if path.name in self._seen:
                continue
            written = path.read_bytes()
            if written.endswith(_END):
                self._seen.add(path.name)
                found += [self._read(part) for part in written.split(_END) if part.strip()]
        return found

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.log")) if self.folder and self.folder.is_dir() else []

    def _read(self, written: bytes) -> Letter:
        message = message_from_bytes(written, policy=default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what the policy makes
        plain = message.get_body(("plain",))
        text = str(plain.get_content()) if plain else ""
        links = re.findall(rf"{re.escape(self.site)}/\S+", text)
        to = str(message["To"])
        if to == _HIDDEN:
            to = _("all moderators")
        return Letter(to, str(message["Subject"]).strip(), tuple(dict.fromkeys(links)))
