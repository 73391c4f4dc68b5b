"""`manage.py import_references`: matched, made or completed, in bulk, and the same when done twice."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from references.actions.importing import import_found, preview_found
from references.actions.taking_over import Change
from references.formats import Entry, Section, ris
from references.models import AbstractSection, Citation, Notice, TrialRegistration, Work, WorkPair
from references.models.work import MetadataSource
from references.records import PartialDate, Person, Record
from tests.factories import make_work
from tests.references.gold import DATA
from tests.references.test_formats_reading import SAMPLES

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
NOTHING = {"new": 0, "matched": 0, "changed": 0, "refused": 0}


def sample(name):
    return str(DATA / "formats" / name)


def run(name, *arguments):
    """The JSON that the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_references", name, "--json", *arguments, stdout=out)
    except SystemExit as stop:
        return json.loads(out.getvalue()), stop.code
    return json.loads(out.getvalue()), 0


def entry(number, **values):
    facts = {
        "type": "article-journal",
        "title": f"Effects of treatment {number}",
        "container_title": "J Test",
        "authors": (Person("Jansen", "AB"),),
        "issued": PartialDate(2017),
        "page": f"{number}-{number + 5}",
        "doi": f"10.1000/import.{number}",
    }
    return Entry(Record(**{**facts, **values}), line=number)


def store(*entries, source=MetadataSource.FILE):
    return import_found(found=iter(entries), source=source, rows_wanted=100)


@pytest.mark.parametrize(
    ("name", "new", "refused"),
    [("articles.ris", 3, 0), ("library.bib", 3, 1), ("pubmed.nbib", 2, 0), ("items.json", 2, 2), ("pubmed.xml", 2, 0)],
)  # fmt: skip
def test_every_format_is_stored_once(name, new, refused):
    first, code = run(sample(name))
    assert (first["new"], first["refused"], code) == (new, refused, int(refused > 0))
    before = list(Work.objects.order_by("pk").values())
    again, code = run(sample(name))
    assert {**NOTHING, "matched": new, "refused": refused} == {key: again[key] for key in NOTHING}
    assert list(Work.objects.order_by("pk").values()) == before


def test_what_belongs_to_a_work_is_stored_with_it():
    run(sample("pubmed.xml"))
    work = Work.objects.get(pmid="25918291")
    assert (work.metadata_source, work.container_title_short) == ("pubmed", "J Clin Oncol")
    assert work.publication_types == ["Journal Article", "Randomized Controlled Trial"]
    assert [(part.label, part.text) for part in work.abstract_sections.all()] == [
        ("PURPOSE", "To compare <5 and 6 kg."),
        ("RESULTS", "Less fatigue."),
    ]
    assert [each.identifier for each in work.registrations.all()] == ["NCT00090294", "X1"]
    assert [(each.kind, each.date) for each in work.notices.all()] == [
        ("retraction", date(2010, 2, 6)),
        ("correction", date(2016, 1, 1)),
    ]
    first, second = work.citations.order_by("position")
    assert (first.status, first.cited.pmid) == ("parsed", "16212152")
    assert (second.status, second.raw) == ("check", "Unreadable.")
    assert "Marked" not in work.cited_as
    assert "BRCA1" in work.cited_as


def test_a_dry_run_says_the_same_and_stores_nothing():
    make_work(doi="10.1200/jco.2014.59.1081", metadata_source="page", title="Exercise during chemotherapy")
    before = list(Work.objects.values())
    dry, _ = run(sample("articles.ris"), "--dry-run")
    assert list(Work.objects.values()) == before
    assert AbstractSection.objects.count() == 0
    real, _ = run(sample("articles.ris"))
    assert dry == real
    assert (real["new"], real["changed"]) == (2, 1)


def test_less_trusted_facts_are_replaced_and_the_printed_form_follows():
    work = make_work(doi="10.1000/import.1", metadata_source="pasted", title="Effects", year=2016, page="")
    outcome = store(entry(1))
    (row,) = outcome.rows
    assert (row.kind, row.work_id) == ("changed", work.pk)
    assert Change("title", "Effects", "Effects of treatment 1") in row.changes
    assert Change("year", 2016, 2017) in row.changes
    work.refresh_from_db()
    assert (work.metadata_source, work.page) == ("file", "1-6")
    assert "Effects of treatment 1" in work.cited_as


