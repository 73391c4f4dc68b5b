"""What readers and editors see of a retraction: banner, marks, history, dates of checking; and that it is there at once."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.enums import SourceKind
from articles.models import Source
from references.actions import warning
from references.models import CitationCount, Notice, SourceCheck, Work, WorkPair
from references.models.notice import NoticeOrigin
from references.notices.reported import reported
from references.records import PartialDate
from tests.factories import make_article, make_citations, make_editor, make_moderator, make_work

pytestmark = pytest.mark.django_db


LIST_QUERIES = 7


def notice(work: Work, kind: str = "retraction", **values: Any) -> Notice:
    facts = {"date": "2020-02-03", "source": "Crossref", "url": "https://doi.org/10.1000/notice", **values}
    return Notice.objects.create(work=work, kind=kind, **facts)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" .", ".").replace(" ,", ",")


BANNERS = {
    "retraction": ("bad", "Deze studie is ingetrokken.", "Ingetrokken"),
    "withdrawal": ("bad", "Deze studie is teruggetrokken.", "Teruggetrokken"),
    "removal": ("bad", "De uitgever heeft deze studie verwijderd.", "Verwijderd"),
    "republished": ("bad", "Deze studie is ingetrokken en daarna verbeterd opnieuw gepubliceerd.", "Ingetrokken en opnieuw gepubliceerd"),
    "partial": ("doubt", "Een deel van deze studie is ingetrokken.", "Deels ingetrokken"),
    "concern": ("doubt", "Het tijdschrift twijfelt aan deze studie.", "Tijdschrift twijfelt"),
    "correction": ("note", "Er is een correctie op deze studie verschenen.", "Gecorrigeerd"),
    "addition": ("note", "Er is een aanvulling op deze studie verschenen.", "Aangevuld"),
    "reinstatement": ("restored", "Een eerdere waarschuwing bij deze studie is teruggenomen.", "Telt weer mee"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(BANNERS))
def test_every_kind_has_its_own_banner_and_mark(client, kind):
    level, heading, mark = BANNERS[kind]
    article = make_article(slug="a", citations=1)
    notice(article.study(), kind)
    notice(article.study().citations.get().cited, kind)
    html = page(client, "/artikelen/a/")
    assert f'<section class="notice notice-{level}"' in html
    assert heading in html
    assert html.index(heading) < html.index("Uitleg over de studie")
    item = html[html.index('<li id="ref-1"') :]
    assert item.startswith(
        f'<li id="ref-1" value="1"><strong class="standing standing-{level}" lang="nl">{mark}</strong> '
    )
    other = [each for each in BANNERS.values() if each[1] != heading]
    assert [each[1] for each in other if each[1] in html] == []


def test_a_retraction_says_when_by_whom_and_what_it_means(client):
    article = make_article(slug="a")
    notice(article.study())
    notice(
        article.study(),
        source="PubMed",
        date="2020-02-20",
        url="https://pubmed.ncbi.nlm.nih.gov/9/",
        origin="pubmed",
        key="pmid:9",
    )
    html = page(client, "/artikelen/a/")
    words = text(html)
    assert "U kunt niet meer van de uitkomsten uitgaan." in words.replace("u kunt", "U kunt")
    assert "Stel ze aan uw arts." in words
    assert "Ingetrokken op 3 februari 2020. Volgens Crossref, PubMed." in words
    assert 'href="https://doi.org/10.1000/notice"' in html
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/9/"' in html


def test_two_errata_of_one_source_are_two_lines(client):
    work = make_work()
    for day in ("2020-02-03", "2020-02-10"):
        notice(work, "correction", date=day, url=f"https://doi.org/10.1000/{day}")
    assert page(client, f"/studies/{work.pk}/").count("Gecorrigeerd op ") == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"precision": "month"}, "Ingetrokken in februari 2020."),
        ({"precision": "year"}, "Ingetrokken in 2020."),
        ({"date": None}, "Ingetrokken, datum niet bekend."),
        ({"gone_on": "2026-11-03"}, "Crossref meldt dit sinds 3 november 2026 niet meer."),
        ({"note": "Zie <b>de brief</b> & meer"}, "Zie &lt;b&gt;de brief&lt;/b&gt; &amp; meer"),
    ],
)
def test_history_is_as_precise_as_what_is_known(client, values, words):
    work = make_work()
    notice(work, **values)
    assert words in text(page(client, f"/studies/{work.pk}/"))


def test_a_reinstated_study_keeps_its_history(client):
    article = make_article(slug="a")
    notice(article.study())
    notice(article.study(), "reinstatement", date="2021-05-06", url="https://doi.org/10.1000/back")
    html = page(client, "/artikelen/a/")
    assert "Deze studie was ingetrokken, maar telt weer mee." in html
    assert "Deze studie is ingetrokken." not in html
    assert html.index("Ingetrokken op 3 februari 2020") < html.index("Hersteld na intrekking op 6 mei 2021")
    assert "notice-restored" in html
    assert "notice-bad" not in html


def test_a_notice_put_aside_is_not_shown_anywhere(client):
    article = make_article(slug="a", citations=1)
    cited = article.study().citations.get().cited
    for work in (article.study(), cited):
        notice(work, is_hidden=True)
    for address in ("/artikelen/a/", f"/studies/{article.study().pk}/", f"/studies/{cited.pk}/"):
        html = page(client, address)
        assert "ngetrokken" not in html.replace("Ingetrokken of gecorrigeerd?", "")
        assert 'class="standing' not in html


def test_every_list_carries_the_mark(client):
    """The study's references, works that cite it, works that an article mentions."""
    bad = make_work(title="Shaky findings")
    notice(bad)
    citing = make_work(title="Later work")
    citing.citations.create(cited=bad, position=1, raw="1. Shaky findings.", status="parsed")
    bad.citations.create(cited=make_work(title="Older"), position=1, raw="1. Older.", status="parsed")
    mark = '<strong class="standing standing-bad" lang="nl">Ingetrokken</strong> '
    article = make_article(slug="a")
    Source.objects.create(article=article, work=bad, kind=SourceKind.CITED, position=2)
    assert f"<li>{mark}" in page(client, "/artikelen/a/")
    assert f'value="1">{mark}' in page(client, f"/studies/{citing.pk}/")
    notice(citing, "concern")
    shown = page(client, f"/studies/{bad.pk}/")
    assert '<li><strong class="standing standing-doubt" lang="nl">Tijdschrift twijfelt</strong> ' in shown


