"""The engine makes no move that the table lacks, and no course of actions reaches a state that must not be."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.measures import BEGIN
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD, LEAD, Machine, Move
from inspector_app.domain.workflows import WORKFLOWS
from inspector_app.records.people import Role


class Door(StrEnum):
    SHUT = "SHUT"
    OPEN = "OPEN"
    LOCKED = "LOCKED"


DOOR = Machine(
    Door.SHUT,
    (
        Move("open", Door.SHUT, Door.OPEN, FIELD),
        Move("shut", Door.OPEN, Door.SHUT, FIELD, ("reason|order",), once=True),
        Move("lock", Door.SHUT, Door.LOCKED, LEAD, ("key",), not_by="shut"),
    ),
)
INSPECTOR = Role.INSPECTOR


def test_the_table_alone_decides() -> None:
    assert DOOR.ends == {Door.LOCKED}
    assert DOOR.next_states(Door.SHUT) == (Door.OPEN, Door.LOCKED)
    assert DOOR.next_states(Door.SHUT, INSPECTOR) == (Door.OPEN,)
    assert DOOR.may(Door.SHUT, Door.LOCKED)
    assert not DOOR.may(Door.OPEN, Door.LOCKED)
    assert not DOOR.may(Door.SHUT, Door.LOCKED, INSPECTOR)
    assert DOOR.problems(Door.SHUT, "open", INSPECTOR) == []


def test_the_way_is_the_shortest_there_is() -> None:
    assert [move.action for move in DOOR.way(Door.OPEN, Door.LOCKED)] == ["shut", "lock"]
    assert DOOR.way(Door.LOCKED, Door.OPEN) == ()
    assert DOOR.way(Door.OPEN, Door.OPEN) == ()


def test_a_state_as_it_is_stored_is_the_state() -> None:
    stored: Any = "SHUT"
    assert DOOR.may(stored, stored.__class__("OPEN"))


def test_a_refusal_names_where_it_would_have_led() -> None:
    (problem,) = DOOR.problems(Door.LOCKED, "open", INSPECTOR)
    assert problem == Problem("state", Code.MOVE_NOT_ALLOWED, facts={"from": "LOCKED", "to": "OPEN"})
    (problem,) = DOOR.problems(Door.SHUT, "lock", INSPECTOR, {"key"})
    assert problem.facts == {"from": "SHUT", "to": "LOCKED"}
    assert DOOR.problems(Door.SHUT, "paint", INSPECTOR)[0].facts["to"] == "paint"


def test_what_an_action_needs_must_be_given() -> None:
    assert DOOR.problems(Door.OPEN, "shut", INSPECTOR) == [Problem("reason|order", Code.REQUIRED)]
    for given_field in ("reason", "order"):
        assert DOOR.problems(Door.OPEN, "shut", INSPECTOR, {given_field}) == []


def test_a_second_person_is_a_second_person_whatever_the_role() -> None:
    done = [("open", "a"), ("shut", "a")]
    assert DOOR.problems(Door.SHUT, "lock", Role.TEAM_LEAD, {"key"}, "a", done) == [Problem("by", Code.SAME_PERSON)]
    assert DOOR.problems(Door.SHUT, "lock", Role.TEAM_LEAD, {"key"}, "b", done) == []


def test_what_is_done_once_is_not_done_again() -> None:
    done = [("open", "a"), ("shut", "a"), ("open", "a")]
    assert DOOR.problems(Door.OPEN, "shut", INSPECTOR, {"order"}, "a", done) == [Problem("state", Code.ONLY_ONCE)]


# The machines of the domain.

FINAL = {
    "operator": set(),
    "inspection": {"SIGNED", "VOID"},
    "amendment": {"APPROVED", "REJECTED"},
    "rectification": {"CLOSED", "ESCALATED"},
    "recall_task": {"CLOSED", "CANCELLED"},
    "complaint.complaint": {"REJECTED", "SETTLED", "ENDED"},
    "complaint.report": {"CLOSED"},
    "complaint.enquiry": {"CLOSED"},
    "complaint.not_ours": {"TRANSFERRED"},
    "incident": {"CLOSED", "DISMISSED"},
    "sample": {"PASS", "OVERTURNED", "CLOSED"},
    "objection": {"REFUSED", "UPHELD", "REJECTED"},
    "seal.seal": {"REFUSED", "RELEASED", "DISPOSED"},
    "seal.seizure": {"REFUSED", "RELEASED", "DISPOSED"},
    "seal.preservation": {"REFUSED", "RELEASED", "DISPOSED"},
    "case_file": {"NOT_FILED", "TRANSFERRED", "CLOSED"},
    "transfer": {"REFUSED", "RETURNED", "ANSWERED"},
    "transfer.criminal": {"REFUSED", "RETURNED", "ANSWERED"},
    "campaign": {"CLOSED"},
    "campaign_target": {"CLOSED"},
    "blacklist_entry": {"REJECTED", "REMOVED", "EXPIRED"},
    "publication": {"WITHDRAWN", "EXPIRED"},
}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_is_reached_and_leads_to_an_end(name: str) -> None:
    machine = WORKFLOWS[name]
    assert {str(state) for state in machine.ends} == FINAL[name]
    assert reached(machine, machine.first) == machine.states
    if machine.ends:
        assert all(reached(machine, state) & machine.ends for state in machine.states)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_an_action_leads_to_one_state_only(name: str) -> None:
    pairs = [(move.start, move.action) for move in WORKFLOWS[name].moves]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_who_only_reads_or_only_helps_decides_nothing(name: str) -> None:
    for move in WORKFLOWS[name].moves:
        assert move.roles
        assert Role.READ_ONLY not in move.roles
        assert Role.AUXILIARY not in move.roles or name == "inspection"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_second_person_looks_at_what_was_done_before(name: str) -> None:
    machine = WORKFLOWS[name]
    for move in machine.moves:
        if move.not_by not in (None, BEGIN):
            assert any(
                move.start in reached(machine, other.end) for other in machine.moves if other.action == move.not_by
            )


def reached(machine: Machine[Any], start: Any) -> set[Any]:
    found, waiting = {start}, [start]
    while waiting:
        for move in machine.actions(waiting.pop()):
            if move.end not in found:
                found.add(move.end)
                waiting.append(move.end)
    return found


@st.composite
def courses(draw: st.DrawFn, machine: Machine[Any]) -> list[tuple[Any, str, str, Role]]:
    """What happens when people of all roles try anything: (state before, action, user, role) of what went through."""
    actions = sorted({move.action for move in machine.moves})
    fields = sorted({field for move in machine.moves for need in move.needs for field in need.split("|")})
    state, steps = machine.first, []
    first_user = draw(st.sampled_from("abc"))
    for _ in range(draw(st.integers(0, 25))):
        action, role = draw(st.sampled_from(actions)), draw(st.sampled_from(list(Role)))
        if machine.actions(state) and draw(st.integers(0, 4)):  # mostly something that the table knows
            likely = draw(st.sampled_from(machine.actions(state)))
            action, role = likely.action, draw(st.sampled_from(sorted(likely.roles)))
        user = draw(st.sampled_from("abc"))
        missing = draw(st.sampled_from(["", "", "", *fields]))
        given_fields = set(fields) - {missing}
        done = [(BEGIN, first_user), *((each[1], each[2]) for each in steps)]
        if not machine.problems(state, action, role, given_fields, user, done):
            move = machine.move(state, action, role)
            assert move is not None
            assert all(set(need.split("|")) & given_fields for need in move.needs)
            steps.append((state, action, user, role))
            state = move.end
    return [*steps, (state, "", "", Role.READ_ONLY)]


@pytest.mark.parametrize("name", WORKFLOWS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_course_reaches_a_state_that_must_not_be(name: str, data: st.DataObject) -> None:
    machine = WORKFLOWS[name]
    steps = data.draw(courses(machine))
    states = [step[0] for step in steps]
    who = {action: (user, role) for _, action, user, role in steps}
    assert states[0] == machine.first
    assert all(machine.may(before, after) for before, after in pairwise(states))
    assert not set(states[:-1]) & machine.ends
    _check(name, {str(state) for state in states}, who, [action for _, action, _, _ in steps])


def _check(name: str, states: set[str], who: dict[str, tuple[str, Role]], actions: list[str]) -> None:
    """The states that must not be, in the words of the law and not of the table."""
    match name:
        case "inspection" if "SIGNED" in states:
            assert who["sign"][1] in FIELD
        case "publication" if "RELEASED" in states:
            assert {"MASKED", "REVIEWED", "APPROVED"} <= states
            assert who["approve"][1] is Role.COUNTY_ADMIN
            assert who["approve"][0] != who["review"][0]
        case "blacklist_entry" if "LISTED" in states:
            assert {"NOTIFIED", "DECIDED"} <= states
            assert who["decide"][1] is who["list"][1] is Role.HQ_ADMIN
            assert who["decide"][0] != who["notify"][0]
        case "recall_task" if "CLOSED" in states:
            assert {"TRACED", "WITHDRAWN", "DISPOSED", "VERIFIED"} <= states
            assert "CANCELLED" not in states
        case "rectification":
            assert actions.count("extend") <= 1
            assert "CLOSED" not in states or ("CORRECTED" in states and who["close"][1] in LEAD)
            assert not {"CLOSED", "ESCALATED"} <= states
        case "complaint.report" if "CLOSED" in states:
            assert {"VERIFIED"} <= states
            assert states & {"CASE", "NO_CASE"}
        case "seal.seal" | "seal.seizure" if "IN_FORCE" in states:
            assert who["approve"][1] is Role.COUNTY_ADMIN
            assert {"APPROVED", "URGENT"} & states
        case "seal.preservation":
            assert not {"URGENT", "EXTENDED"} & states
        case "case_file" if "DECIDED" in states:
            assert {"FILED", "NOTIFIED"} <= states
            assert who["decide"][1] is Role.COUNTY_ADMIN
        case "transfer" | "transfer.criminal" if "SENT" in states:
            assert who["approve"][1] is Role.COUNTY_ADMIN
        case "incident":
            assert "DISMISSED" not in states or "RESPONDING" not in states
        case "sample":
            assert "TESTING" not in states or {"TAKEN", "SUBMITTED"} <= states
            assert "DISPOSITION" not in states or {"FAIL", "NOTIFIED", "CONFIRMED_FAIL"} <= states
            assert not {"OVERTURNED", "DISPOSITION"} <= states
