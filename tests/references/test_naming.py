"""Works without a number: PubMed and Crossref say which record they are; only what leaves no doubt is stored."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from references.actions import accepting, completing
from references.actions.accepting import Accepted
from references.actions.looking_up import Outdated
from references.lookup import services
from references.models import Citation, LookupAnswer, LookupRun, Work, WorkPair
from references.models.lookup import RunKind
from tests.factories import make_editor, make_work
from tests.references.looking import EFETCH, SEARCH, knows_nothing, service  # noqa: F401
from tests.references.service import Reply, Service
from tests.references.service_naming import (
    ALMOST,
    CROSSREF_SEARCH,
    ECITMATCH,
    FACTS,
    TITLE,
    article,
    crossref_item,
    crossref_works,
    matcher,
    records,
)

pytestmark = pytest.mark.django_db

THEIRS = "/crossref/works/10.1000%2Ftheirs"


@pytest.fixture
def nobody(service: Service) -> Service:  # noqa: F811
    """Services that know nothing yet."""
    knows_nothing(service)
    return service


def cite(*works: Work) -> Work:
    study = make_work()
    Citation.objects.bulk_create(
        Citation(citing=study, cited=work, position=place, raw=f"{place}. {work.title}")
        for place, work in enumerate(works, start=1)
    )
    return study


def make_unnamed(**changes: Any) -> Work:
    return make_work(**{**FACTS, **changes})


def started(study: Work) -> LookupRun:
    run, fresh = completing.start(work=study, kind=RunKind.LIST, by=None)
    assert fresh
    return run


def advance(run: LookupRun) -> bool:
    with services() as clients:
        return completing.advance(run=run, clients=clients)


def complete(*works: Work) -> LookupRun:
    run = started(cite(*works))
    advance(run)
    return run


def states(run: LookupRun) -> list[tuple[str, str, str]]:
    return [*run.items.order_by("pk").values_list("state", "trouble", "service")]


def numbers(work: Work) -> tuple[str | None, str | None, str | None]:
    work = Work.objects.get(pk=work.pk)
    return work.pmid, work.doi, work.pmcid


NONE = (None, None, None)


def test_a_certain_match_gets_its_pmid_and_fills_gaps(nobody):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", doi="10.1000/theirs")))
    work = make_unnamed(issue="")
    run = complete(work)
    assert states(run) == [("done", "", "")]
    assert numbers(work) == ("28000007", "10.1000/theirs", None)
    assert Work.objects.get(pk=work.pk).issue == "1"
    assert (run.state, run.items.get().filled > 2) == ("done", True)


def test_a_retraction_comes_along_with_the_number(nobody):
    notice = {"DOI": "10.1000/notice", "type": "retraction", "updated": {"date-parts": [[2020, 1, 1]]}}
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", doi="10.1000/theirs")))
    nobody.says(THEIRS, {"message": crossref_item("10.1000/theirs", **{"updated-by": [notice]})})
    work = make_unnamed()
    complete(work)
    assert [*work.notices.values_list("kind", flat=True)] == ["retraction"]


def test_what_is_sent_is_what_pubmed_asks_for(nobody):
    complete(make_unnamed(container_title="Ann. Rev.|Inv. Oncol.", page="S77–81"))
    [sent] = [each.params for each in nobody.requests if each.path == ECITMATCH]
    asked, _key, end = sent["bdata"].rsplit("|", 2)
    assert (asked, end) == ("Ann Rev Inv Oncol|2017|17|S77|de Vries", "")
    assert (sent["db"], sent["retmode"], sent["tool"]) == ("pubmed", "xml", "bronwijzer")
    assert (sent["email"], sent["api_key"]) == ("site@example.org", "sleutel")


@pytest.mark.parametrize(
    "theirs",
    [
        {"title": ALMOST},
        {"year": 2019},
        {"pages": "60-68"},
        {"family": "Smit"},
    ],
)
def test_a_doubtful_match_never_writes_an_identifier(nobody, theirs):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", doi="10.1000/theirs", **theirs)))
    work = make_unnamed()
    before = Work.objects.filter(pk=work.pk).values().get()
    run = complete(work)
    assert states(run) == [("check", "likely", "pubmed")]
    assert Work.objects.filter(pk=work.pk).values().get() == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "theirs",
    [
        {"title": "Obituary of a professor", "family": "Smit"},
        {"title": f"Correction: {TITLE}", "volume": "18"},
        {"title": f"Re: {TITLE}"},
    ],
)
def test_another_publication_is_no_match(nobody, theirs):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", **theirs)))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("unknown", "", "")], NONE)


@pytest.mark.parametrize(
    "outcome",
    [
        "NOT_FOUND",
        "NOT_FOUND;INVALID_JOURNAL",
        "",
        "AMBIGUOUS (783 citations)",
        "AMBIGUOUS 1,2,3,4",
        "AMBIGUOUS",
        "0",
        "PMC123",
        "28000007 28000008",
    ],
)
def test_no_answer_and_too_many_are_known_nowhere(nobody, outcome):
    nobody.says(ECITMATCH, matcher({"40": outcome}))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work), run.state) == ([("unknown", "", "")], NONE, "done")
    assert EFETCH not in nobody.asked()


def test_of_a_few_the_one_that_fits_is_taken(nobody):
    nobody.says(ECITMATCH, matcher({"40": "AMBIGUOUS 28000008,28000007"}))
    other = article("28000008", title="Letters from readers", family="Smit")
    nobody.says(EFETCH, records(article("28000007"), other))
    work = make_unnamed()
    complete(work)
    assert numbers(work)[0] == "28000007"


def test_two_that_both_fit_are_for_an_editor(nobody):
    nobody.says(ECITMATCH, matcher({"40": "AMBIGUOUS 28000008,28000007"}))
    nobody.says(EFETCH, records(article("28000007"), article("28000008")))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("check", "likely", "pubmed")], NONE)


def test_ten_works_are_one_request(nobody):
    works = [make_unnamed(title=f"{TITLE} in ward {place}", page=str(place)) for place in range(100, 112)]
    run = started(cite(*works))
    assert advance(run)
    assert nobody.asked().count(ECITMATCH) == 1
    advance(run)
    assert nobody.asked().count(ECITMATCH) == 2
    [first, second] = [each.params["bdata"] for each in nobody.requests if each.path == ECITMATCH]
    assert (len(first.split("\r")), len(second.split("\r"))) == (10, 2)
    assert states(run) == [("unknown", "", "")] * 12


def test_what_was_answered_is_not_asked_again(nobody):
    work = make_unnamed()
    complete(work)
    asked = len(nobody.requests)
    complete(work)
    assert len(nobody.requests) == asked


def test_a_changed_work_is_asked_again(nobody):
    work = make_unnamed()
    complete(work)
    Work.objects.filter(pk=work.pk).update(page="41")
    complete(work)
    assert nobody.asked().count(ECITMATCH) == 2


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(status=429), "too_many"),
        (Reply(status=503), "down"),
        (Reply(hold=True), "down"),
        (Reply("J Inv Oncol|2017|17|40", length=4000), "down"),
        (Reply(""), "bad_answer"),
        (Reply("<html>Batch Citation Matcher</html>"), "bad_answer"),
        (Reply("J Inv Oncol|2017|17|40|de Vries|w0|28000007"), "bad_answer"),
        (Reply(b"\xff\xfe|w1|2"), "bad_answer"),
        (Reply(status=404), "bad_answer"),
        (Reply(status=400), "bad_answer"),
    ],
)
def test_trouble_keeps_all_waiting_and_asks_once(nobody, reply, trouble):
    works = [make_unnamed(), make_unnamed(title=f"{TITLE} again", page="50")]
    nobody.says(ECITMATCH, reply)
    run = started(cite(*works))
    assert not advance(run)
    assert (run.state, states(run)) == ("waiting", [("waiting", trouble, "pubmed")] * 2)
    assert nobody.asked().count(ECITMATCH) == 1
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007")))
    advance(run)
    assert (run.state, states(run)) == ("done", [("done", "", ""), ("unknown", "", "")])


def test_a_line_that_is_left_out_is_asked_again_alone(nobody):
    works = [make_unnamed(), make_unnamed(title=f"{TITLE} again", page="50")]

    def half(request: Any) -> Reply:
        whole = matcher({"40": "28000007"})(request).payload.decode()
        return Reply(whole.split("\n")[0])

    nobody.says(ECITMATCH, half)
    run = started(cite(*works))
    advance(run)
    assert states(run) == [("waiting", "bad_answer", "pubmed")] * 2
    assert not LookupAnswer.objects.exists()


def test_five_tries_and_then_it_has_failed(nobody):
    nobody.says(ECITMATCH, Reply(status=503))
    run = started(cite(make_unnamed()))
    for _try in range(5):
        advance(run)
    assert (run.state, states(run)) == ("done", [("failed", "down", "pubmed")])


def test_trouble_with_the_record_keeps_the_work_whole(nobody):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, Reply("<PubmedArticleSet><PubmedArticle>"))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("waiting", "bad_answer", "pubmed")], NONE)


def test_trouble_with_a_later_service_stores_nothing(nobody):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007")))
    nobody.says(SEARCH, Reply(status=503))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("waiting", "down", "europepmc")], NONE)


def test_services_that_contradict_each_other_are_for_an_editor(nobody):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", doi="10.1000/theirs")))
    nobody.says(THEIRS, {"message": crossref_item("10.1000/theirs")})
    result = {"id": "28000007", "source": "MED", "pmid": "28000007", "doi": "10.1000/else", "title": TITLE}
    nobody.says(SEARCH, {"hitCount": 1, "resultList": {"result": [result]}})
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("check", "likely", "pubmed")], NONE)


@pytest.mark.parametrize("held", [{"pmid": "28000007"}, {"doi": "10.1000/theirs"}])
@pytest.mark.parametrize("title", [TITLE, ALMOST])
def test_a_number_that_another_work_has_is_a_proposal_to_merge(nobody, held, title):
    nobody.says(ECITMATCH, matcher({"40": "28000007"}))
    nobody.says(EFETCH, records(article("28000007", title=title, doi="10.1000/theirs")))
    nobody.says(THEIRS, {"message": crossref_item("10.1000/theirs", title=[title])})
    other = make_work(title="Nog zonder gegevens", container_title="", page="", volume="", **held)
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("check", "taken", "pubmed")], NONE)
    pair = WorkPair.objects.get()
    assert (pair.low_id, pair.high_id, pair.state) == (other.pk, work.pk, "open")
    assert 75 <= pair.score <= 90
    assert [reason[1] for reason in pair.reasons][0] == "elsewhere"


def test_crossref_finds_what_pubmed_does_not_hold(nobody):
    nobody.says(CROSSREF_SEARCH, crossref_works({"DOI": ""}, crossref_item("10.1000/theirs"), {"x": 1}))
    nobody.says(THEIRS, {"message": crossref_item("10.1000/theirs")})
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("done", "", "")], (None, "10.1000/theirs", None))
    [sent] = [each.params for each in nobody.requests if each.path == CROSSREF_SEARCH]
    assert sent["query.bibliographic"] == f"de Vries {TITLE} J Inv Oncol 2017 17 40-8"
    assert (sent["rows"], sent["mailto"]) == ("3", "site@example.org")


def test_crossref_that_is_not_sure_writes_nothing(nobody):
    doubtful = crossref_item("10.1000/theirs", title=[ALMOST])
    nobody.says(CROSSREF_SEARCH, crossref_works(doubtful))
    work = make_unnamed()
    run = complete(work)
    assert (states(run), numbers(work)) == ([("check", "likely", "crossref")], NONE)


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(status=429), "too_many"),
        (Reply(status=500), "down"),
        (Reply("{"), "bad_answer"),
        (Reply({"message": {}}), "bad_answer"),
    ],
)
def test_trouble_with_crossrefs_search_is_crossrefs(nobody, reply, trouble):
    nobody.says(CROSSREF_SEARCH, reply)
    work = make_unnamed()
    assert states(complete(work)) == [("waiting", trouble, "crossref")]


@pytest.mark.parametrize(
    "missing",
    [
        {"year": None},
        {"authors": []},
        {"container_title": "", "title": "Reply"},
        {"title": "", "page": "", "volume": ""},
    ],
)
def test_too_little_to_ask_by_is_said_at_once(nobody, missing):
    run = started(cite(make_unnamed(**missing)))
    assert (run.state, states(run)) == ("done", [("unnamed", "", "")])
    assert nobody.requests == []


def likely(service: Service) -> tuple[Work, LookupRun]:  # noqa: F811
    service.says(ECITMATCH, matcher({"40": "28000007"}))
    service.says(EFETCH, records(article("28000007", title=ALMOST, doi="10.1000/theirs")))
    service.says(THEIRS, {"message": crossref_item("10.1000/theirs", title=[ALMOST])})
    work = make_unnamed(issue="")
    return work, complete(work)


def accept(run: LookupRun, *, value: str = "28000007", by: Any = None) -> Accepted:
    with services() as clients:
        number = run.items.values_list("pk", flat=True).get()
        return accepting.accept(
            run=run, number=number, kind="pmid", value=value, clients=clients, by=by or make_editor()
        )


def test_an_editor_says_yes_and_the_rest_is_looked_up(nobody):
    work, run = likely(nobody)
    asked = len(nobody.requests)
    assert accept(run) == Accepted.GOES_ON
    assert len(nobody.requests) == asked
    assert numbers(work) == ("28000007", None, None)
    assert "28000007" in LogEntry.objects.get().change_message
    run.refresh_from_db()
    assert run.state == "busy"
    advance(run)
    assert (run.state, states(run)) == ("done", [("done", "", "")])
    assert numbers(work) == ("28000007", "10.1000/theirs", None)
    assert Work.objects.get(pk=work.pk).title == TITLE


def test_what_was_not_proposed_cannot_be_accepted(nobody):
    work, run = likely(nobody)
    editor = make_editor()
    with pytest.raises(Outdated):
        accept(run, value="28000008", by=editor)
    Work.objects.filter(pk=work.pk).update(page="77")
    with pytest.raises(Outdated):
        accept(run, by=editor)
    assert numbers(work) == NONE


def test_accepting_twice_is_refused(nobody):
    _work, run = likely(nobody)
    editor = make_editor()
    accept(run, by=editor)
    with pytest.raises(Outdated):
        accept(run, by=editor)


def test_a_stopped_run_stays_stopped(nobody):
    work, run = likely(nobody)
    LookupRun.objects.update(state="stopped")
    assert accept(run) == Accepted.STORED
    run.refresh_from_db()
    assert (run.state, states(run), numbers(work)[0]) == ("stopped", [("waiting", "", "")], "28000007")


def test_a_number_that_was_given_away_meanwhile_is_proposed_as_one(nobody):
    work, run = likely(nobody)
    other = make_work(pmid="28000007")
    assert accept(run) == Accepted.TAKEN
    assert (states(run), numbers(work)) == ([("check", "taken", "pubmed")], NONE)
    assert {WorkPair.objects.get().low_id, WorkPair.objects.get().high_id} == {work.pk, other.pk}


def test_reading_proposals_costs_the_same_for_one_and_for_three(nobody, django_assert_num_queries):
    for number in (1, 3):
        places = [str(40 + 100 * number + place) for place in range(number)]
        known = {place: f"2900{place}" for place in places}
        nobody.says(ECITMATCH, matcher(known))
        nobody.says(EFETCH, records(*(article(known[p], title=ALMOST, pages=p) for p in places)))
        run = complete(*(make_unnamed(page=place) for place in places))
        asked = len(nobody.requests)
        with services() as clients, django_assert_num_queries(3):
            assert len(accepting.questions(run=run, clients=clients)) == number
        assert len(nobody.requests) == asked


def test_nothing_is_asked_when_only_kept_answers_may_be_used(nobody):
    work = make_unnamed()
    with services() as clients:
        run = started(cite(work))
        run.items.update(state="check", trouble="likely")
        assert accepting.questions(run=run, clients=clients) == []
    assert nobody.requests == []
