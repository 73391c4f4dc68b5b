"""`import_page`: again, changed, refused, dry, published; nothing half stored."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import reversion.models
from django.core.management import CommandError, call_command

from articles.enums import RelatedKind, Status
from articles.models import Article, EditorialEvent, ImportedPage, Related
from references.models import Citation, Work
from tests.articles.pages import DUTCH, REFERENCE, make_page
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    def make(name: str = "pagina.txt", data: str | bytes = "", **parts: Any) -> str:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else (data or make_page(**parts)).encode())
        return str(path)

    return make


def run(*args: str) -> tuple[list[dict[str, Any]], str | None]:
    """The JSON reports, and the error when the exit code is not 0."""
    out, error = io.StringIO(), None
    try:
        call_command("import_page", *args, "--json", stdout=out, stderr=io.StringIO())
    except CommandError as caught:
        error = str(caught)
        assert caught.returncode == 1
    return [json.loads(line) for line in out.getvalue().splitlines()], error


def rows() -> dict[str, int]:
    models = (Article, Work, Citation, ImportedPage, Related, EditorialEvent, reversion.models.Version)
    return {model.__name__: model.objects.count() for model in models}


def test_again_changes_nothing(write):
    path = write()
    run(path)
    before = rows()
    [report], error = run(path)
    assert (report["outcome"], error) == ("unchanged", None)
    assert rows() == before


def test_a_changed_file_updates_and_leaves_a_revision(write):
    run(write(dutch=(DUTCH,)))
    [report], _ = run(write(dutch=(DUTCH + " Er is iets bijgekomen.",)))
    assert report["outcome"] == "updated"
    article = Article.objects.get()
    assert "bijgekomen" in article.summary
    versions = reversion.models.Version.objects.get_for_object(article)
    assert ["bijgekomen" in version.field_dict["summary"] for version in versions] == [True, False]


def test_an_older_text_can_be_restored_with_its_parts(write):
    run(write(dutch=(DUTCH,)))
    run(write(dutch=(DUTCH + " Nieuw.",), related="Iets anders >>"))
    article = Article.objects.get()
    oldest = reversion.models.Version.objects.get_for_object(article).last()
    oldest.revision.revert(delete=True)
    article.refresh_from_db()
    assert article.summary == f"<p>{DUTCH}</p>"
    assert list(article.related.values_list("hint", flat=True)) == ["Een andere titel", "Nog een titel"]


def test_changed_references_keep_the_lines_that_stayed(write):
    run(write())
    before = Citation.objects.get(position=2)
    run(write(references=(REFERENCE.format(3), REFERENCE.format(2))))
    assert list(Citation.objects.order_by("position").values_list("position", "cited__doi")) == [
        (1, "10.1000/t3"),
        (2, "10.1000/t2"),
    ]
    assert Citation.objects.get(position=2).pk == before.pk


def test_an_editors_correction_of_a_line_survives_a_changed_file(write):
    run(write())
    better = Work.objects.create(title="Beter", doi="10.1000/better")
    Citation.objects.filter(position=1).update(cited=better)
    run(write(references=(REFERENCE.format(3), REFERENCE.format(1))))
    assert Citation.objects.get(position=2).cited == better


def test_an_edited_explanation_is_told_and_kept_in_history(write):
    run(write())
    article = Article.objects.get()
    with reversion.create_revision():
        article.summary = "<p>Door een redacteur verbeterd.</p>"
        article.save()
    [report], _ = run(write(dutch=(DUTCH + " Nieuw.",)))
    assert any("bewerkt" in text for text in report["warnings"])
    summaries = [v.field_dict["summary"] for v in reversion.models.Version.objects.get_for_object(article)]
    assert "<p>Door een redacteur verbeterd.</p>" in summaries


def test_facts_that_an_editor_typed_are_left_alone(write):
    run(write())
    Work.objects.filter(pk=Article.objects.get().study().pk).update(
        metadata_source="manual", container_title="Van de redacteur"
    )
    run(write(source="30 mei 2021: Bron: Ander Tijdschrift 2016 Feb;1(1):1"))
    assert Article.objects.get().study().container_title == "Van de redacteur"


def test_a_renamed_article_is_found_again(write):
    run(write())
    Article.objects.update(slug="korter-adres", title="Kortere titel")
    [report], _ = run(write(dutch=(DUTCH + " Nieuw.",)))
    assert (report["outcome"], report["article"]["slug"]) == ("updated", "korter-adres")
    assert Article.objects.count() == 1


def test_an_article_that_did_not_come_from_a_page_is_not_overwritten(write):
    make_article(slug="bewegen-helpt-bij-moeheid", summary="<p>Van een redacteur.</p>")
    [report], error = run(write())
    assert (report["outcome"], error is None) == ("refused", False)
    assert Article.objects.get().summary == "<p>Van een redacteur.</p>"


def test_publish_uses_the_date_of_the_page(write):
    run(write(), "--publish")
    article = Article.objects.get()
    assert (article.status, str(article.published_at.date())) == (
        Status.PUBLISHED,
        "2021-05-29",
    )  # 30 May in Amsterdam
    assert article.is_live()


def test_publish_an_imported_draft_later(write):
    path = write()
    run(path)
    assert Article.objects.get().status == Status.DRAFT
    [report], _ = run(path, "--publish")
    assert report["outcome"] == "updated"
    assert Article.objects.get().is_live()


def test_a_withdrawn_article_stays_withdrawn(write):
    path = write()
    run(path, "--publish")
    Article.objects.update(status=Status.WITHDRAWN, withdrawn_at="2022-01-01T00:00Z", withdrawn_reason="fout")
    run(write(dutch=(DUTCH + " Nieuw.",)), "--publish")
    assert Article.objects.get().status == Status.WITHDRAWN


def test_dry_run_reports_and_stores_nothing(write):
    before = rows()
    [report], error = run(write(), "--dry-run")
    assert (report["outcome"], error) == ("created", None)
    assert rows() == before


BAD = {
    "leeg.txt": b"",
    "plaatje.txt": b"\x89PNG\x00\x01",
    "codering.txt": make_page().encode() + b"\n\x81\x8d\xff",
    "geen-titel.txt": make_page().partition("Plaats een reactie")[0].encode() + b"\n\nEinde.\n",
    "geen-referenties.txt": make_page(references=()).encode(),
    "te-groot.txt": b"woord " * 900_000,
    "half.txt": make_page()[: make_page().index("Title number 2") + 8].encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_whole_and_the_others_go_in(write, name):
    bad, good = write(name, BAD[name]), write("goed.txt")
    reports, error = run(bad, good)
    assert [(Path(r["file"]).name, r["outcome"]) for r in reports] == [
        (name, "refused"),
        ("goed.txt", "created"),
    ]
    assert "1 van de 2" in str(error)
    assert "regel " in reports[0]["warnings"][-1]
    assert Article.objects.count() == ImportedPage.objects.count() == 1


def test_the_message_for_a_person_names_file_and_line(write, capsys):
    bad = write("half.txt", BAD["half.txt"])
    with pytest.raises(CommandError):
        call_command("import_page", bad)
    message = capsys.readouterr().err
    assert bad in message
    assert f"regel {len(BAD['half.txt'].decode().splitlines())}:" in message


def test_a_file_that_is_not_there(write, tmp_path):
    reports, error = run(str(tmp_path / "weg.txt"), write("goed.txt"), str(tmp_path))
    assert [r["outcome"] for r in reports] == ["refused", "created", "refused"]
    assert error is not None


def test_an_interrupted_store_leaves_nothing(write, monkeypatch):
    """A failure in the last step undoes the first."""
    monkeypatch.setattr("articles.actions.relating.set_hints", lambda **_: 1 / 0)
    before = rows()
    with pytest.raises(ZeroDivisionError):
        run(write())
    assert rows() == before


def test_windows_1252_is_imported_with_a_warning(write):
    text = make_page(dutch=(DUTCH + " Patiënten.",))
    [report], error = run(write(data=text.encode("cp1252")))
    assert error is None
    assert report["article"]["paragraphs"][0].endswith("Patiënten.")
    assert any("Windows-1252" in warning for warning in report["warnings"])


def test_hints_are_answered_now_or_when_the_article_arrives(write):
    there = make_article(title="Een andere titel die er al is")
    run(write())
    hints = Related.objects.filter(kind=RelatedKind.HINT).order_by("position")
    assert list(hints.values_list("hint", "other")) == [
        ("Een andere titel", there.pk),
        ("Nog een titel", None),
    ]
    run(write("later.txt", title="Nog een titel die later komt."), "--publish")
    later = Article.objects.get(slug="nog-een-titel-die-later-komt")
    assert list(hints.filter(article__slug="bewegen-helpt-bij-moeheid").values_list("other", flat=True)) == [
        there.pk,
        later.pk,
    ]


def test_a_hint_never_points_at_its_own_article(write):
    run(write(related="Bewegen helpt >> Nog iets >>"))
    assert list(Related.objects.order_by("position").values_list("hint", "other")) == [
        ("Bewegen helpt", None),
        ("Nog iets", None),
    ]


def test_two_pages_about_one_study_share_it(write):
    run(write("een.txt"))
    run(write("twee.txt", title="Een tweede uitleg van deze studie."))
    assert len({article.study().pk for article in Article.objects.all()}) == 1
    assert Citation.objects.count() == 2


def test_markup_in_a_page_is_text(write):
    run(write(dutch=(DUTCH + " <script>alert(1)</script> en <b>vet</b> & 1 < 2.",)))
    summary = Article.objects.get().summary
    assert "<script" not in summary
    assert "&lt;script&gt;" in summary


def test_the_report_for_a_person(write, capsys):
    call_command("import_page", write())
    text = capsys.readouterr().out
    assert "nieuw artikel" in text
    assert "30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40" in text
    assert "ChiCTR-INR-16009079" in text


LONG = "Wandelen en fietsen tijdens en na de behandeling met chemotherapie bij mensen met hormoongevoelige tumoren, deel"


def test_two_long_titles_that_begin_alike_are_two_articles(write):
    run(write("een.txt", title=f"{LONG} een."))
    [report], _ = run(write("twee.txt", title=f"{LONG} twee."))
    assert report["outcome"] == "created"
    slugs = list(Article.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[1] == f"{slugs[0]}-2"
    [again], _ = run(write("twee.txt", title=f"{LONG} twee.", dutch=(DUTCH + " Nieuw.",)))
    assert (again["outcome"], again["article"]["slug"]) == ("updated", slugs[1])


def test_an_improved_title_survives_a_changed_file(write):
    run(write())
    Article.objects.update(title="Door een redacteur verbeterd")
    run(write(dutch=(DUTCH + " Nieuw.",)))
    assert Article.objects.get().title == "Door een redacteur verbeterd"


def test_an_editors_abstract_survives_a_changed_file(write):
    run(write())
    study = Article.objects.get().study()
    Work.objects.filter(pk=study.pk).update(metadata_source="manual")
    study.abstract_sections.filter(position=1).update(text="Typed by an editor.")
    run(write(dutch=(DUTCH + " Nieuw.",), english=("Other.", "Words.", "Of the.", "Authors.")))
    assert study.abstract_sections.get(position=1).text == "Typed by an editor."


@pytest.mark.parametrize(
    "parts",
    [
        {"references": (REFERENCE.format(1).replace("10.1000/t1", "10.1000.10/123"),)},
        {"references": (REFERENCE.format(1).replace("10.1000/t1", "10.1000/" + "x" * 400),)},
        {"related": "x" * 400 + " >> Kort >>"},
        {"cited_by": "Cited by 99999999999 articles"},
        {"dutch": (DUTCH + " " + " ".join(f"woord{n}" for n in range(60_000)),)},
        {"english": (" ".join(f"word{n} of the" for n in range(40_000)),)},
    ],
)
def test_what_a_column_cannot_hold_stops_nothing(write, parts):
    """Read, cut or refused with a message; never a traceback, and the next file goes in."""
    reports, _ = run(write("vreemd.txt", **parts), write("goed.txt", title="Een goede titel"))
    assert reports[0]["outcome"] in {"created", "refused"}
    assert reports[0]["outcome"] == "created" or reports[0]["warnings"]
    assert reports[1]["outcome"] == "created"
    assert Work.objects.filter(doi__startswith="10.1000.10/").count() == ("10.1000.10" in str(parts))
