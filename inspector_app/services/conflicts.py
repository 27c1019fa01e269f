"""Two people changed the same value: look at both, keep one (sync.md B.7)."""

from __future__ import annotations

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.workflows import KINDS, field_of, machine_of, state_of
from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.services.acting import WRITERS, Acting, require
from sync.record import Conflict, Record, put


def resolve(act: Acting, conflict_id: str, *, take_loser: bool) -> Record:
    """Close a conflict: keep the value that stands, or put the other one in its place. An ordinary, visible edit.

    Raises Refused for a state to which the user cannot lead the record from where it stands, AppError
    conflict_of_other_version: it is about a value that this version of the app tells in another way.
    """
    conflict = act.get(Conflict, conflict_id)
    cls = SCHEMA.kinds[conflict.row_kind]
    record = act.get(cls, conflict.row_id)
    wire = record.wire()
    value = conflict.loser if take_loser else conflict.winner
    names = cls.units().get(conflict.unit, ())
    if len(names) > 1 and isinstance(value, dict):  # fields that came since then stay as they are
        value = {name: wire[name] for name in names} | value
    try:
        put(cls, wire, conflict.unit, value)
    except KeyError:
        raise AppError("conflict_of_other_version") from None
    chosen = cls.model_validate(wire)
    act.require_role(WRITERS)
    _may_stand(act, record, chosen)
    act.writer.save(chosen, resolves=conflict.id)
    return chosen


def _may_stand(act: Acting, before: Record, after: Record) -> None:
    """What HQ would refuse, and this laptop alone would show: a correction that was rejected, as approved."""
    if before.kind in KINDS and state_of(before) != state_of(after):
        start, end = state_of(before), state_of(after)
        problem = Problem(field_of(before.kind), Code.MOVE_NOT_ALLOWED, facts={"from": start, "to": end})
        require([] if machine_of(before).leads(start, end, act.user.role) else [problem])
