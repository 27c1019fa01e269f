"""A record in words, for who sees it outside its own page: what it is, and of which operator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.records.operators import Operator
from inspector_app.storage.rows import find
from inspector_app.ui import field_names
from sync.record import Record

_OWN = ("name", "product_name", "number_as_printed", "title", "description", "demand", "caption", "note")
_PARENTS = (("inspection_id", Inspection), ("rectification_id", Rectification))


@dataclass(frozen=True, slots=True)
class RecordName:
    kind: str
    own: str
    operator: str

    def text(self) -> str:
        """Operator 杨柳村便民食杂店; Ledger line 清河挂面 (杨柳村便民食杂店)."""
        words = f"{field_names.kind(self.kind)} {self.own}".strip()
        return f"{words} · {self.operator}" if self.operator else words


def name_of(session: Session, kind: str, row_id: str) -> RecordName:
    """A record that is not here (any more) has its kind only."""
    record = find(session, SCHEMA.kinds[kind], row_id)
    if record is None:
        return RecordName(kind, "", "")
    own = next((text for name in _OWN if (text := str(getattr(record, name, "") or "").strip())), "")
    operator = None if isinstance(record, Operator) else _operator_of(session, record)
    return RecordName(kind, own, operator.name if operator else "")


def _operator_of(session: Session, record: Record) -> Operator | None:
    if operator_id := getattr(record, "operator_id", None):
        return find(session, Operator, operator_id)
    for field, cls in _PARENTS:
        if parent_id := getattr(record, field, None):
            parent = find(session, cls, parent_id)
            return None if parent is None else _operator_of(session, parent)
    return None
