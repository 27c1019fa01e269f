"""Queries that find an operator that is here already under another record."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspector_app.records.operators import Operator
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_OPERATOR = TABLES["operator"]
_PERSON = TABLES["person"]


def same_identity(session: Session, operator: Operator, id_hmac: str | None) -> list[Operator]:
    """Other operators with the same USCC, old registration number or owner's id number."""
    keys = []
    if operator.uscc:
        keys.append(_OPERATOR.c.uscc == operator.uscc)
    if operator.reg_no:
        keys.append(_OPERATOR.c.reg_no == operator.reg_no)
    if id_hmac:
        owned = select(_PERSON.c.operator_id).where(_PERSON.c.id_hmac == id_hmac, _PERSON.c.voided_at.is_(None))
        keys.append(_OPERATOR.c.id.in_(owned))
    if not keys:
        return []
    query = columns(Operator).where(or_(*keys), _OPERATOR.c.id != operator.id, _OPERATOR.c.voided_at.is_(None))
    return records(session, Operator, query.order_by(_OPERATOR.c.id.desc()).limit(5))
