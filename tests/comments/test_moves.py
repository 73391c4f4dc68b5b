"""The table of moves: closed, and nothing leads into public view but approving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import moves
from comments.enums import State, Verb

VERBS = st.sampled_from(list(moves.MOVES))
STATES = st.sampled_from(list(State))


@given(verb=VERBS, state=STATES)
def test_a_move_is_made_or_refused_never_anything_else(verb: Verb, state: State) -> None:
    if moves.may(verb, state):
        assert moves.target(verb, state) in State
    else:
        with pytest.raises(moves.MoveNotAllowed):
            moves.target(verb, state)


@given(steps=st.lists(VERBS, max_size=12))
def test_whatever_happens_placed_is_only_reached_by_approving(steps: list[Verb]) -> None:
    state = State.WAITING
    for verb in steps:
        if moves.may(verb, state):
            before, state = state, moves.target(verb, state)
            assert state != before
            assert (state == State.PLACED) == (verb == Verb.APPROVE)


def test_every_verb_but_undo_is_in_the_table() -> None:
    assert set(moves.MOVES) == set(Verb) - {Verb.UNDO}


@pytest.mark.parametrize("state", list(State))
def test_verbs_from_a_state_are_those_that_may_start_there(state: State) -> None:
    assert moves.verbs_from(state) == [verb for verb in moves.BY_MODERATORS if moves.may(verb, state)]


@pytest.mark.parametrize("state", list(State))
def test_what_nobody_confirmed_is_never_offered_for_placing(state: State) -> None:
    verbs = moves.verbs_from(state, confirmed=False)
    assert Verb.APPROVE not in verbs
    assert {*verbs, Verb.APPROVE} >= set(moves.verbs_from(state))


def test_a_removed_reaction_stays_and_only_the_writer_confirms() -> None:
    assert moves.verbs_from(State.REMOVED) == []
    assert moves.verbs_from(State.AWAITING_EMAIL) == [Verb.SPAM, Verb.REMOVE]
    assert moves.target(Verb.CONFIRM, State.AWAITING_EMAIL) == State.WAITING


@given(steps=st.lists(VERBS, max_size=12), start=STATES)
def test_from_every_state_readers_see_it_only_after_approving(steps: list[Verb], start: State) -> None:
    """Whatever is done and in whatever order: what was not placed becomes so by one verb, and only from three states."""
    state = start
    for verb in steps:
        if not moves.may(verb, state):
            with pytest.raises(moves.MoveNotAllowed):
                moves.target(verb, state)
            continue
        before, state = state, moves.target(verb, state)
        if state == State.PLACED:
            assert verb == Verb.APPROVE
            assert before in {State.WAITING, State.REJECTED, State.SPAM}
        if before == State.REMOVED:
            pytest.fail("what was removed comes back by undoing only")
        if before == State.AWAITING_EMAIL:
            assert state in {State.WAITING, State.SPAM, State.REMOVED}, "nobody vouches for another's address"


def test_the_moderators_verbs_are_the_table_without_confirming() -> None:
    assert set(moves.BY_MODERATORS) == {Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REMOVE}
    assert {verb: moves.target(verb, State.WAITING) for verb in moves.BY_MODERATORS} == {
        Verb.APPROVE: State.PLACED,
        Verb.REJECT: State.REJECTED,
        Verb.SPAM: State.SPAM,
        Verb.REMOVE: State.REMOVED,
    }
