"""What the desk must never let through: lost text, lost state, rows that cannot be."""

from datetime import timedelta

import pytest
import reversion
from django.db import IntegrityError, transaction
from django.urls import reverse
from reversion.models import Version

from articles.actions import publishing
from articles.enums import RelatedKind, Status
from articles.models import Article, EditorialEvent, FormerAddress, Related, Topic
from tests.articles.test_desk import change_url, form
from tests.factories import give, make_article, make_editor, make_user, make_work

pytestmark = pytest.mark.django_db
DATED = {"published_at_0": "30-05-2021", "published_at_1": "12:00:00"}


@pytest.fixture
def desk(signed_in):
    """Ann's browser."""
    return signed_in(make_editor())


def with_history(**values) -> tuple[Article, Version]:
    with reversion.create_revision():
        article = make_article(**values)
    return article, Version.objects.get_for_object(article).last()


def restore(browser, article: Article, version: Version):
    url = reverse("admin:articles_article_revision", args=[article.pk, version.pk])
    return browser.post(url, form(summary="<p>Oud.</p>", slug=article.slug, **DATED))


def test_restoring_an_old_text_never_restores_an_old_state(signed_in):
    article, version = with_history(summary="<p>Oud.</p>")
    publishing.withdraw(article=article, by=None, reason="Fout.")
    writer = make_user(username="wim")
    for codename in ("view_article", "change_article"):
        give(writer, codename)
    assert restore(signed_in(writer), article, version).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason, article.summary) == (
        Status.WITHDRAWN,
        "Fout.",
        "<p>Oud.</p>",
    )
    assert EditorialEvent.objects.filter(verb="restore", actor="wim").exists()


def test_restoring_a_draft_keeps_it_published(desk):
    article, version = with_history(status=Status.DRAFT, summary="<p>Oud.</p>")
    publishing.publish(article=article, by=None)
    restore(desk, article, version)
    assert Article.objects.get().is_live()


def test_saving_an_old_form_does_not_undo_a_withdrawal(desk):
    article = make_article(slug="titel")
    stale = Article.objects.get(pk=article.pk)
    publishing.withdraw(article=article, by=None, reason="Fout.")
    desk.post(change_url(stale), form(**DATED))
    assert Article.objects.get().status == Status.WITHDRAWN


def test_a_second_editor_is_told_once_and_nothing_typed_is_lost(desk):
    article = make_article(slug="titel", summary="<p>Van Bob.</p>")
    seen = (article.updated_at - timedelta(minutes=1)).isoformat()
    response = desk.post(change_url(article), form(summary="<p>Van Ann.</p>", seen=seen, **DATED))
    html = response.content.decode()
    assert "Iemand anders heeft dit artikel gewijzigd" in html
    assert "Van Ann." in html
    assert Article.objects.get().summary == "<p>Van Bob.</p>"
    again = form(summary="<p>Van Ann.</p>", seen=response.context["adminform"].form["seen"].value(), **DATED)
    assert desk.post(change_url(article), again).status_code == 302
    assert Article.objects.get().summary == "<p>Van Ann.</p>"


@pytest.mark.parametrize("moment", ["01-01-0001", "01-01-1900", "01-01-2200"])
def test_an_impossible_date_is_refused_at_the_form_and_by_the_table(desk, client, moment):
    article = make_article(slug="titel")
    response = desk.post(change_url(article), form(published_at_0=moment, published_at_1="00:00:00"))
    assert response.status_code == 200
    assert "tussen 1990 en 2100" in response.content.decode()
    assert client.get("/").status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(published_at="1900-01-01T00:00Z")


