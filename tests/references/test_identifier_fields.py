"""Identifiers and registrations at the fields of the desk: made canonical, or refused there with the typed text kept."""

import pytest
from django.urls import reverse

from references.models import TrialRegistration
from tests.factories import make_editor, make_work

pytestmark = pytest.mark.django_db
SICI = "10.1002/(sici)1097-0142(19990115)85:2<368::aid-cncr14>3.0.co;2-a"


@pytest.fixture
def work():
    return make_work(title="A study of veins", doi=None)


@pytest.fixture
def editor(signed_in):
    return signed_in(make_editor())


def save(editor, work, registrations=(), **values):
    """Send the work's form as a browser would, with these changes."""
    page = reverse("admin:references_work_change", args=[work.pk])
    answer = editor.get(page)
    data = dict(answer.context["adminform"].form.initial)
    data["authors"] = "Jansen, AB"
    data["editors"] = ""
    for formset in answer.context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            data[field.html_name] = field.value()
        for form in formset.formset.initial_forms:
            data |= {field.html_name: field.value() for field in form}
    start = int(data["registrations-INITIAL_FORMS"])
    for place, registration in enumerate(registrations, start=start):
        data |= {f"registrations-{place}-{name}": value for name, value in registration.items()}
        data[f"registrations-{place}-work"] = work.pk
    data["registrations-TOTAL_FORMS"] = start + len(registrations)
    data |= values
    return editor.post(page, {name: "" if value is None else value for name, value in data.items()})


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("doi", "https://doi.org/10.1182/BLOOD-2012-04-403733.", "10.1182/blood-2012-04-403733"),
        ("doi", "doi:10.1016/S0140-6736(97)11096-0);", "10.1016/s0140-6736(97)11096-0"),
        (
            "doi",
            "http://dx.doi.org/10.1002/%28SICI%291097-0142(19990115)85:2%3C368::AID-CNCR14%3E3.0.CO;2-A",
            SICI,
        ),
        ("pmid", "PMID: 22645181", "22645181"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/22645181/", "22645181"),
        ("pmcid", "PMCID: PMC3412323.1", "PMC3412323"),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3412323/", "PMC3412323"),
        ("pmcid", "", None),
    ],
)
def test_an_identifier_is_made_canonical(editor, work, field, typed, stored):
    assert save(editor, work, **{field: typed}).status_code == 302
    work.refresh_from_db()
    assert getattr(work, field) == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("doi", "10.1182/"),
        ("doi", "n.v.t."),
        ("pmid", "123456789"),
        ("pmid", "n.v.t."),
        ("pmcid", "PMCx"),
        ("doi", "x" * 1001),
    ],
)
def test_what_cannot_be_one_is_explained_at_the_field_and_kept(editor, work, field, typed):
    answer = save(editor, work, **{field: typed})
    form = answer.context["adminform"].form
    assert list(form.errors) == [field]
    assert form[field].value() == typed
    work.refresh_from_db()
    assert getattr(work, field) is None


@pytest.mark.parametrize(
    ("typed", "registry", "stored", "raw"),
    [
        ("nct00902941", "", ("ClinicalTrials.gov", "NCT00902941"), "nct00902941"),
        ("NCT00902941.", "wrong", ("ClinicalTrials.gov", "NCT00902941"), "NCT00902941."),
        ("NCT00902941", "", ("ClinicalTrials.gov", "NCT00902941"), ""),
        (
            "https://www.trialregister.nl/trial/7051",
            "",
            ("NTR", "NL7051"),
            "https://www.trialregister.nl/trial/7051",
        ),
        ("12/345", "METC Utrecht", ("METC Utrecht", "12/345"), ""),
    ],
)
def test_a_registration_is_made_canonical(editor, work, typed, registry, stored, raw):
    assert save(editor, work, [{"identifier": typed, "registry": registry}]).status_code == 302
    [found] = work.registrations.all()
    assert ((found.registry, found.identifier), found.raw) == (stored, raw)


@pytest.mark.parametrize(
    ("typed", "registry", "said"),
    [
        ("NCT 0090 2941", "", "NCT00902941"),
        ("NCT 0090 2941", "METC Utrecht", "NCT00902941"),
        ("n.v.t.", "", "n.v.t."),
        ("12/345", "", "12/345"),
        ("12/345", "ISRCTN", "12/345"),
        ("x" * 61, "METC Utrecht", "xxx"),
        ("NCT00902941 ISRCTN12345678", "", "ISRCTN12345678"),
    ],
)
def test_an_impossible_registration_is_refused_at_its_field(editor, work, typed, registry, said):
    answer = save(editor, work, [{"identifier": typed, "registry": registry}])
    [form] = (
        next(
            each.formset
            for each in answer.context["inline_admin_formsets"]
            if each.formset.model is TrialRegistration
        ).initial_forms
        or next(
            each.formset
            for each in answer.context["inline_admin_formsets"]
            if each.formset.model is TrialRegistration
        ).extra_forms
    )
    assert said in form.errors["identifier"][0]
    assert form["identifier"].value() == typed
    assert TrialRegistration.objects.count() == 0


def test_two_spellings_of_one_number_are_refused_not_stored_twice(editor, work):
    answer = save(editor, work, [{"identifier": "NCT00902941"}, {"identifier": "nct-00902941"}])
    assert answer.status_code == 200
    assert TrialRegistration.objects.count() == 0


def test_an_imported_impossible_number_blocks_nothing_and_is_flagged(editor, work, client):
    TrialRegistration.objects.create(work=work, registry="ClinicalTrials.gov", identifier="NCT 0090 2941")
    assert save(editor, work, title="Another title").status_code == 302
    assert work.registrations.get().identifier == "NCT 0090 2941"
    page = editor.get(reverse("admin:references_work_change", args=[work.pk])).content.decode()
    assert "NCT 0090 2941 (onmogelijk nummer)" in page
    page = client.get(work.get_absolute_url()).content.decode()
    assert "NCT 0090 2941 (ClinicalTrials.gov) – onmogelijk nummer" in page
    assert "clinicaltrials.gov/study" not in page


def test_a_work_with_only_an_address_leads_there(editor, work, client):
    work.url = "https://www.kwf.nl/cijfers"
    work.save()
    assert '<a href="https://www.kwf.nl/cijfers"' in client.get(work.get_absolute_url()).content.decode()
