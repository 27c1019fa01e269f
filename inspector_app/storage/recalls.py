"""The lines of ledgers that a recall may concern."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.recalls import Recalled, is_named
from inspector_app.records.ledgers import Direction
from inspector_app.records.recalls import RecallTask
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from inspector_app.storage.tracing import standing

_ENTRY, _PRODUCT, _TASK = TABLES["ledger_entry"], TABLES["product"], TABLES["recall_task"]
_COLUMNS = (
    "id", "operator_id", "direction", "product_id", "product_name", "gtin", "batch_no", "production_date",
    "quantity_milli", "unit",
)  # fmt: skip
_IN_LIST = 500

Makers = dict[str, tuple[str, str | None]]
"""{product id: (maker's name, licence number)}"""


class GoodsLine(NamedTuple):
    """A line of a ledger, as far as a recall asks."""

    id: str
    operator_id: str
    direction: Direction
    product_id: str | None
    product_name: str
    gtin: str | None
    batch_no: str
    production_date: date | None
    quantity_milli: int
    unit: str


def candidates(session: Session, notice: Recalled) -> tuple[list[GoodsLine], Makers]:
    """The lines that bear the code, those of products that may be meant by name and maker, and who makes these. What a
    shop bought that was merged into another is that one's.

    Products are some thousands and looked through; lines are a million and found by their indexes.
    """
    fields = (_PRODUCT.c[name] for name in ("id", "name", "maker_name", "licence_no", "gtin"))
    made: Makers = {}
    for product in session.execute(select(*fields).where(_PRODUCT.c.voided_at.is_(None))):
        is_coded = notice.gtin is not None and product.gtin is not None
        if (
            product.gtin == notice.gtin
            if is_coded
            else is_named(notice, product.name, product.maker_name, product.licence_no)
        ):
            made[product.id] = (product.maker_name, product.licence_no)
    ids = sorted(made)
    found: dict[str, GoodsLine] = {}
    for start in range(0, max(len(ids), 1), _IN_LIST):
        ways: list[ColumnElement[bool]] = [_ENTRY.c.product_id.in_(ids[start : start + _IN_LIST])]
        if notice.gtin is not None:
            ways.append(_ENTRY.c.gtin == notice.gtin)
        query = select(*(_ENTRY.c[name] for name in _COLUMNS)).where(or_(*ways), standing())
        for row in session.execute(query):
            produced = row.production_date and date.fromisoformat(row.production_date)
            found[row.id] = GoodsLine(*row)._replace(direction=Direction(row.direction), production_date=produced)
    now = merges.now_of(session, {line.operator_id for line in found.values()})
    return [line._replace(operator_id=now[line.operator_id]) for line in found.values()], made


def tasks_of(session: Session, notice_id: str) -> list[RecallTask]:
    """The tasks of a notice that are here."""
    query = columns(RecallTask).where(_TASK.c.recall_notice_id == notice_id, _TASK.c.voided_at.is_(None))
    return records(session, RecallTask, query.order_by(_TASK.c.operator_id, _TASK.c.id))


def bought(session: Session, entry_ids: list[str]) -> list[str]:
    """Of these lines the purchases."""
    query = select(_ENTRY.c.id).where(_ENTRY.c.id.in_(entry_ids), _ENTRY.c.direction == Direction.IN)
    return list(session.scalars(query.order_by(_ENTRY.c.id)))
