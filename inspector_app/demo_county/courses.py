"""How a record with states went from its beginning to today: its steps, as its machine allows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from inspector_app.demo_county.chance import Chance
from inspector_app.domain.states import Machine
from inspector_app.records.steps import Step
from sync.record import Wire, defaults

_STEP = defaults(Step)


class Act(NamedTuple):
    """An action, by whom and when."""

    action: str
    by: str
    at: int
    reason: str = ""


def course(
    chance: Chance, kind: str, row_id: str, machine: Machine[Any], acts: Sequence[Act]
) -> tuple[str, list[tuple[str, Wire]]]:
    """The state that the acts lead to, and their steps; the first act begins. A forbidden one raises StopIteration."""
    state, steps = machine.first, list[tuple[str, Wire]]()
    for number, act in enumerate(acts):
        before = state if number else None
        if number:
            state = next(move.end for move in machine.moves if (move.start, move.action) == (state, act.action))
        step: Wire = {
            "subject_kind": kind,
            "subject_id": row_id,
            "action": act.action,
            "reason": act.reason,
            "by": act.by,
        }
        step |= {"id": chance.id_at(act.at), "at": act.at, "after": state.value}
        steps.append((Step.kind, _STEP | step | {"before": before.value if before is not None else None}))
    return state.value, steps
