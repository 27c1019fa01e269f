"""The code on a shop's door: given out once, found again by whoever scans it, also after shops were merged."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain import shop_codes
from inspector_app.records.operators import Operator
from inspector_app.records.register import ShopCode
from inspector_app.services.acting import Acting
from inspector_app.storage import merges, rows
from inspector_app.storage.tables import TABLES
from sync.record import new_id

_CODE = TABLES["shop_code"]


def issue(act: Acting, operator_id: str) -> ShopCode:
    """The code of an operator, noted as printed now; the same one again when it was given out before."""
    operator = act.get(Operator, operator_id)
    query = rows.columns(ShopCode).where(_CODE.c.operator_id == operator.id, _CODE.c.voided_at.is_(None))
    known = rows.one(act.session, ShopCode, query.order_by(_CODE.c.id))
    if known is not None:
        return act.save(known.changed(printed_at=act.now))
    code = shop_codes.shop_code(operator.id)
    return act.save(
        ShopCode(id=new_id(), operator_id=operator.id, code=code, printed_at=act.now, issued_by=act.user.id)
    )


def operator_of(session: Session, code: str) -> Operator | None:
    """Whose door the code is on; of a shop that was merged into another, that one. None: not on this laptop."""
    query = select(_CODE.c.operator_id).where(_CODE.c.code == code, _CODE.c.voided_at.is_(None)).order_by(_CODE.c.id)
    for operator_id in session.scalars(query):
        if found := rows.find(session, Operator, merges.standing(session, operator_id)):
            return found
    return None
