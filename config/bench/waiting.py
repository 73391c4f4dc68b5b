"""A long queue of reactions that wait, made by the database itself: a hundred thousand objects would take minutes."""

from django.db import connection

from articles.models import Article
from comments.models import Comment
from comments.models.comment import STEP

WRITERS = 5_000


def fill(article: Article, count: int) -> None:
    """Put `count` waiting reactions below `article`: sent within the last weeks, one in 200 urgent, one in 20 with a link.

    Words, addresses and moments follow from the row's number, so each run makes the same. Numbers come from the table's
    own sequence. Statistics are renewed, because the planner must know what it deals with.
    """
    table = connection.ops.quote_name(Comment._meta.db_table)
    sql = f"""
        WITH numbered AS (
            SELECT nextval(pg_get_serial_sequence(%(name)s, 'id')) AS id, row
            FROM generate_series(1, %(count)s) AS row
        )
        INSERT INTO {table} (id, article_id, path, depth, kind, state, name, email, text, body_html, consent_at,
            by_editor, posted_at, confirmed_at, queued_at, edit_waiting, signals, score, priority)
        SELECT id, %(article)s, lpad(id::text, {STEP}, '0'), 1,
            (ARRAY['experience', 'question', 'addition'])[1 + row %% 3], 'waiting', 'Lezer ' || row,
            'lezer' || row %% {WRITERS} || '@example.org', words, '<p>' || words || '</p>', sent, false, sent, sent, sent,
            false,
            CASE WHEN row %% 20 = 0 THEN '[{{"name": "links", "weight": 2, "detail": "1"}}]'::jsonb ELSE '[]'::jsonb END,
            CASE WHEN row %% 20 = 0 THEN 2 ELSE 0 END, CASE WHEN row %% 200 = 0 THEN 2 ELSE 0 END
        FROM numbered, LATERAL (
            SELECT now() - row * interval '20 seconds' AS sent,
                'Reactie nummer ' || row || ' over mijn behandeling. ' || repeat('Ik had veel last van moeheid. ', 1 + row %% 9)
                || CASE WHEN row %% 20 = 0 THEN 'Zie www.voorbeeld.nl' ELSE '' END AS words
        ) AS made
    """  # noqa: S608 - names of our own table and numbers of our own
    with connection.cursor() as cursor:
        cursor.execute(sql, {"name": Comment._meta.db_table, "count": count, "article": article.pk})
        cursor.execute(f"ANALYZE {table}")
