"""Who may enter which view, over the whole tree of addresses, so that a view that is added tomorrow is in it."""

import inspect
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import reversion
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.actions import publishing
from articles.models import Article
from comments import tokens
from comments.actions import links
from comments.enums import LinkPurpose, Verb
from comments.models import Ban, Decision, Edit
from comments.views.confirming import sent_address
from tests.comments.factories import decide, make_comment, make_follower, make_report
from tests.factories import give, make_article, make_editor, make_moderator, make_user

OPEN = {"public", "public_form", "machine"}
LOG_IN = "/beheer/login/"
# Our own pages in the admin: with which methods, and for whom. A new one has to be added here, with a decision.
DESK = {
    "articles_article_preview": (("get", "post"), "editor"),
    "articles_article_preview_new": (("get", "post"), "editor"),
    "articles_article_revision": (("get", "post"), "editor"),
    "articles_article_withdraw": (("get", "post"), "editor"),
    "comments_comment_answer": (("post",), "moderator"),
    "comments_comment_bulk": (("post",), "moderator"),
    "comments_comment_change": (("get",), "moderator"),
    "comments_comment_changelist": (("get",), "moderator"),
    "comments_comment_decide": (("post",), "moderator"),
    "comments_comment_edit": (("post",), "moderator"),
    "comments_comment_figures": (("get",), "moderator"),
    "comments_comment_pin": (("post",), "moderator"),
    "comments_comment_thread": (("post",), "moderator"),
    "comments_comment_undo": (("post",), "moderator"),
    "comments_comment_undo_batch": (("post",), "moderator"),
    "references_work_answer": (("post",), "editor"),
    "references_work_duplicates": (("get",), "editor"),
    "references_work_merge": (("get", "post"), "editor"),
    "references_work_unanswer": (("post",), "editor"),
    "references_work_import": (("get", "post"), "editor"),
    "references_work_complete": (("get", "post"), "editor"),
    "references_work_lookup": (("get", "post"), "editor"),
    "references_work_paste": (("get", "post"), "editor"),
    "references_work_their_list": (("post",), "editor"),
}
DJANGOS_OWN = ("django.", "reversion.", "procrastinate.", "ckeditor.")
CHANGES_BY_LOOKING = {"django_session"}  # a message that was shown is taken out of the session
CSRF_ONLY = {"admin:logout"}


@dataclass
class Place:
    """One address pattern of the tree."""

    route: str
    name: str
    pattern: URLPattern

    @property
    def view(self) -> Callable[..., Any]:
        return self.pattern.callback

    @property
    def in_admin(self) -> bool:
        return self.route.startswith("beheer/")

    @property
    def owner(self) -> str:
        """The module that wrote the view, below Django's wrappers."""
        return inspect.unwrap(self.view).__module__


def walk(patterns: list[Any], route: str = "", space: str = "") -> Iterator[Place]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, here, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield Place(here, f"{space}{each.name}", each)


def places() -> list[Place]:
    return list(walk(get_resolver().url_patterns))


def desk_places() -> list[Place]:
    return [place for place in places() if place.in_admin and not place.owner.startswith(DJANGOS_OWN)]


def test_every_open_view_says_who_may_enter():
    outside = [place for place in places() if not place.in_admin]
    assert len(outside) > 10
    assert [place.route for place in outside if getattr(place.view, "access", None) not in OPEN] == []


def test_only_forms_are_free_of_the_csrf_token():
    """A view without the token check looks where the request comes from, or answers any POST with 405."""
    free = [place for place in places() if getattr(place.view, "csrf_exempt", False)]
    assert {getattr(place.view, "access", None) for place in free} == OPEN


def test_every_own_page_in_the_admin_is_on_the_list():
    assert {place.name.removeprefix("admin:") for place in desk_places()} == set(DESK)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_own_pages_in_the_admin_ask_anonymous_people_to_log_in(client, example, method):
    answers = {place.name: getattr(client, method)(example(place)) for place in desk_places()}
    assert len(answers) == len(DESK)
    assert {
        name for name, answer in answers.items() if not answer.get("Location", "").startswith(LOG_IN)
    } == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["editor", "moderator", "nobody"])
