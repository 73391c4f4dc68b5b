"""Looking up one work: trust per field, what is left aside, what is applied, and what is remembered."""

import socket
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from config.kit.http import BadAnswer, ServiceDown, TooMany
from references.actions import looking_up
from references.lookup import AboutService, Conflict, Unasked, identifiers_of, services
from references.models import AbstractSection, LookupAnswer, ServiceTurn, TrialRegistration, Work
from tests.factories import make_editor, make_work
from tests.references.looking import EFETCH, SEARCH, WORK, knows_nothing, point_at, service  # noqa: F401
from tests.references.service import Reply
from tests.references.service_documents import CROSSREF, DOI, EUROPEPMC_RESULT, PMCID, PMID, PUBMED, europepmc

pytestmark = pytest.mark.django_db


def ask(work: Work, *, only_kept: bool = False) -> looking_up.Proposal:
    with services() as clients:
        return looking_up.propose(work=work, clients=clients, only_kept=only_kept)


def told(proposal: looking_up.Proposal) -> dict[str, tuple[str, str]]:
    return {change.field: (change.new, change.source) for change in proposal.changes}


@pytest.fixture
def gap() -> Work:
    """A work of which only the DOI is known."""
    return Work.objects.create(doi=DOI)


def test_each_field_comes_from_the_most_trusted_service_that_has_it(service, gap):  # noqa: F811
    assert told(ask(gap)) == {
        "title": ("Walking during chemotherapy & fatigue: a trial in 123 wards", "pubmed"),
        "container_title": ("Journal of invented oncology", "pubmed"),
        "container_title_short": ("J Inv Oncol", "pubmed"),
        "volume": ("17", "pubmed"),
        "issue": ("1", "pubmed"),
        "page": ("40", "pubmed"),
        "publisher": ("Invented Press", "crossref"),
        "pmid": (PMID, "pubmed"),
        "pmcid": (PMCID, "pubmed"),
        "authors": ("de Vries Anna B, Öz Can Jr, WALK study group", "pubmed"),
        "date": ("2017-01-09", "pubmed"),
        "publication_types": ("Journal Article, Randomized Controlled Trial", "pubmed"),
        "abstract": ("Background: Fatigue is common.\nConclusions: Walking helped a little.", "pubmed"),
        "registrations": ("NCT00000001", "pubmed"),
    }


def test_proposing_changes_nothing(service, gap):  # noqa: F811
    before = Work.objects.filter(pk=gap.pk).values().get()
    assert all(change.completes for change in ask(gap).changes)
    assert Work.objects.filter(pk=gap.pk).values().get() == before
    assert not AbstractSection.objects.exists()


def test_the_next_service_fills_in_for_one_that_does_not_know(service, gap):  # noqa: F811
    knows_nothing(service)
    service.says(WORK, CROSSREF)
    proposal = ask(gap)
    assert proposal.sources == ("crossref",)
    assert told(proposal)["number"] == ("40", "crossref")
    service.says(SEARCH, europepmc(EUROPEPMC_RESULT))
    LookupAnswer.objects.all().delete()
    assert ask(gap).sources == ("europepmc", "crossref")


def test_known_nowhere_proposes_nothing(service, gap):  # noqa: F811
    knows_nothing(service)
    proposal = ask(gap)
    assert (proposal.changes, proposal.sources) == ((), ())


def test_the_same_facts_in_another_dress_are_no_difference(service):  # noqa: F811
    work = make_work(
        title="Walking during chemotherapy & Fatigue: a trial in 123 wards.",
        container_title="J. Inv. Oncol.",
        container_title_short="J Inv Oncol",
        year=2017,
        month=1,
        day=9,
        volume="17",
        issue="1",
        number="40",
        page="",
        publisher="Invented press",
        authors=[
            {"family": "de Vries", "given": "AB"},
            {"family": "Öz", "given": "C"},
            {"literal": "WALK Study Group"},
        ],
        publication_types=["Randomized Controlled Trial", "Journal article"],
        doi=DOI,
        pmid=PMID,
        pmcid=PMCID,
    )
    assert set(told(ask(work))) == {"abstract", "registrations"}


def test_what_would_replace_something_is_not_a_completion(service):  # noqa: F811
    work = make_work(title="Something else", year=2016, volume="", page="", doi=DOI)
    completes = {change.field: change.completes for change in ask(work).changes}
    assert completes["title"] is completes["date"] is completes["authors"] is False
    assert completes["volume"] is completes["pmid"] is True


def test_a_list_cut_short_and_a_date_without_a_day_are_completed(service):  # noqa: F811
    work = make_work(doi=DOI, year=2017, authors=[{"family": "de Vries", "given": "AB"}], et_al=True)
    completes = {change.field: change.completes for change in ask(work).changes}
    assert completes["date"] is completes["authors"] is True


def test_applying_stores_only_what_was_chosen_and_logs_old_and_new(service, gap):  # noqa: F811
    ann, proposal = make_editor(), ask(gap)
    done = looking_up.apply(proposal=proposal, fields={"title", "pmid", "date", "unknown"}, by=ann)
    work = Work.objects.get(pk=gap.pk)
    assert {change.field for change in done} == {"title", "pmid", "date"}
    assert (work.title, work.pmid, work.year, work.month, work.day) == (
        "Walking during chemotherapy & fatigue: a trial in 123 wards",
        PMID,
        2017,
        1,
        9,
    )
    assert (work.volume, work.pmcid, work.metadata_source) == ("", None, "pubmed")
    assert "Walking" in work.cited_as
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (ann, str(work.pk))
    assert f"PMID: “” → “{PMID}” (PubMed)" in entry.change_message