def rows(*related: dict[str, str], initial: int = 0) -> dict[str, str]:
    fields = {"related-TOTAL_FORMS": str(len(related)), "related-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(related):
        fields |= {f"related-{number}-{name}": value for name, value in row.items()}
    return fields


def test_pin_two_articles_at_the_same_place(desk):
    article, a, b = make_article(slug="titel"), make_article(), make_article()
    two = rows({"position": "1", "other": str(a.pk)}, {"position": "1", "other": str(b.pk)})
    assert desk.post(change_url(article), form(**two, **DATED)).status_code == 302
    assert set(article.related.values_list("other", "kind")) == {(a.pk, "1-pinned"), (b.pk, "1-pinned")}


def test_swap_two_pinned_articles(desk):
    article = make_article(slug="titel")
    one, two = (Related.objects.create(article=article, other=make_article(), position=n) for n in (1, 2))
    swapped = rows(
        {"id": str(one.pk), "article": str(article.pk), "position": "2", "other": str(one.other_id)},
        {"id": str(two.pk), "article": str(article.pk), "position": "1", "other": str(two.other_id)},
        initial=2,
    )
    assert desk.post(change_url(article), form(**swapped, **DATED)).status_code == 302
    assert list(article.related.order_by("position").values_list("pk", flat=True)) == [two.pk, one.pk]


def test_pinning_itself_or_nothing_is_refused_at_the_row(desk):
    article = make_article(slug="titel")
    for other, message in ((str(article.pk), "niet gerelateerd aan zichzelf"), ("", "Kies een artikel.")):
        typed = form(summary="<p>Getypt.</p>", **rows({"position": "2", "other": other}), **DATED)
        html = desk.post(change_url(article), typed).content.decode()
        assert message in html
        assert "Getypt." in html


def test_a_hint_waits_again_when_its_article_is_deleted():
    article, other = make_article(), make_article(title="Nog iets")
    Related.objects.create(article=article, other=other, kind=RelatedKind.HINT, hint="Nog iets")
    other.delete()
    assert list(Related.objects.values_list("hint", "other")) == [("Nog iets", None)]


@pytest.mark.parametrize("summary", ["", "<p>&nbsp;</p>", "<p><br></p>"])
def test_an_empty_article_is_not_published(desk, summary):
    article = make_article(status=Status.DRAFT, published_at=None, summary=summary)
    assert (
        "Schrijf eerst de uitleg"
        in desk.post(change_url(article), form(_publish="1", summary=summary)).content.decode()
    )
    with pytest.raises(publishing.NothingToPublish):
        publishing.publish(article=article, by=None)


def test_publishing_without_the_right_is_told(signed_in):
    writer = make_user(username="wim")
    for codename in ("view_article", "change_article"):
        give(writer, codename)
    article = make_article(status=Status.DRAFT)
    html = signed_in(writer).post(change_url(article), form(_publish="1"), follow=True).content.decode()
    assert "u mag niet publiceren" in html


def test_a_viewer_does_not_preview_typed_text(signed_in):
    viewer = make_user(username="vera")
    give(viewer, "view_article")
    article = make_article()
    url = reverse("admin:articles_article_preview", args=[article.pk])
    browser = signed_in(viewer)
    assert browser.get(url).status_code == 200
    assert browser.post(url, form(**DATED)).status_code == 403


def test_a_topic_with_an_accent_has_an_address_that_works(client):
    article = make_article()
    article.topics.add("Oudere patiënten")
    slug = Topic.objects.get().slug
    assert slug == "oudere-patienten"
    assert client.get(f"/onderwerpen/{slug}/").status_code == 200


def test_two_topics_that_differ_in_an_accent_have_two_addresses():
    article = make_article()
    article.topics.add("Reëel", "Reeel")
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["reeel", "reeel-1"]


def test_a_planned_articles_new_address_does_not_leak(client):
    article = make_article(slug="geheim", published_at="2099-01-01T00:00Z")
    FormerAddress.objects.create(article=article, slug="oud")
    assert client.get("/artikelen/oud/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_studies_does_not_matter(client, django_assert_num_queries, number):
    article = make_article(slug="titel", citations=2)
    for position in range(2, number + 1):
        article.sources.create(work=make_work(), position=position, kind="discussed")
    client.get("/artikelen/titel/")
    with django_assert_num_queries(3):
        client.get("/artikelen/titel/")


def test_an_abstract_that_an_editor_typed_is_the_editors(desk):
    article = make_article()
    study = article.study()
    study.metadata_source = "page"
    study.save()
    fields = {
        f"{prefix}-{name}": "0"
        for prefix in ("registrations", "citation_counts", "notices", "citations")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    typed = {
        **fields,
        "type": "article-journal",
        "title": study.title,
        "authors": "Jansen, AB",
        "container_title": study.container_title,
        "year": "2017",
        "volume": study.volume,
        "page": study.page,
        "abstract_sections-TOTAL_FORMS": "1",
        "abstract_sections-INITIAL_FORMS": "0",
        "abstract_sections-0-position": "1",
        "abstract_sections-0-label": "Background",
        "abstract_sections-0-text": "Typed by Ann.",
    }
    assert desk.post(reverse("admin:references_work_change", args=[study.pk]), typed).status_code == 302
    study.refresh_from_db()
    assert (study.metadata_source, study.abstract_sections.get().text) == ("manual", "Typed by Ann.")
