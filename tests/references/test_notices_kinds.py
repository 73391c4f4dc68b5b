"""Which word of which service means what, and what counts after everything was said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.models.notice import NoticeKind
from references.notices import kinds
from references.notices.kinds import kind_of, kind_of_type
from references.notices.standing import level_of, standing


@pytest.mark.parametrize(
    ("source", "word", "kind"),
    [
        ("crossref", "retraction", "retraction"),
        ("crossref", "partial_retraction", "partial"),
        ("crossref", "withdrawal", "withdrawal"),
        ("crossref", "removal", "removal"),
        ("crossref", "expression_of_concern", "concern"),
        ("crossref", "expression-of-concern", "concern"),
        ("crossref", "corrigendum", "correction"),
        ("crossref", "erratum", "correction"),
        ("crossref", "addendum", "addition"),
        ("crossref", "clarification", "addition"),
        ("crossref", "reinstatement", "reinstatement"),
        ("crossref", "new_version", None),
        ("crossref", "new_edition", None),
        ("crossref", "something_new", None),
        ("pubmed", "RetractionIn", "retraction"),
        ("pubmed", "Retraction in", "retraction"),
        ("pubmed", "RetractionOf", None),
        ("pubmed", "Retraction of", None),
        ("pubmed", "Expression of concern in", "concern"),
        ("pubmed", "ExpressionOfConcernFor", None),
        ("pubmed", "Erratum in", "correction"),
        ("pubmed", "Erratum for", None),
        ("pubmed", "CorrectedandRepublishedIn", "correction"),
        ("pubmed", "RetractedandRepublishedIn", "republished"),
        ("pubmed", "Comment in", None),
        ("europepmc", "Retraction in", "retraction"),
        ("retraction_watch", "Retraction", "retraction"),
        ("retraction_watch", "Expression of concern", "concern"),
        ("retraction_watch", "Correction", "correction"),
        ("retraction_watch", "Reinstatement", "reinstatement"),
    ],
)
def test_words(source, word, kind):
    assert kind_of(source, word) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Retracted Publication", "retraction"),
        ("Retraction of Publication", None),
        ("Expression of Concern", None),
        ("Published Erratum", None),
        ("Corrected and Republished Article", None),
        ("Journal Article", None),
    ],
)
def test_a_publication_type_of_the_notice_says_nothing_about_the_notice(name, kind):
    assert kind_of_type(name) == kind


def test_every_kind_can_be_stored_shown_and_reached():
    assert set(kinds.LEVELS) == set(NoticeKind.values)
    words = [word for table in kinds.VOCABULARIES.values() for word in table.values()]
    assert {word.kind for word in words} - {None} == set(kinds.LEVELS)
    assert [word.word for word in words if word.kind is None and not word.why] == []


D = date(2020, 2, 3)
LATER = date(2021, 5, 6)


@pytest.mark.parametrize(
    ("history", "kind"),
    [
        ([], ""),
        ([("correction", D)], "correction"),
        ([("addition", D)], "addition"),
        ([("correction", D), ("concern", None)], "concern"),
        ([("concern", D), ("retraction", LATER)], "retraction"),
        ([("retraction", D), ("correction", LATER)], "retraction"),
        ([("partial", D), ("concern", LATER)], "partial"),
        ([("retraction", D), ("republished", D)], "republished"),
        ([("retraction", D), ("reinstatement", LATER)], "reinstatement"),
        ([("concern", D), ("reinstatement", LATER)], "reinstatement"),
        ([("retraction", None), ("reinstatement", LATER)], "retraction"),
        ([("retraction", D), ("reinstatement", None)], "retraction"),
        ([("concern", None), ("reinstatement", None)], "concern"),
        ([("retraction", D), ("reinstatement", LATER), ("retraction", None)], "retraction"),
        ([("retraction", D), ("reinstatement", LATER), ("reinstatement", None)], "reinstatement"),
        ([("retraction", LATER), ("reinstatement", D), ("reinstatement", None)], "retraction"),
        ([("retraction", D), ("reinstatement", D)], "reinstatement"),
        ([("retraction", D + timedelta(days=1)), ("reinstatement", D)], "retraction"),
        ([("correction", None), ("reinstatement", None)], "reinstatement"),
        ([("reinstatement", D), ("retraction", LATER)], "retraction"),
        ([("retraction", D), ("reinstatement", LATER), ("concern", date(2022, 1, 1))], "concern"),
        ([("reinstatement", D)], "reinstatement"),
    ],
)
def test_what_counts_now(history, kind):
    assert standing(history) == kind
    assert standing(reversed(history)) == kind


notices = st.lists(st.tuples(st.sampled_from(sorted(kinds.LEVELS)), st.none() | st.dates()), max_size=8)


@given(notices, st.randoms())
def test_the_order_of_notices_does_not_matter_and_nothing_is_softened(history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    kind = standing(history)
    assert standing(shuffled) == kind
    assert (kind == "") == (history == [])
    said = {name for name, _ in history}
    assert kind == "" or kind in said
    if said & set(kinds.BAD) and "reinstatement" not in said:
        assert level_of(kind) == "bad"


@given(notices)
def test_only_a_reinstatement_that_is_known_to_come_later_takes_a_warning_away(history):
    days = [day for kind, day in history if kind == "reinstatement" and day]
    warned = [
        kind
        for kind, day in history
        if level_of(kind) in ("bad", "doubt") and (day is None or not any(day <= each for each in days))
    ]
    assert (level_of(standing(history)) in ("bad", "doubt")) == bool(warned)


@given(notices)
def test_a_second_report_of_the_same_changes_nothing(history):
    assert standing([*history, *history]) == standing(history)
