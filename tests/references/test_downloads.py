"""Files for reference managers: one work, and a whole reference list."""

import json

import pytest

from references.models import Citation
from tests.factories import make_citations, make_work

pytestmark = pytest.mark.django_db

TYPES = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "nbib": "application/nbib",
    "json": "application/vnd.citationstyles.csl+json",
}
# What begins a record, so that records can be counted in any of the formats.
BEGINS = {"ris": "TY  - ", "bib": "@article{", "nbib": "PMID- ", "json": '"id"'}


@pytest.mark.parametrize("form", TYPES)
def test_one_work(client, form):
    work = make_work(title="Fatigue & sleep", doi="10.1000/x", pmid="123")
    response = client.get(f"/studies/{work.pk}.{form}")
    text = response.content.decode()
    assert response.status_code == 200
    assert response["Content-Type"] == f"{TYPES[form]}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="jansen-2017-studie-{work.pk}.{form}"'
    assert text.count(BEGINS[form]) == 1
    assert "Fatigue" in text
    assert "10.1000/x" in text


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("number", [1, 3])
def test_a_reference_list_in_its_order(client, form, number, django_assert_num_queries):
    study = make_work()
    lines = make_citations(citing=study, number=number)
    for place, line in enumerate(lines, start=1):
        line.cited.pmid = str(place)
        line.cited.save()
    with django_assert_num_queries(3):  # the last one: what was said of the works since
        response = client.get(f"/studies/{study.pk}/referenties.{form}")
    text = response.content.decode()
    assert response["Content-Disposition"] == f'attachment; filename="studie-{study.pk}-referenties.{form}"'
    assert text.count(BEGINS[form]) == number
    places = [text.index(line.cited.doi) for line in lines]
    assert places == sorted(places)


def test_a_line_to_check_goes_along_as_it_was_found(client):
    """Also where a work is guessed already: nobody has said yes to it."""
    study, guess = make_work(), make_work(title="A guess", doi="10.1000/guess")
    Citation.objects.create(citing=study, position=1, raw="1. onleesbaar", status="check")
    Citation.objects.create(citing=study, cited=guess, position=2, raw="2. misschien", status="check")
    items = json.loads(client.get(f"/studies/{study.pk}/referenties.json").content)
    assert [item["title"] for item in items] == ["1. onleesbaar", "2. misschien"]
    assert not any("DOI" in item for item in items)


def test_a_work_that_is_cited_twice_is_there_once(client):
    study, work = make_work(), make_work()
    for place in (1, 2):
        Citation.objects.create(citing=study, cited=work, position=place, raw="x", status="matched")
    assert len(json.loads(client.get(f"/studies/{study.pk}/referenties.json").content)) == 1


@pytest.mark.parametrize("form", TYPES)
def test_what_is_not_there(client, form):
    work = make_work()
    for address in (
        f"/studies/{work.pk}/referenties.{form}",
        f"/studies/999999.{form}",
        f"/studies/999999/referenties.{form}",
        f"/studies/99999999999999999999999999.{form}",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"/studies/{work.pk}.docx").status_code == 404


@pytest.mark.parametrize("form", TYPES)
def test_the_promises_of_a_page(client, form):
    """No cookie, the same for everyone, and not sent again while it is unchanged."""
    work = make_work()
    address = f"/studies/{work.pk}.{form}"
    first = client.get(address)
    assert not first.cookies
    assert "cookie" not in first.get("Vary", "").lower()
    assert first["X-Content-Type-Options"] == "nosniff"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    work.title = "Changed"
    work.save()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, b"Changed" in again.content) == (200, True)
    assert client.post(address).status_code == 405


def test_a_name_that_no_file_system_takes(client):
    work = make_work(authors=[{"literal": '../"Čeština"; x'}])
    disposition = client.get(f"/studies/{work.pk}.ris")["Content-Disposition"]
    assert disposition == f'attachment; filename="cestina-x-2017-studie-{work.pk}.ris"'


def test_the_page_of_a_study_offers_its_files_and_its_styles(client):
    study = make_work(title="Fatigue", doi="10.1000/x")
    make_citations(citing=study, number=1)
    page = client.get(f"/studies/{study.pk}/").content.decode()
    for form in TYPES:
        assert f'href="/studies/{study.pk}.{form}"' in page
        assert f'href="/studies/{study.pk}/referenties.{form}"' in page
    assert "Jansen, A. B. (2017). Fatigue. <i>J Test</i>, <i>17</i>" in page
    assert "<cite>Fatigue.</cite> J Test. 2017;17:" in page
    assert "doi:10.1000/x" in page


@pytest.mark.parametrize("number", [1, 3])
def test_works_of_ours_that_cite_it(client, number):
    """Works, whether or not an article explains them; a line to check is no proof."""
    work = make_work(title="Cited")
    citing = [make_work(title=f"Citing {place}", year=2000 + place) for place in range(number)]
    for each in citing:
        Citation.objects.create(citing=each, cited=work, position=1, raw="x")
    doubtful = make_work(title="Doubtful")
    Citation.objects.create(citing=doubtful, cited=work, position=1, raw="x", status="check")
    page = client.get(f"/studies/{work.pk}/").content.decode()
    section = page[page.index("aangehaald-door") :]
    places = [section.index(f'href="/studies/{each.pk}/"') for each in reversed(citing)]
    assert places == sorted(places)
    assert "Doubtful" not in page
    assert "aangehaald-door" not in client.get(f"/studies/{citing[0].pk}/").content.decode()


def test_no_more_than_fit(client):
    work = make_work()
    for _ in range(51):
        Citation.objects.create(citing=make_work(), cited=work, position=1, raw="x")
    page = client.get(f"/studies/{work.pk}/").content.decode()
    section = page[page.index("aangehaald-door") : page.index('class="cite"')]
    assert section.count("<li>") == 50
    assert "Alleen de nieuwste" in page
