"""The database that is measured: of its own, made once, and made anew when anything that shapes it has changed."""

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from config.bench.corpus.filling import Size
from config.demo import preparing
from config.embedded_postgres import stop

NOTE = "corpus.json"


def fingerprint(size: Size) -> str:
    """Parameters, generator and tables in one short text: another text means that the stock is stale."""
    root = Path(settings.BASE_DIR)
    seen = hashlib.sha256(json.dumps(asdict(size)).encode())
    made_by = sorted(Path(__file__).parent.joinpath("corpus").glob("*.py"))
    for path in (*made_by, *sorted(root.glob("*/migrations/*.py"))):
        seen.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def throw_away_if_stale(size: Size) -> None:
    """Remove the whole server with its data where the note does not say the same; before anything connects."""
    note = settings.DATA_DIR / NOTE
    if settings.EMBEDDED_POSTGRES_DIR.exists() and _noted(note) != fingerprint(size):
        connections.close_all()
        stop(settings.EMBEDDED_POSTGRES_DIR)
        shutil.rmtree(settings.EMBEDDED_POSTGRES_DIR)


def prepare(size: Size, say: preparing.Say, **streams: Any) -> None:
    """Tables, style sheets and corpus, as far as they are not there; and fresh statistics for the planner."""
    note = settings.DATA_DIR / NOTE
    preparing.migrate(say)
    preparing.collect_static(say)
    if _noted(note) != fingerprint(size):
        call_command("make_corpus", **asdict(size), **streams)
        note.write_text(json.dumps({"fingerprint": fingerprint(size), **asdict(size)}))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _noted(note: Path) -> str:
    try:
        return str(json.loads(note.read_text())["fingerprint"])
    except (OSError, ValueError, KeyError):
        return ""