def test_applying_everything_leaves_nothing_to_propose(service, gap):  # noqa: F811
    proposal = ask(gap)
    looking_up.apply(proposal=proposal, fields={change.field for change in proposal.changes}, by=None)
    work = Work.objects.get(pk=gap.pk)
    assert told(ask(work)) == {}
    assert [*work.abstract_sections.values_list("label", "text")] == [
        ("Background", "Fatigue is common."),
        ("Conclusions", "Walking helped a little."),
    ]
    assert [each.identifier for each in TrialRegistration.objects.all()] == ["NCT00000001"]
    assert (work.authors[2], work.et_al) == ({"literal": "WALK study group"}, False)


def test_facts_that_an_editor_typed_stay_the_editor_s(service):  # noqa: F811
    work = make_work(title="Typed by hand", doi=DOI, metadata_source="manual")
    looking_up.apply(proposal=ask(work), fields={"pmid"}, by=None)
    assert Work.objects.get(pk=work.pk).metadata_source == "manual"


def test_nothing_is_applied_to_a_work_that_changed_meanwhile(service, gap):  # noqa: F811
    proposal = ask(gap)
    Work.objects.filter(pk=gap.pk).update(volume="99")
    with pytest.raises(looking_up.Outdated):
        looking_up.apply(proposal=proposal, fields={"title"}, by=None)
    assert Work.objects.get(pk=gap.pk).title == ""


def test_a_service_that_names_another_identifier_is_left_aside(service):  # noqa: F811
    work = Work.objects.create(pmid=PMID, doi="10.1000/ours")
    service.says("/crossref/works/10.1000%2Fours", Reply(status=404))
    proposal = ask(work)
    assert proposal.changes == ()
    assert proposal.conflicts == (
        Conflict("pubmed", "doi", "10.1000/ours", DOI),
        Conflict("europepmc", "doi", "10.1000/ours", DOI),
    )


def test_an_identifier_of_another_work_is_named_and_not_proposed(service, gap):  # noqa: F811
    other = make_work(pmid=PMID)
    proposal = ask(gap)
    assert proposal.taken == (("pmid", PMID, other.pk),)
    assert "pmid" not in told(proposal)
    assert told(proposal)["pmcid"] == (PMCID, "pubmed")


@pytest.mark.parametrize(
    ("path", "reply", "source", "error"),
    [
        (EFETCH, Reply(hold=True), "pubmed", ServiceDown),
        (EFETCH, Reply(status=429), "pubmed", TooMany),
        (EFETCH, Reply(status=502), "pubmed", ServiceDown),
        (EFETCH, Reply(PUBMED[:500]), "pubmed", BadAnswer),
        (SEARCH, Reply("{"), "europepmc", BadAnswer),
        (WORK, Reply(status=503), "crossref", ServiceDown),
    ],
)
def test_one_service_in_trouble_means_no_proposal_at_all(service, gap, path, reply, source, error):  # noqa: F811
    """What the others say might be less than what this one knows: never half."""
    service.says(path, reply)
    with pytest.raises(AboutService) as caught:
        ask(gap)
    assert (caught.value.source, type(caught.value.error)) == (source, error)
    assert not LookupAnswer.objects.filter(source=source).exists()


def test_the_network_may_be_down(settings, gap):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    point_at(settings, url)
    with pytest.raises(AboutService):
        ask(gap)


def test_answers_are_kept_with_their_date(service, gap):  # noqa: F811
    first = ask(gap)
    count = len(service.requests)
    assert ask(gap) == first
    assert ask(gap, only_kept=True).version == first.version
    assert len(service.requests) == count
    kept = LookupAnswer.objects.get(source="crossref")
    assert (kept.key, kept.found, "Invented Press" in kept.raw) == (f"doi:{DOI}", True, True)


@pytest.mark.parametrize(("found", "days", "again"), [(True, 29, False), (True, 31, True), (False, 2, True)])
def test_kept_answers_grow_old(service, gap, found, days, again):  # noqa: F811
    if not found:
        knows_nothing(service)
    ask(gap)
    count = len(service.requests)
    LookupAnswer.objects.update(asked_at=timezone.now() - timedelta(days=days))
    if again:
        with pytest.raises(Unasked):
            ask(gap, only_kept=True)
    ask(gap)
    assert (len(service.requests) > count) == again


def test_a_kept_answer_that_cannot_be_read_any_more_is_asked_for_again(service, gap):  # noqa: F811
    ask(gap)
    LookupAnswer.objects.filter(source="crossref").update(raw="{}")
    assert "publisher" in told(ask(gap))


def test_turns_are_handed_out_one_after_another():
    """By the database, so that all processes share them."""
    waits = [ServiceTurn.reserve("ncbi", 1000) for _ in range(3)]
    assert waits[0] == 0
    assert [round(wait, -3) for wait in waits] == [0, 1000, 2000]
    assert ServiceTurn.reserve("crossref", 1000) == 0


def test_every_request_takes_its_turn(service, gap):  # noqa: F811
    ask(gap)
    assert ServiceTurn.objects.filter(service="ncbi").exists()


def test_identifiers_by_kind(gap):
    assert identifiers_of(gap) == {"doi": DOI}
