"""What lost a merge: kept as a conflict in the row's own feed, until a change closes it (R15)."""

from __future__ import annotations

import uuid

from sync.hq.merge import Merged
from sync.hq.refusals import OpRefused
from sync.hq.rows import Rows, Setting
from sync.protocol import Op, Refusal
from sync.record import Conflict, ConflictStatus, Json, Schema, Wire, comparable, policy_of

_CONFLICT_IDS = uuid.UUID("5f3c1f0e-0d7b-5c1a-9a51-6f2d5c0b7e11")


class Conflicts:
    """Conflicts of the rows of one transaction."""

    def __init__(self, schema: Schema, rows: Rows, now: int) -> None:
        self._schema = schema
        self._rows = rows
        self._now = now

    def keep(self, op: Op, dev: str, losses: dict[str, Merged], feed_id: int) -> list[str]:
        """Write each losing value as a conflict into the row's feed; the conflicts' ids (R15)."""
        ids = []
        for unit, loss in losses.items():
            old, new = op.set[unit]
            holder = self._rows.last_setting(op.t, op.row, unit)
            loser: Wire = {"loser": new, "loser_op": op.id, "loser_by": op.by, "loser_at": op.cap.wall}
            winner: Wire = {
                "winner": loss.value,
                "winner_by": holder and holder.by,
                "winner_at": holder and holder.seen_at,
            }
            if loss.value == new:  # a newer observation won over what HQ held
                loser = {"loser": loss.loser, "loser_op": op.id, "loser_by": "", "loser_at": op.cap.wall}
                if holder is not None:
                    loser |= {
                        "loser_op": holder.op_id,
                        "loser_by": holder.by,
                        "loser_at": holder.seen_at or op.cap.wall,
                    }
                winner |= {"winner_by": op.by, "winner_at": Setting.of(op, dev, (), self._now).seen_at}
            conflict_id = self._chained(op, unit, old)
            if conflict_id is None:
                conflict_id = str(uuid.uuid5(_CONFLICT_IDS, f"{op.id}/{unit}"))
                wire = Conflict.model_validate(
                    {
                        "id": conflict_id,
                        "row_kind": op.t,
                        "row_id": op.row,
                        "unit": unit,
                        "base": old,
                        "policy": policy_of(self._schema.kinds[op.t], unit),
                    }
                    | winner
                    | loser
                ).wire()
            else:
                held = self._rows.get(Conflict.kind, conflict_id)
                assert held is not None
                wire = held.wire | winner | loser
            self._rows.put(Conflict.kind, conflict_id, wire, feed_id, Setting.of(op, dev, (), self._now))
            ids.append(conflict_id)
        return ids

    def _chained(self, op: Op, unit: str, old: Json) -> str | None:
        """The open conflict that holds what this author wrote before: a chain of edits loses once, with its last."""
        for kind, conflict_id in self._rows.children(op.t, op.row, only=Conflict.kind):
            row = self._rows.get(kind, conflict_id)
            if (
                row is not None
                and (row.wire["row_kind"], row.wire["unit"], row.wire["status"]) == (op.t, unit, ConflictStatus.OPEN)
                and row.wire["loser_by"] == op.by
                and comparable(row.wire["loser"]) == comparable(old)
            ):
                return conflict_id
        return None

    def close(self, op: Op, dev: str) -> None:
        """Close the conflict that the op settles. A conflict that is closed already, or unknown, stays as it is."""
        assert op.resolves is not None
        row = self._rows.get(Conflict.kind, op.resolves)
        if row is None or row.wire["status"] != ConflictStatus.OPEN:
            return
        if (row.wire["row_kind"], row.wire["row_id"]) != (op.t, op.row):
            raise OpRefused(Refusal.INVALID_VALUE, detail="resolves a conflict of another row")
        closed = {"status": ConflictStatus.RESOLVED.value, "resolved_by": op.by, "resolved_at": self._now}
        setting = Setting.of(op, dev, tuple(closed), self._now)
        self._rows.put(Conflict.kind, op.resolves, row.wire | closed, row.feed_id, setting)
