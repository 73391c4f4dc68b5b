"""The reference list that PubMed knows of a study: offered where it was looked up, previewed as a paste, stored on a yes."""

from typing import Any

import pytest
from django.urls import reverse

from references.actions import completing, reference_list
from references.lookup import services
from references.models import Citation, LookupAnswer, LookupRun, PastedList, Work
from tests.factories import make_citations, make_editor, make_moderator, make_work
from tests.references.looking import EFETCH, knows_nothing, service  # noqa: F401
from tests.references.service import Service
from tests.references.service_naming import article, article_set, records, reference
from tests.references.service_naming import reference_list as references

pytestmark = pytest.mark.django_db

PMID = "28000009"
LINES = (
    reference(
        "Siegel RL, Miller KD, Jemal A. Cancer <i>statistics</i>, 2019. CA Cancer J Clin. 2019;69(1):7&#x2013;34.",
        doi="10.3322/CAAC.21551",
        pubmed="30620402",
    ),
    reference(
        "Jones AB. Tea &amp; rest after surgery. J Inv Oncol. 2012;5(2):11-9. doi: 10.1000/tea.",
        pubmed="NOT_FOUND;INVALID_JOURNAL",
    ),
    reference("Smit C. Sleep in hospital wards. J Inv Oncol. 2010;3(1):1-9."),
    reference(pmc="PMC5200009", doi="10.1000/only.ids"),
)


@pytest.fixture
def editor(signed_in) -> Any:
    return signed_in(make_editor())


@pytest.fixture
def study() -> Work:
    return make_work(title="De studie", pmid=PMID)


def keep(*lines: str, pmid: str = PMID, key: str = "", asked: str = "pmid") -> LookupAnswer:
    raw = article_set(article(pmid, references=references(*lines) if lines else ""))
    return LookupAnswer.objects.create(source="pubmed", key=key or f"{asked}:{pmid}", found=True, raw=raw)


def lookup(work: Work) -> str:
    return reverse("admin:references_work_lookup", args=[work.pk])


def their_list(work: Work) -> str:
    return reverse("admin:references_work_their_list", args=[work.pk])


def paste(work: Work) -> str:
    return reverse("admin:references_work_paste", args=[work.pk])


def test_from_the_look_up_to_the_stored_list(editor, service: Service, study):  # noqa: F811
    knows_nothing(service)
    service.says(EFETCH, records(article(PMID, references=references(*LINES))))
    assert "PubMed kent" not in editor.get(lookup(study)).content.decode()
    editor.post(lookup(study), {"ask": "1"})
    with services() as clients:
        completing.advance(run=LookupRun.objects.get(), clients=clients)
    page = editor.get(lookup(study)).content.decode()
    assert "PubMed kent 4 referenties van deze studie" in page
    assert f'action="{their_list(study)}"' in page
    asked = len(service.requests)
    answer = editor.post(their_list(study))
    assert answer.url.startswith(f"{paste(study)}?lijst=")
    assert not Citation.objects.exists()
    assert Work.objects.count() == 1
    preview = editor.get(answer.url).content.decode()
    assert "Cancer statistics, 2019" in preview
    assert "10.1000/tea" in preview
    pasted = PastedList.objects.get()
    stored = editor.post(paste(study), {"list": pasted.pk, "mode": "replace"}, follow=True)
    assert stored.status_code == 200
    assert len(service.requests) == asked
    lines = list(Citation.objects.filter(citing=study).order_by("position").select_related("cited"))
    assert [(each.cited.doi, each.cited.pmid, each.cited.pmcid) for each in lines if each.cited] == [
        ("10.3322/caac.21551", "30620402", None),
        ("10.1000/tea", None, None),
        (None, None, None),
        ("10.1000/only.ids", None, "PMC5200009"),
    ]
    assert lines[0].raw.startswith("Siegel RL, Miller KD, Jemal A. Cancer statistics, 2019.")
    assert lines[0].raw.endswith("7–34.")


