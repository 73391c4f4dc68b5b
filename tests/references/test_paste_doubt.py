"""What the preview of a pasted list says where an identifier leads to a work that the line does not describe."""

import pytest
from django.urls import reverse
from django.utils import translation

from references.admin.paste import PAGE
from references.models import Work, WorkPair
from tests.factories import make_editor, make_work

pytestmark = pytest.mark.django_db
HELD = "Bone loss in elderly women after surgery"
OTHER = (
    "Smith J. Dietary patterns and liver enzymes in rats. N Engl J Med. 2012;9(2):10-19. doi: 10.1000/right."
)


@pytest.fixture
def held():
    author = {"family": "Jones", "given": "K"}
    return make_work(title=HELD, doi="10.1000/right", year=2012, authors=[author], volume="300", page="55-60")


@pytest.fixture
def editor(signed_in):
    return signed_in(make_editor())


def preview(visitor, text):
    answer = visitor.post(
        reverse(PAGE, args=[make_work(title="A study of veins").pk]), {"text": text, "html": ""}
    )
    assert answer.status_code == 302
    with translation.override("nl"):
        return visitor.get(answer["Location"])


def test_the_identifier_of_another_work_does_not_make_it_known(editor, held):
    answer = preview(editor, OTHER)
    (row,) = answer.context["rows"]
    assert (row["kind"], row["work"]) == ("likely", None)
    assert "waarschijnlijk" in answer.content.decode()


def test_the_title_of_the_held_work_stands_in_the_row_where_it_is_another(editor, held):
    line = "Jones K. Botverlies bij oudere vrouwen. J Test. 2012;300:55-60. doi: 10.1000/right."
    answer = preview(editor, line)
    assert [row["kind"] for row in answer.context["rows"]] == ["matched"]
    assert f'Bij ons: <span lang="en">{HELD}</span>' in answer.content.decode()


def test_not_where_it_is_the_same(editor, held):
    line = f"Jones K. {HELD}. J Test. 2012;300:55-60. doi: 10.1000/right."
    answer = preview(editor, line)
    assert [row["kind"] for row in answer.context["rows"]] == ["matched"]
    assert "Bij ons:" not in answer.content.decode()


def test_the_same_line_twice_with_identifiers_of_two_works_is_shown(editor):
    """Both lines ask about the same two pairs."""
    make_work(pmid="111"), make_work(doi="10.1000/abc")
    line = "Smith J. A title of enough length. J Test. 2012;1(1):1-5. PMID: 111. doi: 10.1000/abc"
    answer = preview(editor, f"{line}\n{line}.")
    assert [row["kind"] for row in answer.context["rows"]] == ["likely", "likely"]
    assert (Work.objects.count(), WorkPair.objects.count()) == (3, 0)
