"""The two groups of staff and what each may do; neither can do the other's work."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS = "Redacteuren"
MODERATORS = "Moderatoren"

_FULL = ("add", "change", "view")
# Deleting is left to an administrator: an article is withdrawn (its address keeps explaining), a work is merged.
PERMISSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    EDITORS: {
        "articles.article": (*_FULL, "publish", "withdraw"),
        "articles.source": (*_FULL, "delete"),
        "articles.topic": _FULL,
        "articles.topictag": (*_FULL, "delete"),
        "articles.related": (*_FULL, "delete"),
        "articles.formeraddress": ("view",),
        "articles.editorialevent": ("view",),
        "references.work": _FULL,
        "references.citation": (*_FULL, "delete"),
        "references.abstractsection": (*_FULL, "delete"),
        "references.trialregistration": (*_FULL, "delete"),
        "references.citationcount": (*_FULL, "delete"),
        "references.notice": (*_FULL, "delete"),
        "references.mergedwork": ("view",),
    },
    MODERATORS: {
        # "add": answer readers in the thread in the editors' name. Editors do not have it, because the queue shows
        # e-mail addresses beside what people write about their health; an administrator may give it to one of them.
        "comments.comment": ("view", "moderate", "add"),
        "comments.decision": ("view",),
        "comments.report": ("view", "change"),
        "comments.objection": ("view", "change"),
        "comments.ban": (*_FULL, "delete"),
        "comments.stray": ("view",),
    },
}


def make_groups(using: str = "default", **kwargs: Any) -> None:
    """Make both groups and give each the permissions it lacks; runs after each migrate, changes nothing when complete.

    Permissions that an operator added by hand stay: only what is missing is added.
    """
    for name, models in PERMISSIONS.items():
        wanted = Q(pk__in=[])
        for label, verbs in models.items():
            app, model = label.split(".")
            codenames = [f"{verb}_{model}" for verb in verbs]
            wanted |= Q(content_type__app_label=app, content_type__model=model, codename__in=codenames)
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*Permission.objects.using(using).filter(wanted).exclude(group=group))
