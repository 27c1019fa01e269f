"""The lines of one product in all books of this device, each as goods that went from one party to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.batches import batch_key
from inspector_app.domain.tracing import Movement, Party, PartyKind
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.storage import finding, ledgers, products
from inspector_app.storage.tables import TABLES

_ENTRY, _SUPPLIER, _OPERATOR = TABLES["ledger_entry"], TABLES["supplier"], TABLES["operator"]


def movements(session: Session, entry: LedgerEntry) -> list[Movement]:
    """All movements that may be of the batch of a line, reversed and void lines left out."""
    wanted = batch_key(entry.batch_no)
    partner = func.coalesce(_ENTRY.c.partner_operator_id, _SUPPLIER.c.operator_id)
    columns = ("id", "operator_id", "direction", "partner_name", "batch_no", "happened_on", "quantity_milli", "unit")
    query = (
        select(*(_ENTRY.c[name] for name in columns), _OPERATOR.c.id.label("partner_id"))
        .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _ENTRY.c.supplier_id)
        .outerjoin(_OPERATOR, and_(_OPERATOR.c.id == partner, _OPERATOR.c.voided_at.is_(None)))
        .where(_same_goods(session, entry), standing())
    )
    every = session.execute(query).all()
    lines = [line for line in every if not wanted or batch_key(line.batch_no) in ("", wanted)]
    called = _called(session, {line.partner_name.strip() for line in lines if line.partner_id is None})
    return [_movement(line, called) for line in lines]


def standing() -> ColumnElement[bool]:
    """Lines that count: neither void, nor reversed, nor reversals. Which goods they are is left to find them by."""
    reversal = _ENTRY.alias("reversal")
    is_reversed = exists().where(reversal.c.reverses == _ENTRY.c.id, reversal.c.voided_at.is_(None))
    is_reversal = func.coalesce(_ENTRY.c.reverses, "") != ""  # as `IS NULL`, SQLite would look through that index
    return and_(_ENTRY.c.voided_at.is_(None), ~is_reversal, ~is_reversed)


def _same_goods(session: Session, entry: LedgerEntry) -> ColumnElement[bool]:
    """By product and code, for two people may have entered a product twice; else by the name alone."""
    if entry.product_id is None and entry.gtin is None:
        bare = and_(_ENTRY.c.product_id.is_(None), _ENTRY.c.gtin.is_(None))
        return and_(bare, func.trim(_ENTRY.c.product_name, ledgers.WHITESPACE) == entry.product_name.strip())
    same = {product.id for product in products.by_gtin(session, entry.gtin)} if entry.gtin else set()
    ways: list[ColumnElement[bool]] = [
        _ENTRY.c.product_id.in_(same | ({entry.product_id} if entry.product_id else set()))
    ]
    if entry.gtin:
        ways.append(_ENTRY.c.gtin == entry.gtin)
    return or_(*ways)


def _called(session: Session, names: Iterable[str]) -> dict[str, str]:
    """{name: id of the operator} of those that one operator here alone is called, or one supplier's file says."""
    wanted = sorted(filter(None, names))
    suppliers = select(_SUPPLIER.c.name, func.max(_SUPPLIER.c.operator_id).label("operator_id"))
    suppliers = suppliers.where(_SUPPLIER.c.name.in_(wanted), _SUPPLIER.c.voided_at.is_(None))
    distinct = func.count(_SUPPLIER.c.operator_id.distinct())
    found = session.execute(suppliers.group_by(_SUPPLIER.c.name).having(distinct == 1)).all()
    called = {row.name: row.operator_id for row in found}
    unknown = {name: finding.expression(name, ["live"]) for name in wanted if name not in called}
    if match := " OR ".join(f"({each})" for name, each in unknown.items() if finding.expression(name)):
        query = select(_OPERATOR.c.name, func.max(_OPERATOR.c.id).label("id"))
        query = query.where(finding.among(session, "operator", match), _OPERATOR.c.name.in_(unknown))
        once = query.group_by(_OPERATOR.c.name).having(func.count() == 1)
        called |= {row.name: row.id for row in session.execute(once)}
    return called


def _movement(line: Any, called: dict[str, str]) -> Movement:
    """Of a row of the query above."""
    own = Party(PartyKind.OPERATOR, line.operator_id)
    is_sale = line.direction == Direction.OUT
    name = line.partner_name.strip()
    partner_id = line.partner_id or called.get(name)
    if partner_id is not None:
        partner = Party(PartyKind.OPERATOR, partner_id)
    elif name:
        partner = Party(PartyKind.OUTSIDE, name)
    else:
        partner = Party(PartyKind.CONSUMERS if is_sale else PartyKind.UNNAMED, line.operator_id)
    return Movement(
        entry_id=line.id,
        source=own if is_sale else partner,
        target=partner if is_sale else own,
        batch_no=line.batch_no,
        on=date.fromisoformat(line.happened_on),
        quantity_milli=line.quantity_milli,
        unit=line.unit,
        of_source=is_sale,
        is_linked=line.partner_id is not None or partner.kind is not PartyKind.OPERATOR,
    )
