"""Queries for what a workshop made and put into it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from inspector_app.records.books import AdditiveUse, ProductionRecord
from inspector_app.records.goods import Product
from inspector_app.storage import merges
from inspector_app.storage.rows import R, columns, records, table
from inspector_app.storage.tables import TABLES


def made(session: Session, operator_id: str, first: date, last: date) -> list[ProductionRecord]:
    """The batches that were made from the first through the last day."""
    return _within(session, ProductionRecord, "made_on", operator_id, first, last)


def used(session: Session, operator_id: str, first: date, last: date) -> list[AdditiveUse]:
    return _within(session, AdditiveUse, "used_on", operator_id, first, last)


def own_products(session: Session, operator_id: str) -> list[Product]:
    """Products without a code that a workshop sells as its own."""
    target = TABLES["product"]
    query = columns(Product).where(
        merges.of_shop(session, target.c.store_operator_id, operator_id), target.c.voided_at.is_(None)
    )
    return records(session, Product, query.order_by(target.c.id))


def _within(session: Session, cls: type[R], day: str, operator_id: str, first: date, last: date) -> list[R]:
    target = table(cls)
    query = columns(cls).where(
        merges.of_shop(session, target.c.operator_id, operator_id),
        target.c[day].between(first.isoformat(), last.isoformat()),
        target.c.voided_at.is_(None),
    )
    return records(session, cls, query.order_by(target.c[day], target.c.id))
