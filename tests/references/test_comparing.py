"""When is a fact really another one?"""

import pytest

from references import comparing
from references.records import PartialDate, Person


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("1127-31", "1127–1131", True),
        ("1127-1131", "1127-31", True),
        ("40", "40", True),
        ("40-40", "40", True),
        ("e1 - e9", "E1-E9", True),
        ("S77-81", "S77-S81", False),
        ("1127-31", "1127-32", False),
        ("", "40", False),
    ],
)
def test_pages(old, new, same):
    assert comparing.same_pages(old, new) is same


@pytest.mark.parametrize(
    ("old", "new", "same", "completes"),
    [
        (None, PartialDate(2017), False, True),
        (PartialDate(2017), PartialDate(2017, 1, 9), False, True),
        (PartialDate(2017, 1, 9), PartialDate(2017), True, False),
        (PartialDate(2017, 1), PartialDate(2017, 1), True, True),
        (PartialDate(2016), PartialDate(2017, 1), False, False),
        (PartialDate(2017, 2), PartialDate(2017, 1, 9), False, False),
    ],
)
def test_dates(old, new, same, completes):
    assert (comparing.same_date(old, new), comparing.completes_date(old, new)) == (same, completes)


ANNA, AB, WALK = Person("de Vries", "Anna B"), Person("De Vries", "AB"), Person(literal="WALK group")


@pytest.mark.parametrize(
    ("old", "new", "same", "completes"),
    [
        ([AB], [ANNA], True, True),
        ([Person("de Vries", "A.")], [ANNA], True, True),
        ([Person("de Vries", "B")], [ANNA], False, False),
        ([Person("de Vries", "J-P")], [Person("de Vries", "Jean-Paul")], True, True),
        ([AB], [ANNA, WALK], False, True),
        ([AB, WALK], [ANNA], False, False),
        ([WALK, AB], [ANNA, WALK], False, False),
        ([Person(literal="Walk Group")], [WALK], True, True),
        ([], [ANNA], False, True),
    ],
)
def test_people(old, new, same, completes):
    assert (comparing.same_people(old, new), comparing.completes_people(old, new)) == (same, completes)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [("J. Inv. Oncol.", "J Inv Oncol", True), ("Pain", "pains", False), ("α", "β", False), ("", "x", False)],
)
def test_texts(old, new, same):
    assert comparing.same_text(old, new) is same
