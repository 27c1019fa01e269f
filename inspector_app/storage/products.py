"""Queries for products."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inspector_app.records.goods import Product
from inspector_app.storage import finding
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_PRODUCT = TABLES["product"]


def by_gtin(session: Session, gtin: str) -> list[Product]:
    """Products of this GTIN-14, newest first; several when two people entered the same one offline."""
    query = columns(Product).where(_PRODUCT.c.gtin == gtin, _PRODUCT.c.voided_at.is_(None))
    return records(session, Product, query.order_by(_PRODUCT.c.id.desc()))


def by_store_code(session: Session, operator_id: str, store_code: str) -> list[Product]:
    """Products of an in-store code, which says nothing outside its shop."""
    query = columns(Product).where(
        _PRODUCT.c.store_operator_id == operator_id,
        _PRODUCT.c.store_code == store_code,
        _PRODUCT.c.voided_at.is_(None),
    )
    return records(session, Product, query.order_by(_PRODUCT.c.id.desc()))


def search_products(session: Session, text: str, after: Product | None, limit: int) -> list[Product]:
    """Products by characters, pinyin, maker, specification or the beginning of a number, newest first."""
    return finding.page_of(session, Product, finding.meaning(session, "product", text, ["live"]), after, limit)
