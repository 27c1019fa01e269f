"""A complaint, a report, an enquiry and what is not ours take different ways, each within its clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import complaints, packs
from inspector_app.domain.clocks import Clocks, find_clock
from inspector_app.domain.problems import Code
from inspector_app.records.complaints import ComplaintKind, ComplaintState
from inspector_app.records.people import Role

COMPLAINT, REPORT, ENQUIRY, NOT_OURS = ComplaintKind
S = ComplaintState
LEAD = Role.TEAM_LEAD


@pytest.mark.parametrize("kind", ComplaintKind)
def test_every_kind_begins_with_its_classification(kind: ComplaintKind) -> None:
    machine = complaints.STATES[kind]
    assert machine.first is S.RECEIVED
    assert machine.next_states(S.RECEIVED) == (S.CLASSIFIED,)


def test_a_report_is_never_mediated_and_a_complaint_never_becomes_a_case() -> None:
    assert not complaints.STATES[REPORT].states & {S.ACCEPTED, S.SETTLED, S.ENDED}
    assert not complaints.STATES[COMPLAINT].states & {S.VERIFIED, S.CASE, S.NO_CASE}


@pytest.mark.parametrize("given_field", ["inspection_id", "reason"])
def test_e_7_a_complaint_ends_with_a_visit_or_a_reason(given_field: str) -> None:
    machine = complaints.STATES[COMPLAINT]
    (problem,) = machine.problems(S.ACCEPTED, "end", LEAD, {"answer"})
    assert (problem.field, problem.code) == ("inspection_id|reason", Code.REQUIRED)
    assert machine.problems(S.ACCEPTED, "end", LEAD, {"answer", given_field}) == []


def test_who_verified_a_report_does_not_decide_on_the_case() -> None:
    machine, done = complaints.STATES[REPORT], [("classify", "a"), ("verify", "a")]
    (problem,) = machine.problems(S.VERIFIED, "file_no_case", LEAD, {"reason"}, "a", done)
    assert problem.code is Code.SAME_PERSON
    assert machine.problems(S.VERIFIED, "file_no_case", LEAD, {"reason"}, "b", done) == []


def test_a_report_closes_when_its_reporter_was_told_or_left_no_name() -> None:
    machine = complaints.STATES[REPORT]
    assert machine.problems(S.CASE, "close", LEAD)
    assert not machine.problems(S.CASE, "close", LEAD, {"anonymous"})


def test_every_clock_that_runs_is_in_the_pack(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> None:
    layers = packs.layers(shipped(Clocks), date(2025, 6, 1))
    for (kind, state), clock in complaints.CLOCKS.items():
        assert state in complaints.STATES[kind].states - complaints.STATES[kind].ends
        assert find_clock(layers, clock) is not None
