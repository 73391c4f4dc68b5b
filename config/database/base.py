"""A database backend that starts the embedded PostgreSQL at the first connection.

Starting it from settings would do I/O at import (linters, `--help` and type checkers import settings too); starting it
from `manage.py` would miss gunicorn and pytest. A connection is the one moment that always comes first.
"""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config import embedded_postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with `ensure_running` before a connection is opened."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Start the server when nothing answers on its socket, then connect as Django does."""
        embedded_postgres.ensure_running(settings.EMBEDDED_POSTGRES_DIR)
        return super().get_new_connection(conn_params)
