"""The drawing of how old references are."""

import re
from xml.etree import ElementTree

import pytest

from references.models import Work
from references.years import MOST_BARS, Bar, bars, years_drawing
from tests.factories import make_citations, make_work


def test_a_bar_for_each_year_without_gaps():
    assert bars([2005, 2007, None, 2007]) == [Bar(2005, 2005, 1), Bar(2006, 2006, 0), Bar(2007, 2007, 2)]


@pytest.mark.parametrize("years", [[], [None] * 9, [2001, 2002]])
def test_too_little_to_draw(years):
    assert bars(years) == []
    assert years_drawing(years) is None


@pytest.mark.parametrize(("first", "step"), [(1980, 1), (1900, 5), (1700, 10), (543, 50), (0, 1)])
def test_a_long_time_is_drawn_in_steps(first, step):
    shown = bars([first, 2016, 2016, 2018])
    assert len(shown) <= MOST_BARS
    assert {bar.last - bar.first + 1 for bar in shown} == {step}
    assert shown[0].first <= (first or 2016) <= shown[0].last
    assert sum(bar.count for bar in shown) == (4 if first else 3)


def test_in_words():
    assert years_drawing([2005, 2007, 2007]).words == (
        "3 referenties uit 2005 tot en met 2007; de meeste (2) uit 2007."
    )
    assert years_drawing([2005] * 3).words == "3 referenties uit 2005."


def test_the_drawing_keeps_to_the_policy_and_can_be_read_aloud():
    svg = years_drawing([1974, 2005, 2007, 2007]).svg
    root = ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    names = {child.get("id"): child.text for child in root if child.get("id")}
    assert [names[each] for each in root.get("aria-labelledby").split()] == [
        "De jaren van de referenties",
        "4 referenties uit 1974 tot en met 2007; de meeste (2) uit 2007.",
    ]
    assert root.get("role") == "img"
    assert not re.search(r"style|<script|\son\w+=|href", svg)
    tall = [float(each.get("height")) for each in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert max(tall) == 2 * min(tall)


@pytest.mark.django_db
def test_on_the_page_of_a_study(client):
    study = make_work()
    lines = make_citations(citing=study, number=3)
    assert 'class="years"' in client.get(f"/studies/{study.pk}/").content.decode()
    Work.objects.filter(pk=lines[0].cited_id).update(year=None)
    assert 'class="years"' not in client.get(f"/studies/{study.pk}/").content.decode()
