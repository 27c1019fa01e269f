"""What is typed as the fields of a step: read as the field wants it, and nothing beside what the step asks for."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.workflows import KINDS, machines
from inspector_app.errors import AppError
from inspector_app.hq import typed
from inspector_app.hq.desk import MOVED
from inspector_app.records import SCHEMA
from tests import factories


@pytest.mark.parametrize(
    ("kind", "action", "told", "read"),
    [
        ("incident", "confirm", {"level": "MAJOR"}, {"level": "MAJOR"}),
        ("objection", "uphold", {"answer": "12"}, {"answer": "12"}),
        ("objection", "uphold", {"answer": "null"}, {"answer": "null"}),
        (
            "recall_task",
            "trace",
            {"bought_milli": "12000", "found_milli": 5},
            {"bought_milli": 12000, "found_milli": 5},
        ),
        ("blacklist_entry", "decide", {"no_statement": "true"}, {"no_statement": True}),
        ("blacklist_entry", "decide", {"no_statement": "1e400"}, {"no_statement": "1e400"}),
        ("transfer", "send", {"attachments": '["LETTER"]'}, {"attachments": ["LETTER"]}),
        ("complaint", "answer", {"evidence_ids": "[]"}, {"evidence_ids": []}),
        ("publication", "release", {"shown_until": "2026-12-31"}, {"shown_until": "2026-12-31"}),
    ],
)
def test_a_value_is_read_as_its_field_wants_it(
    kind: str, action: str, told: dict[str, Any], read: dict[str, Any]
) -> None:
    assert typed.values(factories.any_of(SCHEMA.kinds[kind]), action, told) == read


@pytest.mark.parametrize(
    ("kind", "action", "told", "code"),
    [
        ("incident", "confirm", {"level": "GREAT"}, "wrong_choice"),
        ("incident", "confirm", {"level": "[" * 100_000}, "wrong_choice"),
        ("complaint", "classify", {"complaint_kind": "5"}, "wrong_choice"),
        ("case_file", "file", {"filed_on": "someday"}, "wrong_value"),
        ("case_file", "file", {"filed_on": "NaN"}, "wrong_value"),
        ("case_file", "file", {"filed_on": ["2026-01-01"]}, "wrong_value"),
        ("publication", "release", {"place": "门口", "shown_until": "later"}, "wrong_value"),
        ("recall_task", "trace", {"bought_milli": "1.5"}, "wrong_value"),
        ("incident", "confrim", {"level": "MAJOR"}, "no_such_step"),
        ("incident", "dismiss", {"reason": "x"}, "not_asked"),
        ("blacklist_entry", "reject", {"reason": "x"}, "not_asked"),
        ("recall_task", "verify", {"balance": "true"}, "not_asked"),
    ],
)
def test_what_a_step_cannot_take_is_told(kind: str, action: str, told: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError) as stopped:
        typed.values(factories.any_of(SCHEMA.kinds[kind]), action, told)
    assert stopped.value.code == code


@pytest.mark.parametrize("kind", MOVED)
def test_no_step_takes_a_records_state_or_end(kind: str) -> None:
    for action in {move.action for machine in machines(kind) for move in machine.moves}:
        assert not typed.asked(kind, action) & {"id", "state", "voided_at", "void_reason", "reason"}


def test_every_addition_belongs_to_a_step_that_there_is() -> None:
    for kind, action in typed.ALSO:
        assert kind in KINDS
        assert any(move.action == action for machine in machines(kind) for move in machine.moves)
