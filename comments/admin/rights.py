"""Who may do what on the moderators' pages, by name of the permission."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest

VIEW = "comments.view_comment"
MODERATE = "comments.moderate_comment"
# "Add a reaction", in Django's words: write in the thread in the editors' name, and choose what stands at its top.
ANSWER = "comments.add_comment"


def actor(request: HttpRequest) -> User:
    """The signed-in moderator; the admin lets nobody else through."""
    return cast(User, request.user)


def rights(request: HttpRequest) -> dict[str, Any]:
    """What a template asks before it offers something."""
    return {"may_moderate": request.user.has_perm(MODERATE), "may_answer": request.user.has_perm(ANSWER)}
