"""The list of works that look like one, as an editor uses it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from references.actions.citing import replace_list
from references.models import Citation, MergedWork, Work, WorkPair
from references.models.work import MetadataSource
from references.records import PartialDate, Person, Record
from tests.factories import give, make_article, make_editor, make_moderator, make_user, make_work

pytestmark = pytest.mark.django_db
LIST = reverse("admin:references_work_duplicates")
ANSWER = reverse("admin:references_work_answer")
MERGE = reverse("admin:references_work_merge")


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def held(**values) -> Work:
    facts = {
        "title": "Measurement of pain in patients",
        "container_title": "Lancet",
        "year": 1974,
        "volume": "2",
    }
    return make_work(
        **{**facts, "page": "1127-31", "authors": [{"family": "Huskisson", "given": "EC"}], **values}
    )


def line(**values) -> Record:
    """The same publication with another page: probably the same."""
    facts = {
        "type": "article-journal",
        "title": "Measurement of pain in patients",
        "container_title": "Lancet",
    }
    facts |= {
        "authors": (Person("Huskisson", "EC"),),
        "issued": PartialDate(1974),
        "volume": "2",
        "page": "1172-31",
    }
    return Record(**{**facts, "raw": "1. Huskisson EC. Measurement of pain in patients.", **values})


def waiting(number: int = 1, **values) -> tuple[Work, list[WorkPair]]:
    """A study with so many lines that wait, each for a work of its own."""
    study = make_work(title="The study")
    records = []
    for n in range(number):
        title = f"Measurement of pain in patients with disease {'abcdefghij'[n] * 9}"
        held(title=title, page=f"{n}1")
        records.append(line(title=title, page=f"{n}9", raw=f"{n}. {title}", **values))
    replace_list(citing=study, records=records, source=MetadataSource.PASTED)
    return study, list(WorkPair.objects.order_by("pk"))


def undo(desk, answer):
    """Press the button that the page after an answer shows."""
    batch = parse_qs(urlsplit(answer["Location"]).query)["gedaan"][0]
    address = reverse("admin:references_work_unanswer", args=[batch])
    assert address in desk.get(answer["Location"]).content.decode()
    return desk.post(address, follow=True)


def test_a_likely_line_waits_with_its_score_and_reasons(desk):
    study, [pair] = waiting()
    citation = Citation.objects.get()
    assert (citation.status, citation.cited_id, pair.high_id) == ("likely", pair.high_id, citation.cited_id)
    page = desk.get(LIST, {"studie": study.pk}).content.decode()
    assert f"{pair.score} van de 100" in page
    assert "Lancet" in page
    assert citation.raw in page
    assert page.count('class="differs"') == 1, "the pages"
    assert "Measurement" not in desk.get(LIST, {"studie": study.pk + 10_000}).content.decode()


def test_the_reader_sees_the_lines_own_facts(client):
    study, [pair] = waiting()
    page = client.get(f"/studies/{study.pk}/").content.decode()
    assert pair.high.cited_as in page
    assert f'href="/studies/{pair.high_id}/"' in page


def test_yes_merges_the_lines_own_work_into_the_held_one(desk):
    _, [pair] = waiting()
    answer = desk.post(ANSWER, {"same": pair.pk})
    citation = Citation.objects.get()
    assert (citation.status, citation.cited_id) == ("matched", pair.low_id)
    assert not Work.objects.filter(pk=pair.high_id).exists()
    assert not WorkPair.objects.exists()
    merged = MergedWork.objects.get()
    assert (merged.merged_by.username, merged.survivor_id, merged.former) == (
        "ann",
        pair.low_id,
        pair.high_id,
    )
    undo(desk, answer)
    citation.refresh_from_db()
    assert (citation.status, citation.cited_id) == ("likely", pair.high_id)
    assert WorkPair.objects.open().get().pk == pair.pk
    assert LogEntry.objects.filter(object_id=str(pair.low_id)).count() == 2


def test_no_is_remembered(desk):
    study, [pair] = waiting()
    answer = desk.post(ANSWER, {"different": pair.pk})
    pair.refresh_from_db()
    assert (pair.state, pair.answered_by.username, Citation.objects.get().status) == (
        "different",
        "ann",
        "parsed",
    )
    assert f'value="{pair.pk}"' not in desk.get(LIST).content.decode()
    # The same line in another list, and the works looked at again: never proposed again.
    replace_list(citing=make_work(title="Other"), records=[line(title=pair.high.title, page="09")], source=MetadataSource.PASTED)  # fmt: skip
    desk.post(reverse("admin:references_work_change", args=[pair.low_id]), {})
    assert not WorkPair.objects.open().exists()
    undo(desk, answer)
    assert WorkPair.objects.open().get().pk == pair.pk
    assert study.citations.get().status == "likely"


def test_a_chosen_set_is_answered_and_taken_back_together(desk):
    _, pairs = waiting(3)
    answer = desk.post(ANSWER, {"all": "same", "pair": [pairs[0].pk, pairs[2].pk]})
    assert list(Citation.objects.order_by("position").values_list("status", flat=True)) == [
        *("matched", "likely", "matched"),
    ]
    undo(desk, answer)
    assert set(Citation.objects.values_list("status", flat=True)) == {"likely"}
    assert WorkPair.objects.open().count() == 3
    answer = desk.post(ANSWER, {"all": "different", "pair": [pair.pk for pair in pairs]})
    assert not WorkPair.objects.open().exists()
    undo(desk, answer)
    assert WorkPair.objects.open().count() == 3


def test_answering_twice_changes_nothing(desk):
    _, [pair] = waiting()
    desk.post(ANSWER, {"different": pair.pk})
    before = WorkPair.objects.values().get()
    for verb in ("same", "different"):
        assert desk.post(ANSWER, {verb: pair.pk}, follow=True).status_code == 200
    assert WorkPair.objects.values().get() == before


@pytest.mark.parametrize("data", [{}, {"all": "same"}, {"all": "other", "pair": "1"}, {"pair": "1"}])
def test_without_a_choice_nothing_happens(desk, data):
    waiting()
    assert desk.post(ANSWER, data).status_code == 302
    assert WorkPair.objects.open().count() == 1


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "²", "1 OR 1"])
def test_nonsense_is_not_found(desk, number):
    assert desk.post(ANSWER, {"same": number}).status_code == 404
    assert desk.get(LIST, {"studie": number}).status_code == 404
    assert desk.get(MERGE, {"blijft": number, "gaat": number}).status_code == 404
    assert desk.get(LIST, {"gedaan": number, "pagina": number}).status_code == 200


def test_contradicting_identifiers_lead_to_the_choice(desk):
    one, other = held(doi="10.1000/a", pmid="1"), held(doi="10.1000/b")
    pair = WorkPair.objects.create(low=one, high=other, score=85, reasons=[["doi", "differs"]])
    answer = desk.post(ANSWER, {"same": pair.pk})
    assert answer["Location"].startswith(MERGE)
    page = desk.get(answer["Location"])
    assert page.content.decode().count('name="choose-doi"') == 2
    refused = desk.post(answer["Location"], {})
    assert (refused.status_code, Work.objects.count()) == (422, 2)
    done = desk.post(answer["Location"], {"choose-doi": "former"})
    survivor = Work.objects.get()
    assert (survivor.pk, survivor.doi, survivor.pmid) == (one.pk, "10.1000/b", "1")
    undo(desk, done)
    assert sorted(Work.objects.values_list("doi", flat=True)) == ["10.1000/a", "10.1000/b"]


def test_in_a_set_those_with_contradicting_identifiers_are_left(desk):
    _, pairs = waiting(2)
    Work.objects.filter(pk=pairs[0].low_id).update(doi="10.1000/a")
    Work.objects.filter(pk=pairs[0].high_id).update(doi="10.1000/b")
    desk.post(ANSWER, {"all": "same", "pair": [pair.pk for pair in pairs]})
    assert list(WorkPair.objects.open().values_list("pk", flat=True)) == [pairs[0].pk]


def test_the_merge_page_shows_what_moves_and_changes_nothing(desk):
    survivor, former = held(doi="10.1000/a"), held(title="Measurement of pain")
    article = make_article()
    article.sources.update(work=former)
    address = f"{MERGE}?blijft={survivor.pk}&gaat={former.pk}"
    page = desk.get(address)
    assert page.context["moved"] == [{"name": page.context["moved"][0]["name"], "moved": 1, "dropped": 0}]
    assert (Work.objects.filter(pk=former.pk).count(), article.sources.get().work) == (1, former)
    done = desk.post(address)
    assert (article.sources.get().work, Work.objects.filter(pk=former.pk).count()) == (survivor, 0)
    page = desk.get(reverse("admin:references_mergedwork_change", args=[MergedWork.objects.get().pk]))
    assert page.status_code == 200
    assert "unanswer" in page.content.decode() or "ongedaan" in page.content.decode()
    undo(desk, done)
    assert article.sources.get().work == former


def test_what_changed_since_is_said_and_stays(desk):
    _, [pair] = waiting()
    answer = desk.post(ANSWER, {"same": pair.pk})
    Citation.objects.update(status="parsed")
    page = undo(desk, answer)
    assert [str(message.level_tag) for message in page.context["messages"]] == ["error"]
    assert (Citation.objects.get().status, MergedWork.objects.get().undone_at) == ("parsed", None)


def test_the_old_address_leads_to_the_survivor(client, desk):
    _, [pair] = waiting()
    old = f"/studies/{pair.high_id}/"
    assert client.get(old).status_code == 200
    answer = desk.post(ANSWER, {"same": pair.pk})
    moved = client.get(old)
    assert (moved.status_code, moved["Location"]) == (301, f"/studies/{pair.low_id}/")
    assert client.get(f"/studies/{pair.high_id}.ris").status_code == 200
    undo(desk, answer)
    assert client.get(old).status_code == 200
    assert client.get(f"/studies/{pair.high_id + 10_000}/").status_code == 404


def test_two_works_from_the_list_of_works(desk):
    one, other = held(), held(doi="10.1000/a")
    changelist = reverse("admin:references_work_changelist")
    chosen = {"action": "merge_selected", "_selected_action": [one.pk, other.pk]}
    assert desk.post(changelist, chosen)["Location"] == f"{MERGE}?blijft={other.pk}&gaat={one.pk}"
    chosen["_selected_action"] = [one.pk]
    assert desk.post(changelist, chosen).status_code == 302
    assert Work.objects.count() == 2


def test_an_editor_who_makes_two_works_alike_is_told(desk):
    one, other = held(), held(title="Another thing altogether", page="1", year=2000)
    address = reverse("admin:references_work_change", args=[other.pk])
    form = desk.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {
        "title": one.title,
        "year": "1974",
        "page": one.page,
        "authors": '[{"family": "Huskisson", "given": "EC"}]',
    }
    for formset in desk.get(address).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = desk.post(address, data, follow=True)
    assert WorkPair.objects.open().filter(low=one, high=other).exists()
    assert f"{LIST}?werk={other.pk}" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", [{}, {"wacht": "regels"}])
def test_the_list_asks_a_fixed_number_of_questions(desk, django_assert_num_queries, number, query):
    waiting(number)
    desk.get(LIST, query)
    with django_assert_num_queries(7):
        page = desk.get(LIST, query)
    assert page.content.decode().count('class="module pair"') == number


def test_the_oldest_come_first_and_in_pages(desk):
    works = [held(title=f"Work {n}") for n in range(23)]
    for n, work in enumerate(works[1:]):
        WorkPair.objects.create(low=works[0], high=work, score=80, found_at=f"2026-01-{28 - n:02}T00:00:00Z")
    first = desk.get(LIST)
    assert [each.pair.high_id for each in first.context["shown"]] == [work.pk for work in works[:2:-1]][:20]
    assert len(desk.get(LIST, {"pagina": "2"}).context["shown"]) == 2


@pytest.mark.parametrize("address", [ANSWER, LIST])
def test_moderators_may_not(client, address):
    client.force_login(make_moderator())
    _, [pair] = waiting()
    assert client.post(address, {"same": pair.pk}).status_code in (403, 405)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{MERGE}?blijft={pair.low_id}&gaat={pair.high_id}").status_code == 403
    assert WorkPair.objects.open().count() == 1


def test_get_answers_nothing(desk):
    _, [pair] = waiting()
    assert desk.get(ANSWER, {"same": pair.pk}).status_code == 405
    batch = "5f0e3d5e-7c1c-4a57-9d7c-0d6a5b6f0d11"
    assert desk.get(reverse("admin:references_work_unanswer", args=[batch])).status_code == 405
    assert WorkPair.objects.open().count() == 1


def looker():
    """Somebody who may look at works and change nothing."""
    user = make_user()
    give(user, "view_work")
    return user


@pytest.mark.parametrize(
    ("person", "leads"),
    [(make_editor, True), (lambda: make_user(superuser=True), True), (looker, False)],
    ids=["editor", "superuser", "looker"],
)
def test_the_list_of_works_leads_here_for_who_may_answer(signed_in, person, leads):
    page = signed_in(person()).get(reverse("admin:references_work_changelist"))
    assert page.status_code == 200
    assert (f'href="{LIST}"' in page.content.decode()) is leads


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (make_editor, True),
        (lambda: make_user(superuser=True), True),
        (looker, False),
        (make_moderator, False),
    ],
    ids=["editor", "superuser", "looker", "moderator"],
)
def test_the_first_page_says_how_many_wait(signed_in, person, told):
    visitor = signed_in(person())
    assert LIST not in visitor.get(reverse("admin:index")).content.decode(), "nothing waits yet"
    waiting(2)
    answered = {"state": "different", "answered_at": "2026-11-01T00:00:00Z"}
    WorkPair.objects.create(low=make_work(), high=make_work(), score=80, **answered)
    page = visitor.get(reverse("admin:index")).content.decode()
    assert (LIST in page) is told
    assert ("2 paren van werken wachten op uw antwoord" in page) is told


def test_unlike_works_are_merged_only_with_a_warning(desk):
    """An editor may know what the score cannot: merging is not refused."""
    one, other = held(), make_work(title="Dietary iodine and thyroid nodules", year=1999, doi="10.1000/a")
    address = f"{MERGE}?blijft={one.pk}&gaat={other.pk}"
    page = desk.get(address)
    assert page.context["unlike"] is True
    assert "lijken niet op dezelfde publicatie" in page.content.decode()
    assert "0 van de 100" not in page.content.decode()
    desk.post(address)
    assert Work.objects.get() == one
    _, [pair] = waiting()
    page = desk.get(f"{MERGE}?blijft={pair.low_id}&gaat={pair.high_id}")
    assert "lijken niet op" not in page.content.decode()
    assert "van de 100: " in page.content.decode()


def test_merging_asks_for_changing_works_and_not_for_deleting_them(client, signed_in):
    """Nothing is thrown away by it, and it is undone by a button; who may only look may not."""
    one, other = held(), held(doi="10.1000/a")
    address = f"{MERGE}?blijft={other.pk}&gaat={one.pk}"
    editor = make_editor()
    assert editor.has_perm("references.change_work")
    assert not editor.has_perm("references.delete_work")
    assert signed_in(looker()).post(address).status_code == 403
    assert Work.objects.count() == 2
    done = signed_in(editor).post(address)
    assert Work.objects.get() == other
    undo(signed_in(editor), done)
    assert Work.objects.count() == 2


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_line_whose_candidate_is_deleted_does_not_wait_for_ever(signed_in, way):
    study, pairs = waiting(2)
    boss = signed_in(make_user(superuser=True))
    if way == "page":
        boss.post(reverse("admin:references_work_delete", args=[pairs[0].low_id]), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [pairs[0].low_id], "post": "yes"}
        boss.post(reverse("admin:references_work_changelist"), chosen)
    assert not Work.objects.filter(pk=pairs[0].low_id).exists()
    assert list(study.citations.order_by("position").values_list("status", flat=True)) == ["parsed", "likely"]


def test_a_line_whose_candidate_went_up_in_an_unlike_work_does_not_wait_for_ever(desk):
    """The pair is not made anew with the work that stays, because they are nothing alike; undone, the line waits again."""
    study, [pair] = waiting()
    survivor = make_work(title="Dietary iodine and thyroid nodules", year=1999)
    done = desk.post(f"{MERGE}?blijft={survivor.pk}&gaat={pair.low_id}")
    assert not WorkPair.objects.exists()
    assert study.citations.get().status == "parsed"
    undo(desk, done)
    assert study.citations.get().status == "likely"
