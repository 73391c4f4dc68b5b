"""Topics and reactions for the sample pages, brought in by the same verbs that people use; each page once."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import relating
from articles.actions.auditing import record
from articles.models import Article, EditorialEvent, ImportedPage, Topic, TopicTag
from comments.actions import moderating, posting
from comments.models import Comment
from config.kit.text import slug_of

HERE = Path(__file__).resolve().parent
VERB = "demo"


def fill(*, moderator: User) -> int:
    """Give each sample article its topics and reactions; return how many articles were filled now.

    What was done stands in the log of the article, so a second run leaves alone what somebody changed or removed since.
    """
    topics = json.loads((HERE / "topics.json").read_text())
    reactions = json.loads((HERE / "reactions.json").read_text())
    pages = {
        Path(page.file_name).name: page.article for page in ImportedPage.objects.select_related("article")
    }
    done = set(EditorialEvent.objects.filter(verb=VERB).values_list("article_id", flat=True))
    filled = 0
    for name, article in pages.items():
        if article.pk not in done and (name in topics or any(each["page"] == name for each in reactions)):
            _fill_one(
                article, topics.get(name, []), [each for each in reactions if each["page"] == name], moderator
            )
            filled += 1
    return filled


@transaction.atomic
def _fill_one(
    article: Article, topics: list[dict[str, str]], reactions: list[dict[str, Any]], moderator: User
) -> None:
    for topic in topics:
        slug = slug_of(topic["name"])
        tag, _ = Topic.objects.get_or_create(
            slug=slug, defaults={"name": topic["name"], "kind": topic["kind"]}
        )
        TopicTag.objects.get_or_create(tag=tag, content_object=article)
    relating.refresh(article=article)
    if article.is_live():
        for reaction in reactions:
            _react(article, reaction, None, moderator)
    record(verb=VERB, article=article, by=None)


def _react(article: Article, reaction: Mapping[str, Any], above: Comment | None, moderator: User) -> None:
    comment = posting.post(
        article=article,
        name=reaction["name"],
        email=f"{slug_of(reaction['name'])}@voorbeeld.invalid",  # leads nowhere, so no letter is written
        kind=reaction["kind"],
        text=reaction["text"],
        consent=True,
        reply_to=above,
        confirmed=True,
    )
    if reaction["state"] == "approved":
        moderating.approve(comment=comment, by=moderator)
        comment.refresh_from_db()
        for reply in reaction.get("replies", []):
            _react(article, reply, comment, moderator)
