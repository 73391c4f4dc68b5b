"""What a demo needs before it can serve. Each step looks first and does nothing when it is done already."""

import hashlib
import io
import json
import os
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from config.groups import EDITORS, MODERATORS

PAGES = Path(__file__).resolve().parent / "pages"
MODERATOR = "moderator"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no signs that look alike when copied from a screen

# The staff's letters are printed by the demo; elsewhere they lead nowhere (RFC 2606, section 2).
NOWHERE = "bronwijzer.invalid"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """A staff account; the password only if it was made just now."""

    name: str
    what: str
    password: str = ""


def migrate(say: Say) -> None:
    """Bring the tables up to date. Groups are made after a migrate, so a missing one means it was cut short."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        say(_("Preparing the tables …"))
    if waiting or Group.objects.filter(name__in=[EDITORS, MODERATORS]).count() < 2:
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(say: Say) -> None:
    """Gather style sheets, scripts and the editor in one folder, when any of them has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_state()
    if not stamp.exists() or stamp.read_text() != state:
        say(_("Collecting style sheets and scripts …"))
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)


def _static_state() -> str:
    """A fingerprint of every source file's path, size and time, and of the way they are stored."""
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            found = os.stat(storage.path(path))
            seen.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return seen.hexdigest()


def import_pages(say: Say) -> None:
    """Import the sample pages as an editor would; a page that is there already is left as it is."""
    pages = sorted(str(page) for page in PAGES.glob("*.txt"))
    said, complaints = io.StringIO(), io.StringIO()
    try:
        call_command("import_page", *pages, publish=True, json=True, stdout=said, stderr=complaints)
    except CommandError as error:
        say(f"{error}\n{complaints.getvalue()}".strip())
    outcomes = Counter(json.loads(line)["outcome"] for line in said.getvalue().splitlines())
    new = outcomes["created"] + outcomes["updated"]
    if new:
        say(_("Sample pages imported: %(count)s") % {"count": new})


def make_accounts() -> list[Account]:
    """One account per kind of staff, each with a random password when it is made here and now."""
    return [
        _make_account("redacteur", _("editor: writes and publishes"), group=EDITORS),
        _make_account(MODERATOR, _("moderator: approves reactions"), group=MODERATORS),
        _make_account("beheerder", _("administrator: everything"), group=None),
    ]


@transaction.atomic
def _make_account(name: str, what: str, *, group: str | None) -> Account:
    email = f"{name}@{NOWHERE}"
    user, created = User.objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": group is None, "email": email}
    )
    if not created:
        User.objects.filter(pk=user.pk, email="").update(
            email=email
        )  # made by an earlier version of the demo
        return Account(name, what)
    password = "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(4))
    user.set_password(password)
    user.save()
    if group:
        user.groups.add(Group.objects.get(name=group))
    return Account(name, what, password)
