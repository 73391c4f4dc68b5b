"""Publishing, withdrawing, renaming, relating: the moves and what follows from them."""

import pytest
from django.db import IntegrityError, transaction

from articles.actions import publishing, relating, renaming
from articles.enums import RelatedKind, Status
from articles.models import Article, EditorialEvent, FormerAddress, Related
from articles.workflow import MOVES, MoveNotAllowed, may, target
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db


def events() -> list[tuple[str, str, str]]:
    return list(EditorialEvent.objects.order_by("pk").values_list("verb", "title", "actor"))


def test_publish_shows_it_and_logs_it(client):
    ann = make_editor()
    article = make_article(title="Nieuw", slug="nieuw", status=Status.DRAFT, published_at=None)
    assert client.get("/artikelen/nieuw/").status_code == 404
    publishing.publish(article=article, by=ann)
    assert client.get("/artikelen/nieuw/").status_code == 200
    assert events() == [("publish", "Nieuw", "ann")]
    assert Article.objects.get().published_by == ann


def test_publish_in_the_future_waits(client):
    article = make_article(slug="straks", status=Status.DRAFT, published_at="2099-01-01T00:00Z")
    publishing.publish(article=article, by=None)
    assert client.get("/artikelen/straks/").status_code == 404
    assert list(Article.objects.live()) == []


def test_withdraw_explains_itself(client):
    article = make_article(slug="weg", title="Weg ermee")
    publishing.withdraw(article=article, by=None, reason="De studie bleek niet te kloppen.")
    page = client.get("/artikelen/weg/")
    assert page.status_code == 410
    assert "De studie bleek niet te kloppen." in page.content.decode()
    assert "Weg ermee" not in client.get("/artikelen/").content.decode()


def test_republishing_keeps_the_first_date():
    article = make_article()
    first = article.published_at
    publishing.withdraw(article=article, by=None, reason="Fout.")
    publishing.publish(article=article, by=None)
    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at, article.withdrawn_reason) == (first, None, "")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_withdraw_needs_a_reason(reason):
    article = make_article()
    with pytest.raises(ValueError, match="reason"):
        publishing.withdraw(article=article, by=None, reason=reason)
    assert Article.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("status", Status.values)
def test_the_table_of_moves_is_the_law(verb, status):
    article = make_article(status=status)
    act = {"publish": publishing.publish, "withdraw": lambda **kw: publishing.withdraw(**kw, reason="x")}[
        verb
    ]
    if may(verb, status):
        act(article=article, by=None)
        assert Article.objects.get().status == target(verb, status)
    else:
        with pytest.raises(MoveNotAllowed):
            act(article=article, by=None)
        assert Article.objects.get().status == status


def test_publishing_twice_logs_once():
    article = make_article(status=Status.DRAFT)
    stale = Article.objects.get(pk=article.pk)
    publishing.publish(article=article, by=None)
    with pytest.raises(MoveNotAllowed):
        publishing.publish(article=stale, by=None)
    assert len(events()) == 1


def test_the_log_cannot_be_changed():
    publishing.publish(article=make_article(status=Status.DRAFT), by=None)
    event = EditorialEvent.objects.get()
    everything = EditorialEvent.objects.all()
    for attempt in (event.save, event.delete, everything.delete, lambda: everything.update(actor="x")):
        with pytest.raises(TypeError, match="append-only"):
            attempt()


def test_a_former_address_redirects_for_good(client):
    article = make_article(slug="nieuw")
    renaming.keep_former_address(article=article, slug="oud")
    response = client.get("/artikelen/oud/")
    assert (response.status_code, response["Location"]) == (301, "/artikelen/nieuw/")


def test_taking_an_address_back_ends_its_redirect(client):
    article = make_article(slug="a")
    renaming.keep_former_address(article=article, slug="b")
    article.slug = "b"
    article.save()
    renaming.keep_former_address(article=article, slug="a")
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["a"]
    assert client.get("/artikelen/a/")["Location"] == "/artikelen/b/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.PUBLISHED, "published_at": None},
        {"status": Status.WITHDRAWN, "withdrawn_at": None, "withdrawn_reason": ""},
        {"status": Status.DRAFT, "withdrawn_reason": "x"},
        {"title": ""},
        {"reviewed_on": "2021-01-02", "review_due": "2021-01-01"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**wrong)


@pytest.mark.parametrize("way", ["save", "update", "bulk_create", "bulk_update"])
def test_rich_text_is_clean_whatever_way_it_came(way):
    dirty, clean = '<p onclick="x()">Ja<script>alert(1)</script></p>', "<p>Ja</p>"
    article = make_article()
    article.summary = dirty
    if way == "save":
        article.save()
        assert article.summary == clean
    elif way == "update":
        Article.objects.update(summary=dirty)
    elif way == "bulk_update":
        Article.objects.bulk_update([article], ["summary"])
    else:
        Article.objects.all().delete()
        Article.objects.bulk_create([Article(title="T", slug="t", summary=dirty)])
    assert Article.objects.get().summary == clean


def kinds(article: Article) -> list[tuple[str, str]]:
    return list(article.related.order_by("kind", "position").values_list("kind", "other__title"))


def test_related_is_completed_by_shared_topics_most_first():
    far = make_article(title="Ver", topics=("Borstkanker",))
    near = make_article(title="Dichtbij", topics=("Borstkanker", "Chemotherapie"))
    make_article(title="Iets anders", topics=("Longkanker",))
    draft = make_article(title="Concept", topics=("Borstkanker", "Chemotherapie"), status=Status.DRAFT)
    article = make_article(title="Zelf", topics=("Borstkanker", "Chemotherapie"))
    relating.refresh(article=article)
    assert kinds(article) == [(RelatedKind.AUTOMATIC, "Dichtbij"), (RelatedKind.AUTOMATIC, "Ver")]
    assert (RelatedKind.AUTOMATIC, "Zelf") in kinds(near)
    assert (RelatedKind.AUTOMATIC, "Zelf") in kinds(far)
    assert kinds(draft) == []


def test_a_pinned_article_is_not_repeated():
    other = make_article(title="Ander", topics=("Borstkanker",))
    article = make_article(topics=("Borstkanker",))
    Related.objects.create(article=article, other=other, kind=RelatedKind.PINNED)
    relating.refresh(article=article)
    assert kinds(article) == [(RelatedKind.PINNED, "Ander")]


def test_refreshing_again_changes_no_row():
    make_article(topics=("Borstkanker",))
    article = make_article(topics=("Borstkanker",))
    relating.refresh(article=article)
    before = list(Related.objects.order_by("pk").values_list("pk", flat=True))
    relating.refresh(article=article)
    assert list(Related.objects.order_by("pk").values_list("pk", flat=True)) == before
