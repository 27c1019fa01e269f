"""Two people changed the same value: look at both, keep one (sync.md B.7)."""

from __future__ import annotations

from inspector_app.records import SCHEMA
from inspector_app.services.acting import WRITERS, Acting
from sync.record import Conflict, Record, put


def resolve(act: Acting, conflict_id: str, *, take_loser: bool) -> Record:
    """Close a conflict: keep the value that stands, or put the other one in its place. An ordinary, visible edit."""
    conflict = act.get(Conflict, conflict_id)
    cls = SCHEMA.kinds[conflict.row_kind]
    record = act.get(cls, conflict.row_id)
    wire = record.wire()
    put(cls, wire, conflict.unit, conflict.loser if take_loser else conflict.winner)
    chosen = cls.model_validate(wire)
    act.require_role(WRITERS)
    act.writer.save(chosen, resolves=conflict.id)
    return chosen