@pytest.mark.parametrize("held", ["manual", "pubmed"])
def test_facts_that_are_trusted_more_stay_and_only_gaps_are_filled(held):
    work = make_work(doi="10.1000/import.1", metadata_source=held, title="Typed by Ann", page="1", issue="")
    AbstractSection.objects.create(work=work, position=1, text="Ann's")
    full = Entry(entry(1, issue="4", pmid="123").record, sections=(Section("", "The file's"),))
    (row,) = store(full).rows
    assert {change.field for change in row.changes} == {"issue", "pmid"}
    work.refresh_from_db()
    assert (work.title, work.issue, work.pmid, work.metadata_source) == ("Typed by Ann", "4", "123", held)
    assert [part.text for part in work.abstract_sections.all()] == ["Ann's"]


def test_pubmed_does_not_overwrite_what_an_editor_typed():
    work = make_work(doi="10.1000/import.1", metadata_source="manual", title="Typed by Ann")
    store(entry(1), source=MetadataSource.PUBMED)
    work.refresh_from_db()
    assert work.title == "Typed by Ann"


def test_two_records_about_one_work_in_one_file():
    """The first decides, the second fills gaps, and importing again changes nothing."""
    entries = (entry(1, page=""), entry(1, title="Other title", page="7"))
    first = store(*entries)
    assert (first.counts["new"], first.counts["changed"]) == (1, 1)
    work = Work.objects.get()
    assert (work.title, work.page) == ("Effects of treatment 1", "7")
    assert store(*entries).counts == {**NOTHING, "matched": 2}


def test_identifiers_of_two_works_choose_neither():
    """The record becomes a work of its own without them, once; an editor is asked about both."""
    one, other = make_work(pmid="123"), make_work(doi="10.1000/import.1", metadata_source="pasted")
    outcome = store(entry(1, pmid="123"))
    said = [("taken", "DOI 10.1000/import.1", False), ("taken", "PMID 123", False)]
    assert [(each.code, each.text, each.lost) for each in outcome.problems] == said
    own = Work.objects.exclude(pk__in=[one.pk, other.pk]).get()
    assert (own.doi, own.pmid, outcome.counts["new"], outcome.likely) == (None, None, 1, 1)
    assert set(WorkPair.objects.values_list("low", "high", "state")) == {
        (one.pk, own.pk, "open"),
        (other.pk, own.pk, "open"),
    }
    assert store(entry(1, pmid="123")).counts == {**NOTHING, "matched": 1}
    assert (Work.objects.count(), WorkPair.objects.count()) == (3, 2)


def test_chapters_with_the_doi_of_their_book_are_works_of_their_own():
    """One has the DOI, the others are offered as perhaps the same; a second import finds each again."""
    book = {"type": "chapter", "container_title": "The big book", "doi": "10.1000/book"}
    chapters = [
        entry(1, title="Bones and joints in old age", page="1-9", **book),
        entry(2, title="Kidneys in children", page="40-49", authors=(Person("Other", "Q"),), **book),
        entry(3, title="Eyes of horses", page="80-89", **book),
    ]
    outcome = store(*chapters)
    assert (outcome.counts, outcome.likely) == ({**NOTHING, "new": 3}, 2)
    assert [row.likely for row in outcome.rows] == [False, True, True]
    assert [(each.line, each.code, each.text) for each in outcome.problems] == [
        (2, "taken", "DOI 10.1000/book"),
        (3, "taken", "DOI 10.1000/book"),
    ]
    one, two, three = Work.objects.order_by("pk")
    assert [work.doi for work in (one, two, three)] == ["10.1000/book", None, None]
    assert set(WorkPair.objects.values_list("low", "high")) == {(one.pk, two.pk), (one.pk, three.pk)}
    before = list(Work.objects.order_by("pk").values())
    assert store(*chapters).counts == {**NOTHING, "matched": 3}
    assert store(*reversed(chapters)).counts == {**NOTHING, "matched": 3}
    assert list(Work.objects.order_by("pk").values()) == before
    assert WorkPair.objects.count() == 2


