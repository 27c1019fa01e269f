"""Two people changed the same value: look at both, keep one (sync.md B.7)."""

from __future__ import annotations

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.services.acting import WRITERS, Acting
from sync.record import Conflict, Record, put


def resolve(act: Acting, conflict_id: str, *, take_loser: bool) -> Record:
    """Close a conflict: keep the value that stands, or put the other one in its place. An ordinary, visible edit.

    Raises AppError conflict_of_other_version: it is about a value that this version of the app tells in another way.
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
    act.writer.save(chosen, resolves=conflict.id)
    return chosen
