"""The two groups of staff: what each holds, and that neither can do the other's work."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from articles.enums import Status
from articles.models import Article
from comments.enums import State
from comments.models import Ban, Comment, Decision
from config.groups import EDITORS, MODERATORS, PERMISSIONS, make_groups
from references.models import Work
from tests.comments.factories import make_comment
from tests.factories import make_article, make_editor, make_moderator, make_work

pytestmark = pytest.mark.django_db


def held(name: str) -> set[str]:
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def wanted(name: str) -> set[str]:
    return {
        f"{label.split('.')[0]}.{verb}_{label.split('.')[1]}"
        for label, verbs in PERMISSIONS[name].items()
        for verb in verbs
    }


@pytest.mark.parametrize("name", [EDITORS, MODERATORS])
def test_after_migrating_a_group_holds_exactly_its_permissions(name):
    assert held(name) == wanted(name)


def test_no_permission_is_in_both_groups():
    assert wanted(EDITORS) & wanted(MODERATORS) == set()


def test_what_is_missing_comes_back_and_what_was_added_stays():
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(Permission.objects.get(codename="publish_article"))
    extra = Permission.objects.get(codename="view_user")
    editors.permissions.add(extra)
    Group.objects.get(name=MODERATORS).delete()
    make_groups()
    make_groups()
    assert held(EDITORS) == wanted(EDITORS) | {"auth.view_user"}
    assert held(MODERATORS) == wanted(MODERATORS)


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
def test_each_list_in_the_admin_opens_for_who_may_see_it(signed_in, group):
    """All models of the admin, so that one that is registered tomorrow is in it."""
    visitor = signed_in(make_editor() if group == EDITORS else make_moderator())
    opened = set()
    for model in admin.site._registry:
        label = model._meta.label_lower
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        if visitor.get(address).status_code == 200:
            opened.add(label)
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert opened == {label for label, verbs in PERMISSIONS[group].items() if "view" in verbs} & registered
    assert opened


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
def test_the_front_of_the_admin_names_only_ones_own_work(signed_in, group):
    page = signed_in(make_editor() if group == EDITORS else make_moderator()).get("/beheer/").content.decode()
    apps = {app for app in ("articles", "references", "comments", "auth") if f'href="/beheer/{app}/' in page}
    assert apps == ({"articles", "references"} if group == EDITORS else {"comments"})


def desk_form(article: Article, **changes: str) -> dict[str, str]:
    """What the editor's form sends."""
    sets = {}
    for prefix in ("sources", "topic_tags", "related"):
        sets |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    values = {"title": article.title, "slug": article.slug, "summary": "<p>Uitleg.</p>", "lead": ""}
    dates = {"published_at_0": "30-05-2021", "published_at_1": "12:00:00"}
    return {**sets, **values, **dates, **changes}


def test_an_editor_edits_publishes_and_withdraws(signed_in):
    editor, article = signed_in(make_editor()), make_article(status=Status.DRAFT)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = editor.post(address, desk_form(article, title="Beter", _publish="1"))
    assert answer.status_code == 302, answer.context["errors"]
    article.refresh_from_db()
    assert (article.title, article.status) == ("Beter", Status.PUBLISHED)
    editor.post(reverse("admin:articles_article_withdraw", args=[article.pk]), {"reason": "Fout."})
    article.refresh_from_db()
    assert (article.status, article.withdrawn_reason) == (Status.WITHDRAWN, "Fout.")


def test_a_moderator_cannot_write_or_publish(signed_in):
    moderator, article, work = (
        signed_in(make_moderator()),
        make_article(status=Status.DRAFT),
        make_work(title="Zo"),
    )
    tries = [
        (
            reverse("admin:articles_article_change", args=[article.pk]),
            desk_form(article, title="X", _publish="1"),
        ),
        (reverse("admin:articles_article_add"), desk_form(article, slug="nieuw")),
        (reverse("admin:articles_article_withdraw", args=[article.pk]), {"reason": "X"}),
        (reverse("admin:articles_article_preview", args=[article.pk]), desk_form(article)),
        (reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}),
        (reverse("admin:references_work_change", args=[work.pk]), {"title": "X"}),
        (reverse("admin:articles_topic_add"), {"name": "X", "slug": "x", "kind": "other"}),
    ]
    assert [moderator.post(address, data).status_code for address, data in tries] == [403] * len(tries)
    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert Article.objects.count() == 1
    assert Work.objects.filter(title="Zo").exists()


def test_a_moderator_places_reactions_singly_and_in_bulk(signed_in):
    moderator = signed_in(make_moderator())
    one, two = make_comment(state=State.WAITING), make_comment(state=State.WAITING)
    queue = moderator.get(reverse("admin:comments_comment_changelist")).content.decode()
    seen = {"seen": re.findall(r'name="seen" value="([^"]+)" form', queue)}
    moderator.post(reverse("admin:comments_comment_decide", args=[one.pk, "approve"]), seen)
    moderator.post(reverse("admin:comments_comment_bulk"), {"verb": "approve", "chosen": [two.pk], **seen})
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PLACED}
    assert Decision.objects.count() == 2


def test_an_editor_cannot_moderate(signed_in):
    editor, comment = signed_in(make_editor()), make_comment(state=State.WAITING)
    tries = [
        (reverse("admin:comments_comment_decide", args=[comment.pk, "approve"]), {}),
        (reverse("admin:comments_comment_bulk"), {"verb": "approve", "chosen": [comment.pk]}),
        (reverse("admin:comments_comment_answer", args=[comment.pk]), {"answer": "X"}),
        (reverse("admin:comments_ban_add"), {"kind": "address", "value": "x@voorbeeld.nl", "reason": "X"}),
    ]
    assert [editor.post(address, data).status_code for address, data in tries] == [403] * len(tries)
    assert editor.get(reverse("admin:comments_comment_change", args=[comment.pk])).status_code == 403
    comment.refresh_from_db()
    assert comment.state == State.WAITING
    assert not Ban.objects.exists()


@pytest.mark.parametrize("make", [make_editor, make_moderator])
def test_neither_manages_accounts_or_deletes_for_good(signed_in, make):
    person = make()
    visitor, article, comment = signed_in(person), make_article(), make_comment()
    tries = [
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_change", args=[person.pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:articles_article_delete", args=[article.pk]),
        reverse("admin:comments_comment_delete", args=[comment.pk]),
        reverse("admin:procrastinate_procrastinatejob_changelist"),
    ]
    assert [visitor.post(address, {"post": "yes"}).status_code for address in tries] == [403] * len(tries)
    assert Article.objects.filter(pk=article.pk).exists()
    assert Comment.objects.filter(pk=comment.pk).exists()
