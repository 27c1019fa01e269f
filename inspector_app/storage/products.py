"""Queries for products."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from inspector_app.domain.local_time import CHINA, instant
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.goods import Product
from inspector_app.records.notices import Alert, AlertKind
from inspector_app.storage import finding, merges
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_PRODUCT, _ALERT, _PICTURE = TABLES["product"], TABLES["alert"], TABLES["evidence_item"]


def by_gtin(session: Session, gtin: str) -> list[Product]:
    """Products of this GTIN-14, newest first; several when two people entered the same one offline."""
    query = columns(Product).where(_PRODUCT.c.gtin == gtin, _PRODUCT.c.voided_at.is_(None))
    return records(session, Product, query.order_by(_PRODUCT.c.id.desc()))


def by_store_code(session: Session, operator_id: str, store_code: str) -> list[Product]:
    """Products of an in-store code, which says nothing outside its shop."""
    query = columns(Product).where(
        merges.of_shop(session, _PRODUCT.c.store_operator_id, operator_id),
        _PRODUCT.c.store_code == store_code,
        _PRODUCT.c.voided_at.is_(None),
    )
    return records(session, Product, query.order_by(_PRODUCT.c.id.desc()))


def search_products(session: Session, text: str, after: Product | None, limit: int) -> list[Product]:
    """Products by characters, pinyin, maker, specification or the beginning of a number, newest first."""
    return finding.page_of(session, Product, finding.meaning(session, "product", text, ["live"]), after, limit)


def reference_pictures(session: Session, product_id: str | None = None) -> list[EvidenceItem]:
    """The pictures of genuine goods that products name, of all or of one; what HQ laid down last comes first."""
    named = (_PICTURE.c.sha256 == _PRODUCT.c.reference_sha256) & (_PICTURE.c.subject_id == _PRODUCT.c.id)
    query = columns(EvidenceItem).join(_PRODUCT, named)
    query = query.where(_PICTURE.c.subject_kind == Product.kind, _PICTURE.c.voided_at.is_(None))
    query = query.where(_PRODUCT.c.voided_at.is_(None), _PRODUCT.c.reference_sha256.is_not(None))
    if product_id is not None:
        query = query.where(_PRODUCT.c.id == product_id)
    return records(session, EvidenceItem, query.order_by(_PICTURE.c.received_at.desc(), _PICTURE.c.id))


def import_bans(session: Session, on: date) -> list[Alert]:
    """The bans that were issued by the end of a day, the newest first."""
    ends = instant(datetime.combine(on + timedelta(days=1), time(), CHINA))
    query = columns(Alert).where(
        _ALERT.c.alert_kind == AlertKind.IMPORT_BAN, _ALERT.c.issued_at < ends, _ALERT.c.voided_at.is_(None)
    )
    return records(session, Alert, query.order_by(_ALERT.c.issued_at.desc(), _ALERT.c.id))
