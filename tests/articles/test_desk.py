"""The editors' desk: writing, previewing, publishing, withdrawing; and who may not."""

import pytest
import reversion.models
from django.urls import reverse

from articles.enums import Status
from articles.models import Article, EditorialEvent, FormerAddress
from references.models import Work
from tests.factories import (
    give,
    make_article,
    make_citations,
    make_editor,
    make_moderator,
    make_user,
    make_work,
)

pytestmark = pytest.mark.django_db

EMPTY_INLINES = {
    f"{prefix}-{name}": value
    for prefix in ("sources", "topic_tags", "related")
    for name, value in (
        ("TOTAL_FORMS", "0"),
        ("INITIAL_FORMS", "0"),
        ("MIN_NUM_FORMS", "0"),
        ("MAX_NUM_FORMS", "1000"),
    )
}


def form(**values: str) -> dict[str, str]:
    """What the change form posts."""
    fields = {"title": "Titel", "slug": "titel", "lead": "", "summary": "<p>Uitleg.</p>", "byline": ""}
    dates = {"published_at_0": "", "published_at_1": "", "reviewed_on": "", "review_due": ""}
    return {**EMPTY_INLINES, **fields, **dates, **values}


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.fixture
def desk(signed_in):
    """Ann's browser."""
    return signed_in(make_editor())


def test_write_a_new_article(desk):
    response = desk.post(
        reverse("admin:articles_article_add"),
        form(summary='<p>Ja<script>x</script><b onclick="y()">!</b></p>'),
    )
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.status, article.summary) == (Status.DRAFT, "<p>Ja<strong>!</strong></p>")
    assert list(EditorialEvent.objects.values_list("verb", "actor")) == [("add", "ann")]
    assert reversion.models.Version.objects.get_for_object(article).count() == 1


