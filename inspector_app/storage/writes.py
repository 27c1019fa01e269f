"""The one write path of a device: row, search text and outbox entry in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage import blobs, overlay, rows, search
from inspector_app.storage.engine import writing
from inspector_app.storage.rows import R, put_row
from sync.device import outbox
from sync.device.outbox import Capture
from sync.protocol import MAX_ROW_BYTES, Kind
from sync.record import Record, differences, size

find = rows.find


def save(
    session: Session, record: Record, by: str, now: int, *, resolves: str | None = None, replaces: str | None = None
) -> None:
    """Write a record and the change that HQ is to get; the caller's transaction makes the two one.

    `by` is the user who acts, `now` microseconds UTC. The only writer of synced tables, besides replica.py, which
    writes what HQ sent; a trigger stops every other. A change of a row that holds a refused change of the same author
    corrects that one. Raises AppError record_too_large for a row that no page of HQ could hold.
    """
    cls, kind, row_id = type(record), record.kind, record.id
    with writing(session):
        refused = {*outbox.refused(session, kind, row_id, by), *([replaces] if replaces else [])}
        if refused:
            replaces = replaces or max(refused)
            _take_off(session, kind, row_id, refused)
        row = overlay.shown_row(session, kind, row_id)
        after = record.wire()
        if size(after) > MAX_ROW_BYTES:
            raise AppError("record_too_large")
        changes = differences(cls, None if row is None else overlay.fields_of(row), after)
        if changes or resolves:
            if row is not None:
                overlay.keep_base(session, kind, row)
            put_row(session, kind, after)
            if isinstance(record, EvidenceItem):
                blobs.expect(session, record, now)
            base = (0, 0) if row is None else (row["ver_epoch"], row["ver"])
            k = Kind.INSERT if row is None else Kind.UPDATE
            group = getattr(record, cls.aggregate) or row_id
            edit = Capture(kind, row_id, k, base, changes, by, group, now, resolves=resolves, replaces=replaces)
            if not outbox.add(session, edit) and not outbox.has_local(session, kind, row_id):
                overlay.drop_shadows(session, [(kind, row_id)])
            if refused:
                outbox.offer_group_again(session, group, now)
        if changes or refused:
            search.refresh(session, [(kind, row_id)])


def set_aside(session: Session, op_id: str) -> None:
    """Give up a refused change: the row shows again what HQ holds. The change is kept as history."""
    row = outbox.one(session, op_id)
    with writing(session):
        _take_off(session, row.kind, row.row_id, {op_id})
        search.refresh(session, [(row.kind, row.row_id)])


def _take_off(session: Session, kind: str, row_id: str, op_ids: set[str]) -> None:
    base = overlay.base_row(session, kind, row_id)
    outbox.put_aside(session, op_ids)
    overlay.rebase(session, kind, row_id, base)


@dataclass(frozen=True, slots=True)
class DeviceWriter:
    """Writes of one user in one transaction (sync.writer.Writer)."""

    session: Session
    by: str
    now: int

    def find(self, cls: type[R], row_id: str) -> R | None:
        return rows.find(self.session, cls, row_id)

    def save(self, record: Record, *, resolves: str | None = None, replaces: str | None = None) -> None:
        save(self.session, record, self.by, self.now, resolves=resolves, replaces=replaces)