def test_a_line_that_nobody_read_carries_no_mark(client):
    """A guess at which work it is must not say that somebody's paper was retracted."""
    bad, citing = make_work(), make_work()
    notice(bad)
    citing.citations.create(cited=bad, position=1, raw="1. Unreadable", status="check")
    assert 'class="standing' not in page(client, f"/studies/{citing.pk}/")


def test_a_mentioned_work_has_a_banner_with_its_name_only_when_it_matters(client):
    article = make_article(slug="a")
    mentioned = make_work(title="Shaky findings")
    Source.objects.create(article=article, work=mentioned, kind=SourceKind.CITED, position=2)
    notice(mentioned, "correction")
    assert 'class="notice ' not in page(client, "/artikelen/a/")
    notice(mentioned)
    html = page(client, "/artikelen/a/")
    banner = html[html.index('<section class="notice notice-bad"') : html.index("Uitleg over de studie")]
    assert f'<a href="/studies/{mentioned.pk}/" lang="en">Shaky findings</a>' in banner


def test_the_next_request_shows_it(client):
    article = make_article(slug="a")
    first = client.get("/artikelen/a/")
    report = reported("retraction", doi="10.1000/notice", date=PartialDate(2020, 2, 3))
    warning.take(reports={article.study().pk: [report]}, origin=NoticeOrigin.CROSSREF, at=timezone.now())
    second = client.get("/artikelen/a/", headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert "Deze studie is ingetrokken." in second.content.decode()


def test_the_study_page_says_when_each_source_was_last_asked(client):
    work = make_work(doi="10.1000/a")
    assert "Ingetrokken of gecorrigeerd?" not in page(client, f"/studies/{work.pk}/")
    moment = timezone.make_aware(timezone.datetime(2026, 11, 21, 23, 30))
    SourceCheck.objects.create(
        work=work,
        about="notices",
        source="crossref",
        checked_at=moment,
        tried_at=moment,
        known_as="doi:10.1000/a",
    )
    SourceCheck.objects.create(work=work, about="notices", source="pubmed", trouble="down")
    SourceCheck.objects.create(work=work, about="counts", source="europepmc", checked_at=moment)
    words = text(page(client, f"/studies/{work.pk}/"))
    assert "Voor zover bekend: nee. Laatst nagekeken op 21 november 2026 (Crossref)." in words
    notice(work)
    assert "Voor zover bekend" not in text(page(client, f"/studies/{work.pk}/"))


@pytest.mark.parametrize("name", ["doi", "pmid"])
def test_a_check_of_another_number_is_no_check_of_this_work(client, desk, name):
    work = make_work(doi="10.1000/wrong", pmid="1")
    for source, known in (
        ("crossref", "doi:10.1000/wrong"),
        ("pubmed", "pmid:1"),
        ("retraction_watch", "doi:10.1000/wrong pmid:1"),
    ):
        SourceCheck.objects.create(
            work=work, about="notices", source=source, known_as=known, checked_at=timezone.now()
        )
    assert "(Crossref, PubMed, Retraction Watch)" in text(page(client, f"/studies/{work.pk}/"))
    Work.objects.filter(pk=work.pk).update(**{name: {"doi": "10.1000/right", "pmid": "2"}[name]})
    left = {"doi": "PubMed", "pmid": "Crossref"}[name]
    assert f"({left})." in text(page(client, f"/studies/{work.pk}/"))
    words = text(page(desk, f"/beheer/references/work/{work.pk}/change/"))
    assert f"{left}: " in words
    assert "Retraction Watch: " not in words
    Work.objects.filter(pk=work.pk).update(doi="10.1000/right", pmid="2")
    assert "Ingetrokken of gecorrigeerd?" not in page(client, f"/studies/{work.pk}/")


def test_counts_have_source_and_date(client):
    article = make_article(slug="a")
    study = article.study()
    for count, source, day in (
        (100, "Crossref", "2026-10-03"),
        (123, "Crossref", "2026-11-03"),
        (98, "Europe PMC", "2026-11-02"),
    ):
        CitationCount.objects.create(work=study, count=count, source=source, as_of=day)
    words = text(page(client, f"/studies/{study.pk}/"))
    assert (
        "123 keer geciteerd (Crossref, 3 november 2026) 98 keer geciteerd (Europe PMC, 2 november 2026)"
        in words
    )
    assert "100 keer" not in words
    words = text(page(client, "/artikelen/a/"))
    assert "123 keer geciteerd (Crossref, 3 november 2026)" in words
    assert "98 keer" not in words


@pytest.mark.parametrize("number", [1, 3])
def test_marks_cost_no_queries(client, django_assert_num_queries, number):
    article = make_article(slug="a")
    study = article.study()
    for line in make_citations(citing=study, number=number):
        notice(line.cited)
        notice(line.cited, "correction")
    client.get("/artikelen/a/")
    client.get(f"/studies/{study.pk}/")
    with django_assert_num_queries(3):
        assert page(client, "/artikelen/a/").count("standing-bad") == number
    with django_assert_num_queries(4):
        assert page(client, f"/studies/{study.pk}/").count("standing-bad") == number


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def listed(client: Client, which: str) -> set[str]:
    html = page(client, f"/beheer/references/work/?melding={which}")
    return set(re.findall(r"/beheer/references/work/(\d+)/change/", html))


def test_editors_filter_by_what_was_said(desk):
    bad, doubt, gone, hidden, plain = (make_work() for _ in range(5))
    notice(bad, origin="crossref", key="doi:1")
    notice(doubt, "concern")
    notice(gone, "correction", gone_on="2026-11-03")
    notice(hidden, is_hidden=True)
    expected = {"bad": bad, "doubt": doubt, "note": gone, "gone": gone, "new": bad}
    assert {which: listed(desk, which) for which in expected} == {
        which: {str(work.pk)} for which, work in expected.items()
    }
    assert listed(desk, "restored") == set()
    assert len(listed(desk, "onzin")) == 5
    assert str(plain.pk) in listed(desk, "")


def test_the_first_page_of_the_desk_names_what_was_found(desk):
    assert "Niets nieuws in de laatste twee weken." in page(desk, "/beheer/")
    notice(make_work(), origin="crossref", key="doi:1")
    notice(make_work(), "concern", origin="pubmed", key="pmid:1", gone_on="2026-11-03")
    words = text(page(desk, "/beheer/"))
    assert "1 ingetrokken studie gevonden in de laatste twee weken" in words
    assert "1 studie onder twijfel gevonden" in words
    assert "1 studie heeft een melding die de bron niet meer noemt" in words


def test_moderators_are_not_bothered_with_it(client):
    client.force_login(make_moderator())
    notice(make_work(), origin="crossref", key="doi:1")
    assert "ingetrokken studie" not in page(client, "/beheer/")


def form_of(html: str, prefix: str) -> dict[str, str]:
    """The values of a page's form, as a browser would send them back."""
    values: dict[str, str] = {}
    for tag in re.findall(
        r"<(?:input|select|textarea)\b[^>]*>(?:[^<]*</textarea>|(?:\s*<option[^>]*>[^<]*</option>)*)?", html
    ):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or "__prefix__" in name[1] or " disabled" in tag.split(">")[0]:
            continue
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        if tag.startswith("<select"):
            chosen = re.search(r'<option value="([^"]*)" selected', tag)
            value = chosen[1] if chosen else ""
        elif tag.startswith("<textarea"):
            value = re.sub(r"^\r?\n", "", tag.split(">", 1)[1].removesuffix("</textarea>"))
        else:
            found = re.search(r'value="([^"]*)"', tag)
            value = found[1] if found else ""
        values[name[1]] = unescape(value)
    return {name: value for name, value in values.items() if not name.startswith("_")}


def test_an_editor_puts_a_service_s_notice_aside_but_does_not_change_it(desk):
    work = make_work()
    told = notice(work, origin="crossref", key="doi:1")
    address = f"/beheer/references/work/{work.pk}/change/"
    values = form_of(page(desk, address), "notices")
    assert "notices-0-kind" not in values, "what a service reported cannot be typed over"
    answer = desk.post(address, {**values, "notices-0-is_hidden": "on", "notices-0-kind": "correction"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    told.refresh_from_db()
    assert (told.is_hidden, told.kind, told.origin) == (True, "retraction", "crossref")


def test_an_editor_types_a_notice_without_a_date(desk, client):
    work = make_work()
    address = f"/beheer/references/work/{work.pk}/change/"
    values = form_of(page(desk, address), "notices")
    new = {
        "notices-TOTAL_FORMS": "1",
        "notices-0-kind": "concern",
        "notices-0-source": "Brief van de uitgever",
        "notices-0-precision": "day",
        "notices-0-work": str(work.pk),
    }
    assert desk.post(address, {**values, **new}).status_code == 302
    (typed,) = work.notices.all()
    assert (typed.date, typed.origin, typed.key) == (None, "editor", "")
    assert "Twijfel van het tijdschrift, datum niet bekend. Volgens Brief van de uitgever." in text(
        page(Client(), f"/studies/{work.pk}/")
    )


def test_the_page_of_a_work_says_when_it_was_checked_and_what_went_wrong(desk):
    work = make_work(doi="10.1000/a")
    moment = timezone.make_aware(timezone.datetime(2026, 11, 21, 12, 0))
    SourceCheck.objects.create(
        work=work,
        about="notices",
        source="crossref",
        checked_at=moment,
        trouble="down",
        known_as="doi:10.1000/a",
    )
    words = text(page(desk, f"/beheer/references/work/{work.pk}/change/"))
    assert "Crossref: 21 november 2026. Crossref antwoordt nu niet." in words
    assert page(desk, "/beheer/references/work/add/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_likely_line_warns_editors_of_what_it_may_be_and_tells_readers_nothing(
    desk, client, number, django_assert_num_queries
):
    study, own = make_work(title="De studie"), make_work(title="Ook gecorrigeerd")
    notice(own, "correction")
    study.citations.create(cited=own, position=99, raw="99. Own.", status="matched")
    for position in range(1, number + 1):
        held, new = make_work(title="Ingetrokken werk"), make_work(title="Nieuw werk")
        back = make_work(title="Hersteld werk")
        notice(held)
        notice(back, date="2019-02-03")
        notice(back, "reinstatement", date="2026-02-03")
        WorkPair.objects.create(low=held, high=new, score=80)
        WorkPair.objects.create(low=new, high=back, score=80)
        line = study.citations.create(cited=new, position=position, raw=f"{position}. It.", status="likely")
    with django_assert_num_queries(LIST_QUERIES):
        words = text(page(desk, "/beheer/references/citation/"))
    warned = "waarschijnlijk hetzelfde als: Ingetrokken; waarschijnlijk hetzelfde als: Telt weer mee"
    assert words.count(warned) == number
    assert words.count("Gecorrigeerd") == 1
    assert warned in text(page(desk, f"/beheer/references/citation/{line.pk}/change/"))
    assert "Ingetrokken" not in page(client, f"/studies/{study.pk}/")
    WorkPair.objects.update(state="different", answered_at=timezone.now())
    assert "Ingetrokken" not in text(page(desk, "/beheer/references/citation/"))
    WorkPair.objects.update(state="open")
    study.citations.filter(status="likely").update(status="parsed")
    assert "Ingetrokken" not in text(page(desk, "/beheer/references/citation/"))


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("ris", "KW  - Retracted Publication"),
        ("bib", "keywords = {Retracted Publication}"),
        ("nbib", "OT  - Retracted Publication"),
        ("json", '"keyword": "Retracted Publication"'),
    ],
)
def test_files_carry_it_as_a_keyword(client, form, line):
    work, citing = make_work(doi="10.1000/a"), make_work()
    citing.citations.create(cited=work, position=1, raw="1. It.", status="parsed")
    for address in (f"/studies/{work.pk}.{form}", f"/studies/{citing.pk}/referenties.{form}"):
        assert line not in page(client, address)
    notice(work)
    for address in (f"/studies/{work.pk}.{form}", f"/studies/{citing.pk}/referenties.{form}"):
        assert page(client, address).count(line) == 1
    notice(work, "reinstatement", date="2021-05-06")
    assert line not in page(client, f"/studies/{work.pk}.{form}")