def test_own_pages_in_the_admin_know_editors_from_moderators(signed_in, people, example, who, method):
    visitor = signed_in(people[who])
    entered = set()
    for place in desk_places():
        answer = getattr(visitor, method)(example(place))
        if answer.status_code not in (403, 405) and not answer.get("Location", "").startswith(LOG_IN):
            entered.add(place.name.removeprefix("admin:"))
    assert entered == {
        name for name, (methods, allowed) in DESK.items() if who == allowed and method in methods
    }


@pytest.mark.django_db
def test_a_reader_with_an_account_is_not_staff(signed_in, people, example):
    """An account that is not staff enters nothing, whatever permissions it has."""
    people["editor"].is_staff = False
    people["editor"].save()
    visitor = signed_in(people["editor"])
    answers = [
        visitor.get(example(place)) for place in places() if place.in_admin and place.name != "admin:login"
    ]
    open_to_all = {LOG_IN, reverse("admin:jsi18n")}
    entered = {answer.request["PATH_INFO"] for answer in answers if answer.status_code == 200}
    assert entered <= open_to_all


@pytest.mark.django_db
def test_a_permission_alone_opens_the_page(signed_in, example):
    """The pages ask for a permission, not for a group: an operator may arrange things otherwise."""
    someone = make_user()
    withdraw = next(place for place in desk_places() if place.name.endswith("withdraw"))
    assert signed_in(someone).get(example(withdraw)).status_code == 403
    give(someone, "withdraw_article")
    give(someone, "change_article")
    assert signed_in(someone).get(example(withdraw)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anonymous", "editor", "moderator", "superuser"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, signed_in, people, example, who, method):
    """GET of every address of the tree, with real things behind the arguments: no row is added, changed or removed."""
    visitor = client if who == "anonymous" else signed_in(people[who])
    addresses = [example(place) for place in places() if place.name not in CSRF_ONLY]
    before = contents()
    answers = [getattr(visitor, method)(address) for address in addresses]
    assert contents() == before
    assert [answer.request["PATH_INFO"] for answer in answers if answer.status_code >= 500] == []
    seen = sum(answer.status_code == 200 for answer in answers)
    assert seen >= {"anonymous": 12, "editor": 35, "moderator": 20, "superuser": 60}[who], (
        "the samples lead nowhere"
    )


@pytest.mark.django_db
def test_only_post_logs_out(signed_in, people):
    visitor = signed_in(people["editor"])
    assert visitor.get(reverse("admin:logout")).status_code == 405
    assert visitor.get(reverse("admin:index")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_to_read_take_no_other_method(client, example, method):
    readable = [place for place in places() if getattr(place.view, "access", "") in {"public", "machine"}]
    before = contents()
    answers = {place.route: getattr(client, method)(example(place)).status_code for place in readable}
    assert set(answers.values()) == {405}
    assert contents() == before


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_forms_take_get_and_post_only(client, example, method):
    forms = [place for place in places() if getattr(place.view, "access", "") == "public_form"]
    assert {getattr(client, method)(example(place)).status_code for place in forms} == {405}


@pytest.mark.django_db
def test_forms_are_never_kept(client, example):
    forms = [place for place in places() if getattr(place.view, "access", "") == "public_form"]
    kept = [place.route for place in forms if "no-store" not in client.get(example(place))["Cache-Control"]]
    assert kept == []


@pytest.mark.django_db
def test_the_comparison_of_contents_sees_a_change(people):
    """The tests above rest on it: one changed field in one row of one table."""
    before = contents()
    people["editor"].first_name = "Ann"
    people["editor"].save()
    after = contents()
    assert {table for table, digest in after.items() if before[table] != digest} == {"auth_user"}


def contents() -> dict[str, tuple[int, str]]:
    """Of each table the number of rows and a digest of every field."""
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - CHANGES_BY_LOOKING):
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t"
            )
            digests[table] = cursor.fetchone()
    return digests


@pytest.fixture
def people() -> dict[str, Any]:
    return {
        "editor": make_editor(),
        "moderator": make_moderator(),
        "nobody": make_user(username="nobody"),
        "superuser": make_user(username="chief", superuser=True),
    }


