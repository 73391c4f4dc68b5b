"""Editors, imports and publications take turns."""

from django.db import connection


def in_turn() -> None:
    """Wait until no other transaction changes articles; held until this one ends.

    Publishing one article rewrites the related lists of others, and an import makes works that the next one may share. With
    row locks alone two of them can wait for each other, or both insert the same row. A handful of editors never notices a
    queue; readers and reactions do not stand in it. Take it first in a transaction, before any row lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('articles', 0))")