def test_append_and_undo_are_those_of_a_paste(editor, study):
    make_citations(citing=study, number=2)
    keep(*LINES)
    before = list(Citation.objects.filter(citing=study).order_by("position").values())
    editor.post(their_list(study))
    pasted = PastedList.objects.get()
    answer = editor.post(paste(study), {"list": pasted.pk, "mode": "append"})
    assert study.citations.count() == 6
    editor.post(paste(study), {"undo": answer.url.rsplit("=", 1)[1]})
    assert list(Citation.objects.filter(citing=study).order_by("position").values()) == before


def test_changing_it_by_hand_keeps_the_numbers(editor, study):
    keep(*LINES)
    editor.post(their_list(study))
    page = editor.get(f"{paste(study)}?aanpassen={PastedList.objects.get().pk}")
    text = page.context["form"].initial["text"]
    assert text.split("\n")[0].endswith("7–34. doi: 10.3322/CAAC.21551 PMID: 30620402")
    assert text.split("\n")[1].endswith("doi: 10.1000/tea.")
    answer = editor.post(paste(study), {"text": text, "html": ""})
    pasted = PastedList.objects.get(pk=answer.url.rsplit("=", 1)[1])
    editor.post(paste(study), {"list": pasted.pk, "mode": "replace"})
    assert Work.objects.filter(cited_in__citing=study, pmid="30620402", doi="10.3322/caac.21551").exists()


def test_a_number_that_contradicts_the_text_is_to_check(editor, study):
    keep(reference("Jones AB. Tea. J Inv Oncol. 2012;5(2):11-9. doi: 10.1000/tea.", doi="10.1000/coffee"))
    editor.post(their_list(study))
    assert PastedList.objects.get().preview["to_check"] == 1


@pytest.mark.parametrize("may", ["nothing kept", "no list", "another study", "broken", "no PMID"])
def test_no_list_no_offer(editor, study, may):
    if may == "no list":
        keep()
    elif may == "another study":
        keep(*LINES, pmid="28000010", key=f"pmid:{PMID}")
    elif may == "broken":
        LookupAnswer.objects.create(source="pubmed", key=f"pmid:{PMID}", found=True, raw="<PubmedArticleSet>")
    elif may == "no PMID":
        Work.objects.filter(pk=study.pk).update(pmid=None, doi="10.1000/x")
        keep(*LINES, key="doi:10.1000/x")
    assert "PubMed kent" not in editor.get(lookup(study)).content.decode()
    answer = editor.post(their_list(study), follow=True)
    assert "geen antwoord van PubMed" in answer.content.decode()
    assert not PastedList.objects.exists()


def test_an_answer_that_was_asked_for_by_doi_counts_too(study):
    Work.objects.filter(pk=study.pk).update(doi="10.1000/x")
    study.refresh_from_db()
    keep(*LINES, key="doi:10.1000/x")
    known = reference_list.known(work=study)
    assert known is not None
    assert len(known.records) == 4


def test_one_reference_is_one(editor, study):
    keep(LINES[2])
    assert "PubMed kent 1 referentie van deze studie" in editor.get(lookup(study)).content.decode()


def test_more_than_goes_in_is_refused_with_the_count(editor, study):
    keep(*(reference(f"Smit C. Sleep part {number}. J Inv Oncol. 2010;3(1):1-9.") for number in range(501)))
    answer = editor.post(their_list(study), follow=True)
    assert "501 referenties" in answer.content.decode()
    assert not PastedList.objects.exists()


def test_looking_stores_nothing_and_the_question_is_one_more_query(
    editor, study, django_assert_max_num_queries
):
    keep(*LINES)
    with django_assert_max_num_queries(14):
        editor.get(lookup(study))
    assert not PastedList.objects.exists()
    assert editor.get(their_list(study)).status_code == 405


def test_who_may_not(signed_in, client, study):
    keep(*LINES)
    assert signed_in(make_moderator()).post(their_list(study)).status_code == 403
    assert "/login/" in client.post(their_list(study)).url
    assert not PastedList.objects.exists()


@pytest.mark.parametrize("wrong", ["0", "x", "-1", "99999999999999999999"])
def test_a_wrong_number_is_404(editor, wrong):
    assert editor.post(f"/beheer/references/work/{wrong}/opzoeken/referenties/").status_code == 404