@pytest.fixture
def example(people: dict[str, Any], db: None) -> Callable[[Place], str]:
    """Fill an address with arguments that lead somewhere, on a site that has one of everything."""
    article = make_article(slug="een", citations=2, topics=("Borstkanker",), title="Eén artikel")
    with reversion.create_revision():
        article.save()
    article.former_addresses.create(slug="oud")
    draft = make_article(slug="concept", status="draft")
    publishing.publish(article=draft, by=people["editor"])
    comment = make_comment(article=article)
    decision = decide(make_comment(article=article, state="waiting"), Verb.APPROVE, by=people["moderator"])
    make_report(comment=comment)
    Ban.objects.create(kind="address", value="x@voorbeeld.nl", reason="Reclame")
    token, hashed = tokens.new_token()
    follower = make_follower(article=article, confirmed=False)
    type(follower).objects.filter(pk=follower.pk).update(token_hash=hashed, token_sent_at=comment.posted_at)
    tokens_of = {"comments:confirm": token, "comments:unsubscribe": tokens.unsubscribe_token(follower.pk)}
    tokens_of["comments:rhythm"] = tokens_of["comments:unsubscribe"]
    awaited = make_comment(article=article, state="awaiting_email")
    tokens_of["comments:confirm_reaction"] = links.issue(purpose=LinkPurpose.CONFIRM, comment=awaited)
    tokens_of["comments:own"] = links.issue(purpose=LinkPurpose.OWN, comment=comment)
    tokens_of["comments:own_remove"] = tokens_of["comments:own"]
    mine = links.issue(purpose=LinkPurpose.MINE, email=comment.email)
    tokens_of |= {f"comments:{name}": mine for name in ("mine", "mine_erase", "mine_json", "mine_html")}
    of_the_desk = {"comments_comment_decide": {"verb": "remove", "pk": comment.pk}}
    edit = Edit.objects.create(comment=comment, old_text="Oud.", new_text="Nieuw.")
    of_the_desk["comments_comment_edit"] = {"verb": "refuse", "pk": comment.pk, "edit": edit.pk}
    of_the_desk["comments_comment_pin"] = {"how": "off", "pk": comment.pk}
    of_the_desk["comments_comment_thread"] = {"how": "close", "article": article.pk}
    of_the_desk["comments_comment_undo"] = {"pk": decision.comment_id, "decision": decision.pk}

    def values(place: Place) -> dict[str, Any]:
        model = model_of(place.route)
        first = model._base_manager.order_by("pk").first() if model else None
        return {
            "object_id": first.pk if first else 1,
            "id": people["nobody"].pk,
            "pk": article.sources.get().work_id if "studies" in place.route else comment.pk,
            "slug": "borstkanker" if "onderwerpen" in place.route else "een",
            "token": tokens_of.get(place.name, "onbekend"),
            "key": sent_address(awaited).split("/")[-2],
            "batch": Decision.objects.values_list("batch", flat=True).first() or uuid.uuid4(),
            "content_type_id": 1,
            "app_label": "articles",
            **of_the_desk.get(place.name.removeprefix("admin:"), {}),
        }

    def fill(place: Place) -> str:
        known, regex = values(place), place.pattern.pattern.regex
        if not place.pattern.name:  # the admin's own redirects and its last resort
            return "/" + re.sub(
                r"<path:object_id>|\(\?P<url>.*", lambda found: str(known["object_id"]), place.route
            )
        if regex.groupindex:
            return reverse(place.name, kwargs={name: known[name] for name in regex.groupindex})
        return reverse(place.name, args=[article.pk, version_of(article)][2 - regex.groups :])

    return fill


def version_of(article: Article) -> int:
    return reversion.models.Version.objects.get_for_object(article).first().pk


def model_of(route: str) -> Any:
    """The model that an admin address is about, if any."""
    parts = route.split("/")
    if not route.startswith("beheer/") or len(parts) < 4:
        return None
    try:
        model = apps.get_model(parts[1], parts[2])
    except LookupError:
        return None
    return model if admin.site.is_registered(model) else None


@pytest.mark.django_db
def test_every_address_can_be_filled_in(example):
    """No argument is left open, and each leads to the view it was made for."""
    wrong = []
    for place in places():
        found = get_resolver().resolve(example(place))
        if found.url_name != place.pattern.name:
            wrong.append(f"{place.route} → {example(place)} → {found.view_name}")
    assert wrong == []