def test_save_and_publish(desk, client):
    article = make_article(status=Status.DRAFT, slug="titel", published_at=None)
    response = desk.post(change_url(article), form(_publish="1", summary="<p>Gewijzigd.</p>"), follow=True)
    assert "Gepubliceerd: lezers zien het vanaf nu." in response.content.decode()
    assert "Gewijzigd." in client.get("/artikelen/titel/").content.decode()
    assert list(EditorialEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["change", "publish"]


def test_publish_without_a_word_is_refused_and_keeps_what_was_typed(desk):
    article = make_article(status=Status.DRAFT, published_at=None)
    response = desk.post(change_url(article), form(_publish="1", summary="", title="Wat ik typte"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Schrijf eerst de uitleg" in html
    assert "Wat ik typte" in html
    assert Article.objects.get().status == Status.DRAFT


def test_a_published_article_keeps_its_date(desk):
    article = make_article()
    response = desk.post(change_url(article), form())
    assert "Een gepubliceerd artikel heeft een publicatiedatum nodig." in response.content.decode()


def test_renaming_a_published_article_keeps_the_old_address(desk, client):
    article = make_article(slug="oud")
    desk.post(change_url(article), form(slug="nieuw", published_at_0="30-05-2021", published_at_1="12:00:00"))
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["oud"]
    assert client.get("/artikelen/oud/")["Location"] == "/artikelen/nieuw/"


def test_preview_of_what_is_typed_stores_nothing(desk):
    article = make_article(summary="<p>Oud.</p>", slug="titel")
    url = reverse("admin:articles_article_preview", args=[article.pk])
    html = desk.post(
        url,
        form(
            summary="<p>Nieuw<script>x</script>.</p>", published_at_0="30-05-2021", published_at_1="12:00:00"
        ),
    ).content.decode()
    assert "Nieuw." in html
    assert "<script>x" not in html
    assert "Voorbeeld." in html
    assert Article.objects.get().summary == "<p>Oud.</p>"


def test_preview_of_a_new_article(desk):
    html = desk.post(
        reverse("admin:articles_article_preview_new"), form(title="Splinternieuw")
    ).content.decode()
    assert "Splinternieuw" in html
    assert Article.objects.count() == 0


def test_preview_of_what_cannot_be_saved_says_why(desk):
    article = make_article()
    response = desk.post(reverse("admin:articles_article_preview", args=[article.pk]), form(title=""))
    assert response.status_code == 422
    assert "Titel: " in response.content.decode()


def test_preview_of_a_draft_by_address(desk, client):
    article = make_article(status=Status.DRAFT, title="Nog geheim")
    url = reverse("admin:articles_article_preview", args=[article.pk])
    assert "Nog geheim" in desk.get(url).content.decode()
    assert client.get(url).status_code == 302  # to the log-in


def test_withdraw_asks_for_a_reason(desk, client):
    article = make_article(slug="weg")
    url = reverse("admin:articles_article_withdraw", args=[article.pk])
    assert desk.get(url).status_code == 200
    assert "verplicht" in desk.post(url, {"reason": ""}).content.decode()
    assert Article.objects.get().status == Status.PUBLISHED
    desk.post(url, {"reason": "De studie is teruggetrokken."})
    assert "De studie is teruggetrokken." in client.get("/artikelen/weg/").content.decode()


def test_withdrawing_twice_is_told(desk):
    article = make_article(status=Status.WITHDRAWN)
    response = desk.post(
        reverse("admin:articles_article_withdraw", args=[article.pk]), {"reason": "x"}, follow=True
    )
    assert "Dit artikel is niet gepubliceerd." in response.content.decode()


def test_the_study_beside_its_raw_text(desk):
    article = make_article()
    make_citations(citing=article.study(), number=2)
    html = desk.get(change_url(article)).content.decode()
    for citation in article.study().citations.all():
        assert citation.raw in html
        assert citation.cited.cited_as in html
        assert f"https://doi.org/{citation.cited.doi}" in html
        assert reverse("admin:references_work_change", args=[citation.cited_id]) in html


def test_editor_policy_is_on_this_page_only(desk):
    article = make_article()
    policy = desk.get(change_url(article))["Content-Security-Policy"]
    assert "script-src-attr 'unsafe-inline'" in policy
    assert "unsafe" not in desk.get(reverse("admin:articles_article_changelist"))["Content-Security-Policy"]
    assert "unsafe" not in desk.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("number", [1, 3])
def test_constant_queries(desk, django_assert_num_queries, number):
    article = make_article()
    for _ in range(number):
        make_article(topics=("Borstkanker",))
    make_citations(citing=article.study(), number=number * 5)
    urls = {
        reverse("admin:articles_article_changelist"): 10,
        change_url(article): 14,
        # with two for what was said of the work since, and when each source was asked about that
        reverse("admin:references_work_change", args=[article.study().pk]): 12,
    }
    for url, queries in urls.items():
        desk.get(url)  # content types are looked up once per process
        with django_assert_num_queries(queries):
            desk.get(url)


@pytest.mark.parametrize(
    "url", ["articles_article_changelist", "references_work_changelist", "articles_topic_changelist"]
)
def test_a_moderator_does_not_enter(signed_in, url):
    assert signed_in(make_moderator()).get(reverse(f"admin:{url}")).status_code == 403


def test_a_moderator_neither_publishes_nor_withdraws(signed_in):
    max_ = signed_in(make_moderator())
    draft, live = make_article(status=Status.DRAFT), make_article()
    assert max_.post(change_url(draft), form(_publish="1")).status_code == 403
    assert (
        max_.post(reverse("admin:articles_article_withdraw", args=[live.pk]), {"reason": "x"}).status_code
        == 403
    )
    assert max_.get(reverse("admin:articles_article_preview", args=[draft.pk])).status_code == 403
    assert [article.status for article in Article.objects.order_by("pk")] == [Status.DRAFT, Status.PUBLISHED]


def test_writing_without_the_right_to_publish(signed_in):
    writer = make_user(username="wim")
    for codename in ("view_article", "change_article"):
        give(writer, codename)
    article = make_article(status=Status.DRAFT)
    browser = signed_in(writer)
    assert 'name="_publish"' not in browser.get(change_url(article)).content.decode()
    browser.post(change_url(article), form(_publish="1"))
    assert Article.objects.get().status == Status.DRAFT


def test_nobody_deletes_an_article_or_its_log(desk):
    article = make_article()
    assert (
        desk.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert desk.get(reverse("admin:articles_editorialevent_add")).status_code == 403


def work_form(work: Work, **values: str) -> dict[str, str]:
    inlines = {
        f"{prefix}-{name}": value
        for prefix in ("abstract_sections", "registrations", "citation_counts", "notices", "citations")
        for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
    }
    return {**inlines, "type": "article-journal", "title": work.title, "authors": "Jansen, AB", **values}


def test_a_work_is_corrected_and_becomes_the_editors(desk):
    work = make_work(metadata_source="page")
    url = reverse("admin:references_work_change", args=[work.pk])
    typed = {
        "authors": "de Vries, Jan\nWorld Health Organization\n",
        "doi": "https://doi.org/10.1000/ABC",
        "pmid": " 123 ",
    }
    assert desk.post(url, work_form(work, **typed)).status_code == 302
    work.refresh_from_db()
    assert work.authors == [{"family": "de Vries", "given": "Jan"}, {"literal": "World Health Organization"}]
    assert (work.doi, work.pmid, work.metadata_source) == ("10.1000/abc", "123", "manual")
    assert work.cited_as.startswith("de Vries J; World Health Organization.")


@pytest.mark.parametrize(
    ("field", "value"), [("doi", "10.1182/"), ("doi", "n.v.t."), ("pmid", "abc"), ("pmcid", "12x")]
)
def test_an_impossible_identifier_is_refused_at_the_field(desk, field, value):
    work = make_work()
    response = desk.post(
        reverse("admin:references_work_change", args=[work.pk]), work_form(work, **{field: value})
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert f"“{value}” kan geen {field.upper()} zijn" in html
    assert f'value="{value}"' in html


def test_two_works_may_not_share_a_doi(desk):
    make_work(doi="10.1000/same")
    work = make_work()
    response = desk.post(
        reverse("admin:references_work_change", args=[work.pk]), work_form(work, doi="10.1000/SAME")
    )
    assert response.status_code == 200
    assert Work.objects.get(pk=work.pk).doi is None
