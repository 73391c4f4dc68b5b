"""The first page of the admin: what waits for a moderator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comments.enums import State
from comments.models import Objection
from tests.comments.factories import make_comment, make_report
from tests.factories import make_editor, make_moderator

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
HOME = "/beheer/"


def test_what_waits_is_told_with_the_way_to_it(signed_in: SignIn) -> None:
    moderator = signed_in(make_moderator())
    empty = moderator.get(HOME).content.decode()
    assert "Er wacht geen reactie." in empty
    assert "Er is geen melding open." in empty
    make_comment(state=State.WAITING, queued_at="2026-03-02T12:00:00Z")
    make_report(comment=make_comment())
    one = moderator.get(HOME).content.decode()
    assert '<a href="/beheer/comments/comment/">1 reactie wacht, sinds 2 maart 2026 13:00</a>' in one
    assert '<a href="/beheer/comments/report/">1 melding</a>' in one
    make_comment(state=State.WAITING, queued_at="2026-03-01T12:00:00Z")
    make_report(comment=make_comment())
    make_comment(state=State.SPAM, queued_at="2026-01-01T12:00:00Z")
    page = moderator.get(HOME).content.decode()
    assert "2 reacties wachten, de oudste sinds 1 maart 2026 13:00" in page
    assert ">2 meldingen</a>" in page
    assert 'id="recent-actions-module"' in page, "the rest of Django's page is there"


def object_to() -> Objection:
    """An objection that nobody has handled."""
    return Objection.objects.create(
        comment=make_comment(state=State.REJECTED), by="writer", email="rosa@voorbeeld.nl", text="Waarom?"
    )


def test_objections_that_are_open_are_told(signed_in: SignIn) -> None:
    moderator = signed_in(make_moderator())
    assert "Er is geen bezwaar open." in moderator.get(HOME).content.decode()
    handled = object_to()
    Objection.objects.filter(pk=handled.pk).update(handled_at="2026-03-02T12:00:00Z", outcome="dismissed")
    object_to()
    assert '<a href="/beheer/comments/objection/">1 bezwaar</a>' in moderator.get(HOME).content.decode()
    object_to()
    page = moderator.get(HOME).content.decode()
    assert ">2 bezwaren</a>" in page
    for english in ("Model name", "Add link", "Change or view list link"):
        assert english not in page


def test_an_editor_is_not_told(signed_in: SignIn) -> None:
    make_comment(state=State.WAITING)
    assert "moderate-desk" not in signed_in(make_editor()).get(HOME).content.decode()


@pytest.mark.parametrize("size", [0, 1, 3])
def test_the_number_of_queries_does_not_grow(
    signed_in: SignIn, size: int, django_assert_num_queries: Any
) -> None:
    moderator = signed_in(make_moderator())
    for _ in range(size):
        make_comment(state=State.WAITING)
        make_report(comment=make_comment())
        object_to()
    moderator.get(HOME)
    # session, user, two of permissions, reactions, reports, objections, recent actions
    with django_assert_num_queries(8):
        moderator.get(HOME)
