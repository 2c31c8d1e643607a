"""A direction's states: the table of errors/machine.py, walked."""

from __future__ import annotations

import pytest

from errors.machine import TABLE, Event, IllegalMove, State, step

WANTED = [state for state in State if state is not State.NONE]


def test_every_state_can_be_left_and_reached():
    reached = {to for moves in TABLE.values() for to in moves.values()}
    assert set(TABLE) == set(State) == reached
    assert all(set(moves.values()) - {state} for state, moves in TABLE.items())


def test_every_event_happens_somewhere():
    assert {event for moves in TABLE.values() for event in moves} == set(Event)


@pytest.mark.parametrize(
    ("state", "event", "to"),
    [
        pytest.param(State.UNTESTED, Event.SUCCEEDED, State.ACTIVE, id="a passing test enables"),
        pytest.param(State.UNTESTED, Event.TEST_FAILED, State.UNTESTED, id="a failed test enables nothing"),
        pytest.param(State.ACTIVE, Event.RETRIED, State.RETRYING, id="a failure is tried again"),
        pytest.param(State.RETRYING, Event.RETRIED, State.RETRYING, id="and again"),
        pytest.param(State.RETRYING, Event.SUCCEEDED, State.ACTIVE, id="until it works"),
        pytest.param(State.RETRYING, Event.HALTED, State.HALTED, id="or the budget is spent"),
        pytest.param(State.RETRYING, Event.SUSPENDED, State.SUSPENDED, id="or its profile goes down"),
        pytest.param(State.SUSPENDED, Event.SUSPENDED, State.SUSPENDED, id="a failed probe changes nothing"),
        pytest.param(State.SUSPENDED, Event.RESUMED, State.ACTIVE, id="the profile came back"),
        pytest.param(State.SUSPENDED, Event.SUCCEEDED, State.ACTIVE, id="the probe itself passed"),
        pytest.param(State.SUSPENDED, Event.RETRIED, State.RETRYING, id="the probe met the mailbox's own trouble"),
        pytest.param(State.SUSPENDED, Event.HALTED, State.HALTED, id="the probe met a wrong password"),
        pytest.param(State.HALTED, Event.SUCCEEDED, State.ACTIVE, id="a passing test lifts the halt"),
        pytest.param(State.HALTED, Event.HALTED, State.HALTED, id="a rare probe is refused"),
        pytest.param(State.HALTED, Event.DOUBTED, State.SUSPENDED, id="it was refused together with many others"),
        pytest.param(State.HALTED, Event.TAKEN_BACK, State.RETRYING, id="today's rules would not have halted it"),
        pytest.param(State.HALTED, Event.TEST_FAILED, State.HALTED, id="a failed test lifts nothing"),
        pytest.param(State.DISABLED, Event.SUCCEEDED, State.ACTIVE, id="what was disabled is enabled by a test"),
        pytest.param(State.DISABLED, Event.TEST_FAILED, State.DISABLED, id="which must pass"),
        pytest.param(State.NONE, Event.ADDED, State.UNTESTED, id="a direction is wanted"),
    ],
)
def test_a_direction_moves_as_the_design_says(state, event, to):
    assert step(state, event) is to


@pytest.mark.parametrize("state", WANTED)
def test_every_wanted_direction_can_be_disabled_and_removed(state):
    assert step(state, Event.DISABLED) is State.DISABLED
    assert step(state, Event.REMOVED) is State.NONE


@pytest.mark.parametrize(
    ("state", "event"),
    [
        pytest.param(State.NONE, Event.SUCCEEDED, id="what is not wanted can't succeed"),
        pytest.param(State.HALTED, Event.RETRIED, id="a halted direction is not retried"),
        pytest.param(State.HALTED, Event.SUSPENDED, id="an outage does not touch the halted"),
        pytest.param(State.HALTED, Event.RESUMED, id="nor does its end"),
        pytest.param(State.DISABLED, Event.SUSPENDED, id="nor the disabled"),
        pytest.param(State.ACTIVE, Event.RESUMED, id="what runs can't resume"),
    ],
)
def test_an_illegal_move_is_refused_loudly(state, event):
    with pytest.raises(IllegalMove, match=f"{state}.*{event}"):
        step(state, event)