@pytest.mark.parametrize("held", ["pasted", "file", "manual"])
def test_a_wrong_doi_overwrites_no_work(held):
    work = make_work(
        doi="10.1000/import.1", title="Bone loss in elderly women", metadata_source=held, year=2001, page="90"
    )
    before = Work.objects.filter(pk=work.pk).values().get()
    (row,) = store(entry(1, authors=(Person("Smith", "J"),), container_title="Nature")).rows
    assert (row.kind, row.likely, row.work_id == work.pk) == ("new", True, False)
    assert Work.objects.filter(pk=work.pk).values().get() == before
    assert WorkPair.objects.get().low == work


@pytest.mark.parametrize("doi", ["10.1000.10/sub", "10.1000/" + "x" * 400])
def test_a_doi_that_the_table_refuses_does_not_stop_the_batch(doi):
    outcome = store(entry(1, doi=doi), entry(2))
    assert outcome.counts["new"] == 2
    assert [each.code for each in outcome.problems] == ["doi"]


def test_values_that_are_too_long_or_of_an_unknown_type_fit():
    store(entry(1, type="article-newspaper", volume="v" * 99), entry(2, type="patent"))
    assert set(Work.objects.values_list("type", "volume")) == {
        ("article-journal", "v" * 60),
        ("document", ""),
    }
    assert store(entry(1, type="article-newspaper", volume="v" * 99)).counts["matched"] == 1


def test_a_reference_list_that_is_there_is_never_replaced():
    run(sample("pubmed.xml"))
    Citation.objects.filter(position=2).delete()
    run(sample("pubmed.xml"))
    assert Citation.objects.count() == 1


def test_a_preview_takes_everything_back():
    outcome = preview_found(found=iter([entry(1)]), source=MetadataSource.FILE, rows_wanted=1)
    assert outcome.counts["new"] == 1
    assert Work.objects.count() == 0


def test_queries_do_not_grow_with_the_records():
    def queries(numbers):
        entries = [
            Entry(entry(n).record, sections=(Section("", "x"),), publication_types=("A",)) for n in numbers
        ]
        with CaptureQueriesContext(connection, ) as context:  # fmt: skip
            store(*entries)
        return len(context)

    assert queries(range(1, 4)) == queries(range(10, 310)) <= 15
    Work.objects.update(title="Other", metadata_source="pasted")
    assert queries(range(1, 4)) == queries(range(10, 90)) <= 16


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ris", b"", r"a\.ris: Het bestand is leeg"),
        ("a.pdf", b"%PDF-1.7", "een pdf"),
        ("a.ris", b"just words", "RIS, BibTeX, NBIB"),
        ("none.ris", None, "none.ris"),
    ],
)
def test_refused_files_have_exit_code_two(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=message) as caught:
        run(str(tmp_path / name))
    assert caught.value.returncode == 2


def test_another_format_than_was_said_is_named():
    with pytest.raises(CommandError, match="BibTeX.*NBIB"):
        run(sample("pubmed.nbib"), "--format", "bibtex")


def test_over_the_limit_is_refused_before_reading(tmp_path):
    path = tmp_path / "big.ris"
    with path.open("wb") as file:
        file.write(b"TY  - JOUR\n")
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(CommandError, match="50 MB"):
        run(str(path))


def test_people_read_lines_counts_and_problems(capsys):
    with pytest.raises(SystemExit):
        call_command("import_references", sample("library.bib"))
    shown = capsys.readouterr()
    assert "BibTeX" in shown.out
    assert "19: " in shown.err
    assert "nosuch" in shown.err
    assert "Traceback" not in shown.err


def test_from_the_command_line_a_missing_file_is_one_line():
    done = subprocess.run(
        [sys.executable, "manage.py", "import_references", "none.ris"], cwd=ROOT, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 2
    assert "none.ris" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_exported_is_found_again():
    for name in SAMPLES:
        run(sample(name))
    before = Work.objects.count()
    text = ris.write(work.to_record() for work in Work.objects.exclude(doi=None))
    outcome = import_found(found=ris.iterate(text), source=MetadataSource.FILE)
    assert (outcome.counts["new"], Work.objects.count()) == (0, before)


def test_notices_of_a_work_that_is_held_are_added():
    work = make_work(
        pmid="25918291",
        metadata_source="manual",
        title="Effect of Low-Intensity Physical Activity on Physical Fitness",
    )
    run(sample("pubmed.nbib"))
    assert {each.kind for each in Notice.objects.filter(work=work)} == {"retraction", "correction"}
    assert TrialRegistration.objects.get(work=work).identifier == "NCT00090294"
