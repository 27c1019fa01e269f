"""Queries for suppliers, their papers, and the shops that they serve."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.batches import batch_key
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.suppliers import Certificate, Supplier, SupplierFile, SupplierPaper, TradeLink
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from inspector_app.storage.tracing import standing

_SUPPLIER, _FILE, _LINK, _ENTRY = (TABLES[kind] for kind in ("supplier", "supplier_file", "trade_link", "ledger_entry"))
_CERTIFICATE, _STEP = TABLES["certificate"], TABLES["step"]


def named(session: Session, names: Collection[str]) -> dict[str, Supplier]:
    """{name: the one supplier that is called so}; a name that several have says nothing."""
    query = columns(Supplier).where(_SUPPLIER.c.name.in_(sorted(names)), _SUPPLIER.c.voided_at.is_(None))
    found: dict[str, list[Supplier]] = {}
    for each in records(session, Supplier, query.order_by(_SUPPLIER.c.id)):
        found.setdefault(each.name, []).append(each)
    return {name: each[0] for name, each in found.items() if len(each) == 1}


def ids_of_operator(session: Session, operator_id: str) -> set[str]:
    """The suppliers that are this operator."""
    query = select(_SUPPLIER.c.id).where(
        merges.of_shop(session, _SUPPLIER.c.operator_id, operator_id), _SUPPLIER.c.voided_at.is_(None)
    )
    return set(session.scalars(query))


def papers_of(session: Session, supplier_ids: Collection[str]) -> list[SupplierFile]:
    """The files of these suppliers, in the order in which they were seen."""
    query = columns(SupplierFile).where(_FILE.c.supplier_id.in_(sorted(supplier_ids)), _FILE.c.voided_at.is_(None))
    return records(session, SupplierFile, query.order_by(_FILE.c.seen_at, _FILE.c.id))


def papers_numbered(session: Session, *writings: str) -> list[SupplierFile]:
    """Test reports of this number, in any of its writings, in the files of suppliers."""
    query = columns(SupplierFile).where(
        _FILE.c.number.in_(writings), _FILE.c.paper == SupplierPaper.TEST_REPORT, _FILE.c.voided_at.is_(None)
    )
    return records(session, SupplierFile, query.order_by(_FILE.c.id))


def papers_with(session: Session, action: str) -> list[SupplierFile]:
    """The papers to which something was done, such as their withdrawal."""
    step = exists().where(
        _STEP.c.subject_id == _FILE.c.id, _STEP.c.subject_kind == SupplierFile.kind, _STEP.c.action == action
    )
    return records(session, SupplierFile, columns(SupplierFile).where(step).order_by(_FILE.c.id))


def lines_under(session: Session, paper: SupplierFile) -> list[LedgerEntry]:
    """The purchases that a paper covers: of its supplier, and of its product and batch where it names them."""
    query = columns(LedgerEntry).where(
        _ENTRY.c.supplier_id == paper.supplier_id, _ENTRY.c.direction == Direction.IN, standing()
    )
    if paper.product_id is not None:
        query = query.where(_ENTRY.c.product_id == paper.product_id)
    lines = records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on, _ENTRY.c.id))
    wanted = batch_key(paper.batch_no)
    return [line for line in lines if not wanted or batch_key(line.batch_no) == wanted]


def serving(session: Session, operator_id: str, today: date) -> list[Supplier]:
    """Who delivers to a shop: by the links that stand, and by the lines of its book."""
    linked = select(_LINK.c.supplier_id).where(
        merges.of_shop(session, _LINK.c.operator_id, operator_id), _stands(today)
    )
    bought = select(_ENTRY.c.supplier_id).where(
        merges.of_shop(session, _ENTRY.c.operator_id, operator_id), _ENTRY.c.direction == Direction.IN, standing()
    )
    query = columns(Supplier).where(or_(_SUPPLIER.c.id.in_(linked), _SUPPLIER.c.id.in_(bought)))
    return records(session, Supplier, query.where(_SUPPLIER.c.voided_at.is_(None)).order_by(_SUPPLIER.c.name))


def shops_of(session: Session, supplier_id: str, today: date) -> list[str]:
    """The ids of the shops that a supplier delivers to."""
    linked = select(_LINK.c.operator_id).where(_LINK.c.supplier_id == supplier_id, _stands(today))
    bought = select(_ENTRY.c.operator_id).where(
        _ENTRY.c.supplier_id == supplier_id, _ENTRY.c.direction == Direction.IN, standing()
    )
    ids = {*session.scalars(linked), *session.scalars(bought)}
    return sorted({merges.standing(session, each) for each in ids})


def link_of(session: Session, operator_id: str, supplier_id: str) -> list[TradeLink]:
    query = columns(TradeLink).where(
        merges.of_shop(session, _LINK.c.operator_id, operator_id),
        _LINK.c.supplier_id == supplier_id,
        _LINK.c.voided_at.is_(None),
    )
    return records(session, TradeLink, query.order_by(_LINK.c.id))


def head_office_links(session: Session, operator_id: str) -> list[TradeLink]:
    """The head offices that a shop, or one merged into it, has named; the last one last."""
    query = columns(TradeLink).where(
        merges.of_shop(session, _LINK.c.operator_id, operator_id),
        _LINK.c.head_office.is_(True),
        _LINK.c.voided_at.is_(None),
    )
    return records(session, TradeLink, query.order_by(func.coalesce(_LINK.c.since, ""), _LINK.c.id))


def same_business(session: Session, supplier: Supplier) -> list[Supplier]:
    """A supplier, then the other records of the business that it is here."""
    if supplier.operator_id is None:
        return [supplier]
    shops = merges.family(session, merges.standing(session, supplier.operator_id))
    query = columns(Supplier).where(
        _SUPPLIER.c.operator_id.in_(shops), _SUPPLIER.c.id != supplier.id, _SUPPLIER.c.voided_at.is_(None)
    )
    return [supplier, *records(session, Supplier, query.order_by(_SUPPLIER.c.id))]


def bought(session: Session, operator_id: str, product_ids: Collection[str]) -> list[LedgerEntry]:
    """The purchases of these products in an operator's book that name their supplier."""
    query = columns(LedgerEntry).where(
        merges.of_shop(session, _ENTRY.c.operator_id, operator_id),
        _ENTRY.c.product_id.in_(sorted(product_ids)),
        _ENTRY.c.direction == Direction.IN,
        _ENTRY.c.supplier_id.is_not(None),
        standing(),
    )
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on, _ENTRY.c.id))


def certificates_of(session: Session, product_id: str) -> list[Certificate]:
    query = columns(Certificate).where(_CERTIFICATE.c.product_id == product_id, _CERTIFICATE.c.voided_at.is_(None))
    return records(session, Certificate, query.order_by(_CERTIFICATE.c.id))


def _stands(today: date) -> ColumnElement[bool]:
    return _LINK.c.voided_at.is_(None) & or_(_LINK.c.until.is_(None), _LINK.c.until >= today.isoformat())
