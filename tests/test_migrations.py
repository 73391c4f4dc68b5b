"""Our migrations, there and back on a database of their own, and the models they were made from."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests.browser import DATABASE_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
OURS = ("references", "articles", "comments")
# All that PostgreSQL knows about the shape of our tables, as text.
SHAPE = """
SELECT 'column', c.table_name, c.column_name, concat_ws(' ', c.data_type, c.character_maximum_length, c.is_nullable,
       c.column_default, c.collation_name, c.is_identity, c.generation_expression)
  FROM information_schema.columns c WHERE c.table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'sequence', sequencename, '', '' FROM pg_sequences WHERE schemaname = 'public'
UNION ALL SELECT 'function', proname, '', '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3, 4
"""


class Database:
    """A database beside the one of the other tests."""

    def __init__(self, name: str) -> None:
        self.name = name

    def connect(self, name: str = "") -> psycopg.Connection[Any]:
        values = connection.settings_dict
        return psycopg.connect(
            host=values["HOST"],
            port=values["PORT"] or None,
            user=values["USER"],
            password=values.get("PASSWORD") or None,
            dbname=name or self.name,
            autocommit=True,
        )

    def run(self, *arguments: str) -> str:
        """A management command, by a process of its own, as an operator would give it."""
        names = {"DJANGO_SETTINGS_MODULE": "tests.browser.other_database", DATABASE_VARIABLE: self.name}
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env={**os.environ, **names},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def shape(self, *, ours: bool = False) -> list[tuple[str, ...]]:
        """The shape of all tables, or only of what has the name of one of our apps."""
        with self.connect() as link:
            rows = link.execute(SHAPE).fetchall()
        return [row for row in rows if not ours or row[1].startswith(tuple(f"{app}_" for app in OURS))]

    def ask(self, query: str) -> list[Any]:
        with self.connect() as link:
            return [row[0] for row in link.execute(query).fetchall()]


@pytest.fixture
def scratch(db: None) -> Iterator[Database]:
    database = Database(f"{connection.settings_dict['NAME']}_migrations")
    quoted = sql.Identifier(database.name)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted)
    with database.connect("postgres") as link:
        link.execute(drop)
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(quoted))
        yield database
        link.execute(drop)


def test_there_and_back_and_there_again(scratch):
    """Going back removes all that going forward made; going forward again makes the very same."""
    scratch.run("migrate", "--verbosity", "0")
    made = scratch.shape()
    assert len(scratch.shape(ours=True)) > 100
    groups = "SELECT name FROM auth_group ORDER BY name"
    assert scratch.ask(groups) == ["Moderatoren", "Redacteuren"]
    held = "SELECT concat(g.name, p.codename) FROM auth_group_permissions gp JOIN auth_group g ON g.id = gp.group_id"
    held += " JOIN auth_permission p ON p.id = gp.permission_id ORDER BY 1"
    permissions = scratch.ask(held)
    assert len(permissions) > 30

    scratch.run("migrate", OURS[0], "zero", "--verbosity", "0")  # takes along all that builds on it
    assert scratch.shape(ours=True) == []
    applied = f"SELECT app FROM django_migrations WHERE app IN {OURS}"
    assert scratch.ask(applied) == []

    scratch.run("migrate", "--verbosity", "0")
    assert scratch.shape() == made
    assert scratch.ask(groups) == ["Moderatoren", "Redacteuren"]
    assert scratch.ask(held) == permissions


@pytest.mark.django_db
def test_the_models_need_no_migration():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("a model was changed without a migration; see above")


def test_migrations_are_short_of_nothing_to_go_back():
    """No step is marked as one-way; a later issue that needs one says so here."""
    sources = [path for app in OURS for path in sorted((ROOT / app / "migrations").glob("0*.py"))]
    assert len(sources) >= len(OURS)
    one_way = [
        path.name
        for path in sources
        if "RunPython(" in path.read_text() and "reverse_code" not in path.read_text()
    ]
    assert one_way == []
