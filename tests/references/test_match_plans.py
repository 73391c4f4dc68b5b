"""With 20,000 works PostgreSQL answers every question of matching from an index. Plans, not times."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from references.actions import finding_duplicates
from references.actions.matching import works_for
from references.matching.keys import keys_to_ask
from references.models import Work, WorkPair
from references.models.work import MetadataSource
from references.records import PartialDate, Person
from tests.references.test_match_works import facts

pytestmark = pytest.mark.django_db
MANY = 20_000
# The columns that count here, with keys of the real forms; through the model each printed form would be made as well.
FILL = """
INSERT INTO references_work (type, title, container_title, container_title_short, authors, editors, et_al, year, volume, issue,
    page, number, edition, publisher, publisher_place, isbn, url, publication_types, metadata_source, metadata_at, cited_as, coins,
    match_keys)
SELECT 'article-journal', title, 'Lancet', '', '[{"family": "Jansen", "given": "AB"}]', '[]', false, year, volume::text, '',
    n::text, '', '', '', '', '', '', '[]', 'manual', now(), '', '',
    array_to_string(ARRAY['t:' || year || ':' || left(replace(title, ' ', ''), 20), 'w:' || year || ':effects of survival ' || n,
          'a:' || year || ':jansen' || n %% 50 || ':a', 'l:' || year || ':' || volume || ':' || n, 'n:' || md5(title)], E'\\n')
FROM (SELECT n, 1990 + n %% 30 AS year, n %% 60 AS volume, 'effects of treatment ' || n || ' on survival' AS title
      FROM generate_series(1, %s) AS n) AS facts
"""


@pytest.fixture
def many() -> None:
    """So many works that PostgreSQL has a reason to use an index, and the statistics to know."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [MANY])
        cursor.execute("ANALYZE references_work")


def plan(sql: str, params: tuple) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def nodes(node: dict):
    yield node
    for child in node.get("Plans", ()):
        yield from nodes(child)


@contextmanager
def asked():
    """The statements about works within the block."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield found
    found += [
        each["sql"]
        for each in context
        if each["sql"].startswith("SELECT") and "references_work" in each["sql"]
    ]


def reads(statement: str) -> set[tuple[str, str]]:
    """How a statement reads works: kind of scan, index."""
    return {
        (node["Node Type"], node.get("Index Name", ""))
        for node in nodes(plan(statement, ()))
        if node.get("Relation Name") == "references_work" or "Index Name" in node
    }


def test_no_question_reads_the_whole_table(many):
    """For a list of 500 lines, half of them new: plans of the very statements that were sent."""
    lines = [
        facts(title=f"Effects of treatment {n * 80:05} on survival of patients", page=str(n))
        for n in range(250)
    ]
    lines += [facts(title=f"New treatment {n}", doi=f"10.1000/{n}", pmid=str(n + 1)) for n in range(250)]
    assert len({key for line in lines for key in keys_to_ask(line)}) > 1000
    with asked() as statements:
        works_for(records=lines, source=MetadataSource.PASTED)
    assert len(statements) == 3
    ways = set().union(*map(reads, statements))
    assert {index for _, index in ways} >= {"work_match", "work_doi_unique", "work_pmid_unique"}
    assert "Seq Scan" not in {kind for kind, _ in ways}


def test_no_search_for_duplicates_reads_the_whole_table(many):
    some = list(Work.objects.order_by("pk")[:200])
    with asked() as statements:
        finding_duplicates.find_for(works=some)
    ways = set().union(*(reads(each) for each in statements if "references_workpair" not in each))
    assert "work_match" in {index for _, index in ways}
    assert "Seq Scan" not in {kind for kind, _ in ways}


def test_the_test_would_see_the_whole_table_being_read(many):
    assert ("Seq Scan", "") in reads("SELECT * FROM references_work WHERE title = 'x'")


def test_the_list_of_pairs_is_read_from_its_index(many):
    numbers = list(Work.objects.order_by("pk").values_list("pk", flat=True)[:5000])
    WorkPair.objects.bulk_create(WorkPair(low_id=a, high_id=b, score=80) for a, b in zip(numbers, numbers[1:], strict=False))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE references_workpair")
    pairs = WorkPair.objects.open().order_by("found_at", "pk").select_related("low", "high")[:20]
    sql, params = pairs.query.sql_with_params()
    ways = {(node["Node Type"], node.get("Index Name", "")) for node in nodes(plan(sql, params))}
    assert {"workpair_open", "references_work_pkey"} <= {index for _, index in ways}
    assert not any(kind == "Seq Scan" for kind, _ in ways)


def test_a_year_alone_does_not_fetch_the_table(many):
    """What shares no key is not fetched: the number of works that come back does not grow with the table."""
    strange = facts(
        title="Something nobody wrote about yet", issued=PartialDate(2000), authors=(Person("Zwart", "Q"),)
    )
    assert Work.objects.sharing(keys_to_ask(strange)).count() == 0
