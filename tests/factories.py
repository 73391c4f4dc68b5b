"""Data for tests: typed functions, keyword only, everything that is not said gets a plain value."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission, User

from articles.enums import SourceKind, Status
from articles.models import Article, Source, Topic, TopicTag
from config import groups
from references.models import Citation, Work

_numbers = count(1)
A_DAY = datetime(2021, 5, 30, 10, 0, tzinfo=UTC)


def make_user(*, username: str = "", group: str = "", superuser: bool = False, email: str = "") -> User:
    """A member of staff, in one of the two groups or none."""
    name = username or f"user{next(_numbers)}"
    make = User.objects.create_superuser if superuser else User.objects.create_user
    user = make(name, email or f"{name}@example.org", "pw-" * 5, is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_editor() -> User:
    """Ann, who writes."""
    return make_user(username="ann", group=groups.EDITORS)


def make_moderator() -> User:
    """Max, who watches over the reactions."""
    return make_user(username="max", group=groups.MODERATORS)


def make_work(*, title: str = "", **values: Any) -> Work:
    """A journal article."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "title": title or f"Effects of treatment {number}",
        "container_title": "J Test",
        "year": 2017,
        "volume": "17",
        "page": f"{number}-{number + 5}",
        "authors": [{"family": "Jansen", "given": "AB"}],
    }
    work = Work(**{**facts, **values})
    work.save()
    return work


def make_citations(*, citing: Work, number: int) -> list[Citation]:
    """A reference list of so many lines, each citing a work of its own."""
    start = citing.citations.count() + 1
    works = [make_work(doi=f"10.1000/test{citing.pk}.{place}") for place in range(start, start + number)]
    return Citation.objects.bulk_create(
        Citation(citing=citing, cited=work, position=place, raw=f"1. {work.title}.", labels=["DOI", "PubMed"])
        for place, work in enumerate(works, start=start)
    )


def make_article(
    *,
    title: str = "",
    slug: str = "",
    status: str = Status.PUBLISHED,
    citations: int = 0,
    topics: tuple[str, ...] = (),
    **values: Any,
) -> Article:
    """An article about a study of its own, published unless told otherwise."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "title": title or f"Artikel {number}",
        "slug": slug or f"artikel-{number}",
        "summary": "<p>Uitleg over de studie.</p>",
        "lead": "Kort gezegd.",
        "published_at": A_DAY,
    }
    if status == Status.WITHDRAWN:
        facts |= {"withdrawn_at": A_DAY, "withdrawn_reason": "Er stond een fout in."}
    article = Article.objects.create(**{**facts, "status": status, **values})
    study = make_work()
    Source.objects.create(article=article, work=study, kind=SourceKind.DISCUSSED)
    make_citations(citing=study, number=citations)
    for name in topics:
        topic, _ = Topic.objects.get_or_create(
            name=name, defaults={"slug": name.lower().replace(" ", "-"), "kind": "cancer_type"}
        )
        TopicTag.objects.create(tag=topic, content_object=article)
    return article


def give(user: User, codename: str) -> None:
    """One permission for one person."""
    user.user_permissions.add(Permission.objects.get(codename=codename))
