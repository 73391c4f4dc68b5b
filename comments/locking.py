"""Locks named after what they guard, for what no single row stands for."""

from hashlib import blake2b

from django.db import connection


def hold(*parts: object) -> None:
    """Hold a lock named after `parts` until the transaction ends; who asks for the same name waits."""
    digest = blake2b(repr(parts).encode("utf-8", "replace"), digest_size=8).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, signed=True)])
