"""The paste page of the desk: paste, look, choose, store; and every way in which that is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from comments.models import Report
from references.admin.paste import PAGE
from references.models import Citation, FormerList, PastedList, Work
from references.models.work import TYPES
from tests.factories import give, make_citations, make_editor, make_user, make_work
from tests.references import pasted_pages as pages

pytestmark = pytest.mark.django_db
KYLE = "Kyle RA, Gertz MA. Review of 1027 patients. Mayo Clin Proc. 2003;78(1):21–33. doi: 10.4065/78.1.21."
PALUMBO = "Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60."


@pytest.fixture
def study():
    return make_work(title="A study of veins")


@pytest.fixture
def editor(signed_in):
    return signed_in(make_editor())


def address(study):
    return reverse(PAGE, args=[study.pk])


def paste(visitor, study, text="", html=""):
    return visitor.post(address(study), {"text": text, "html": html})


def confirm(visitor, study, mode="replace", key=None):
    key = key or PastedList.objects.latest("at").pk
    return visitor.post(address(study), {"list": key, "mode": mode})


def put(visitor, study, text, mode="replace"):
    paste(visitor, study, text)
    return confirm(visitor, study, mode)


def raws(study):
    return list(study.citations.order_by("position").values_list("raw", flat=True))


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_work_leads_to_the_page(editor, study):
    page = editor.get(reverse("admin:references_work_change", args=[study.pk])).content.decode()
    assert f'href="{address(study)}"' in page
    assert editor.get(address(study)).status_code == 200


def test_paste_look_and_store(editor, study):
    answer = paste(editor, study, html=pages.PUBMED)
    assert answer.status_code == 302
    assert (Citation.objects.count(), Work.objects.count()) == (0, 1), "nothing is stored before confirming"
    page = editor.get(answer["Location"]).content.decode()
    assert "Multiple myeloma" in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/21410373/"' in page
    assert "PMC3042600" in page
    assert "alert(1)" not in page
    answer = confirm(editor, study)
    first, second = study.citations.select_related("cited").order_by("position")
    assert (first.cited.pmid, first.status, first.found) == (
        "21410373",
        "parsed",
        {"doi": "link", "pmid": "link"},
    )
    assert (second.cited.pmcid, second.labels) == ("PMC3042600", ["DOI", "PMC", "PubMed"])
    assert "2" in said(editor.get(answer["Location"]))[0]


def test_plain_text_is_read_as_well(editor, study):
    put(editor, study, f"References\n{PALUMBO}\n\n{KYLE}")
    assert raws(study) == [PALUMBO, KYLE]


def test_the_preview_says_what_will_happen(editor, study):
    known = make_work(doi="10.4065/78.1.21", title="Review of 1027 patients")
    put(editor, study, f"{PALUMBO}\nzie de folder\nJansen A. Iets. Lancet. 2010;1:2-3.")
    answer = paste(editor, study, f"{PALUMBO}\nonleesbaar\n{KYLE}")
    with translation.override("nl"):
        preview = editor.get(answer["Location"])
    rows = preview.context["rows"]
    assert [row["kind"] for row in rows] == ["kept", "unread", "matched"]
    assert rows[2]["work"] == [known.pk, "Review of 1027 patients"]
    assert preview.context["replace"] == {"added": 2, "kept": 1, "removed": 2}
    assert preview.context["append"] == {"added": 2, "again": 1}
    assert preview.context["gone"] == ["zie de folder", "Jansen A. Iets. Lancet. 2010;1:2-3."]
    page = preview.content.decode()
    assert "<del>zie de folder</del>" in page
    assert f'href="{reverse("admin:references_work_change", args=[known.pk])}"' in page


def test_a_line_that_comes_twice_in_one_paste_is_named(editor, study):
    """With another number before it or word for word: it is the same work, once new and once there already."""
    text = f"{PALUMBO}\n{KYLE}\n{PALUMBO}\nonleesbaar\nonleesbaar"
    preview = editor.get(paste(editor, study, text)["Location"])
    assert [row["label"] for row in preview.context["rows"]] == [
        *("nieuw", "nieuw", "staat al eerder in deze lijst, bij nummer 1", "niet gelezen", "niet gelezen"),
    ]
    confirm(editor, study)
    assert raws(study) == [PALUMBO, KYLE, PALUMBO, "onleesbaar", "onleesbaar"]


def test_a_books_edition_place_and_publisher_are_shown(editor, study):
    line = "Alberts B, Johnson A. Molecular biology of the cell. 4th ed. New York: Garland Science; 2002."
    [row] = editor.get(paste(editor, study, line)["Location"]).context["rows"]
    assert row["source"].startswith("4th ed")
    assert "New York: Garland Science" in row["source"]
    assert row["source"].endswith("2002")


def test_a_kind_of_publication_is_no_complaint_about_a_reaction():
    """The word "report" is both; each has its own Dutch."""
    with translation.override("nl"):
        assert str(dict(TYPES)["report"]) == "rapport"
        assert str(Report._meta.verbose_name) == "melding"


def test_added_after_the_list_and_not_twice(editor, study):
    put(editor, study, PALUMBO)
    put(editor, study, f"{KYLE}\n{PALUMBO}", mode="append")
    assert raws(study) == [PALUMBO, KYLE]
    assert [each.position for each in study.citations.order_by("position")] == [1, 2]


def test_a_line_that_stays_keeps_what_was_corrected(editor, study):
    put(editor, study, f"onleesbaar\n{PALUMBO}")
    mine = make_work(title="Chosen by an editor")
    study.citations.filter(raw="onleesbaar").update(cited=mine, status="matched")
    answer = paste(editor, study, f"{KYLE}\nonleesbaar")
    assert editor.get(answer["Location"]).context["rows"][1]["title"] == "Chosen by an editor"
    confirm(editor, study)
    assert study.citations.get(raw="onleesbaar").cited == mine


def test_unreadable_lines_are_counted_and_kept(editor, study):
    page = editor.get(paste(editor, study, f"{PALUMBO}\nonleesbaar\nook niet")["Location"]).content.decode()
    assert "2 van de 3 regels konden niet gelezen worden; ze blijven bewaard zoals u ze plakte." in page
    confirm(editor, study)
    assert list(study.citations.values_list("raw", "status").order_by("position"))[1:] == [
        ("onleesbaar", "check"),
        ("ook niet", "check"),
    ]


@pytest.mark.parametrize(
    ("text", "html", "expected"),
    [
        ("", "", "errorlist"),
        (" \n ", "", "errorlist"),
        ("", "<p> </p><script>x</script>", "errorlist"),
        ("a\n" * 501, "", "501"),
        ("", "<p>a</p>" * 501, "501"),
        ("x" * 500_001, "", "501 kB"),
        ("", "<p>" + "x" * 500_001, "501 kB"),
        ("", "<b></b>" * 300_000, "2100 kB"),
    ],
)
def test_what_is_refused_stays_in_the_form(editor, study, text, html, expected):
    answer = paste(editor, study, text, html)
    assert answer.status_code == 422
    assert expected in str(answer.context["form"].errors)
    assert answer.context["form"]["text"].value() == text
    assert answer.context["form"]["html"].value() == html
    assert (PastedList.objects.count(), Citation.objects.count()) == (0, 0)


def test_just_within_the_limit(editor, study):
    assert paste(editor, study, "a\n" * 500).status_code == 302


def test_nul_cannot_be_stored_and_is_dropped(editor, study):
    put(editor, study, "on\x00leesbaar")
    assert raws(study) == ["onleesbaar"]


def test_confirming_twice_stores_once(editor, study):
    paste(editor, study, PALUMBO)
    confirm(editor, study)
    study.citations.update(status="matched")
    location = confirm(editor, study)["Location"]
    assert location == reverse("admin:references_work_change", args=[study.pk])
    assert "al opgeslagen" in said(editor.get(location))[-1]
    assert study.citations.get().status == "matched"
    assert FormerList.objects.count() == 1


def test_the_same_list_again_changes_nothing(editor, study):
    put(editor, study, PALUMBO)
    before = list(Citation.objects.values())
    assert put(editor, study, PALUMBO)["Location"] == reverse("admin:references_work_change", args=[study.pk])
    assert list(Citation.objects.values()) == before
    assert FormerList.objects.count() == 1


def test_the_same_lines_in_another_order_can_be_undone(editor, study):
    put(editor, study, f"{PALUMBO}\n{KYLE}")
    put(editor, study, f"{KYLE}\n{PALUMBO}")
    assert raws(study) == [KYLE, PALUMBO]
    editor.post(address(study), {"undo": FormerList.objects.latest("at").pk})
    assert raws(study) == [PALUMBO, KYLE]


@pytest.mark.parametrize("change", ["stored", "corrected"])
def test_the_second_of_two_editors_is_told(editor, signed_in, study, change):
    other = signed_in(make_user(username="eva", superuser=True))
    put(other, study, "onleesbaar")
    paste(editor, study, KYLE)
    mine = PastedList.objects.latest("at").pk
    if change == "stored":
        put(other, study, PALUMBO)
    else:
        study.citations.update(cited=make_work(), status="matched")
    before = raws(study)
    answer = confirm(editor, study, key=mine)
    assert raws(study) == before
    again = editor.get(answer["Location"])
    assert len(said(again)) == 1
    assert again.context["gone"] == before, "the new preview is compared with the list as it is now"
    confirm(editor, study, key=mine)
    assert raws(study) == [KYLE]


def test_a_paste_is_its_editors_own_and_of_one_study(editor, signed_in, study):
    location = paste(editor, study, PALUMBO)["Location"]
    other = signed_in(make_user(username="eva", superuser=True))
    assert other.get(location).status_code == 302
    confirm(other, study)
    confirm(editor, make_work(), key=PastedList.objects.get().pk)
    assert Citation.objects.count() == 0


def test_a_paste_is_kept_a_week(editor, study):
    paste(editor, study, PALUMBO)
    PastedList.objects.update(at=timezone.now() - timedelta(days=8))
    paste(editor, study, KYLE)
    assert PastedList.objects.get().text == KYLE


def test_the_text_comes_back_to_be_changed(editor, study):
    paste(editor, study, PALUMBO, pages.PUBMED)
    form = editor.get(f"{address(study)}?aanpassen={PastedList.objects.get().pk}").context["form"]
    assert (form["text"].value(), form["html"].value()) == (PALUMBO, pages.PUBMED)


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000", ""])
def test_an_unknown_paste_asks_for_another(editor, study, key):
    assert editor.get(f"{address(study)}?lijst={key}")["Location"] == address(study)
    assert editor.get(f"{address(study)}?aanpassen={key}").status_code == 200
    assert editor.get(f"{address(study)}?gedaan={key}").status_code == 200
    assert editor.post(address(study), {"list": key})["Location"] == address(study)
    assert editor.post(address(study), {"undo": key})["Location"] == address(study)


@pytest.mark.parametrize("number", ["0", "x", "999999999999999999999"])
def test_no_such_study(editor, number):
    assert editor.get(f"/beheer/references/work/{number}/literatuurlijst/").status_code == 404


def test_both_permissions_are_needed(signed_in, study):
    someone = make_user()
    give(someone, "change_citation")
    assert signed_in(someone).get(address(study)).status_code == 403
    give(someone, "add_work")
    assert signed_in(someone).get(address(study)).status_code == 200


def test_the_policy_stays_strict(editor, study):
    assert "unsafe" not in editor.get(address(study))["Content-Security-Policy"]


@pytest.mark.parametrize("number", [1, 3, 500])
def test_queries_do_not_grow_with_the_lines(editor, study, number, django_assert_num_queries):
    make_citations(citing=study, number=2)
    text = "\n".join(
        f"Jansen {'AB'[n % 2]}. Title {n}. J Test. 2010;{n}:{n}-9. doi: 10.1000/q{n}." for n in range(number)
    )
    with django_assert_num_queries(PASTING):
        location = paste(editor, study, text)["Location"]
    with django_assert_num_queries(LOOKING):
        editor.get(location)
    key = PastedList.objects.get().pk
    with django_assert_num_queries(STORING):
        confirm(editor, study, key=key)
    assert study.citations.count() == number


PASTING, LOOKING, STORING = 30, 6, 29
