"""The upload page of the desk: choose, look, confirm; and exporting from the list of works."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from references.admin.files import LARGEST, PAGE
from references.formats import READERS
from references.formats.shapes import collect
from references.models import AbstractSection, ImportBatch, Work, WorkPair
from tests.factories import give, make_editor, make_user, make_work
from tests.references.gold import DATA

pytestmark = pytest.mark.django_db
WORKS = "admin:references_work_changelist"


@pytest.fixture
def editor(signed_in):
    return signed_in(make_editor())


def upload(visitor, name="articles.ris", data=None, **more):
    data = (DATA / "formats" / name).read_bytes() if data is None else data
    return visitor.post(reverse(PAGE), {"file": SimpleUploadedFile(name, data), "format": "auto", **more})


def test_the_list_of_works_leads_to_the_page(editor):
    assert f'href="{reverse(PAGE)}"' in editor.get(reverse(WORKS)).content.decode()
    assert editor.get(reverse(PAGE)).status_code == 200


def test_look_and_confirm(editor):
    first = {"authors": [{"family": "Jansen", "given": "AB"}], "volume": "", "page": "", "year": 2015}
    work = make_work(
        doi="10.1200/jco.2014.59.1081",
        metadata_source="pasted",
        title="Old <title>",
        container_title="J Clin Oncol",
        **first,
    )
    answer = upload(editor)
    page = editor.get(answer["Location"]).content.decode()
    assert Work.objects.count() == 1
    assert "<del>Old &lt;title&gt;</del>" in page
    assert "<ins>Jansen, Anna B.; van den Berg, Kees, Jr; World Health Organization;" in page
    assert "TNM classification" in page
    assert "10.1182/" in page
    batch = ImportBatch.objects.get()
    answer = editor.post(reverse(PAGE), {"batch": batch.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]][0].startswith("2 ")
    assert Work.objects.count() == 3
    work.refresh_from_db()
    assert work.title.startswith("Exercise")
    assert ImportBatch.objects.count() == 0


def test_the_preview_says_which_record_may_be_another_work(editor):
    """A wrong DOI: nothing of the work that has it changes, and the editor is told before and after."""
    work = make_work(
        doi="10.1000/right", title="Bone loss in elderly women", metadata_source="pasted", year=2001
    )
    wrong = b"TY  - JOUR\nTI  - Dietary patterns in rats\nAU  - Smith, J\nJO  - Nature\nPY  - 2015\nDO  - 10.1000/right\nER  - \n"
    with translation.override("nl"):
        page = editor.get(upload(editor, data=wrong)["Location"]).content.decode()
    assert "waarschijnlijk" in page
    assert "10.1000/right" in page
    answer = editor.post(reverse(PAGE), {"batch": ImportBatch.objects.get().pk}, follow=True)
    assert reverse("admin:references_work_duplicates") in str(list(answer.context["messages"])[-1])
    work.refresh_from_db()
    assert (work.title, work.year) == ("Bone loss in elderly women", 2001)
    assert WorkPair.objects.get().low == work


@pytest.mark.parametrize(
    ("name", "data", "more", "text"),
    [
        ("a.pdf", b"%PDF-1.7", {}, "een pdf"),
        ("a.ris", b"TY  - JOUR\nTI  - x\0\nER  - \n", {}, "errorlist"),
        ("a.ris", b"TY  - JOUR\nTI  - x\nER  - \n", {"format": "bibtex"}, "BibTeX"),
        ("a.ris", b"TY  - JOUR\n" + b"x" * LARGEST, {}, "3 MB"),
        ("a.xml", b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]><PubmedArticleSet/>', {}, "errorlist"),
    ],
)
def test_a_refused_file_is_explained_and_nothing_is_kept(editor, name, data, more, text):
    answer = upload(editor, name, data, **more)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert (ImportBatch.objects.count(), Work.objects.count()) == (0, 0)


def test_no_file_at_all(editor):
    assert editor.post(reverse(PAGE), {"format": "auto"}).status_code == 422


def test_a_file_is_its_uploaders_and_lasts_a_day(editor, signed_in):
    address = upload(editor)["Location"]
    other = make_user()
    for codename in ("add_work", "change_work", "view_work"):
        give(other, codename)
    assert b"TNM" not in signed_in(other).get(address).content
    assert signed_in(other).post(reverse(PAGE), {"batch": ImportBatch.objects.get().pk}).status_code == 302
    assert Work.objects.count() == 0
    ImportBatch.objects.update(at=timezone.now() - timedelta(days=2))
    upload(editor)
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_file_asks_for_another(editor, key):
    assert editor.get(f"{reverse(PAGE)}?bestand={key}").status_code == 200
    assert editor.post(reverse(PAGE), {"batch": key})["Location"] == reverse(PAGE)


def test_both_permissions_are_needed(signed_in):
    someone = make_user()
    give(someone, "change_work")
    assert signed_in(someone).get(reverse(PAGE)).status_code == 403
    give(someone, "add_work")
    assert signed_in(someone).get(reverse(PAGE)).status_code == 200


def test_the_policy_stays_strict(editor):
    assert "unsafe" not in editor.get(reverse(PAGE))["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["ris", "bibtex", "nbib", "csl"])
@pytest.mark.parametrize("number", [1, 3])
def test_export(editor, name, number, django_assert_max_num_queries):
    works = [make_work(doi=f"10.1000/export.{each}") for each in range(number)]
    AbstractSection.objects.create(work=works[0], position=1, label="RESULTS", text="Less fatigue.")
    data = {"action": f"export_{name}", "_selected_action": [work.pk for work in works]}
    with django_assert_max_num_queries(9):
        answer = editor.post(reverse(WORKS), data)
    assert "attachment" in answer["Content-Disposition"]
    parsed = collect(READERS[name](answer.content))
    assert {record.doi for record in parsed.records} == {work.doi for work in works}
    assert [part.text for entry in parsed.entries for part in entry.sections] == ["Less fatigue."]
